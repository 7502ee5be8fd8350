import type { ReceivingCondition } from './receiving-condition.ts';

const group = (
  rows: Readonly<Record<string, string>>,
  trouble?: string,
): readonly (readonly [string, ReceivingCondition])[] =>
  Object.entries(rows).map(([code, meaning]) => [code, { meaning, ...(trouble === undefined ? {} : { trouble }) }]);

/** X12 data element 1293, return response reason code (ASC X12 release 004010). Stock that somebody no longer wants, or returns by agreement, went wrong for nobody in logistics. */
export const returnReason: ReadonlyMap<string, ReceivingCondition> = new Map([
  ...group(
    {
      DA: 'Damaged Product',
      DM: 'Defective Merchandise or Store Inspection',
      DP: 'Defective Packaging',
      DT: 'Damaged In Transit',
      PS: 'Product Spoiled',
    },
    'cargo.damaged',
  ),
  ...group({ LP: 'Label Problem', WG: 'Wrong Goods or Not Ordered' }, 'cargo.mis_shipped'),
  ...group({ SP: 'Shipped past Cancel Date' }, 'transport.delay'),
  ...group({
    BC: 'Beyond Code Date',
    CO: 'Customer Ordering Error',
    CV: 'Color Variance',
    DI: 'Discontinued Product',
    DR: 'Defective Merchandise or Returned by Consumer',
    EI: 'Excess Inventory',
    EO: 'End of Season',
    EW: 'Excessive Wear',
    MD: 'Mark Downs',
    NA: 'Not as Expected',
    OP: 'Outdated Packaging',
    PE: 'Price Error',
    PF: 'Poor Fit',
    PR: 'Product Recall',
    PW: 'Poor Workmanship',
    RE: 'Recall',
    SD: 'Short-Dated Product',
    SM: 'Samples',
    SR: 'Stock Reduction Agreement',
    ST: 'Style Problem',
    TE: 'Termination',
  }),
]);
