export interface ReceivingCondition {
  readonly meaning: string;
  /** Absent: nothing is wrong. */
  readonly trouble?: string;
}

/** X12 data element 412, receiving condition code (ASC X12 release 004010), with what each means to us. */
export const receivingCondition: ReadonlyMap<string, ReceivingCondition> = new Map([
  ['01', { meaning: 'Damaged Product or Container', trouble: 'cargo.damaged' }],
  ['02', { meaning: 'Quantity Short', trouble: 'inventory.shortfall' }],
  ['03', { meaning: 'Quantity Over', trouble: 'inventory.mismatch' }],
  ['04', { meaning: 'Quality Problem', trouble: 'cargo.damaged' }],
  ['05', { meaning: 'Incorrect Product', trouble: 'cargo.mis_shipped' }],
  // It came, in another box.
  ['06', { meaning: 'Non-standard Container' }],
  ['07', { meaning: 'Good Condition' }],
  ['08', { meaning: 'Rejected', trouble: 'cargo.damaged' }],
  // It is there, and cannot be sold or used.
  ['09', { meaning: 'Hold', trouble: 'inventory.shortfall' }],
  ['10', { meaning: 'Material Scrapped', trouble: 'cargo.damaged' }],
  ['11', { meaning: 'Adjust Supplier Shipped Cumulative Quantity' }],
  ['12', { meaning: 'Quantity Over - Returned to Supplier', trouble: 'inventory.mismatch' }],
  [
    '13',
    {
      meaning: 'Quantity Received, But Cannot Process Because No Matching Ship Notice',
      trouble: 'inventory.mismatch',
    },
  ],
  ['14', { meaning: 'Quantity Received and Processed with No Matching Ship Notice/Manifest' }],
  ['16', { meaning: 'Not Received - Ship Notice Required', trouble: 'inventory.shortfall' }],
]);
