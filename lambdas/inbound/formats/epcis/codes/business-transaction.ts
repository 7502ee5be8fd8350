import type { SubjectReference } from '../../../../contracts/primitives.ts';

/** GS1 Core Business Vocabulary 2.0, business transaction types (https://ref.gs1.org/cbv/BTT): what each paper names; undefined for those that only prove something. */
export const businessTransaction: ReadonlyMap<string, SubjectReference['kind'] | undefined> = new Map([
  ['bol', 'bill_of_lading'],
  ['desadv', 'delivery'],
  ['inv', 'invoice'],
  ['po', 'purchase_order'],
  // The seller's confirmation bears the seller's number: a sales order.
  ['poc', 'order'],
  ['prodorder', 'customer_reference'],
  ['recadv', 'customer_reference'],
  ['rma', 'customer_reference'],
  ['cert', undefined],
  ['pedigree', undefined],
  ['testprd', undefined],
  ['testres', undefined],
]);
