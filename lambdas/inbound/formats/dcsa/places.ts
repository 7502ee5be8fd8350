import type { Place, SubjectReference } from '../../../contracts/index.ts';
import { IMO_REGISTRY, referenceTo } from '../references.ts';
import type { Location, TransportCall } from './schema.ts';

/** A place of DCSA. Streets stay in the raw payload. */
export function placeOfLocation(sent: Location, unLocation?: string): Place | undefined {
  const code = sent?.UNLocationCode ?? unLocation;
  const country = code === undefined ? sent?.address?.countryCode : code.slice(0, 2);
  const point = sent?.geoCoordinate ?? sent;
  const place: { [Key in keyof Place]?: Place[Key] | undefined } = {
    name: sent?.locationName,
    locality: sent?.address?.city,
    country: country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined,
    code,
    latitude: numberIn(point?.latitude),
    longitude: numberIn(point?.longitude),
  };
  const { latitude, longitude, ...named } = place;
  const isPoint = latitude !== undefined && longitude !== undefined;
  const kept = Object.entries({ ...named, ...(isPoint ? { latitude, longitude } : {}) });
  const filled = kept.filter(([, value]) => value !== undefined && value !== '');
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

function numberIn(text: string | undefined): number | undefined {
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

export function placeOfCall(call: TransportCall): Place | undefined {
  return placeOfLocation(call?.location, call?.UNLocationCode);
}

export function vesselOf(call: TransportCall): { readonly imo: string | undefined; readonly name: string | undefined } {
  const vessel = call?.vesselTransport ?? call?.vessel;
  return { imo: vessel?.vesselIMONumber, name: vessel?.vesselName ?? call?.vessel?.name };
}

export function voyageOf(call: TransportCall): string | undefined {
  const sent = call?.exportVoyageNumberOrReference ?? call?.importVoyageNumberOrReference;
  return (
    sent?.carrierVoyageNumber ??
    sent?.universalVoyageReference ??
    call?.exportVoyageNumber ??
    call?.carrierVoyageNumber ??
    call?.importVoyageNumber
  );
}

export function vesselReference(imo: string | undefined, issuer: string): readonly SubjectReference[] {
  return referenceTo('vessel', imo, /^\d{7}$/.test(imo ?? '') ? IMO_REGISTRY : issuer);
}
