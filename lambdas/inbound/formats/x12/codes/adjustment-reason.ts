export interface AdjustmentReason {
  readonly meaning: string;
  /** Absent: stock is moved, renamed or given back, and nothing is wrong. */
  readonly trouble?: 'cargo.damaged' | 'inventory.shortfall' | 'inventory.mismatch';
}

function group(
  trouble: AdjustmentReason['trouble'],
  rows: Readonly<Record<string, string>>,
): readonly (readonly [string, AdjustmentReason])[] {
  return Object.entries(rows).map(([code, meaning]) => [
    code,
    { meaning, ...(trouble === undefined ? {} : { trouble }) },
  ]);
}

/**
 * X12 data element 181, quantity or status adjustment reason code (releases 004010 to 007010, https://stedi.com/edi/x12-007010/element/181). What is hurt is damage; what is there and cannot be sold is short, as
 * a receiving condition "hold" is; where the books were wrong, or nobody says why they changed, they did not match what is there.
 */
export const adjustmentReason: ReadonlyMap<string, AdjustmentReason> = new Map([
  ...group('cargo.damaged', {
    '07': 'Product Dumped or Destroyed',
    AI: 'Disaster',
    AU: 'Damaged in Facility',
    AV: 'Damaged in Transit',
    BK: 'Off Specification',
    UD: 'Unauthorized Destruction',
  }),
  ...group('inventory.shortfall', {
    '05': 'Product Put on Hold',
    AW: 'Product Recall',
    AX: 'Shelf-life Obsolescence',
  }),
  ...group('inventory.mismatch', {
    '03': 'Shipment Greater Than Previously Reported',
    '04': 'Receipt Less Than Previously Reported',
    '06': 'Book Adjustment Decrease',
    '51': 'Unable-to-Locate (UTL) Product Located',
    '53': 'Shipment Less Than Previously Reported',
    '54': 'Receipt Greater Than Previously Reported',
    '56': 'Book Adjustment Increase',
    AA: 'Physical Count',
    AB: 'Accounting Error',
    AH: 'Other',
    AR: 'Order Shipment Error',
    AY: 'Receipt Error',
  }),
  ...group(undefined, {
    '08': 'Product Put in Quality Inspection Inventory',
    '52': 'Recoup/Rework of Damaged Product',
    '55': 'Product Taken Off Hold',
    '88': 'Product Removed from Quality Inspection Inventory',
    AC: 'Condition Change',
    AD: 'Purpose Change',
    AE: 'Reidentification',
    AF: 'Stock Number Change',
    AG: 'Ownership Change',
    AJ: 'Survey',
    AK: 'Transfer',
    AL: 'Capitalization',
    AN: 'Unit of Issue Change',
    AP: 'Product/Formula Evaluation and Testing',
    AS: 'Recouping',
    AT: 'Prepack Preparation',
    BA: 'Operating Variance',
    BD: 'Nonrecoverable',
    BM: 'Replacement',
    BN: 'Tariff Deduction',
    BR: 'Regrade',
    BS: 'Downgrade',
    BT: 'Additive',
    CD: 'Product Donations',
    CO: 'Consignment',
    CR: 'Customer Returned Inventory',
    CS: 'Product Samples',
    PC: 'Product Reserved for Customer',
    TC: 'Tax Conversion',
  }),
]);
