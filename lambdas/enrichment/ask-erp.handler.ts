import { askHandler } from './adapters/ask-handler.ts';
import { connectTo } from './adapters/connector.ts';
import { readErpAnswer } from './answers/read-erp-answer.ts';

const get = connectTo('erp');

/** Asks the ERP for the sales order behind a shipment (OData V4). */
export const handler = askHandler('erp', async (references) => {
  const alternatives = references
    .map(({ value }) => `DeliveryReference eq '${value.replaceAll("'", "''")}'`)
    .join(' or ');
  return readErpAnswer(await get(`/odata/v4/SalesOrders?$top=1&$filter=${encodeURIComponent(alternatives)}`));
});
