import type { Case, FactSet, ImpactFacts, PolicyPack, SystemOfRecord } from '../contracts/index.ts';
import { inReportingCurrency, isMoney } from './convert-money.ts';

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
  return {
    exception: {
      kind: record.type,
      family: pack.types[record.type]?.family ?? record.type.split('.')[0] ?? record.type,
      ...optional('reason_code', record.reasonCode),
      ...optional('carrier', record.carrier),
      ...optional('country', record.place?.country),
      region: record.region,
      business_unit: record.businessUnit,
      repeats: record.signals - 1,
      age_hours: Math.max(0, (now - Date.parse(record.occurredAt)) / HOUR),
    },
    order: {
      ...optional('value', amount(fact('erp', 'orderValue'), pack)),
      ...optional('hours_to_promise', hoursUntil(fact('erp', 'promisedAt'), now)),
      ...optional('priority', text(fact('erp', 'priority'))),
      ...optional('expedited', truth(fact('erp', 'expedited'))),
    },
    shipment: {
      ...optional('mode', text(fact('tms', 'mode'))),
      ...optional('hours_to_cutoff', hoursUntil(fact('tms', 'cutoffAt'), now)),
      // A partner was asked because of the trouble, so what they say is newer than what the transport system holds.
      ...optional('hours_to_arrival', hoursUntil(record.expectedAt ?? fact('tms', 'estimatedArrival'), now)),
      ...optional('temperature_controlled', truth(fact('tms', 'temperatureControlled'))),
      ...optional('dangerous_goods', truth(fact('tms', 'dangerousGoods'))),
      ...optional('perishable', truth(fact('tms', 'perishable'))),
    },
    customer: {
      ...optional('tier', text(fact('crm', 'tier'))),
      ...optional('penalty', amount(fact('crm', 'penalty'), pack)),
      ...optional('open_complaints', number(fact('crm', 'openComplaints'))),
      ...optional('safety_critical', truth(fact('crm', 'safetyCritical'))),
      ...optional('reachable', isReachable(fact('crm', 'contactEmail'), fact('crm', 'noMail'))),
    },
    stock: {
      ...optional('substitute_units', number(fact('wms', 'substituteUnits'))),
      ...optional('cover_days', number(fact('wms', 'coverDays'))),
    },
    customs: {
      ...optional('held', isHeld(text(fact('trade', 'customsStatus')))),
      ...optional('hold_code', text(fact('trade', 'holdCode'))),
      ...optional('missing_documents', count(fact('trade', 'missingDocuments'))),
      ...optional('hours_to_free_time_end', hoursUntil(fact('trade', 'freeTimeEndsAt'), now)),
    },
    unknown: factSets.filter((set) => set.state === 'missing').map((set) => set.system),
  };
}

/** What a system said of something; what a silent one holds does not count. */
export function factReader(factSets: readonly FactSet[]): (system: SystemOfRecord, name: string) => Value | undefined {
  const bySystem: Partial<Record<SystemOfRecord, FactSet['facts']>> = {};
  for (const { system, state, facts } of factSets) if (state !== 'missing') bySystem[system] ??= facts;
  return (system, name) => bySystem[system]?.[name];
}

/** `{ [name]: value }`, or nothing where there is no value: an absent optional member, not an undefined one. */
/** Absent where the CRM has no address, as where it says nothing at all. */
function isReachable(address: Value | undefined, noMail: Value | undefined): boolean | undefined {
  return text(address) === undefined ? undefined : noMail !== true;
}

function optional<Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> {
  const member: Partial<Record<Name, T>> = {};
  if (value !== undefined) member[name] = value;
  return member;
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
