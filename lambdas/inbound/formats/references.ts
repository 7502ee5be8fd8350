import type { SubjectReference } from '../../contracts/index.ts';

/** Who gives the owner codes of containers: ISO 6346. Its numbers are unique whoever reports them. */
export const CONTAINER_REGISTRY = 'BIC';
/** Who gives shipping units their SSCC: unique whoever reports them. */
export const SSCC_REGISTRY = 'GS1';
/** Customs number their declarations by year, country and a number that is never given twice: Union Customs Code, annex B, data element 12 01. */
export const MRN_REGISTRY = 'MRN';
/** The number that the International Maritime Organization gives a hull for life. */
export const IMO_REGISTRY = 'IMO';
/** Who knows the ids of sources: we, as the watch over silent ones names them. */
const SOURCE_REGISTRY = 'fairlead';

/**
 * Owner, category U, J or Z, serial number and check digit; blanks and hyphens left out, as other sources write it. Without its check digit it gets the one that it has, so that it is
 * the same container for who sends it and for who does not. A wrong one is kept: nobody but the sender knows which digit was meant.
 */
export function containerNumber(value: string | undefined): string | undefined {
  const compact = (value ?? '').replace(/[\s-]/g, '').toUpperCase();
  if (/^[A-Z]{3}[UJZ]\d{6}$/.test(compact)) return `${compact}${checkDigitOf(compact)}`;
  return /^[A-Z]{3}[UJZ]\d{7}$/.test(compact) ? compact : undefined;
}

/** ISO 6346, annex A: digits as themselves, letters from 10 (A) on without the multiples of 11, each times a power of two; modulo 11, and 10 stands for 0. */
export function checkDigitOf(number: string): number {
  const sum = Array.from(number.slice(0, 10)).reduce((total, character, position) => {
    const letter = character.charCodeAt(0) - 'A'.charCodeAt(0);
    const value = letter < 0 ? Number(character) : letter + 10 + Math.floor((letter + 9) / 10);
    return total + value * 2 ** position;
  }, 0);
  return (sum % 11) % 10;
}

/** Whether the last digit of a whole container number is the one that the others give. */
export function isChecked(number: string): boolean {
  return number.endsWith(String(checkDigitOf(number)));
}

/** A reference, or none where nothing was sent. A container is issued by its registry. */
export function referenceTo(
  kind: SubjectReference['kind'],
  value: string | undefined,
  issuer: string,
): readonly SubjectReference[] {
  const sent = (value ?? '').trim().slice(0, 80);
  if (sent === '') return [];
  if (kind !== 'container') return [{ kind, value: sent, issuer: issuer.slice(0, 63) }];
  const number = containerNumber(sent);
  return number === undefined
    ? [{ kind, value: sent, issuer: issuer.slice(0, 63) }]
    : [{ kind, value: number, issuer: CONTAINER_REGISTRY }];
}

/** The source itself, where the trouble is with what passes between it and us. */
export function sourceReference({ sourceId }: { readonly sourceId: string }): SubjectReference {
  return { kind: 'source', value: sourceId, issuer: SOURCE_REGISTRY };
}

const MOST_REFERENCES = 50;

/** Each reference once, and no more than a signal takes. */
export function distinctReferences(references: readonly SubjectReference[]): SubjectReference[] {
  const kept: SubjectReference[] = [];
  for (const one of references) {
    if (kept.length === MOST_REFERENCES) break;
    if (!kept.some(({ kind, value, issuer }) => value === one.value && kind === one.kind && issuer === one.issuer))
      kept.push(one);
  }
  return kept;
}
