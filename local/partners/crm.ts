import { createCrmCases } from './crm-cases.ts';
import type { ServiceCase } from './crm-cases.ts';
import type { Known } from './documents.ts';
import { madeUpCustomer } from './made-up.ts';
import { parseSoql } from './soql.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { Document, PartnerOptions } from './types.ts';

const API = '/services/data/v62.0';

/** Fields of the shipment and of its account, with the name under which `put` takes their value. */
const FIELDS: Readonly<Record<string, string>> = {
  'Account.Name': 'name',
  'Account.Tier__c': 'tier',
  'Account.SafetyCritical__c': 'safetyCritical',
  'Account.Service_Email__c': 'email',
  'Account.Service_Language__c': 'language',
  'Account.No_Service_Mail__c': 'noMail',
  PenaltyAmount__c: 'penalty',
  CurrencyIsoCode: 'currency',
  OpenComplaints__c: 'complaints',
};

const CHECKBOXES = ['Account.SafetyCritical__c', 'Account.No_Service_Mail__c'];

export interface CrmPartner extends SystemPartner {
  /** Service cases that were opened in it. */
  readonly cases: readonly ServiceCase[];
}

/** A CRM with queries and service cases in the shape of the Salesforce REST API. */
export function createCrm(options: PartnerOptions): CrmPartner {
  const cases = createCrmCases(options, refuse);
  const system = createSystem(options, {
    name: 'crm',
    makeUp: (reference) => madeUpCustomer(reference, options.offers),
    unauthorized: () => refuse(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
    respond: (request, documents) => {
      const { pathname, searchParams } = new URL(request.url);
      const ofCases = cases.respond(request, API);
      if (ofCases !== undefined) return ofCases;
      if (pathname !== `${API}/query`) return refuse(404, 'NOT_FOUND', 'The requested resource does not exist');
      if (request.method !== 'GET')
        return refuse(405, 'METHOD_NOT_ALLOWED', 'HTTP Method not allowed. Allowed are GET');
      const query = parseSoql(searchParams.get('q') ?? '');
      if (query === undefined) return refuse(400, 'MALFORMED_QUERY', 'unexpected query');
      const unknown = query.fields.find((field) => !Object.hasOwn(FIELDS, field));
      if (unknown !== undefined) return refuse(400, 'INVALID_FIELD', `No such column '${unknown}' on Shipment__c`);
      const records = documents
        .resolve(query.references)
        .slice(0, query.limit)
        .map((known) => recordOf(known, query.fields));
      return json({ totalSize: records.length, done: true, records });
    },
  });
  return {
    ...system,
    get cases() {
      return cases.all();
    },
  };
}

function recordOf({ reference, document }: Known, fields: readonly string[]): Document {
  const pick = (of: readonly string[], prefix: string): [string, unknown][] =>
    of.map((field) => [field.slice(prefix.length), document[FIELDS[field] ?? ''] ?? absent(field)]);
  const ofAccount = fields.filter((field) => field.startsWith('Account.'));
  const own = fields.filter((field) => !field.startsWith('Account.'));
  return {
    attributes: { type: 'Shipment__c', url: `${API}/sobjects/Shipment__c/${encodeURIComponent(reference)}` },
    ...(ofAccount.length === 0
      ? {}
      : { Account: { attributes: { type: 'Account' }, ...Object.fromEntries(pick(ofAccount, 'Account.')) } }),
    ...Object.fromEntries(pick(own, '')),
  };
}

/** A checkbox is never empty; every other field may be. */
function absent(field: string): false | null {
  return CHECKBOXES.includes(field) ? false : null;
}

function refuse(status: number, errorCode: string, message: string, fields?: readonly string[]): Response {
  return json([{ message, errorCode, ...(fields === undefined ? {} : { fields }) }], status);
}
