import { createHash } from 'node:crypto';
import type { Documents, Known } from './documents.ts';
import { madeUpOrder } from './made-up.ts';
import { parseFilter } from './odata-filter.ts';
import { createSystem, decodePath } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json, readObject } from './types.ts';
import type { Document, PartnerOptions } from './types.ts';

const ENTITY_SET = '/odata/v4/SalesOrders';
const VERSION = { 'odata-version': '4.0' };

/** What may be changed from outside, with the type of its value. */
const CHANGEABLE: Readonly<Record<string, 'string' | 'boolean'>> = {
  RequestedDeliveryDateTime: 'string',
  DeliveryPriority: 'string',
  IsExpress: 'boolean',
};

/** An ERP that speaks OData V4 with optimistic locking, as SAP S/4HANA does. */
export function createErp(options: PartnerOptions): SystemPartner {
  const change = createChanges();
  return createSystem(options, {
    name: 'erp',
    makeUp: (reference) => madeUpOrder(reference, options.now()),
    unauthorized: () => refuse(401, 'Unauthorized', 'A bearer token is needed.', { 'www-authenticate': 'Bearer' }),
    respond: (request, documents) => {
      const url = new URL(request.url);
      const key = keyOf(url.pathname);
      if (url.pathname !== ENTITY_SET && key === undefined)
        return refuse(404, 'NotFound', 'There is no such resource.');
      if (key === undefined) {
        return request.method === 'GET' ? query(url.searchParams, documents) : notAllowed('GET');
      }
      const known = documents.find(({ SalesOrder }) => SalesOrder === key);
      if (known === undefined) return refuse(404, 'NotFound', `There is no sales order ${key}.`);
      if (request.method === 'GET') return single(known);
      return request.method === 'PATCH' ? change(request, known, documents) : notAllowed('GET, PATCH');
    },
  });
}

function keyOf(path: string): string | undefined {
  const literal = /^\/odata\/v4\/SalesOrders\((?:SalesOrder=)?'(.*)'\)$/.exec(decodePath(path))?.[1];
  return literal?.replaceAll("''", "'");
}

const etagOf = ({ version }: Known): string => `W/"${version}"`;

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

type Change = (request: Request, known: Known, documents: Documents) => Promise<Response>;

/** Remembers by Idempotency-Key what was done, so that a request that is sent again changes nothing again. */
function createChanges(): Change {
  const done = new Map<string, { readonly print: string; readonly etag: string }>();
  return async (request, known, documents) => {
    const values = await readObject(request.clone());
    const problem = values === undefined ? 'The body must be a JSON object.' : problemOf(values);
    if (values === undefined || problem !== undefined) return refuse(400, 'BadRequest', problem ?? '');
    const key = request.headers.get('idempotency-key');
    const print = createHash('sha256')
      .update(JSON.stringify([known.reference, values]))
      .digest('hex');
    const before = key === null ? undefined : done.get(key);
    if (before !== undefined) {
      return before.print === print
        ? changed(before.etag)
        : refuse(422, 'IdempotencyKeyReused', 'This Idempotency-Key came with another change before.');
    }
    const match = request.headers.get('if-match');
    if (match === null) return refuse(428, 'PreconditionRequired', 'If-Match is needed.');
    if (match !== '*' && match !== etagOf(known)) {
      return refuse(412, 'PreconditionFailed', 'The sales order has changed since it was read.');
    }
    const etag = etagOf(documents.change(known, values));
    if (key !== null) done.set(key, { print, etag });
    return changed(etag);
  };
}

function problemOf(values: Document): string | undefined {
  if (Object.keys(values).length === 0) return 'There is nothing to change.';
  for (const [name, value] of Object.entries(values)) {
    const type = Object.hasOwn(CHANGEABLE, name) ? CHANGEABLE[name] : undefined;
    if (type === undefined) return `${name} cannot be changed.`;
    if (typeof value !== type) return `${name} must be a ${type}.`;
  }
  return undefined;
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
