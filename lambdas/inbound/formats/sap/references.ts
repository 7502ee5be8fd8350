import type { SubjectReference } from '../../../contracts/index.ts';
import { referenceTo } from '../references.ts';
import { field } from './documents-in.ts';
import type { Fields, SapDocument } from './documents-in.ts';
import { isInbound } from './judge-delivery.ts';

type Kind = SubjectReference['kind'];

/** Fields that name what it is about, by kind. */
const NAMED: readonly (readonly [Kind, readonly string[]])[] = [
  ['delivery', ['DeliveryDocument', 'OutboundDelivery', 'InboundDelivery', 'Delivery']],
  ['order', ['SalesOrder', 'SalesDocument']],
  ['purchase_order', ['PurchaseOrder', 'PurchasingDocument']],
  ['invoice', ['BillingDocument', 'SupplierInvoice']],
  ['bill_of_lading', ['BillOfLading']],
  ['customer_reference', ['PurchaseOrderByCustomer', 'SupplierInvoiceIDByInvcgParty']],
  ['sku', ['Material', 'Product']],
  ['lot', ['Batch']],
  ['customer_reference', ['MaterialDocument']],
  ['customer_reference', ['PhysicalInventoryDocument']],
];

/** SAP writes a number with or without leading zeros, depending on the interface; it is one number (conversion routine ALPHA). */
function plainNumber(value: string | undefined): string | undefined {
  if (value === undefined || !/^\d+$/.test(value)) return value;
  const plain = value.replace(/^0+/, '');
  return plain === '' ? undefined : plain;
}

export function referencesOf(document: SapDocument, issuer: string): readonly SubjectReference[] {
  const { fields } = document;
  return [...named(fields, issuer), ...origins(document, issuer)];
}

function named(fields: Fields, issuer: string): readonly SubjectReference[] {
  return NAMED.flatMap(([kind, names]) => referenceTo(kind, plainNumber(field(fields, ...names)), issuer));
}

/** The order that a delivery item comes from: a purchase order where goods come in, a sales order where they go out. What a movement refers to is a delivery where it says so (`L`). */
function origins(document: SapDocument, issuer: string): readonly SubjectReference[] {
  const { kind, fields } = document;
  if (kind === 'delivery item')
    return referenceTo(
      isInbound(document) ? 'purchase_order' : 'order',
      plainNumber(fields.get('ReferenceSDDocument')),
      issuer,
    );
  if (kind === 'material document' && /^0*8\d{7}$/.test(fields.get('ReferenceDocument') ?? ''))
    return referenceTo('delivery', plainNumber(fields.get('ReferenceDocument')), issuer);
  return [];
}
