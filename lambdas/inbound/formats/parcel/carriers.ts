import type { Report } from '../draft.ts';
import { lookUp } from '../look-up.ts';

export interface ParcelCarrier {
  /** Who gives its tracking numbers: the SCAC where a carrier has one for all its parcels, else its name. */
  readonly issuer: string;
  readonly carrier: NonNullable<Report['carrier']>;
}

const named = (name: string, scac?: string): ParcelCarrier => ({ issuer: scac ?? name, carrier: { name, scac } });

/** SCAC by the directory of the National Motor Freight Traffic Association, as the carriers state it in their EDI guides. */
export const carriers = {
  ups: named('UPS', 'UPSN'),
  fedex: named('FedEx'),
  usps: named('USPS', 'USPS'),
  dhl: named('DHL'),
  canadapost: named('Canada Post', 'CPCC'),
  lasership: named('LaserShip'),
} as const;

/** Other spellings of one carrier, as aggregators have them, without case and marks. Its numbers are the same, whoever tells of them. */
const SAME: Readonly<Record<string, ParcelCarrier>> = {
  ...carriers,
  upsdap: carriers.ups,
  upswalleted: carriers.ups,
  stampscom: carriers.usps,
  endicia: carriers.usps,
  lasershipv2: carriers.lasership,
  canadapostca: carriers.canadapost,
};

/** Houses that answer for the numbers of all their divisions in one tracking of their own (DHL Shipment Tracking Unified, FedEx Track API). */
const HOUSES: readonly (readonly [RegExp, ParcelCarrier])[] = [
  [/^dhl/, carriers.dhl],
  [/^fedex/, carriers.fedex],
];

/** The carrier that an aggregator names; one that we know by no other name keeps the name that was sent. */
export function carrierNamed(name: string | undefined): ParcelCarrier | undefined {
  if (name === undefined) return undefined;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return lookUp(SAME, plain) ?? HOUSES.find(([starts]) => starts.test(plain))?.[1] ?? named(name);
}
