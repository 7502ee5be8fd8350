import type { Place } from '../../../contracts/index.ts';
import { lookUp } from '../look-up.ts';
import { zoneOfPlace } from '../zone-of-place.ts';
import { filled } from './references.ts';
import type { Segment } from './tokenize.ts';

/** Three-letter codes that North American senders use beside the two-letter ones. */
const COUNTRIES: Readonly<Record<string, string>> = { USA: 'US', CAN: 'CA', MEX: 'MX' };

export function placeOf(locality?: string, region?: string, country = ''): Place | undefined {
  const code = lookUp(COUNTRIES, country) ?? country;
  const place = {
    ...(filled(locality) === undefined ? {} : { locality: locality?.slice(0, 80) ?? '' }),
    ...(filled(region) === undefined ? {} : { region: region?.slice(0, 40) ?? '' }),
    ...(/^[A-Z]{2}$/.test(code) ? { country: code } : {}),
  };
  return Object.keys(place).length === 0 ? undefined : place;
}

/**
 * Where a Standard Point Location Code stands, which railroads and truckers of North America use, a country that is none of theirs and is a state by its code is a state that was written one element too far:
 * `PA` is Pennsylvania, not Panama.
 */
export function placeByRail(locality?: string, region?: string, country = ''): Place | undefined {
  const isState =
    filled(region) === undefined &&
    !['US', 'CA', 'MX'].includes(country) &&
    zoneOfPlace({ region: country }) !== undefined;
  return isState ? placeOf(locality, country) : placeOf(locality, region, country);
}

/** X12 309: SPLC. */
export const hasPointCode = (segments: readonly Segment[]): boolean =>
  segments.some(({ tag, elements }) => tag === 'R4' && elements[1] === 'SL');

/** MS1: city, state, country, longitude, latitude, directions. */
export function placeOfMs1({ elements }: Segment): Place | undefined {
  const place = placeOf(elements[0], elements[1], elements[2]);
  const longitude = degrees(elements[3], elements[5], 180);
  const latitude = degrees(elements[4], elements[6], 90);
  if (longitude === undefined || latitude === undefined) return place;
  return { ...place, latitude, longitude };
}

/** Data elements 1654 and 1655: DDDMMSS, with the direction beside it. */
function degrees(value = '', direction = '', most: number): number | undefined {
  const parts = /^(\d{2,3})(\d{2})(\d{2})$/.exec(value);
  if (parts === null) return undefined;
  const [, whole, minutes, seconds] = parts;
  const size = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
  if (size > most) return undefined;
  const rounded = Math.round(size * 1e5) / 1e5;
  return direction === 'W' || direction === 'S' ? -rounded : rounded;
}

/**
 * City and state of the first party of these roles. Names, streets and postal codes of the parties stay in the raw payload: a consignee may be a person.
 */
export function placeOfParty(segments: readonly Segment[], roles: readonly string[]): Place | undefined {
  const party = segments.findIndex(({ tag, elements }) => tag === 'N1' && roles.includes(elements[0] ?? ''));
  if (party < 0) return undefined;
  for (const { tag, elements } of segments.slice(party + 1)) {
    if (tag === 'N1') return undefined;
    if (tag === 'N4') return placeOf(elements[0], elements[1], elements[3]);
  }
  return undefined;
}

/** R4: a port or terminal, with its place in the voyage (X12 115) beside it. */
export function placeOfR4({ elements }: Segment): Place | undefined {
  const [, qualifier, code, name, country, terminal, , region] = elements;
  // A UN/LOCODE begins with its country.
  const ofCode = qualifier === 'UN' && code?.length === 5 ? code.slice(0, 2) : '';
  const placeIn = qualifier === 'SL' ? placeByRail : placeOf;
  const place = placeIn(name, region, filled(country) ?? ofCode);
  return withCode(place, filled(code, 60), filled(terminal, 120));
}

/** A place that is told by a code, or by the name of a city. */
export function placeOfCode(value: string | undefined, qualifier: string | undefined): Place | undefined {
  const code = filled(value, 60);
  if (code === undefined) return undefined;
  if (qualifier === 'CI' || qualifier === 'CY') return placeOf(code);
  const isLocode = /^[A-Z]{2}[A-Z0-9]{3}$/.test(code) && (qualifier === 'UN' || filled(qualifier) === undefined);
  return withCode(isLocode ? placeOf('', '', code.slice(0, 2)) : undefined, code, undefined);
}

function withCode(place: Place | undefined, code: string | undefined, name: string | undefined): Place | undefined {
  if (place === undefined && code === undefined && name === undefined) return undefined;
  return { ...(name === undefined ? {} : { name }), ...place, ...(code === undefined ? {} : { code }) };
}

/** The first port of these functions that says where it is. */
export function portOf(segments: readonly Segment[], functions: readonly string[]): Place | undefined {
  for (const wanted of functions) {
    const port = segments.find(({ tag, elements }) => tag === 'R4' && elements[0] === wanted);
    const place = port === undefined ? undefined : placeOfR4(port);
    if (place !== undefined) return place;
  }
  return undefined;
}
