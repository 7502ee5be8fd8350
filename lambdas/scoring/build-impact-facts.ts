import type { Case, FactSet, ImpactFacts, PolicyPack } from '../contracts/index.ts';
import { inReportingCurrency, isMoney } from './convert-money.ts';
import { factReader } from './fact-reader.ts';
import { freeTimeEndOf, readFreeTime } from './read-free-time.ts';

/** A fact's value as it lies in a fact set. */
type Value = FactSet['facts'][string];

const HOUR = 3_600_000;

/**
 * Puts what the systems said into the shape that rules see: money in the reporting currency, hours from `at`. A fact that is not there stays
 * away; an amount in a currency without a rate counts as not there, because a wrong number is worse than none.
 */
export function buildImpactFacts(
  record: Case,
  factSets: readonly FactSet[],
  pack: PolicyPack,
  at: string,
): ImpactFacts {
  const fact = factReader(factSets);
  const now = Date.parse(at);
  const held = readFreeTime(record, factSets, pack, at);
  const freeTimeEndsAt = freeTimeEndOf(text(fact('trade', 'freeTimeEndsAt')), held?.freeTimeEndsAt);
  return {
    exception: {
      kind: record.type,
      family: pack.types[record.type]?.family ?? record.type.split('.')[0] ?? record.type,
      repeats: record.signals - 1,
      age_hours: Math.max(0, (now - Date.parse(record.occurredAt)) / HOUR),
      ...known({
        reason_code: record.reasonCode,
        carrier: record.carrier,
        country: record.place?.country,
        region: record.region,
        business_unit: record.businessUnit,
      }),
    },
    order: known({
      value: amount(fact('erp', 'orderValue'), pack),
      hours_to_promise: hoursUntil(fact('erp', 'promisedAt'), now),
      priority: text(fact('erp', 'priority')),
      expedited: truth(fact('erp', 'expedited')),
    }),
    shipment: known({
      mode: text(fact('tms', 'mode')),
      hours_to_cutoff: hoursUntil(fact('tms', 'cutoffAt'), now),
      // A partner was asked because of the trouble, so what they say is newer than what the transport system holds.
      hours_to_arrival: hoursUntil(record.expectedAt ?? fact('tms', 'estimatedArrival'), now),
      temperature_controlled: truth(fact('tms', 'temperatureControlled')),
      dangerous_goods: truth(fact('tms', 'dangerousGoods')),
      perishable: truth(fact('tms', 'perishable')),
    }),
    customer: known({
      name: text(fact('crm', 'customerName')) ?? text(fact('erp', 'customerName')),
      tier: text(fact('crm', 'tier')),
      penalty: amount(fact('crm', 'penalty'), pack),
      open_complaints: number(fact('crm', 'openComplaints')),
      safety_critical: truth(fact('crm', 'safetyCritical')),
      reachable: isReachable(fact('crm', 'contactEmail'), fact('crm', 'noMail')),
    }),
    stock: known({
      substitute_units: number(fact('wms', 'substituteUnits')),
      cover_days: number(fact('wms', 'coverDays')),
    }),
    customs: known({
      held: isHeld(text(fact('trade', 'customsStatus'))),
      hold_code: text(fact('trade', 'holdCode')),
      missing_documents: count(fact('trade', 'missingDocuments')),
      hours_to_free_time_end: hoursUntil(freeTimeEndsAt, now),
      detention_so_far: amount(held?.freeTime.soFar, pack),
      detention_per_day: amount(held?.freeTime.perDay, pack),
      detention_forecast: amount(held?.freeTime.forecast, pack),
    }),
    unknown: factSets.filter((set) => set.state === 'missing').map((set) => set.system),
  };
}

/** Absent where the CRM has no address, as where it says nothing at all. */
function isReachable(address: Value | undefined, noMail: Value | undefined): boolean | undefined {
  return text(address) === undefined ? undefined : noMail !== true;
}

/** What has a value: an absent optional member, not an undefined one. */
function known<Facts extends object>(facts: Facts): { [Name in keyof Facts]?: Exclude<Facts[Name], undefined> } {
  const found: { [Name in keyof Facts]?: Exclude<Facts[Name], undefined> } = {};
  for (const name in facts) {
    const value = facts[name];
    if (isKnown(value)) found[name] = value;
  }
  return found;
}

function isKnown<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}

function text(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function truth(value: Value | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function number(value: Value | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isHeld(status: string | undefined): boolean | undefined {
  return status === undefined ? undefined : status === 'held';
}

function count(value: Value | undefined): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function hoursUntil(value: Value | undefined, now: number): number | undefined {
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : (moment - now) / HOUR;
}

function amount(value: Value | undefined, pack: PolicyPack): number | undefined {
  return isMoney(value) ? inReportingCurrency(value, pack) : undefined;
}
