import { madeUpPurchase } from './made-up-money.ts';
import { NO_BEARER, NO_SUCH_RESOURCE, notAllowed, refuse, valuesOf } from './rest.ts';
import { createRestRecords } from './rest-records.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { PartnerOptions } from './types.ts';

const ALLOCATION = { supplier: 'string', sku: 'string', units: 'number', status: 'string' } as const;

/** A procurement system with a plain REST interface: purchase orders with what the supplier has confirmed, other suppliers, allocations that are asked for. */
export function createProcurement(options: PartnerOptions): SystemPartner {
  const records = createRestRecords(options, { path: '/api/v1/allocations/', fields: ALLOCATION });
  return createSystem(options, {
    name: 'procurement',
    makeUp: (reference) => madeUpPurchase(reference, options.now()),
    unauthorized: () => refuse(401, NO_BEARER),
    respond: (request, documents) => {
      const record = records(request, documents);
      if (record !== undefined) return record;
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== '/api/v1/purchase-orders') return refuse(404, NO_SUCH_RESOURCE);
      if (request.method !== 'GET') return notAllowed('GET');
      const references = ['number', 'sku', 'reference'].flatMap((name) => valuesOf(searchParams, name));
      if (references.length === 0) return refuse(400, 'At least one number, sku or reference is needed.');
      return json({ purchaseOrders: documents.resolve(references).map(({ document }) => document) });
    },
  });
}
