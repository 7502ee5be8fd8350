import { askHandler } from './adapters/ask-handler.ts';
import { readTmsAnswer } from './answers/read-tms-answer.ts';
import { toQuery } from './to-query.ts';

/** Asks the TMS for the shipment and its plan. */
export const handler = askHandler('tms', async (references, get) =>
  readTmsAnswer(await get(`/api/v1/shipments?${toQuery(references)}`)),
);
