import { field } from './documents-in.ts';
import type { SapDocument } from './documents-in.ts';
import { judgeCount } from './judge-count.ts';
import { judgeDelivery, judgeDeliveryItem, splitQuantitiesIn } from './judge-delivery.ts';
import { judgeInvoice } from './judge-invoice.ts';
import { judgeMovement } from './judge-movement.ts';
import {
  judgePurchaseOrder,
  judgeSalesOrder,
  judgeSalesOrderItem,
  judgeScheduleLines,
  judgeSupply,
} from './judge-order.ts';
import type { Verdict } from './verdict.ts';

export interface Judged {
  readonly document: SapDocument;
  readonly verdict: Verdict;
}

export interface Judgement {
  readonly judged: readonly Judged[];
  readonly warnings: readonly string[];
}

/** All that the documents of one payload or event say: every trouble once, and of progress what the outer documents tell. */
export function judgeDocuments(outer: readonly SapDocument[], zone: string): Judgement {
  const all = outer.flatMap(withInside);
  const isOuter = new Set(outer);
  const split = splitQuantitiesIn(all);
  const warnings: string[] = [];
  const judged: Judged[] = [];
  const add = (document: SapDocument, verdicts: readonly Verdict[]): void => {
    judged.push(...verdicts.map((verdict) => ({ document, verdict })));
  };
  for (const document of all) {
    if (document.kind === 'delivery') add(document, judgeDelivery(document, zone));
    if (document.kind === 'delivery item') add(document, judgeDeliveryItem(document, split, zone));
    if (document.kind === 'sales order') add(document, judgeSalesOrder(document));
    if (document.kind === 'sales order item') add(document, judgeSalesOrderItem(document));
    if (document.kind === 'purchase order' || document.kind === 'purchase order item')
      add(document, judgePurchaseOrder(document));
    if (isInvoice(document, isOuter)) add(document, [judgeInvoice(document)]);
    if (document.kind === 'count') add(document, [judgeCount(document, zone)]);
    if (document.kind === 'material document') add(document, [headOf(document)]);
    if (document.kind !== 'material document item') continue;
    const { verdict, warning } = judgeMovement(document, zone);
    add(document, [verdict]);
    if (warning !== undefined) warnings.push(`${document.pointer}: ${warning}`);
  }
  for (const lines of byItem(all, 'sales order schedule line'))
    if (lines[0] !== undefined) add(lines[0], judgeScheduleLines(lines));
  judgeSupplies(all, add);
  return { judged: distinct(judged.filter((one) => isTold(one, isOuter))), warnings };
}

/** An invoice speaks for its items; items that come by themselves for themselves. */
function isInvoice(document: SapDocument, isOuter: ReadonlySet<SapDocument>): boolean {
  return document.kind === 'supplier invoice' || (document.kind === 'supplier invoice item' && isOuter.has(document));
}

function judgeSupplies(
  all: readonly SapDocument[],
  add: (document: SapDocument, verdicts: readonly Verdict[]) => void,
): void {
  const items = new Map(all.filter(({ kind }) => kind === 'purchase order item').map((item) => [itemKey(item), item]));
  const lines = new Map(byItem(all, 'purchase order schedule line').map((group) => [itemKey(group[0]), group]));
  const confirmations = new Map(byItem(all, 'supplier confirmation line').map((group) => [itemKey(group[0]), group]));
  for (const key of new Set([...items.keys(), ...lines.keys(), ...confirmations.keys()])) {
    const [ofLines = [], ofConfirmations = []] = [lines.get(key), confirmations.get(key)];
    const document = items.get(key) ?? ofLines[0] ?? ofConfirmations[0];
    if (document === undefined) continue;
    const troubles = judgeSupply(items.get(key), ofLines, ofConfirmations);
    if (troubles.length > 0) add(document, troubles);
    else if (!items.has(key)) add(document, judgePurchaseOrder(document));
  }
}

function headOf({ fields }: SapDocument): Verdict {
  const code = field(fields, 'GoodsMovementCode', 'InventoryTransactionType') ?? 'document';
  return {
    milestone: { name: 'other', at: 'actual' },
    reason: { scheme: 'sap:GMCODE', code, text: 'Material document' },
  };
}

/** A header's progress speaks for what is inside it; only a movement inside its document says more. */
function isTold({ document, verdict }: Judged, isOuter: ReadonlySet<SapDocument>): boolean {
  if (verdict.trouble !== undefined) return true;
  if (document.kind === 'material document') return document.inside.length === 0;
  return isOuter.has(document) || document.kind === 'material document item';
}

/** Blocks are set on a document and again on each of its items: that is one trouble. What is short is so by item. */
function distinct(judged: readonly Judged[]): readonly Judged[] {
  const seen = new Map<string, Judged>();
  for (const one of judged) {
    const { trouble, reason, isOfItem = false } = one.verdict;
    const key =
      trouble === undefined
        ? one.document.pointer
        : [trouble, isOfItem ? itemKey(one.document) : `${reason.scheme} ${numberOf(one.document)}`].join('\n');
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}

function withInside(document: SapDocument): readonly SapDocument[] {
  return [document, ...document.inside.flatMap(withInside)];
}

function byItem(all: readonly SapDocument[], kind: SapDocument['kind']): readonly (readonly SapDocument[])[] {
  const groups = new Map<string, SapDocument[]>();
  for (const document of all) {
    if (document.kind !== kind) continue;
    const group = groups.get(itemKey(document));
    if (group === undefined) groups.set(itemKey(document), [document]);
    else group.push(document);
  }
  return [...groups.values()];
}

function numberOf({ fields }: SapDocument): string {
  return (
    field(
      fields,
      'SupplierInvoice',
      'DeliveryDocument',
      'OutboundDelivery',
      'InboundDelivery',
      'MaterialDocument',
      'SalesOrder',
      'PurchaseOrder',
      'PurchasingDocument',
    ) ?? ''
  );
}

function itemKey(document: SapDocument | undefined): string {
  if (document === undefined) return '';
  const item = field(
    document.fields,
    'SupplierInvoiceItem',
    'DeliveryDocumentItem',
    'OutboundDeliveryItem',
    'InboundDeliveryItem',
    'MaterialDocumentItem',
    'SalesOrderItem',
    'PurchaseOrderItem',
    'PurchasingDocumentItem',
  );
  return `${numberOf(document)}/${item?.replace(/^0+/, '') ?? ''}`;
}
