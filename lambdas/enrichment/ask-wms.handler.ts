import { askHandler } from './adapters/ask-handler.ts';
import { getFrom } from './adapters/connector.ts';
import { readWmsAnswer } from './answers/read-wms-answer.ts';
import { toQuery } from './to-query.ts';

const get = getFrom('wms');

/** Asks the WMS for the stock of the goods: cover, sites, substitutes. */
export const handler = askHandler('wms', async (references) =>
  readWmsAnswer(await get(`/api/v1/stock?${toQuery(references, { sku: 'sku' })}`)),
);
