import { ODATA_JSON } from '../systems/index.ts';
import { askHandler } from './adapters/ask-handler.ts';
import { readDelivery, readErpAnswer } from './answers/read-erp-answer.ts';
import { deliveryQuestion, orderQuestion } from './questions/erp-questions.ts';

/** Asks the ERP (SAP S/4HANA) for the sales order behind a shipment: by its delivery, or by the number that the report names. */
export const handler = askHandler('erp', async (references, get) => {
  const ofDelivery = deliveryQuestion(references);
  const delivery = ofDelivery === undefined ? undefined : readDelivery(await get(ofDelivery));
  const ofOrder = orderQuestion(references, delivery?.order);
  return ofOrder === undefined ? undefined : readErpAnswer(await get(ofOrder, ODATA_JSON), delivery);
});
