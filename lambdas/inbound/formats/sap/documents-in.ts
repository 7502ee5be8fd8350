import { listOf, treeOf, wordOf } from '../tree.ts';
import type { Tree } from '../tree.ts';

/** What a document of S/4HANA says by itself, with the names of its OData service. */
export type Fields = ReadonlyMap<string, string>;

export type DocumentKind =
  | 'delivery'
  | 'delivery item'
  | 'material document'
  | 'material document item'
  | 'count'
  | 'sales order'
  | 'sales order item'
  | 'sales order schedule line'
  | 'purchase order'
  | 'purchase order item'
  | 'purchase order schedule line'
  | 'supplier confirmation line'
  | 'supplier invoice'
  | 'supplier invoice item';

export interface SapDocument {
  readonly kind: DocumentKind;
  readonly pointer: string;
  readonly fields: Fields;
  /** Documents that it was expanded with: items of a header, schedule lines of an item. */
  readonly inside: readonly SapDocument[];
}

/** Deeper than an order with items, schedule lines and partners in the envelopes of both OData versions. */
const MOST_NESTED = 14;
const MOST_DOCUMENTS = 20_000;

/** By the keys of the entities, the most special first: https://api.sap.com, services named beside. */
const KEYS: readonly (readonly [DocumentKind, readonly string[], readonly string[]])[] = [
  // API_SUPPLIERCONFIRMATION and the confirmations of API_PURCHASEORDER_2.
  [
    'supplier confirmation line',
    ['PurchaseOrder', 'PurchasingDocument'],
    ['SupplierConfirmationLine', 'SequentialNmbrOfSuplrConf', 'SupplierConfirmationCategory'],
  ],
  // API_PURCHASEORDER_PROCESS_SRV has PurchasingDocument, API_PURCHASEORDER_2 PurchaseOrder.
  [
    'purchase order schedule line',
    ['PurchasingDocument', 'PurchaseOrder'],
    ['ScheduleLine', 'PurchaseOrderScheduleLine'],
  ],
  ['purchase order item', ['PurchaseOrder'], ['PurchaseOrderItem']],
  // API_SALES_ORDER_SRV, CE_SALESORDER_0001.
  ['sales order schedule line', ['SalesOrder'], ['ScheduleLine']],
  ['sales order item', ['SalesOrder'], ['SalesOrderItem']],
  // API_OUTBOUND_DELIVERY_SRV, API_INBOUND_DELIVERY_SRV; the events call their document by direction.
  [
    'delivery item',
    ['DeliveryDocument', 'OutboundDelivery', 'InboundDelivery'],
    ['DeliveryDocumentItem', 'OutboundDeliveryItem', 'InboundDeliveryItem'],
  ],
  ['delivery', ['DeliveryDocument', 'OutboundDelivery', 'InboundDelivery'], []],
  ['sales order', ['SalesOrder'], []],
  ['purchase order', ['PurchaseOrder'], []],
];

export interface Found {
  readonly documents: readonly SapDocument[];
  /** Some were left out: there are too many, or they lie too deep. */
  readonly isCut: boolean;
}

/** All documents of a JSON value, in whatever it is wrapped: OData V2 (`d`, `results`) and V4 (`value`), the data of an event, a log line. */
export function documentsIn(value: unknown, pointer: string): Found {
  const budget = { left: MOST_DOCUMENTS, isCut: false };
  const documents = search(value, pointer, new Map(), 0, budget);
  return { documents, isCut: budget.isCut };
}

function search(
  value: unknown,
  pointer: string,
  above: Fields,
  depth: number,
  budget: { left: number; isCut: boolean },
): readonly SapDocument[] {
  if (depth > MOST_NESTED || budget.left <= 0) {
    budget.isCut ||= typeof value === 'object' && value !== null;
    return [];
  }
  if (Array.isArray(value))
    return listOf(value).flatMap((member, index) => search(member, `${pointer}/${index}`, above, depth + 1, budget));
  const tree = treeOf(value);
  if (tree === undefined) return [];
  budget.left -= 1;
  const fields = fieldsOf(tree);
  const kind = kindOf(fields, above);
  const inherited = kind === undefined ? above : new Map([...above, ...fields]);
  const inside = Object.entries(tree).flatMap(([name, member]) =>
    name.startsWith('__') ? [] : search(member, `${pointer}/${name.slice(0, 40)}`, inherited, depth + 1, budget),
  );
  if (kind === undefined) return inside;
  return [{ kind, pointer, fields: new Map([...keysOf(above), ...fields]), inside }];
}

/** What tells one document from another, and so holds for what is inside it, too. */
const HANDED_DOWN = new Set([
  'DeliveryDocument',
  'OutboundDelivery',
  'InboundDelivery',
  'SDDocumentCategory',
  'DeliveryDocumentType',
  'SupplierInvoice',
  'SalesOrder',
  'SalesOrderItem',
  'PurchaseOrder',
  'PurchasingDocument',
  'PurchaseOrderItem',
  'PurchasingDocumentItem',
  'PurchaseOrderByCustomer',
  'MaterialDocument',
  'MaterialDocumentYear',
  'PostingDate',
  'CreationDate',
  'CreationTime',
  'LastChangeDateTime',
  'Material',
  'Plant',
  'Supplier',
]);

function keysOf(fields: Fields): readonly (readonly [string, string])[] {
  return [...fields].filter(([name]) => HANDED_DOWN.has(name));
}

function fieldsOf(tree: Tree): Fields {
  return new Map(
    Object.entries(tree).flatMap(([name, member]) => {
      const word = wordOf(member);
      return word === undefined ? [] : [[name, word] as const];
    }),
  );
}

function kindOf(fields: Fields, above: Fields): DocumentKind | undefined {
  // An item of a physical inventory document names the order whose stock it is, and the movement that put it right.
  if (fields.has('PhysicalInventoryDocumentItem')) return 'count';
  // A material document names orders and deliveries that it moves goods for; its own number tells it from them.
  if (fields.has('MaterialDocument') || (above.has('MaterialDocument') && fields.has('GoodsMovementType')))
    return fields.has('MaterialDocumentItem') || fields.has('GoodsMovementType')
      ? 'material document item'
      : 'material document';
  // Items of an invoice name the orders that they are for, and its other parts accounts and taxes.
  if (fields.has('SupplierInvoiceItem')) return 'supplier invoice item';
  if (above.has('SupplierInvoice')) return undefined;
  if (fields.has('SupplierInvoice')) return 'supplier invoice';
  const has = (name: string): boolean => fields.has(name) || above.has(name);
  return KEYS.find(([, documents, items]) =>
    items.length === 0
      ? documents.some((name) => fields.has(name)) && !documents.some((name) => above.has(name))
      : documents.some(has) && items.some((name) => fields.has(name)),
  )?.[0];
}

/** The first of some fields that says something. */
export function field(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}
