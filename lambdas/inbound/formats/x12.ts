import type { Translator } from './translator.ts';
import { translatorOfSets } from './x12/set-reading.ts';
import type { SetReader } from './x12/set-reading.ts';
import { readFunctionalAnswer, readInterchangeAnswer } from './x12/sets/read-acknowledgement.ts';
import { readApplicationAdvice } from './x12/sets/read-application-advice.ts';
import { readCarrierStatus } from './x12/sets/read-carrier-status.ts';
import { readChangeAnswer } from './x12/sets/read-change-answer.ts';
import { readCustomsStatus } from './x12/sets/read-customs-status.ts';
import { readInventoryAdjustment } from './x12/sets/read-inventory-adjustment.ts';
import { readInventoryAdvice } from './x12/sets/read-inventory-advice.ts';
import { readFreightInvoice, readInvoice } from './x12/sets/read-invoice.ts';
import { readOceanStatus } from './x12/sets/read-ocean-status.ts';
import { readOrderAnswer } from './x12/sets/read-order-answer.ts';
import { readOrderStatus } from './x12/sets/read-order-status.ts';
import { readReceivingAdvice } from './x12/sets/read-receiving-advice.ts';
import { readReturn } from './x12/sets/read-return.ts';
import { readBillingNotice, readShipNotice } from './x12/sets/read-ship-notice.ts';
import { readTenderResponse } from './x12/sets/read-tender-response.ts';
import { readTerminalActivity } from './x12/sets/read-terminal-activity.ts';
import { readWarehouseReceipt } from './x12/sets/read-warehouse-receipt.ts';
import { readWarehouseShipment } from './x12/sets/read-warehouse-shipment.ts';

/** Transaction sets that we read, by ST01. */
const sets: Readonly<Record<string, SetReader>> = {
  '180': readReturn,
  '210': readFreightInvoice,
  '214': readCarrierStatus,
  '315': readOceanStatus,
  '322': readTerminalActivity,
  '350': readCustomsStatus,
  '810': readInvoice,
  '824': readApplicationAdvice,
  '846': readInventoryAdvice,
  '855': readOrderAnswer,
  '856': readShipNotice,
  '857': readBillingNotice,
  '861': readReceivingAdvice,
  '865': readChangeAnswer,
  '870': readOrderStatus,
  '944': readWarehouseReceipt,
  '945': readWarehouseShipment,
  '947': readInventoryAdjustment,
  '990': readTenderResponse,
};

/** What partners answer to what we sent: each source may send it, for it comes by the same way as its reports. */
const answers: ReadonlyMap<string, SetReader> = new Map([
  ['997', readFunctionalAnswer],
  ['999', readFunctionalAnswer],
  ['TA1', readInterchangeAnswer],
]);

/** `x12` takes every set, as a value-added network sends them mixed; `x12-214` and its like take one. */
export const x12Translators: Readonly<Record<string, Translator>> = {
  x12: translatorOfSets('x12', sets, answers),
  ...Object.fromEntries(
    Object.entries(sets).map(([id, read]) => [`x12-${id}`, translatorOfSets(`x12-${id}`, { [id]: read }, answers)]),
  ),
};
