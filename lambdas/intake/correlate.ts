import { strongSubjectKinds } from '../contracts/index.ts';
import type { PolicyPack, SubjectReference } from '../contracts/index.ts';

/** A type that the pack does not know is a family of its own, correlated by what identifies one physical thing. */
const UNKNOWN_TYPE_CORRELATES_BY: readonly SubjectReference['kind'][] = [
  'shipment',
  'container',
  'tracking',
  'delivery',
];

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
 * The keys under which reports of one trouble meet, in the order of the type's list: family, kind, issuer and number. Orders and purchase orders
 * are never among them, whatever the pack says; a signal without any strong reference has no key and opens a case of its own.
 */
export function correlationKeys(
  type: string,
  references: readonly SubjectReference[],
  pack: PolicyPack,
): readonly string[] {
  return rankedKeys(type, references, pack)
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
export function isAboutAnother(
  type: string,
  ofCase: readonly SubjectReference[],
  ofSignal: readonly SubjectReference[],
  pack: PolicyPack,
): boolean {
  const theirs = rankedKeys(type, ofCase, pack);
  const ours = rankedKeys(type, ofSignal, pack);
  const known = new Set(theirs.map(({ key }) => key));
  const best = Math.min(...ours.filter(({ key }) => known.has(key)).map(({ rank }) => rank));
  if (best === Infinity) return false;
  return ours.some(
    ({ rank, issuer }) => rank < best && theirs.some((other) => other.rank === rank && other.issuer === issuer),
  );
}

function rankedKeys(type: string, references: readonly SubjectReference[], pack: PolicyPack): readonly RankedKey[] {
  const policy = pack.types[type];
  const family = policy?.family ?? type;
  const strong: readonly string[] = strongSubjectKinds;
  const kinds = (policy?.correlateBy ?? UNKNOWN_TYPE_CORRELATES_BY).filter((kind) => strong.includes(kind));
  const keys = kinds.flatMap((kind, rank) =>
    references
      .filter((reference) => reference.kind === kind)
      .map((reference): [string, RankedKey] => {
        const issuer = normalized(reference.issuer);
        const key = `KEY#${family}#${kind}#${issuer}#${normalized(reference.value)}`;
        return [key, { key, rank, issuer }];
      }),
  );
  return [...new Map(keys).values()];
}

/** Senders write the same number with and without blanks and in either case. The separator of keys cannot come from them. */
function normalized(text: string): string {
  return text.replace(/\s+/g, '').toUpperCase().replaceAll('%', '%25').replaceAll('#', '%23');
}

/** References that identify one thing: on their timelines progress is kept. */
export function strongReferences(references: readonly SubjectReference[]): readonly SubjectReference[] {
  const strong: readonly string[] = strongSubjectKinds;
  const found = references.filter(({ kind }) => strong.includes(kind));
  return found.length > 0 ? found : references;
}

/** Each reference once: senders repeat them. */
export function distinct(references: readonly SubjectReference[]): readonly SubjectReference[] {
  return [
    ...new Map(
      references.map((reference) => [JSON.stringify([reference.kind, reference.issuer, reference.value]), reference]),
    ).values(),
  ];
}
