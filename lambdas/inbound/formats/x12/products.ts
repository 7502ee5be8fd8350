import type { SubjectReference } from '../../../contracts/index.ts';
import type { Sender } from '../translator.ts';
import { filled } from './references.ts';

/** X12 235 qualifiers of numbers that GS1 gives: unique whoever sends them. */
const GTIN: ReadonlySet<string> = new Set(['EN', 'EO', 'UA', 'UD', 'UG', 'UI', 'UK', 'UN', 'UP', 'U2', 'U3']);
/** Of numbers that name a product: buyer's, vendor's, manufacturer's and others'. What stands beside them says more of it, as its colour or size. */
const PRODUCT: ReadonlySet<string> = new Set([
  'BP',
  'CB',
  'IN',
  'IT',
  'MG',
  'MF',
  'MN',
  'ND',
  'PI',
  'PN',
  'SK',
  'SW',
  'VA',
  'VC',
  'VN',
  'VP',
  'PL',
]);

/** Of numbers of the order that the line belongs to: the buyer's, and the seller's. */
const ORDERS: ReadonlyMap<string, 'purchase_order' | 'order'> = new Map([
  ['PO', 'purchase_order'],
  ['VO', 'order'],
]);

/** Pairs of qualifier (X12 235) and number (X12 234), from one element on; the product first, by which people call the line. */
export function productsIn(elements: readonly string[], from: number, { issuer }: Sender): readonly SubjectReference[] {
  const found: SubjectReference[] = [];
  const orders: SubjectReference[] = [];
  for (let at = from; at + 1 < elements.length && at < from + 20; at += 2) {
    const qualifier = elements[at] ?? '';
    const value = filled(elements[at + 1]);
    if (value === undefined) continue;
    if (GTIN.has(qualifier)) found.push({ kind: 'sku', value, issuer: 'GS1' });
    else if (PRODUCT.has(qualifier)) found.push({ kind: 'sku', value, issuer });
    else if (qualifier === 'LT') found.push({ kind: 'lot', value, issuer });
    else if (ORDERS.has(qualifier)) orders.push({ kind: ORDERS.get(qualifier) ?? 'order', value, issuer });
  }
  return [...found, ...orders];
}

/** A number of GS1 that stands by itself, without a qualifier. */
export function gtin(value: string | undefined): readonly SubjectReference[] {
  const number = filled(value);
  return number === undefined ? [] : [{ kind: 'sku', value: number, issuer: 'GS1' }];
}

/** The number that a line goes by: that of its product. Its order names other lines, too. */
export function productNumber(products: readonly SubjectReference[]): string | undefined {
  return products.find(({ kind }) => kind === 'sku' || kind === 'lot')?.value;
}

/** The product of a line in words. */
export function nameOf(products: readonly SubjectReference[], number: number): string {
  return productNumber(products) ?? `line ${number}`;
}
