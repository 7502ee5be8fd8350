import { createConditionalWrites, etagOf } from './conditional-writes.ts';
import type { Documents, Known } from './documents.ts';
import { createErpRecords } from './erp-records.ts';
import { madeUpOrder } from './made-up.ts';
import { parseFilter } from './odata-filter.ts';
import { createSystem, decodePath } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { Document, PartnerOptions } from './types.ts';

const ENTITY_SET = '/odata/v4/SalesOrders';
const VERSION = { 'odata-version': '4.0' };

/** Fields of a sales order that may be changed from outside. */
const ORDER_FIELDS = {
  RequestedDeliveryDateTime: 'string',
  DeliveryPriority: 'string',
  DeliveryBlockReason: 'string',
  IsExpress: 'boolean',
} as const;

/** An ERP that speaks OData V4 with optimistic locking, as SAP S/4HANA does. */
export function createErp(options: PartnerOptions): SystemPartner {
  const write = createConditionalWrites();
  const others = createErpRecords(write, { refuse, done: changed, notAllowed });
  return createSystem(options, {
    name: 'erp',
    makeUp: (reference) => madeUpOrder(reference, options.now()),
    unauthorized: () => refuse(401, 'Unauthorized', 'A bearer token is needed.', { 'www-authenticate': 'Bearer' }),
    respond: (request, documents) => {
      const url = new URL(request.url);
      const other = others(request, decodePath(url.pathname));
      if (other !== undefined) return other;
      const key = keyOf(url.pathname);
      if (url.pathname !== ENTITY_SET && key === undefined)
        return refuse(404, 'NotFound', 'There is no such resource.');
      if (key === undefined) {
        return request.method === 'GET' ? query(url.searchParams, documents) : notAllowed('GET');
      }
      const known = documents.find(({ SalesOrder }) => SalesOrder === key);
      if (known === undefined) return refuse(404, 'NotFound', `There is no sales order ${key}.`);
      if (request.method === 'GET') return single(known);
      return request.method === 'PATCH'
        ? write(
            request,
            { reference: known.reference, known, documents },
            { fields: ORDER_FIELDS, refuse, done: changed },
          )
        : notAllowed('GET, PATCH');
    },
  });
}

function keyOf(path: string): string | undefined {
  const literal = /^\/odata\/v4\/SalesOrders\((?:SalesOrder=)?'(.*)'\)$/.exec(decodePath(path))?.[1];
  return literal?.replaceAll("''", "'");
}

function entityOf(known: Known): Document {
  return { '@odata.etag': etagOf(known), DeliveryReference: known.reference, ...known.document };
}

function single(known: Known): Response {
  const body = { '@odata.context': '$metadata#SalesOrders/$entity', ...entityOf(known) };
  return json(body, 200, { ...VERSION, etag: etagOf(known) });
}

function query(parameters: URLSearchParams, documents: Documents): Response {
  const unsupported = [...parameters.keys()].find((name) => name !== '$top' && name !== '$filter');
  if (unsupported !== undefined) return refuse(501, 'NotImplemented', `${unsupported} is not supported.`);
  const top = parameters.get('$top') ?? '100';
  if (!/^\d{1,9}$/.test(top)) return refuse(400, 'BadRequest', '$top must be a number.');
  const filter = parseFilter(parameters.get('$filter') ?? '');
  if (!filter.ok) return refuse(filter.status, filter.status === 400 ? 'BadRequest' : 'NotImplemented', filter.message);
  const unknown = filter.alternatives.find(({ property }) => property !== 'DeliveryReference');
  if (unknown !== undefined) return refuse(501, 'NotImplemented', `There is no filter by ${unknown.property}.`);
  const value = documents.resolve(filter.alternatives.map(({ literal }) => literal)).slice(0, Number(top));
  return json({ '@odata.context': '$metadata#SalesOrders', value: value.map(entityOf) }, 200, VERSION);
}

function changed(etag: string): Response {
  return new Response(null, { status: 204, headers: { ...VERSION, etag } });
}

function notAllowed(allow: string): Response {
  return refuse(405, 'MethodNotAllowed', `Allowed: ${allow}.`, { allow });
}

function refuse(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return json({ error: { code, message } }, status, { ...VERSION, ...headers });
}
