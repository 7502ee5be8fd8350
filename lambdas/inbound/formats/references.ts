import type { SubjectReference } from '../../contracts/index.ts';

/** Who gives the owner codes of containers: ISO 6346. Its numbers are unique whoever reports them. */
export const CONTAINER_REGISTRY = 'BIC';
/** Who gives shipping units their SSCC: unique whoever reports them. */
export const SSCC_REGISTRY = 'GS1';
/** Customs number their declarations by year, country and a number that is never given twice: Union Customs Code, annex B, data element 12 01. */
export const MRN_REGISTRY = 'MRN';
/** The number that the International Maritime Organization gives a hull for life. */
export const IMO_REGISTRY = 'IMO';

/** Owner, category U, J or Z, serial number, with or without check digit; blanks and hyphens left out, as other sources write it. */
export function containerNumber(value: string | undefined): string | undefined {
  const compact = (value ?? '').replace(/[\s-]/g, '').toUpperCase();
  return /^[A-Z]{3}[UJZ]\d{6,7}$/.test(compact) ? compact : undefined;
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

const MOST_REFERENCES = 50;

/** Each reference once, and no more than a signal takes. */
export function distinctReferences(references: readonly SubjectReference[]): SubjectReference[] {
  const seen = new Map<string, SubjectReference>();
  for (const reference of references) {
    const key = `${reference.kind}\n${reference.issuer}\n${reference.value}`;
    if (!seen.has(key)) seen.set(key, reference);
    if (seen.size === MOST_REFERENCES) break;
  }
  return [...seen.values()];
}
