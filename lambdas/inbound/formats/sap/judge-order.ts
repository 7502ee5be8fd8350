import { addDecimals, compareDecimals, decimalOf } from '../decimals.ts';
import { field } from './documents-in.ts';
import type { SapDocument } from './documents-in.ts';
import { blocksOn } from './judge-blocks.ts';
import { dayOf } from './read-times.ts';
import { quantitiesOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const booked: Verdict = {
  milestone: { name: 'booked', at: 'actual' },
  reason: { scheme: 'sap:document', code: 'order', text: 'Order as it stands' },
};

/** Domain STATV of a delivery: A not yet, B partially, C completely; blank is not relevant for delivery. */
const isDelivered = (document: SapDocument): boolean =>
  field(document.fields, 'DeliveryStatus', 'OverallDeliveryStatus', 'SDProcessStatus') === 'C';

export function judgeSalesOrder(document: SapDocument): readonly Verdict[] {
  const blocks = blocksOn(document.fields).filter(
    ({ trouble }) => !isDelivered(document) || trouble === 'finance.invoice_dispute',
  );
  return blocks.length > 0 ? blocks : [booked];
}

/** Confirmed less than ordered. An item that was rejected, is not delivered at all or is delivered already waits for nothing; one without a confirmation says nothing. */
export function judgeSalesOrderItem(document: SapDocument): readonly Verdict[] {
  const { fields } = document;
  if (fields.has('SalesDocumentRjcnReason')) return [booked];
  const ordered = decimalOf(fields.get('RequestedQuantity'));
  const confirmed = decimalOf(fields.get('ConfdDelivQtyInOrderQtyUnit'));
  const waits = ['A', 'B'].includes(fields.get('DeliveryStatus') ?? '');
  const blocks = judgeSalesOrder(document).filter(({ trouble }) => trouble !== undefined);
  if (!waits || ordered === undefined || confirmed === undefined || compareDecimals(confirmed, ordered) >= 0)
    return blocks.length > 0 ? blocks : [booked];
  const unit = field(fields, 'OrderQuantityUnit', 'RequestedQuantityUnit');
  return [...blocks, short('inventory.shortfall', ordered, confirmed, unit)];
}

/**
 * The schedule lines of one order item, as far as they were sent: the line that was asked for and those that the availability check has added. They are one promise: short where less is
 * confirmed than ordered, late where a part comes after the day that was asked for. What is delivered already is neither.
 */
export function judgeScheduleLines(lines: readonly SapDocument[]): readonly Verdict[] {
  const blocks = lines.flatMap(({ fields }) => blocksOn(fields));
  const sumOf = (...names: readonly string[]): string | undefined => {
    const sent = lines.flatMap(({ fields }) => decimalOf(field(fields, ...names)) ?? []);
    return sent.length === 0 ? undefined : addDecimals(sent);
  };
  const ordered = sumOf('ScheduleLineOrderQuantity');
  const confirmed = sumOf('ConfdOrderQtyByMatlAvailCheck');
  const delivered = sumOf('DeliveredQtyInOrderQtyUnit', 'DeliveredQuantityInBaseUnit') ?? '0';
  if (ordered === undefined || compareDecimals(delivered, ordered) >= 0) return blocks.length > 0 ? blocks : [booked];
  const unit = lines.map(({ fields }) => fields.get('OrderQuantityUnit')).find((sent) => sent !== undefined);
  const found = [...blocks];
  if (confirmed !== undefined && compareDecimals(confirmed, ordered) < 0)
    found.push(short('inventory.shortfall', ordered, confirmed, unit));
  const requested = earliest(lines.map(({ fields }) => dayOf(fields.get('RequestedDeliveryDate'))));
  const promised = latest(
    lines
      .filter(({ fields }) => compareDecimals(decimalOf(fields.get('ConfdOrderQtyByMatlAvailCheck')) ?? '0', '0') > 0)
      .map(({ fields }) => dayOf(fields.get('ConfirmedDeliveryDate'))),
  );
  if (requested !== undefined && promised !== undefined && promised > requested)
    found.push({
      isOfItem: true,
      trouble: 'transport.delay',
      reason: { scheme: 'sap:EDATU', code: 'late', text: `Confirmed for ${promised}, requested for ${requested}` },
      quantities: quantitiesOf({ ordered, confirmed }, unit),
    });
  return found.length > 0 ? found : [booked];
}

/** A purchase order by itself is progress: what is missing is told by its confirmations and receipts. */
export function judgePurchaseOrder({ fields }: SapDocument): readonly Verdict[] {
  const code = field(fields, 'PurchasingProcessingStatus', 'PurchasingDocumentDeletionCode') ?? 'order';
  return [{ ...booked, reason: { scheme: 'sap:PROCSTAT', code, text: 'Purchase order as it stands' } }];
}

/**
 * What the supplier has confirmed of one item, against what its schedule lines ask for. Only what was confirmed counts: a committed quantity of 0 is that of an order whose supplier
 * confirms nothing, and an order without confirmations is silent.
 */
export function judgeSupply(
  item: SapDocument | undefined,
  lines: readonly SapDocument[],
  confirmations: readonly SapDocument[],
): readonly Verdict[] {
  if (
    item?.fields.get('IsCompletelyDelivered') === 'true' ||
    item?.fields.has('PurchasingDocumentDeletionCode') === true
  )
    return [];
  const unit = [item, ...lines]
    .map((one) => one?.fields.get('PurchaseOrderQuantityUnit'))
    .find((sent) => sent !== undefined);
  const ordered = decimalOf(item?.fields.get('OrderQuantity')) ?? total(lines, 'ScheduleLineOrderQuantity');
  const committed = total(lines, 'ScheduleLineCommittedQuantity');
  const confirmed =
    total(confirmations, 'ConfirmedQuantity', 'SupplierConfirmedQuantity', 'ConfirmedQuantityInOrderUnit') ??
    (committed === undefined || compareDecimals(committed, '0') <= 0 ? undefined : committed);
  const found: Verdict[] = [];
  if (ordered !== undefined && confirmed !== undefined && compareDecimals(confirmed, ordered) < 0)
    found.push(short('supply.shortfall', ordered, confirmed, unit));
  const asked = latest(lines.map(({ fields }) => dayOf(fields.get('ScheduleLineDeliveryDate'))));
  const promised = latest(
    confirmations.map(({ fields }) => dayOf(field(fields, 'DeliveryDate', 'ConfirmedDeliveryDate'))),
  );
  if (asked !== undefined && promised !== undefined && promised > asked)
    found.push({
      isOfItem: true,
      trouble: 'supply.late',
      reason: { scheme: 'sap:EKES', code: 'late', text: `The supplier confirms ${promised}, ordered for ${asked}` },
      quantities: quantitiesOf({ ordered, confirmed }, unit),
    });
  return found;
}

function short(trouble: string, ordered: string, confirmed: string, unit: string | undefined): Verdict {
  return {
    isOfItem: true,
    trouble,
    reason: { scheme: 'sap:quantity', code: 'short', text: `${confirmed} of ${ordered} ${unit ?? ''} are confirmed` },
    quantities: quantitiesOf({ ordered, confirmed }, unit),
  };
}

function total(documents: readonly SapDocument[], ...names: readonly string[]): string | undefined {
  const sent = documents.flatMap(({ fields }) => decimalOf(field(fields, ...names)) ?? []);
  return sent.length === 0 ? undefined : addDecimals(sent);
}

function earliest(days: readonly (string | undefined)[]): string | undefined {
  return days.filter((day) => day !== undefined).sort()[0];
}

function latest(days: readonly (string | undefined)[]): string | undefined {
  return days
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}
