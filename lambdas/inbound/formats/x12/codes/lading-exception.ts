export interface LadingException {
  readonly meaning: string;
  readonly trouble: string;
  readonly why: string;
}

/** X12 data element 33, lading exception code (ASC X12 releases 003040 to 008050): all of them are trouble. */
export const ladingException: ReadonlyMap<string, LadingException> = new Map([
  ['0', { meaning: 'Partial short, location unknown', trouble: 'transport.lost', why: 'Pieces have to be traced.' }],
  ['A', { meaning: 'All short', trouble: 'transport.lost', why: 'Everything has to be traced.' }],
  ['D', { meaning: 'Damaged', trouble: 'cargo.damaged', why: 'A claim has its deadline.' }],
  [
    'E',
    {
      meaning: 'Entire shipment refused',
      trouble: 'transport.delivery_failed',
      why: 'It needs a new order or a return.',
    },
  ],
  ['O', { meaning: 'Overage', trouble: 'cargo.mis_shipped', why: 'Somebody else waits for these pieces.' }],
  ['P', { meaning: 'Partial shipment', trouble: 'transport.lost', why: 'The rest has to be found.' }],
  ['W', { meaning: 'Wrong product', trouble: 'cargo.mis_shipped', why: 'The right one has to be sent.' }],
]);
