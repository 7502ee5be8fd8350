import { madeUpDocuments } from './made-up.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { Document, PartnerClock } from './types.ts';

/** OData V4: `eq` alternatives on one property, as our connector asks; anything else is refused. */
function referencesOfFilter(filter: string): readonly string[] | undefined {
  const terms = filter.match(/DeliveryReference eq '((?:[^']|'')*)'/g) ?? [];
  const rest = filter
    .replaceAll(/DeliveryReference eq '(?:[^']|'')*'/g, '')
    .replaceAll(' or ', '')
    .trim();
  return rest === '' && terms.length > 0
    ? terms.map((term) => term.slice(term.indexOf("'") + 1, -1).replaceAll("''", "'"))
    : undefined;
}

function firstOf(
  references: readonly string[],
  lookup: (reference: string) => Document | undefined,
): readonly Document[] {
  for (const reference of references) {
    const found = lookup(reference);
    if (found !== undefined) return [{ ...found, DeliveryReference: reference }];
  }
  return [];
}

/** An ERP that speaks OData V4, as SAP S/4HANA does. */
export function createErp(clock: PartnerClock): SystemPartner {
  return createSystem(
    clock,
    (reference) => madeUpDocuments(reference, clock.now()).erp,
    (request, lookup) => {
      const url = new URL(request.url);
      if (!url.pathname.endsWith('/odata/v4/SalesOrders'))
        return Promise.resolve(odataError(404, 'NotFound', 'No such entity set'));
      const references = referencesOfFilter(url.searchParams.get('$filter') ?? '');
      if (references === undefined)
        return Promise.resolve(odataError(501, 'NotImplemented', 'Only DeliveryReference eq … or … is supported'));
      const value = firstOf(references, lookup).map((order) => ({ '@odata.etag': 'W/"1"', ...order }));
      return Promise.resolve(
        json({ '@odata.context': '$metadata#SalesOrders', value }, 200, { 'odata-version': '4.0' }),
      );
    },
  );
}

function odataError(status: number, code: string, message: string): Response {
  return json({ error: { code, message } }, status);
}

/** A transport management system with a plain REST interface. */
export function createTms(clock: PartnerClock): SystemPartner {
  return createSystem(
    clock,
    (reference) => madeUpDocuments(reference, clock.now()).tms,
    (request, lookup) => {
      const url = new URL(request.url);
      if (!url.pathname.endsWith('/api/v1/shipments')) return Promise.resolve(json({ error: 'not found' }, 404));
      return Promise.resolve(json({ shipments: firstOf(url.searchParams.getAll('reference'), lookup) }));
    },
  );
}

/** A CRM with queries in the shape of the Salesforce REST API. */
export function createCrm(clock: PartnerClock): SystemPartner {
  return createSystem(
    clock,
    (reference) => madeUpDocuments(reference, clock.now()).crm,
    (request, lookup) => {
      const url = new URL(request.url);
      const list = /Reference__c IN \((.*)\)/.exec(url.searchParams.get('q') ?? '')?.[1];
      if (!url.pathname.endsWith('/query') || list === undefined)
        return Promise.resolve(json([{ errorCode: 'MALFORMED_QUERY', message: 'unexpected query' }], 400));
      const references = [...list.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map((match) =>
        (match[1] ?? '').replaceAll(/\\(.)/g, '$1'),
      );
      const records = firstOf(references, lookup).map((record) => ({
        attributes: { type: 'Shipment__c' },
        Account: {
          Name: record['name'],
          Tier__c: record['tier'],
          SafetyCritical__c: record['safetyCritical'] ?? false,
        },
        PenaltyAmount__c: record['penalty'] ?? null,
        CurrencyIsoCode: record['currency'] ?? null,
        OpenComplaints__c: record['complaints'] ?? null,
      }));
      return Promise.resolve(json({ totalSize: records.length, done: true, records }));
    },
  );
}
