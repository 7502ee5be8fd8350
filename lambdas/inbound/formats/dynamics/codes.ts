import type { Meaning } from '../meaning.ts';

/**
 * Business events of finance and operations apps by a part of their id (`BusinessEventId`): https://learn.microsoft.com/en-us/dynamics365/fin-ops-core/dev-itpro/business-events/app-business-events.
 * The first that fits counts. What is confirmed, received, shipped or invoiced is how it should be.
 */
export const eventMeanings: readonly (readonly [RegExp, Meaning])[] = [
  [/PurchaseOrderConfirmed|PurchaseOrderConfirmation/, { text: 'purchase order confirmed', milestone: 'booked' }],
  [/PurchaseOrderReceived|ProductReceipt|PurchaseOrderReceipt/, { text: 'goods received', milestone: 'delivered' }],
  // The vendor has said no, or something else than was asked.
  [
    /PurchaseOrder(Response)?.*Rejected|VendPurchaseOrderResponseRejected/,
    { text: 'the vendor rejects the purchase order', trouble: 'supply.shortfall' },
  ],
  [
    /PurchaseOrderResponse.*Changes|VendPurchaseOrderResponseAcceptedWithChanges/,
    { text: 'the vendor accepts with changes', milestone: 'other' },
  ],
  [/SalesOrderConfirm/, { text: 'sales order confirmed', milestone: 'booked' }],
  [
    /SalesOrderPackingSlip|SalesPackingSlip|ShipmentConfirm|WHSShipConfirm/,
    { text: 'goods issued', milestone: 'departed' },
  ],
  [/^dataverse\./, { text: 'a row has changed', milestone: 'other' }],
  [/Invoice/, { text: 'invoice', milestone: 'other' }],
  // Goods wait for the customer's credit.
  [/CreditHold|CreditManagementHold|SalesOrderOnHold/, { text: 'on credit hold', trouble: 'transport.delay' }],
  [/ReleasedFromHold|HoldReleased|HoldCleared/, { text: 'released from hold', milestone: 'other' }],
  [
    /QualityOrderFail|QualityOrderValidated.*Fail/,
    { text: 'the goods failed a quality order', trouble: 'cargo.damaged' },
  ],
  [
    /InventCountingDiscrepan|CountingDiscrepan/,
    { text: 'a count differs from the books', trouble: 'inventory.mismatch' },
  ],
  [/ShortPick/, { text: 'picked short', trouble: 'inventory.shortfall' }],
  [/Delayed|DelayedShipment|RequestedDateMissed/, { text: 'delayed', trouble: 'transport.delay' }],
];
