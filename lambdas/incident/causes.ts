import type { CauseKind, IncidentCause, Place, PolicyPack, PossibleCause, Signal } from '../contracts/index.ts';

/** What a case may share with others is read off the report that opens it. */
export type Reported = Pick<Signal, 'references' | 'place' | 'carrier' | 'source'> & { readonly type: string };

/** Each is one item more in the transaction that opens the case, which takes 100; keys, references and the rest leave room for these. */
const MOST_CAUSES = 4;

/** UN/LOCODE: two letters of the country and three of the place (UN/CEFACT Recommendation 16). */
const LOCODE = /^[A-Z]{2}[A-Z2-9]{3}$/;

/** The causes that the grouping rules of a pack look for in a case like this, in the order of the rules. */
export function causesOf(reported: Reported, pack: PolicyPack): readonly PossibleCause[] {
  const family = pack.types[reported.type]?.family ?? reported.type;
  return pack.grouping
    .filter(({ families }) => families.includes(family))
    .flatMap(({ id, cause }) => candidates(cause, reported).map((found) => ({ ...found, rule: id })))
    .slice(0, MOST_CAUSES);
}

function candidates(kind: CauseKind, reported: Reported): readonly IncidentCause[] {
  switch (kind) {
    case 'place':
      return cause(kind, placeName(reported.place), placeTitle(reported.place));
    case 'facility':
      return cause(kind, facilityName(reported.place), reported.place?.name ?? reported.place?.code);
    case 'carrier': {
      const { scac, name } = reported.carrier ?? {};
      return cause(kind, scac ?? name, name ?? scac);
    }
    case 'source':
      return cause(kind, reported.source.id, reported.source.id);
    case 'vessel':
      return distinctVessels(reported).flatMap((vessel) => cause(kind, vessel, vessel));
  }
}

function cause(kind: CauseKind, name: string | undefined, title: string | undefined): readonly IncidentCause[] {
  const value = normalized(name ?? '');
  return value === '' ? [] : [{ kind, value, title: title ?? value }];
}

/** A port or town. A country or a state alone is no place where something can be closed. */
function placeName(place: Place | undefined): string | undefined {
  if (place === undefined) return undefined;
  const code = place.code?.trim().toUpperCase();
  if (code !== undefined && LOCODE.test(code)) return code;
  const { locality, region, country } = place;
  return path(country, region, locality);
}

function placeTitle(place: Place | undefined): string | undefined {
  if (place === undefined) return undefined;
  const { locality, region, country, code, name } = place;
  return locality === undefined ? (name ?? code) : [locality, region, country].filter(Boolean).join(', ');
}

/** Names of facilities repeat from town to town; a code (GLN, SPLC) stands for itself. */
function facilityName(place: Place | undefined): string | undefined {
  if (place?.name !== undefined) return path(place.country, place.locality, place.name);
  const code = place?.code?.trim().toUpperCase();
  return code === undefined || LOCODE.test(code) ? undefined : code;
}

function distinctVessels({ references }: Reported): readonly string[] {
  const vessels = references
    .filter(({ kind }) => kind === 'vessel')
    .map(({ value }) => [normalized(value), value] as const);
  return [...new Map(vessels).values()];
}

/** A name in its surroundings; undefined where it has none of its own. */
function path(...parts: readonly (string | undefined)[]): string | undefined {
  const names = parts.map((part) => normalized((part ?? '').replaceAll('/', ' ')));
  return names.at(-1) === '' ? undefined : names.join('/');
}

/** Senders write one name in either case and with any blanks. */
function normalized(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toUpperCase();
}
