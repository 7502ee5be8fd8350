import { askHandler } from './adapters/ask-handler.ts';
import { askErp } from './ask-erp.ts';

/** Asks the ERP (SAP S/4HANA) for the sales order behind a shipment, or for what waits for goods that come to us. */
export const handler = askHandler('erp', askErp);
