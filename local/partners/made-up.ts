import { createHash } from 'node:crypto';
import { promisedFor } from './erp-model.ts';
import type { Document } from './types.ts';

/*
 * Documents that follow from the reference alone, so that any shipment of a demonstration has an order, a plan and a
 * customer, always the same, and the systems agree with each other. Times are kept within days of now.
 */

export const HOUR_MS = 3_600_000;

interface Customer {
  readonly name: string;
  readonly tier: 'Platinum' | 'Gold' | 'Silver' | 'Standard';
}
type Mode = 'road' | 'ocean' | 'air';

/** Something to pick from. */
export type Some<T> = readonly [T, ...T[]];

const CUSTOMERS: Some<Customer> = [
  { name: 'Aldergrove Clinics', tier: 'Platinum' },
  { name: 'Boreal Outfitters', tier: 'Standard' },
  { name: 'Castell Foods', tier: 'Gold' },
  { name: 'Dunmore Pumps', tier: 'Silver' },
  { name: 'Eastvale Retail', tier: 'Gold' },
  { name: 'Ferro & Sons', tier: 'Standard' },
  { name: 'Gallant Motors', tier: 'Platinum' },
  { name: 'Hartwell Books', tier: 'Standard' },
];
const CURRENCIES: Some<string> = ['EUR', 'EUR', 'USD', 'CAD'];
const MODES: Some<Mode> = ['road', 'road', 'ocean', 'air'];
const CARRIERS: Readonly<Record<Mode, Some<string>>> = {
  road: ['Northline Freight', 'Halden Trucking'],
  ocean: ['Meridian Lines', 'Pelagic Container'],
  air: ['Skyharbour Cargo', 'Corvid Air Freight'],
};

export interface Dice {
  /** 0 … sides - 1; each place is its own die. */
  readonly roll: (place: number, sides: number) => number;
  readonly pick: <T>(place: number, from: Some<T>) => T;
}

export function diceOf(reference: string): Dice {
  const digest = createHash('sha256').update(reference).digest();
  const roll = (place: number, sides: number): number => (digest.readUInt16BE((place * 2) % 30) ^ place) % sides;
  return { roll, pick: (place, from) => from[roll(place, from.length)] ?? from[0] };
}

/** −24 … +143 hours, from the reference: what the promise and the plan have in common. */
export function promisedAt({ roll }: Dice, now: number): number {
  return Math.floor(now / HOUR_MS + roll(4, 168) - 23) * HOUR_MS;
}

export const iso = (at: number): string => new Date(at).toISOString();

export function madeUpOrder(reference: string, now: number): Document {
  const dice = diceOf(reference);
  // Most orders are small, a few are large, as in real order books.
  const share = dice.roll(1, 10_000) / 10_000;
  const amount = 800 + 249_200 * share ** 3;
  return {
    SalesOrder: String(4_500_000_000 + dice.roll(2, 65_536) * 97 + dice.roll(3, 97)),
    SalesOrderType: 'OR',
    SalesOrganization: '1010',
    DistributionChannel: '10',
    OrganizationDivision: '00',
    SoldToParty: String(10_100_001 + dice.roll(0, CUSTOMERS.length)),
    TotalNetAmount: amount.toFixed(2),
    TransactionCurrency: dice.pick(5, CURRENCIES),
    ...promisedFor(iso(promisedAt(dice, now))),
    // As shipping conditions and priorities are set up here: 10 goes by express, 01 is a high priority.
    ShippingCondition: dice.roll(7, 5) === 0 ? '10' : '01',
    DeliveryPriority: dice.roll(6, 3) === 0 ? '01' : '02',
  };
}

/** Numbers of outbound deliveries begin with 80 and have ten digits. */
export function deliveryNumberOf(reference: string): string {
  const dice = diceOf(`delivery ${reference}`);
  return `80${String(dice.roll(0, 10_000)).padStart(4, '0')}${String(dice.roll(1, 10_000)).padStart(4, '0')}`;
}

export function madeUpShipment(reference: string, now: number, offers = false): Document {
  const dice = diceOf(reference);
  const mode = dice.pick(8, MODES);
  const arrival = promisedAt(dice, now) - dice.roll(9, 6) * HOUR_MS;
  const cutoff = arrival - (4 + dice.roll(10, 20)) * HOUR_MS;
  const isCold = dice.roll(11, 8) === 0;
  return {
    id: `SHP-${100_000 + dice.roll(12, 65_536)}`,
    references: [reference],
    mode,
    carrier: dice.pick(13, CARRIERS[mode]),
    // Road freight has no cut-off unless it feeds a terminal.
    ...(mode === 'road' ? {} : { cutoffAt: iso(cutoff) }),
    estimatedArrival: iso(arrival),
    temperatureControlled: isCold,
    dangerousGoods: dice.roll(14, 12) === 0,
    perishable: isCold,
    milestones: [
      { code: 'picked_up', at: iso(arrival - 48 * HOUR_MS) },
      { code: 'departed', at: iso(arrival - 36 * HOUR_MS) },
    ].filter(({ at }) => Date.parse(at) <= now),
    ...(offers ? offersFor(reference, mode) : {}),
  };
}

/** How it stands, and who would take it for how much more: another carrier for little, the same one by express for a lot. */
function offersFor(reference: string, mode: Mode): Document {
  const dice = diceOf(reference);
  const carrier = dice.pick(13, CARRIERS[mode]);
  const extra = (amount: number): Document => ({ extraFreight: { amount: amount.toFixed(2), currency: 'EUR' } });
  const others = CARRIERS[mode].filter((other) => other !== carrier);
  return {
    status: 'in_transit',
    serviceLevel: 'standard',
    destination: `Gate ${1 + dice.roll(2, 12)}`,
    alternatives: [
      ...others.map((other) => ({ carrier: other, ...extra(60 + dice.roll(3, 1_400)) })),
      { carrier, serviceLevel: 'express', ...extra(150 + dice.roll(6, 900)) },
    ],
  };
}

export function madeUpCustomer(reference: string, offers = false): Document {
  const dice = diceOf(reference);
  const { name, tier } = dice.pick(0, CUSTOMERS);
  const penalty =
    tier === 'Platinum' ? 2_500 + dice.roll(1, 6) * 1_000 : tier === 'Gold' && dice.roll(2, 2) === 0 ? 1_000 : null;
  return {
    name,
    tier,
    penalty,
    currency: dice.pick(5, CURRENCIES),
    complaints: dice.roll(3, 4),
    safetyCritical: tier === 'Platinum' && dice.roll(6, 4) === 0,
    ...(offers
      ? { email: `service@${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.example.com`, language: 'en' }
      : {}),
  };
}
