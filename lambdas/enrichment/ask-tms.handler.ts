import { askHandler } from './adapters/ask-handler.ts';
import { getFrom } from './adapters/connector.ts';
import { readTmsAnswer } from './answers/read-tms-answer.ts';
import { toQuery } from './to-query.ts';

const get = getFrom('tms');

/** Asks the TMS for the shipment and its plan. */
export const handler = askHandler('tms', async (references) =>
  readTmsAnswer(await get(`/api/v1/shipments?${toQuery(references)}`)),
);
