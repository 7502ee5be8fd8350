import type { CausePart, Place, Signal } from '../contracts/index.ts';

/** What a case may share with others is read off the report that opens it. */
export type Reported = Pick<
  Signal,
  'references' | 'place' | 'lane' | 'carrier' | 'source' | 'reason' | 'region' | 'businessUnit'
> & { readonly type: string };

/** One thing that a report names: `value` as keys have it, `title` as people call it. */
export interface PartValue {
  readonly value: string;
  readonly title: string;
}

/** UN/LOCODE: two letters of the country and three of the place (UN/CEFACT Recommendation 16). */
const LOCODE = /^[A-Z]{2}[A-Z2-9]{3}$/;

/** What a report names of one kind; several only where it names several vessels. */
export function valuesOf(part: CausePart, reported: Reported): readonly PartValue[] {
  switch (part) {
    case 'place':
      return named(placeName(reported.place), placeTitle(reported.place));
    case 'origin':
    case 'destination': {
      const end = reported.lane?.[part];
      return named(placeName(end), placeTitle(end));
    }
    case 'country':
      return named(reported.place?.country);
    case 'facility':
      return named(facilityName(reported.place), reported.place?.name ?? reported.place?.code);
    case 'carrier': {
      const { scac, name } = reported.carrier ?? {};
      return named(scac ?? name, name ?? scac);
    }
    case 'source':
      return named(reported.source.id);
    case 'vessel':
      return distinctVessels(reported).flatMap((vessel) => named(vessel));
    case 'region':
      return named(reported.region);
    case 'business_unit':
      return named(reported.businessUnit);
    case 'reason':
      return named(reported.reason?.code, reported.reason?.text ?? reported.reason?.code);
    case 'type':
      return named(reported.type);
  }
}

function named(name: string | undefined, title: string | undefined = name): readonly PartValue[] {
  const value = normalized(name ?? '');
  return value === '' ? [] : [{ value, title: title ?? value }];
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
export function normalized(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toUpperCase();
}
