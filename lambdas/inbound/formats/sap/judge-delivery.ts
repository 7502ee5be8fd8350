import { addDecimals, compareDecimals, decimalOf } from '../decimals.ts';
import { field } from './documents-in.ts';
import type { Fields, SapDocument } from './documents-in.ts';
import { blocksOn } from './judge-blocks.ts';
import { timeOf } from './read-times.ts';
import { quantitiesOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Goods come in: by the category of the document (`7` shipping notification), its type, its item or its movement; goods go out otherwise. */
export function isInbound({ fields }: SapDocument): boolean {
  return (
    fields.has('InboundDelivery') ||
    fields.get('SDDocumentCategory') === '7' ||
    /^EL/.test(field(fields, 'DeliveryDocumentType', 'DeliveryDocumentItemCategory') ?? '') ||
    /^1\d\d$/.test(fields.get('GoodsMovementType') ?? '')
  );
}

/** Domain STATV: A not yet, B partially, C completely; blank is not relevant. */
const isMoved = (fields: Fields): boolean =>
  field(fields, 'OverallGoodsMovementStatus', 'GoodsMovementStatus') === 'C' ||
  (!fields.has('GoodsMovementStatus') &&
    !fields.has('OverallGoodsMovementStatus') &&
    fields.has('ActualGoodsMovementDate'));

/** A delivery as it stands. What has left, or has come in, is held by no block any more; that it cannot be invoiced stays true. */
export function judgeDelivery(document: SapDocument, zone: string): readonly Verdict[] {
  const { fields } = document;
  const moved = isMoved(fields);
  const blocks = blocksOn(fields).filter(({ trouble }) => !moved || trouble === 'finance.invoice_dispute');
  if (blocks.length > 0) return blocks;
  const status = field(fields, 'OverallGoodsMovementStatus', 'GoodsMovementStatus') ?? '';
  const reason = {
    scheme: 'sap:WBSTK',
    code: status,
    text: `Goods movement status ${status === '' ? 'not set' : status}`,
  };
  const inbound = isInbound(document);
  if (moved) {
    const time = timeOf(fields, 'ActualGoodsMovementDate', 'ActualGoodsMovementTime', zone);
    return [{ milestone: { name: inbound ? 'delivered' : 'departed', at: 'actual' }, reason, time }];
  }
  return [{ milestone: { name: 'booked', at: 'actual' }, reason }];
}

/**
 * An item whose quantity was lowered below what the delivery began with: picked short, or received short. The main item of a batch split has handed its quantity to the items below it.
 */
export function judgeDeliveryItem(document: SapDocument, split: SplitQuantities, zone: string): readonly Verdict[] {
  const { fields } = document;
  const inbound = isInbound(document);
  const planned = decimalOf(fields.get('OriginalDeliveryQuantity'));
  const actual = quantityOf(document, split);
  if (planned !== undefined && actual !== undefined && compareDecimals(actual, planned) < 0) {
    const unit = field(fields, 'DeliveryQuantityUnit', 'BaseUnit');
    return [
      {
        isOfItem: true,
        trouble: inbound ? 'supply.shortfall' : 'inventory.shortfall',
        reason: {
          scheme: 'sap:LFIMG',
          code: field(fields, 'GoodsMovementReasonCode') ?? 'short',
          text: `${actual} of ${planned} ${unit ?? ''} ${inbound ? 'are delivered' : 'can be delivered'}`,
        },
        quantities: quantitiesOf({ ordered: planned, confirmed: actual }, unit),
      },
    ];
  }
  const unit = field(fields, 'DeliveryQuantityUnit', 'BaseUnit');
  return judgeDelivery(document, zone).map((verdict) => ({
    ...verdict,
    quantities: quantitiesOf({ delivered: actual }, unit),
  }));
}

/** What was handed to the items of a batch split, by the item that it was handed from. */
export type SplitQuantities = ReadonlyMap<string, readonly string[]>;

export function splitQuantitiesIn(all: readonly SapDocument[]): SplitQuantities {
  const split = new Map<string, string[]>();
  for (const { fields } of all) {
    const key = keyOf(fields.get('DeliveryDocument'), fields.get('HigherLvlItmOfBatSpltItm'));
    const quantity = decimalOf(fields.get('ActualDeliveryQuantity'));
    if (key === undefined || quantity === undefined) continue;
    const known = split.get(key);
    if (known === undefined) split.set(key, [quantity]);
    else known.push(quantity);
  }
  return split;
}

function quantityOf({ fields }: SapDocument, split: SplitQuantities): string | undefined {
  const own = decimalOf(fields.get('ActualDeliveryQuantity'));
  const key = keyOf(fields.get('DeliveryDocument'), fields.get('DeliveryDocumentItem'));
  const handed = key === undefined ? [] : (split.get(key) ?? []);
  return own === undefined || handed.length === 0 ? own : addDecimals([own, ...handed]);
}

/** With or without leading zeros it is one number; none, and nought, name nothing. */
function keyOf(delivery: string | undefined, item: string | undefined): string | undefined {
  const numbers = [Number(delivery), Number(item)];
  return numbers.every((number) => number > 0) ? numbers.join('/') : undefined;
}
