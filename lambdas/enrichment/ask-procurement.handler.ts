import { askHandler } from './adapters/ask-handler.ts';
import { readProcurementAnswer } from './answers/read-procurement-answer.ts';
import { toQuery } from './to-query.ts';

/** Asks procurement what a supplier has confirmed, and who else could deliver. */
export const handler = askHandler('procurement', async (references, get) =>
  readProcurementAnswer(
    await get(`/api/v1/purchase-orders?${toQuery(references, { purchase_order: 'number', sku: 'sku' })}`),
  ),
);
