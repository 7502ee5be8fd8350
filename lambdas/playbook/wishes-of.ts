import type { ActionType, Case, Money, PlaybookAction, SubjectReference } from '../contracts/index.ts';
import { addDuration } from '../case/duration.ts';
import type { KnownFacts, Wish } from './wish.ts';

interface Situation {
  readonly record: Case;
  readonly facts: KnownFacts;
  /** What the playbook says of the action. */
  readonly rule: Pick<PlaybookAction, 'buffer' | 'sets'>;
}

/**
 * What a playbook wishes by itself, from the facts as they are: nothing where they do not say enough. Types that are not here are proposed by people only: that a
 * dispute is settled, where goods go instead, what a customer is granted, is known to nobody else.
 */
export const WISHES: Readonly<Partial<Record<ActionType, (situation: Situation) => readonly Wish[]>>> = {
  promise_date: ({ record, facts, rule }) => {
    const arrival = record.expectedAt ?? facts.text('tms', 'estimatedArrival');
    const wish =
      arrival === undefined ? undefined : promiseDate(facts, wholeHour(addDuration(arrival, rule.buffer ?? 'PT0S')));
    return wish === undefined ? [] : [wish];
  },

  service_case: ({ record }) => {
    const reference = referenceOf(record, 'shipment', 'tracking', 'order', 'container');
    return reference === undefined
      ? []
      : [{ type: 'service_case', change: { title: record.title.slice(0, 200), reference } }];
  },

  penalty_review: ({ record, facts }) => {
    const reference = referenceOf(record, 'shipment', 'tracking', 'order', 'container');
    const penalty = facts.money('crm', 'penalty');
    return reference === undefined || penalty === undefined
      ? []
      : [{ type: 'penalty_review', change: { reference, ...penalty }, amount: penalty }];
  },

  payment_hold: ({ record, facts, rule: { sets: paymentBlock } }) => {
    const subject = referenceOf(record, 'invoice');
    // Of another invoice finance says nothing that would hold for this one.
    const isKnown = subject !== undefined && facts.text('finance', 'invoice') === subject;
    const present = isKnown ? (facts.text('finance', 'paymentBlock') ?? '') : '';
    const isPaid = isKnown && facts.text('finance', 'paymentStatus') === 'paid';
    // An invoice has one block: ours in the place of another would end that one too when it is released.
    if (subject === undefined || paymentBlock === undefined || present !== '' || isPaid) return [];
    const worth = isKnown ? worthOf(facts.money('finance', 'invoiceValue')) : {};
    return [{ type: 'payment_hold', subject, change: { paymentBlock }, basis: { paymentBlock: '' }, ...worth }];
  },

  document_attachment: ({ record, facts }) => {
    const reference = facts.text('trade', 'declaration') ?? referenceOf(record, 'shipment', 'container', 'tracking');
    const ids = facts.texts('documents', 'documentIds');
    const kinds = facts.texts('documents', 'documentKinds');
    return facts.texts('trade', 'missingDocuments').flatMap((kind): readonly Wish[] => {
      const document = ids[kinds.indexOf(kind)];
      if (document === undefined || reference === undefined) return [];
      return [{ type: 'document_attachment', change: { document, reference } }];
    });
  },

  shipment_status: ({ facts, rule: { sets } }) => {
    const subject = facts.text('tms', 'shipment');
    const status = facts.text('tms', 'status');
    if (subject === undefined || status === undefined || sets === undefined || status === sets) return [];
    return [{ type: 'shipment_status', subject, change: { status: sets }, basis: { status } }];
  },

  carrier_change: ({ facts }) => {
    const subject = facts.text('tms', 'shipment');
    const carrier = facts.text('tms', 'nextCarrier');
    const present = facts.text('tms', 'carrier');
    if (subject === undefined || carrier === undefined || present === undefined || carrier === present) return [];
    const worth = worthOf(facts.money('tms', 'nextCarrierExtra'));
    return [{ type: 'carrier_change', subject, change: { carrier }, basis: { carrier: present }, ...worth }];
  },

  expedite: ({ facts, rule: { sets } }) => {
    const subject = facts.text('tms', 'shipment');
    const serviceLevel = facts.text('tms', 'serviceLevel');
    const amount = facts.money('tms', 'expressExtra');
    if (subject === undefined || serviceLevel === undefined || amount === undefined) return [];
    if (sets === undefined || serviceLevel === sets) return [];
    return [{ type: 'expedite', subject, change: { serviceLevel: sets }, basis: { serviceLevel }, amount }];
  },

  stock_reallocation: ({ facts }) => {
    const sku = facts.text('wms', 'sku');
    const toSite = facts.text('wms', 'shortSite');
    const units = facts.number('wms', 'shortUnits');
    if (sku === undefined || toSite === undefined || units === undefined) return [];
    // Sites with most stock come first; one that has not enough would only move the trouble.
    const fromSite = facts
      .texts('wms', 'sites')
      .map((line) => /^(.*): (\d+)$/.exec(line) ?? [])
      .find(([, site, available]) => site !== toSite && Number(available) >= units)?.[1];
    return fromSite === undefined ? [] : [{ type: 'stock_reallocation', change: { sku, fromSite, toSite, units } }];
  },

  supplier_allocation: ({ facts }) => {
    const supplier = facts.text('procurement', 'alternativeSupplier');
    // What is short already, or else what the supplier has not confirmed: stock may last until then, and there is nothing to send after it.
    const short = facts.number('wms', 'shortUnits');
    const [sku, units] =
      short === undefined
        ? [facts.text('procurement', 'sku'), facts.number('procurement', 'missingUnits') ?? 0]
        : [facts.text('wms', 'sku'), short];
    if (supplier === undefined || sku === undefined || units === 0) return [];
    const worth = worthOf(facts.money('procurement', 'alternativeValue'));
    return [{ type: 'supplier_allocation', change: { supplier, sku, units }, ...worth }];
  },

  order_hold: ({ facts, rule: { sets: deliveryBlock } }) => {
    const subject = facts.text('erp', 'order');
    const present = facts.text('erp', 'deliveryBlock') ?? '';
    if (subject === undefined || deliveryBlock === undefined || present !== '') return [];
    const worth = worthOf(facts.money('erp', 'orderValue'));
    return [{ type: 'order_hold', subject, change: { deliveryBlock }, basis: { deliveryBlock: '' }, ...worth }];
  },

  replacement_order: ({ facts }) => {
    const order = facts.text('erp', 'order');
    const sku = facts.text('wms', 'sku');
    const units = facts.number('wms', 'heldUnits') ?? 0;
    if (order === undefined || sku === undefined || units === 0) return [];
    // At most the order is sent again; what its part of it is worth nobody tells us.
    return [{ type: 'replacement_order', change: { order, sku, units }, ...worthOf(facts.money('erp', 'orderValue')) }];
  },
};

/** A new promise date for the order of the case; undefined where no order is known, or it has that date or a later one. */
export function promiseDate(facts: KnownFacts, promisedAt: string): Wish | undefined {
  const order = facts.text('erp', 'order');
  const current = Date.parse(facts.text('erp', 'promisedAt') ?? '');
  if (order === undefined || Number.isNaN(current) || Date.parse(promisedAt) <= current) return undefined;
  return {
    type: 'promise_date',
    subject: order,
    change: { promisedAt },
    basis: { promisedAt: new Date(current).toISOString() },
    ...worthOf(facts.money('erp', 'orderValue')),
  };
}

function worthOf(amount: Money | undefined): { readonly amount?: Money } {
  return amount === undefined ? {} : { amount };
}

/** The first reference of the first of these kinds that the case has. */
function referenceOf({ references }: Case, ...kinds: readonly SubjectReference['kind'][]): string | undefined {
  return kinds.flatMap((wanted) => references.filter(({ kind }) => kind === wanted))[0]?.value;
}

const HOUR_MS = 3_600_000;

/** Nobody promises 14:37; the next full hour. */
function wholeHour(instant: string): string {
  return new Date(Math.ceil(Date.parse(instant) / HOUR_MS) * HOUR_MS).toISOString();
}
