import type { SystemOfRecord, CustomerVariable, FactSet } from '../contracts/index.ts';

interface Source {
  readonly system: SystemOfRecord;
  readonly fact: string;
  /** As a person calls it, for whoever has to tell the customer instead. */
  readonly name: string;
  readonly kind: 'text' | 'day';
  /** So many characters at most, as the check counts them. */
  readonly longest: number;
}

/** What leaves the house, and where it is known from. Severity, notes, penalties and other customers are not here, so no template can tell them. */
export const VARIABLES: Readonly<Record<CustomerVariable, Source>> = {
  customer: { system: 'crm', fact: 'customerName', name: 'the name of the customer', kind: 'text', longest: 60 },
  order: { system: 'erp', fact: 'order', name: 'the order number', kind: 'text', longest: 35 },
  shipment: { system: 'tms', fact: 'shipment', name: 'the shipment number', kind: 'text', longest: 35 },
  carrier: { system: 'tms', fact: 'carrier', name: 'the carrier', kind: 'text', longest: 40 },
  promised_date: { system: 'erp', fact: 'promisedAt', name: 'the promised date', kind: 'day', longest: 35 },
  new_date: { system: 'tms', fact: 'estimatedArrival', name: 'the new date', kind: 'day', longest: 35 },
};

/** Without these nobody can be written to at all. */
export const CONTACT_SYSTEM: SystemOfRecord = 'crm';

export type Values = Readonly<Partial<Record<CustomerVariable, string>>>;
export type Filled = { readonly ok: true; readonly values: Values } | { readonly ok: false; readonly why: string };

/**
 * The values of the variables of a template, as the systems have just said them; or why one is not there. What a system said before it went silent may be wrong by now. `arrival`: as a partner has said
 * who was asked because of the trouble; the ERP is promised that date too.
 */
export function fillVariables(
  names: readonly CustomerVariable[],
  factSets: readonly FactSet[],
  at: string,
  arrival?: string,
): Filled {
  const values: Partial<Record<CustomerVariable, string>> = {};
  for (const name of names) {
    if (name === 'new_date' && arrival !== undefined) {
      values[name] = arrival;
      continue;
    }
    const { system, fact, kind, longest, name: called } = VARIABLES[name];
    const set = factSets.find((one) => one.system === system);
    const said = set?.facts[fact];
    if (set?.state !== 'live' && set?.unasked !== true)
      return no(`${called} is not known for sure: the ${system.toUpperCase()} gives no answer`);
    if (typeof said !== 'string' || said.trim() === '' || said.length > longest)
      return no(`${called} is not known: the ${system.toUpperCase()} does not have it`);
    if (kind === 'day' && Number.isNaN(Date.parse(said)))
      return no(`${called} is no date: the ${system.toUpperCase()} has “${said}”`);
    values[name] = said;
  }
  const [promised, next] = [values.promised_date, values.new_date];
  if (next !== undefined && Date.parse(next) <= Date.parse(at)) return no('the new date has passed already');
  if (promised !== undefined && next !== undefined && Date.parse(next) <= Date.parse(promised))
    return no('the new date is not after the promised one');
  return { ok: true, values };
}

function no(why: string): Filled {
  return { ok: false, why };
}

export interface Contact {
  readonly address: string;
  readonly language?: string;
}
export type FoundContact =
  { readonly ok: true; readonly contact: Contact } | { readonly ok: false; readonly why: string };

/** One address and nothing else: no list, no header. */
const ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/;

/** Where the customer of a case is written to, and in which language, as the CRM has it. */
export function contactOf(factSets: readonly FactSet[]): FoundContact {
  const crm = factSets.find(({ system }) => system === CONTACT_SYSTEM);
  if (crm?.state !== 'live') return { ok: false, why: 'the CRM gives no answer, so nobody knows how to reach them' };
  const { contactEmail: address, contactLanguage: language, noMail } = crm.facts;
  if (noMail === true) return { ok: false, why: 'the CRM says that they want no mail' };
  if (typeof address !== 'string' || address === '')
    return { ok: false, why: 'the CRM has no address for service messages' };
  if (!ADDRESS.test(address)) return { ok: false, why: 'the address in the CRM is none' };
  return { ok: true, contact: { address, ...(typeof language === 'string' ? { language } : {}) } };
}

/** The facts with the address that stands beside them in the journal. */
export function withAddress(factSets: readonly FactSet[], address: string | undefined): readonly FactSet[] {
  if (address === undefined) return factSets;
  return factSets.map((set) =>
    set.system === CONTACT_SYSTEM ? { ...set, facts: { ...set.facts, contactEmail: address } } : set,
  );
}
