import { madeUpShipment } from './made-up.ts';
import { NO_BEARER, NO_SUCH_RESOURCE, notAllowed, refuse, valuesOf } from './rest.ts';
import { createRestRecords } from './rest-records.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { PartnerOptions } from './types.ts';

const WRITABLE = { status: 'string', destination: 'string', serviceLevel: 'string', carrier: 'string' } as const;

/** A transport management system with a plain REST interface. */
export function createTms(options: PartnerOptions): SystemPartner {
  const records = createRestRecords(options, {
    path: '/api/v1/shipments/',
    fields: WRITABLE,
    find: (documents, wanted) => documents.find(({ id }) => id === wanted),
  });
  return createSystem(options, {
    name: 'tms',
    makeUp: (reference) => madeUpShipment(reference, options.now(), options.offers),
    unauthorized: () => refuse(401, NO_BEARER),
    respond: (request, documents) => {
      const record = records(request, documents);
      if (record !== undefined) return record;
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== '/api/v1/shipments') return refuse(404, NO_SUCH_RESOURCE);
      if (request.method !== 'GET') return notAllowed('GET');
      const references = valuesOf(searchParams, 'reference');
      if (references.length === 0) return refuse(400, 'At least one reference is needed.');
      return json({ shipments: documents.resolve(references).map(({ document }) => document) });
    },
  });
}
