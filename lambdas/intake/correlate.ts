import { strongSubjectKinds } from '../contracts/index.ts';
import type { PolicyPack, Signal, SubjectReference } from '../contracts/index.ts';

/** What a report or a case is about. */
export type About = Pick<Signal, 'references' | 'place'>;
type CorrelatedBy = PolicyPack['types'][string]['correlateBy'][number];

/** A type that the pack does not know is a family of its own, correlated by what identifies one physical thing. */
const UNKNOWN_TYPE_CORRELATES_BY: readonly CorrelatedBy[] = ['shipment', 'container', 'tracking', 'delivery'];

/**
 * With its references (at most 50), case, signal and guard a report stays below the 100 items of a transaction; so does the end of a
 * case, which releases all that it holds: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const MAX_KEYS_OF_SIGNAL = 40;
const MAX_KEYS_OF_CASE = 90;

/** A key, and the rank of its kind in the type's list: 0 tells troubles apart best. */
interface RankedKey {
  readonly key: string;
  readonly rank: number;
  readonly issuer: string;
}

/**
 * The keys under which reports of one trouble meet, in the order of the type's list: family, kind, issuer and number. Orders and purchase orders by themselves
 * are never among them, whatever the pack says; a signal without any strong reference has no key and opens a case of its own.
 */
export function correlationKeys(type: string, about: About, pack: PolicyPack): readonly string[] {
  return rankedKeys(type, about, pack)
    .slice(0, MAX_KEYS_OF_SIGNAL)
    .map(({ key }) => key);
}

/** How many more keys a case may hold. */
export function roomForKeys(held: number): number {
  return Math.max(0, MAX_KEYS_OF_CASE - held);
}

/**
 * Whether a case that shares a key with a report is about another thing all the same: both name things of a kind that tells more, given by
 * the same issuer, and none of them is the same. Two shipments in one container are two troubles.
 */
export function isAboutAnother(type: string, ofCase: About, ofSignal: About, pack: PolicyPack): boolean {
  const theirs = rankedKeys(type, ofCase, pack);
  const ours = rankedKeys(type, ofSignal, pack);
  const known = new Set(theirs.map(({ key }) => key));
  const best = Math.min(...ours.filter(({ key }) => known.has(key)).map(({ rank }) => rank));
  if (best === Infinity) return false;
  return ours.some(
    ({ rank, issuer }) => rank < best && theirs.some((other) => other.rank === rank && other.issuer === issuer),
  );
}

function rankedKeys(type: string, about: About, pack: PolicyPack): readonly RankedKey[] {
  const policy = pack.types[type];
  const family = policy?.family ?? type;
  const keys = (policy?.correlateBy ?? UNKNOWN_TYPE_CORRELATES_BY).flatMap((kind, rank) =>
    thingsOf(kind, about).map(([issuer, ...names]): [string, RankedKey] => {
      const key = ['KEY', family, kind, ...[issuer, ...names].map(normalized)].join('#');
      return [key, { key, rank, issuer: normalized(issuer) }];
    }),
  );
  return [...new Map(keys).values()];
}

/** Each thing of a kind, by who names it and its name there. */
type Thing = readonly [issuer: string, ...names: string[]];

function thingsOf(kind: CorrelatedBy, { references, place }: About): readonly Thing[] {
  if (kind === 'order_line') return orderLines(references);
  if (kind === 'stock') return stockAt(references, place);
  if (kind === 'consignment') return consignments(references);
  if (kind === 'port_call') return portCalls(references, place);
  const strong: readonly string[] = strongSubjectKinds;
  if (!strong.includes(kind)) return [];
  return references.filter((reference) => reference.kind === kind).map(({ issuer, value }) => [issuer, value]);
}

/** A product of the only order that is named. Of several orders nobody says which product belongs to which. */
function orderLines(references: readonly SubjectReference[]): readonly Thing[] {
  const orders = references.filter(({ kind }) => kind === 'purchase_order');
  const [order] = orders;
  if (order === undefined || new Set(orders.map(({ issuer, value }) => `${issuer}#${normalized(value)}`)).size > 1)
    return [];
  return products(references).map((product) => [order.issuer, order.value, product.issuer, product.value]);
}

/** A product at the site that is named. */
function stockAt(references: readonly SubjectReference[], place: About['place']): readonly Thing[] {
  const site = place?.code ?? place?.name;
  return site === undefined ? [] : products(references).map(({ issuer, value }) => [issuer, value, site]);
}

const PARTS: readonly string[] = [
  'shipment',
  'container',
  'delivery',
  'tracking',
  'declaration',
  'order',
  'purchase_order',
];
const CONSIGNMENTS: readonly string[] = ['bill_of_lading', 'booking'];
const isOneOf =
  (kinds: readonly string[]) =>
  ({ kind }: SubjectReference): boolean =>
    kinds.includes(kind);

/** Bill or booking, where no container, shipment or order in it is named: a bill covers many, and one of them late is not all of them late. */
function consignments(references: readonly SubjectReference[]): readonly Thing[] {
  if (references.some(isOneOf(PARTS))) return [];
  return references.filter(isOneOf(CONSIGNMENTS)).map(({ issuer, value, kind }) => [issuer, kind, value]);
}

/** A vessel at a port, where the report is about the vessel and names nothing that it carries. */
function portCalls(references: readonly SubjectReference[], place: About['place']): readonly Thing[] {
  const port = place?.code ?? place?.name;
  if (port === undefined || references.some(isOneOf([...PARTS, ...CONSIGNMENTS]))) return [];
  return references.filter(({ kind }) => kind === 'vessel').map(({ issuer, value }) => [issuer, value, port]);
}

const products = (references: readonly SubjectReference[]): readonly SubjectReference[] =>
  references.filter(({ kind }) => kind === 'sku');

/** Senders write the same number with and without blanks and in either case. The separator of keys cannot come from them. */
function normalized(text: string): string {
  return isPlain.test(text) ? text : rewritten(text);
}

const isPlain = /^[A-Z0-9_.:/-]*$/;

function rewritten(text: string): string {
  return text.replace(/\s+/g, '').toUpperCase().replaceAll('%', '%25').replaceAll('#', '%23');
}
