import { madeUpShipment } from './made-up.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { PartnerOptions } from './types.ts';

/** A transport management system with a plain REST interface. */
export function createTms(options: PartnerOptions): SystemPartner {
  return createSystem(options, {
    name: 'tms',
    makeUp: (reference) => madeUpShipment(reference, options.now()),
    unauthorized: () => refuse(401, 'A bearer token is needed.'),
    respond: (request, documents) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== '/api/v1/shipments') return refuse(404, 'There is no such resource.');
      if (request.method !== 'GET') return refuse(405, 'Allowed: GET.');
      const references = searchParams.getAll('reference').filter((reference) => reference !== '');
      if (references.length === 0) return refuse(400, 'At least one reference is needed.');
      return json({ shipments: documents.resolve(references).map(({ document }) => document) });
    },
  });
}

function refuse(status: number, message: string): Response {
  return json({ status, message }, status);
}
