import { compareDecimals, decimalOf } from '../decimals.ts';
import type { SapDocument } from './documents-in.ts';
import { timeOf } from './read-times.ts';
import { quantitiesOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/**
 * An item of a physical inventory document (API_PHYSICAL_INVENTORY_DOC_SRV, https://api.sap.com/api/API_PHYSICAL_INVENTORY_DOC_SRV): what the books had before the count, and what was found. One that
 * is not counted yet, was struck out, is counted again, or was counted in another unit than the books are kept in says nothing of a difference.
 */
export function judgeCount({ fields }: SapDocument, zone: string): Verdict {
  const is = (name: string): boolean => fields.get(name) === 'true';
  const unit = fields.get('MaterialBaseUnit');
  const counts =
    is('PhysicalInventoryItemIsCounted') &&
    !is('PhysInvtryItemIsDeleted') &&
    !is('PhysInvtryItemIsRecounted') &&
    (fields.get('UnitOfEntry') ?? unit) === unit;
  const booked = decimalOf(fields.get('BookQtyBfrCountInMatlBaseUnit'));
  const counted = decimalOf(fields.get('Quantity'));
  const differs = counts && booked !== undefined && counted !== undefined && compareDecimals(booked, counted) !== 0;
  return {
    ...(differs ? { isOfItem: true as const, trouble: 'inventory.mismatch' } : {}),
    milestone: { name: 'other', at: 'actual' },
    reason: {
      scheme: 'sap:ISEG',
      code: differs ? 'difference' : 'count',
      text: differs ? `Counted ${counted}, booked ${booked} ${unit ?? ''}` : 'Physical inventory item',
    },
    time: timeOf(fields, 'PhysicalInventoryLastCountDate', undefined, zone),
    quantities: counts ? quantitiesOf({ booked, counted }, unit) : {},
  };
}
