import { askHandler } from './adapters/ask-handler.ts';
import { readWmsAnswer } from './answers/read-wms-answer.ts';
import { toQuery } from './to-query.ts';

/** Asks the WMS for the stock of the goods: cover, sites, substitutes. */
export const handler = askHandler('wms', async (references, get) =>
  readWmsAnswer(await get(`/api/v1/stock?${toQuery(references, { sku: 'sku' })}`)),
);
