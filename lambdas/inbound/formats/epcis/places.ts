import type { Place } from '../../../contracts/index.ts';
import { readIdentifier } from './identifiers.ts';
import type { EpcisEvent } from './read-event.ts';
import { readTerm } from './vocabulary.ts';

/** Global location number, `geo:` URI (RFC 5870) or whatever else names a place, in this order: where it was seen, where it is now. */
export function placeOf({ readPoint, bizLocation }: EpcisEvent): Place | undefined {
  return placeNamed(readPoint) ?? placeNamed(bizLocation);
}

function placeNamed(uri: string | undefined): Place | undefined {
  if (uri === undefined || uri === '') return undefined;
  const [, latitude, longitude] = /^geo:(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)/i.exec(uri) ?? [];
  if (latitude !== undefined && longitude !== undefined) {
    const point = { latitude: Number(latitude), longitude: Number(longitude) };
    return Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180 ? point : undefined;
  }
  const { value } = readIdentifier(uri);
  return value.length <= 60 ? { code: value } : undefined;
}

/** From where to where. Who holds the goods stands for a place that was not sent; who owns them does not: a lane is driven, not sold. */
export function laneOf({
  sourceList,
  destinationList,
}: EpcisEvent): { origin?: Place; destination?: Place } | undefined {
  const origin = endOf(sourceList.map(({ type, source }) => ({ type, id: source })));
  const destination = endOf(destinationList.map(({ type, destination: id }) => ({ type, id })));
  if (origin === undefined && destination === undefined) return undefined;
  return { ...(origin === undefined ? {} : { origin }), ...(destination === undefined ? {} : { destination }) };
}

const ENDS: ReadonlySet<string> = new Set(['location', 'possessing_party', 'owning_party']);

function endOf(ends: readonly { readonly type: string; readonly id: string }[]): Place | undefined {
  for (const wanted of ['location', 'possessing_party']) {
    const found = ends.find(({ type }) => {
      const term = readTerm(type, 'sdt', ENDS);
      return 'word' in term && term.word === wanted;
    });
    const place = placeNamed(found?.id);
    if (place !== undefined) return place;
  }
  return undefined;
}
