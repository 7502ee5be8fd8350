import type { Case } from '../../lambdas/contracts/index.ts';
import type { Told, World } from './world.ts';
import { promisedFor } from '../../local/partners/index.ts';

/** The only case there is. */
export async function theCase(world: World): Promise<Case> {
  const cases = await world.cases();
  const [only] = cases;
  if (only === undefined || cases.length !== 1) throw new Error(`there are ${String(cases.length)} cases`);
  return only;
}

/** Path of the acknowledge link in a message. */
export function linkIn(text: string): string {
  const path = /https:\/\/fairlead\.test\/dev(\/v1\/replies\/\S+)/.exec(text)?.[1];
  if (path === undefined) throw new Error('the message has no link');
  return path;
}

/** Each shipment is of an order of its own. */
const orderOf = (reference: string): string => `45${reference.replaceAll(/\W/g, '').slice(-8)}`;

/** Facts that make a case of a known severity: S1 for a platinum customer with a broken promise. */
export function knowShipment(world: World, reference: string, severity: 'S1' | 'S3'): void {
  const now = world.now();
  const isWorst = severity === 'S1';
  world.partners.erp.put(reference, {
    SalesOrder: orderOf(reference),
    TotalNetAmount: isWorst ? '140000.00' : '2500.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(new Date(now + (isWorst ? -2 : 60) * 3_600_000).toISOString()),
    DeliveryPriority: '02',
    ShippingCondition: '01',
  });
  // Whoever declares or buys for an order says for which: SAP knows it by neither.
  world.partners.trade.put(reference, { mrn: reference, status: 'held', order: orderOf(reference) });
  world.partners.procurement.put(reference, { id: reference, demand: [{ order: orderOf(reference) }] });
  world.partners.tms.put(reference, { id: 'SHP-1', references: [reference], mode: 'road' });
  world.partners.crm.put(reference, {
    name: 'Harbor Point Clinic',
    tier: isWorst ? 'Platinum' : 'Silver',
    penalty: null,
    currency: null,
    complaints: 0,
  });
}

/** Whom the messages reached, with the minute: `09:15 slack U0TOM`. */
export function toldBriefly(world: World): readonly string[] {
  return world.told.map(({ at, channel, to }) => `${new Date(at).toISOString().slice(11, 16)} ${channel} ${to}`).sort();
}

/** A word about how a clock stands: for whoever has the call or the case, beside what a journey is about. */
export const isAboutClock = ({ headline }: Told): boolean => /\d+ % of the time is over|Overdue:/.test(headline);

/** Everything else that people were told. */
export const toldBesideClocks = (world: World): readonly Told[] => world.told.filter((told) => !isAboutClock(told));
