import type { PolicyPack, Signal, SubjectReference } from '../contracts/index.ts';

/** A type that the pack does not know is a family of its own, correlated by what identifies one physical thing. */
const UNKNOWN_TYPE_CORRELATES_BY: readonly SubjectReference['kind'][] = [
  'shipment',
  'container',
  'tracking',
  'delivery',
];

/**
 * The keys under which reports of one trouble meet, in the order of the type's list: family, kind, issuer and number. Orders and purchase orders
 * are never among them, so they never merge two cases; a signal without any strong reference has no key and opens a case of its own.
 */
export function correlationKeys(
  type: string,
  references: readonly SubjectReference[],
  pack: PolicyPack,
): readonly string[] {
  const policy = pack.types[type];
  const family = policy?.family ?? type;
  const kinds = policy?.correlateBy ?? UNKNOWN_TYPE_CORRELATES_BY;
  const keys = kinds.flatMap((kind) =>
    references
      .filter((reference) => reference.kind === kind)
      .map(({ issuer, value }) => `KEY#${family}#${kind}#${normalized(issuer)}#${normalized(value)}`),
  );
  return [...new Set(keys)];
}

/** Senders write the same number with and without blanks and in either case. */
function normalized(text: string): string {
  return text.replace(/\s+/g, '').toUpperCase();
}

/** References that identify one thing: on their timelines progress is kept. */
export function strongReferences(signal: Signal): readonly SubjectReference[] {
  const strong: readonly SubjectReference['kind'][] = [
    'shipment',
    'container',
    'delivery',
    'tracking',
    'invoice',
    'declaration',
    'source',
  ];
  const found = signal.references.filter(({ kind }) => strong.includes(kind));
  return found.length > 0 ? found : signal.references;
}
