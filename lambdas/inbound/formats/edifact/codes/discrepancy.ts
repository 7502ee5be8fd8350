export interface DiscrepancyCode {
  readonly meaning: string;
  readonly trouble?: string;
}

function group(
  trouble: string | undefined,
  rows: Readonly<Record<string, string>>,
): readonly (readonly [string, DiscrepancyCode])[] {
  return Object.entries(rows).map(([code, meaning]) => [
    code,
    { meaning, ...(trouble === undefined ? {} : { trouble }) },
  ]);
}

/** UN/EDIFACT 4221, discrepancy nature identification (D.96A). What is short, out of stock or rationed leaves somebody without goods; codes of the last group only explain. */
export const discrepancy: ReadonlyMap<string, DiscrepancyCode> = new Map<string, DiscrepancyCode>([
  ...group('supply.shortfall', {
    AA: 'Item discontinued by wholesaler',
    AB: 'Item no longer produced',
    AD: 'Item out of stock at manufacturer',
    BP: 'Shipment partial, back order to follow',
    CK: 'Cancelled from previous order',
    CP: 'Shipment partial, considered complete',
    OS: 'Item out of stock because of strike at manufacturer',
    OW: 'Item out of stock at wholesaler',
    RA: 'Item rationed',
    TW: 'Item temporarily discontinued by wholesaler',
  }),
  ...group('cargo.damaged', { AF: 'Goods delivered damaged' }),
  ...group('supply.late', { AG: 'Delivered too late' }),
  ...group('inventory.mismatch', { AC: 'Over-shipped', AE: 'Delivered but not advised' }),
  ...group(undefined, {
    BK: 'Back ordered from previous order',
    CC: 'Shipment complete',
    CM: 'Shipment complete with additional quantity',
    CS: 'Shipment complete with substitution',
    IS: 'Item is a substitution of the original order',
    LS: 'Last shipment',
    SS: 'Split shipment',
  }),
]);
