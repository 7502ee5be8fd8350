import type { Place } from '../../../contracts/index.ts';
import { lookUp } from '../look-up.ts';
import { filled } from './references.ts';
import type { Segment } from './tokenize.ts';

/** Three-letter codes that North American senders use beside the two-letter ones. */
const COUNTRIES: Readonly<Record<string, string>> = { USA: 'US', CAN: 'CA', MEX: 'MX' };

function placeOf(locality?: string, region?: string, country = ''): Place | undefined {
  const code = lookUp(COUNTRIES, country) ?? country;
  const place = {
    ...(filled(locality) === undefined ? {} : { locality: locality?.slice(0, 80) ?? '' }),
    ...(filled(region) === undefined ? {} : { region: region?.slice(0, 40) ?? '' }),
    ...(/^[A-Z]{2}$/.test(code) ? { country: code } : {}),
  };
  return Object.keys(place).length === 0 ? undefined : place;
}

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
