/** What a status of a line says: part of it does not come, comes later, is hurt, or nothing is wrong. */
export interface LineStatus {
  readonly meaning: string;
  readonly says: 'short' | 'late' | 'damaged' | 'fine';
}

function group(
  says: LineStatus['says'],
  rows: Readonly<Record<string, string>>,
): readonly (readonly [string, LineStatus])[] {
  return Object.entries(rows).map(([code, meaning]) => [code, { meaning, says }]);
}

/**
 * X12 data element 668, line item status code (ASC X12 release 004010). Changed quantities and dates are compared with what was ordered: the code alone does not say in which
 * direction. What is on hold is not coming when it was wanted.
 */
export const itemStatus: ReadonlyMap<string, LineStatus> = new Map([
  ...group('short', {
    BP: 'Item Accepted - Partial Shipment, Balance Backordered',
    IB: 'Item Backordered',
    ID: 'Item Deleted',
    IR: 'Item Rejected',
    R1: 'Item Rejected, Not a Contract Item',
    R2: 'Item Rejected, Invalid Item Product Number',
    R3: 'Item Rejected, Invalid Unit of Issue',
    R4: 'Item Rejected, Contract Item not Available',
    R5: 'Item Rejected, Reorder Item as a Just in Time (JIT) Order',
    R6: 'Item Rejected, Reorder Item as an Extended Delivery Order (EDO)',
    R7: 'Item Rejected, Reorder Item as a Drop Shipment',
    R8: 'Item Rejected, Reorder Item as a Surge Order',
  }),
  ...group('late', {
    IF: 'Item on Hold, Incomplete Description',
    IH: 'Item on Hold',
    IW: 'Item on Hold-Waiver Required',
  }),
  ...group('fine', {
    AA: 'Item Accepted - Order Forwarded to Alternate Supplier Location',
    AC: 'Item Accepted and Shipped',
    AR: 'Item Accepted and Released for Shipment',
    DR: 'Item Accepted - Date Rescheduled',
    IA: 'Item Accepted',
    IC: 'Item Accepted - Changes Made',
    IE: 'Item Accepted, Price Pending',
    IP: 'Item Accepted - Price Changed',
    IQ: 'Item Accepted - Quantity Changed',
    IS: 'Item Accepted - Substitution Made',
    SP: 'Item Accepted - Schedule Date Pending',
  }),
]);

/** X12 data element 368, shipment/order status code (ASC X12 release 004010): those that say that something is wrong. All others are steps, answers and totals. */
export const orderStatus: ReadonlyMap<string, LineStatus> = new Map([
  ...group('short', {
    BM: 'Backordered, Manufacturer, Out-of-Stock',
    BO: 'Back Ordered',
    BP: 'Shipment Partial, Back Order to Ship on (Date)',
    CB: 'Components Missing',
    CP: 'Partial Shipment on (Date), Considered No Backorder',
    CU: 'Cancelled Line Item',
    DE: 'Deleted Order',
    DI: 'Discontinued',
    DS: 'Out Of Stock Condition',
    HQ: 'Held Awaiting Qualification',
    IC: 'Item Canceled',
    OP: 'Out of Print',
    OR: 'Temporarily Out of Stock - Reorder',
    PH: 'Product On Hold',
    PR: 'Partial Shipment',
    SC: 'Shipment Quantity Decrease',
    SK: 'Shipment Underrun Quantity',
    UN: 'Unavailable',
  }),
  ...group('late', {
    LM: 'Shipment late',
    LW: 'Number of Late Weeks',
    QP: 'Quantity Past Due',
    SI: 'Shipment Late, Scheduled to Ship on (Date)',
  }),
  ...group('damaged', { SD: 'Shipped Damaged' }),
]);

/** X12 data element 587, acknowledgment type (ASC X12 release 004010): those that refuse or withhold the whole order. */
export const refusedOrder: ReadonlyMap<string, LineStatus> = new Map([
  ...group('short', {
    RD: 'Reject with Detail',
    RF: 'Reject with Exception Detail Only',
    RJ: 'Rejected - No Detail',
    RO: 'Rejected With Counter Offer',
  }),
  ...group('late', { AH: 'Acknowledge - Hold Status' }),
]);
