import { canonicalJson, sha256Hex } from '../contracts/index.ts';
import type { Action, ActionSystem, ActionType } from '../contracts/index.ts';
import type { Wish } from '../playbook/wish.ts';
import { titleOf } from './title-of.ts';
import { PROMISED_AT } from '../systems/sap.ts';

/** What a type of action is, as data: one way of execution carries them all. */
export interface CatalogueEntry {
  readonly system: ActionSystem;
  /** Collection of documents in the system. */
  readonly collection: string;
  /** Our names for the fields that may be changed from here, and the system's. */
  readonly fields: Readonly<Record<string, string>>;
  /** What the amount of the action is; governance goes by it. */
  readonly amount: string;
  readonly proposedBy: readonly Action['proposedBy']['kind'][];
  /** Present: the action makes a document of its own, under a key of ours, and is undone by these values. Absent: it changes one, and is undone by what that said before. */
  readonly made?: Made;
}

/** `key`: where in the system our key stands. */
interface Made {
  readonly key: string;
  readonly open: Values;
  readonly undone: Values;
}
type Values = Action['change'];
/** No money moves by it: it is within any limit. */
export const NOTHING = 'nothing';
const ANYBODY = ['person', 'system', 'model'] as const;
/** Money or goods leave the house by it: a model may not even ask. */
const NO_MODEL = ['person', 'system'] as const;
const REQUEST = { key: 'id', open: { status: 'open' }, undone: { status: 'cancelled' } };

/*
 * The ERP's names are those of SAP S/4HANA (lambdas/systems/sap.ts), the case of the CRM is Salesforce's. SAP publishes no way to change an invoice that is posted, nor a credit that is
 * not made from a billing document: holds of payments and credits go to the system of accounts payable and receivable (`finance`), orders to suppliers to `procurement`.
 */
/** In which field the customer's reference of an order stands, and the external id of a service case. */
export const ORDER_KEY = 'PurchaseOrderByCustomer';
export const CASE_KEY = 'Fairlead_Key__c';
const order = { system: 'erp', collection: 'SalesOrder' } as const;
const orderBlock = { ...order, fields: { deliveryBlock: 'DeliveryBlockReason' }, amount: 'value of the order' };
const invoice = { system: 'finance', collection: 'invoices' } as const;
const invoiceBlock = { ...invoice, fields: { paymentBlock: 'paymentBlock' }, amount: 'amount of the invoice' };
const shipment = { system: 'tms', collection: 'shipments' } as const;

export const CATALOGUE: Readonly<Record<ActionType, CatalogueEntry>> = {
  promise_date: {
    ...order,
    fields: { promisedAt: PROMISED_AT },
    amount: 'value of the order',
    proposedBy: ANYBODY,
  },
  order_hold: { ...orderBlock, proposedBy: ANYBODY },
  order_release: { ...orderBlock, proposedBy: NO_MODEL },
  payment_hold: { ...invoiceBlock, proposedBy: ANYBODY },
  // That a dispute is settled is known to people only.
  payment_release: { ...invoiceBlock, proposedBy: ['person'] },
  customer_credit: {
    system: 'finance',
    collection: 'credits',
    fields: { order: 'order', amount: 'amount', currency: 'currency', status: 'status' },
    amount: 'the credit',
    proposedBy: NO_MODEL,
    made: REQUEST,
  },
  replacement_order: {
    system: 'erp',
    collection: 'A_SalesOrderWithoutCharge',
    fields: {
      order: 'ReferenceSDDocument',
      sku: 'to_Item/Material',
      units: 'to_Item/RequestedQuantity',
      deliveryBlock: 'DeliveryBlockReason',
    },
    amount: 'value of the goods that are sent again',
    proposedBy: NO_MODEL,
    // An order that nobody may deliver: SAP cancels orders by their items only.
    made: { key: ORDER_KEY, open: { deliveryBlock: '' }, undone: { deliveryBlock: '01' } },
  },
  supplier_allocation: {
    system: 'procurement',
    collection: 'allocations',
    fields: { supplier: 'supplier', sku: 'sku', units: 'units', status: 'status' },
    amount: 'value of the purchase',
    proposedBy: NO_MODEL,
    made: REQUEST,
  },
  shipment_status: { ...shipment, fields: { status: 'status' }, amount: NOTHING, proposedBy: ANYBODY },
  reroute: { ...shipment, fields: { destination: 'destination' }, amount: 'extra freight', proposedBy: ANYBODY },
  expedite: { ...shipment, fields: { serviceLevel: 'serviceLevel' }, amount: 'extra freight', proposedBy: ANYBODY },
  carrier_change: { ...shipment, fields: { carrier: 'carrier' }, amount: 'extra freight', proposedBy: ANYBODY },
  stock_reallocation: {
    system: 'wms',
    collection: 'reallocations',
    fields: { sku: 'sku', fromSite: 'fromSite', toSite: 'toSite', units: 'units', status: 'status' },
    amount: 'value of the stock that moves',
    proposedBy: ANYBODY,
    made: REQUEST,
  },
  document_attachment: {
    system: 'documents',
    collection: 'attachments',
    fields: { document: 'document', reference: 'reference', status: 'status' },
    amount: NOTHING,
    proposedBy: ANYBODY,
    made: { key: 'id', open: { status: 'attached' }, undone: { status: 'removed' } },
  },
  service_case: {
    system: 'crm',
    collection: 'Case',
    fields: {
      title: 'Subject',
      description: 'Description',
      reference: 'Shipment_Reference__c',
      status: 'Status',
    },
    amount: NOTHING,
    proposedBy: ANYBODY,
    made: { key: CASE_KEY, open: { status: 'New' }, undone: { status: 'Closed' } },
  },
  // Finance looks whether the contract wants it paid; that nobody pays for it yet is why it may be asked by itself.
  penalty_review: {
    system: 'finance',
    collection: 'penalty-reviews',
    fields: { reference: 'reference', amount: 'amount', currency: 'currency', status: 'status' },
    amount: 'penalty of the contract',
    proposedBy: ANYBODY,
    made: REQUEST,
  },
  // Words of the policy with facts in them: what is kept here are digests, and the words stand in the journal, where they can be erased. What was read cannot be taken back.
  customer_message: {
    system: 'mail',
    collection: 'messages',
    fields: { template: '', language: '', to: '', message: '', newDate: '' },
    amount: 'value of the order',
    proposedBy: ['person', 'system'],
    made: { key: 'action', open: {}, undone: {} },
  },
};

/** A change in a system of record before governance has looked at it. */
export type Proposal = Pick<
  Action,
  'type' | 'title' | 'system' | 'instance' | 'subject' | 'change' | 'basis' | 'amount' | 'confidence'
>;

export type Proposed =
  { readonly ok: true; readonly proposal: Proposal } | { readonly ok: false; readonly why: string };

/**
 * A proposal of any type of the catalogue, or in words why it is none. `insteadOf`: what was made before and is gone, or what took it back; a document takes its place under a key
 * of its own, since what was closed or cancelled under the old one stays so.
 */
export function proposalOf(caseId: string, wish: Wish, insteadOf?: string): Proposed {
  const { type, amount } = wish;
  const { system, fields, made } = CATALOGUE[type];
  const unknown = Object.keys({ ...wish.change, ...wish.basis }).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined)
    return { ok: false, why: `${unknown} cannot be changed by ${type}: give ${Object.keys(fields).join(', ')}.` };
  const change = { ...wish.change, ...made?.open };
  const worth = amount === undefined ? {} : { amount };
  if (made !== undefined) {
    const place = insteadOf === undefined ? {} : { insteadOf };
    const subject = `FL-${sha256Hex(canonicalJson({ caseId, type, change, ...place })).slice(0, 24)}`;
    const title = titleOf(type, subject, change, {});
    return { ok: true, proposal: { type, title, system, subject, change, basis: {}, ...worth } };
  }
  const { subject, basis = {} } = wish;
  if (subject === undefined || subject === '') return { ok: false, why: `Say which document ${type} changes.` };
  const missing = Object.keys(change).find((name) => !Object.hasOwn(basis, name));
  if (missing !== undefined || Object.keys(change).length === 0)
    return { ok: false, why: `Say what ${missing ?? 'is changed'}, and what it says now.` };
  const title = titleOf(type, subject, change, basis);
  return { ok: true, proposal: { type, title, system, subject, change, basis, ...worth } };
}

/** By what the changes of one document, from the first to the last, are taken back; undefined where it says already what it said before, and where nothing takes it back: what was read was read. */
export function undoingOf(first: Action, last: Action): Pick<Action, 'change' | 'basis'> | undefined {
  const { made } = CATALOGUE[last.type];
  const back =
    made === undefined
      ? { change: first.basis, basis: last.change }
      : {
          change: made.undone,
          basis: Object.fromEntries(Object.entries(last.change).filter(([name]) => Object.hasOwn(made.undone, name))),
        };
  return canonicalJson(back.change) === canonicalJson(back.basis) ? undefined : back;
}
