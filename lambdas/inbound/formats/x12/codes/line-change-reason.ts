export interface LineChangeReason {
  readonly meaning: string;
  /** Who ordered, or who receives, wanted it so: nobody is short. */
  readonly isWished?: true;
}

/** X12 data element 892, line item change reason code (ASC X12 release 004010): why less of a line was shipped than was ordered. */
export const lineChangeReason: ReadonlyMap<string, LineChangeReason> = new Map([
  ['01', { meaning: 'Out of Stock' }],
  ['02', { meaning: 'Equipment Cut' }],
  ['03', { meaning: 'Booking Location Request', isWished: true }],
  ['04', { meaning: 'On Hold' }],
  ['05', { meaning: 'Order Discrepancy' }],
  ['06', { meaning: 'Receiving Location Request', isWished: true }],
  ['07', { meaning: 'Inventory Discrepancy' }],
  ['08', { meaning: 'Material Shortage' }],
  ['09', { meaning: 'Substitution' }],
  ['10', { meaning: 'Diverted Item' }],
  ['11', { meaning: 'Loading Error' }],
  ['12', { meaning: 'Inbound Carrier Failure' }],
  ['13', { meaning: 'Product Allocation Exceeded' }],
  ['14', { meaning: 'Improperly Sized Order' }],
  ['15', { meaning: 'Wrong Equipment' }],
  ['16', { meaning: 'Insufficient Equipment Space' }],
  ['17', { meaning: 'Discontinued Item' }],
  ['20', { meaning: 'Late Stock Transfer' }],
  ['21', { meaning: 'Inadequate Lead Time' }],
  ['22', { meaning: 'Stock Transfer Not Set Up' }],
  ['23', { meaning: 'Item Not Stocked at Shipping Location' }],
  ['24', { meaning: 'Product Withdrawn' }],
  ['25', { meaning: 'Addition Requested by Customer' }],
  ['26', { meaning: 'Bacteria Clearance' }],
]);
