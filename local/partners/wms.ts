import { shelvesOf } from './kept.ts';
import { madeUpStock } from './made-up-goods.ts';
import { createOnceBook } from './once.ts';
import { KEY_REUSED, NO_BEARER, NO_SUCH_RESOURCE, notAllowed, readBody, refuse, valuesOf } from './rest.ts';
import { createRestRecords } from './rest-records.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { Document, PartnerOptions } from './types.ts';
import type { Documents, Known } from './documents.ts';

/** Stock of a SKU at a site that nobody may pick. */
export interface QuarantineHold {
  readonly id: string;
  readonly sku: string;
  readonly site: string;
  readonly units?: number;
  readonly lot?: string;
  readonly reason: string;
  readonly status: 'held' | 'released';
  readonly heldAt: string;
}

export interface WmsPartner extends SystemPartner {
  readonly holds: readonly QuarantineHold[];
}

const REALLOCATION = {
  sku: 'string',
  fromSite: 'string',
  toSite: 'string',
  units: 'number',
  status: 'string',
} as const;
const HOLD_BODY = { sku: 'string', site: 'string', units: 'number?', lot: 'string?', reason: 'string' } as const;

/** A warehouse management system with a plain REST interface: stock by SKU and site, substitutes, quarantine. */
export function createWms(options: PartnerOptions): WmsPartner {
  const holds = createHolds(options);
  const records = createRestRecords(options, { path: '/api/v1/reallocations/', fields: REALLOCATION });
  const system = createSystem(options, {
    name: 'wms',
    makeUp: (reference) => madeUpStock(reference, options.offers),
    unauthorized: () => refuse(401, NO_BEARER),
    respond: (request, documents) => {
      const record = records(request, documents);
      if (record !== undefined) return record;
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === '/api/v1/stock') {
        return request.method === 'GET' ? stockOf(searchParams, documents, holds.of) : notAllowed('GET');
      }
      return holds.respond(request, pathname, searchParams);
    },
  });
  return {
    ...system,
    get holds() {
      return holds.all();
    },
  };
}

/** What goes by these references, and what is stored of these SKUs. */
function stockOf(
  parameters: URLSearchParams,
  documents: Documents,
  holdsOf: (sku: unknown) => readonly QuarantineHold[],
): Response {
  const references = valuesOf(parameters, 'reference');
  const skus = valuesOf(parameters, 'sku');
  if (references.length + skus.length === 0) return refuse(400, 'At least one reference or sku is needed.');
  const found = [
    ...skus.flatMap((wanted): readonly Known[] => {
      const known = documents.find(({ sku }) => sku === wanted);
      return known === undefined ? documents.resolve([`sku:${wanted}`]) : [known];
    }),
    ...(references.length === 0 ? [] : documents.resolve(references)),
  ];
  const bySku = new Map(found.map(({ document }): [unknown, Document] => [document['sku'], document]));
  return json({ items: [...bySku.values()].map((item) => ({ ...item, holds: holdsOf(item['sku']) })) });
}

interface Holds {
  readonly all: () => readonly QuarantineHold[];
  readonly of: (sku: unknown) => readonly QuarantineHold[];
  readonly respond: (request: Request, path: string, parameters: URLSearchParams) => Response | Promise<Response>;
}

function createHolds(options: PartnerOptions): Holds {
  const { now } = options;
  const shelf = shelvesOf(options);
  const holds = shelf<QuarantineHold>('holds');
  const book = createOnceBook<string>(shelf('hold requests'));

  const hold = async (request: Request): Promise<Response> => {
    const body = await readBody(request, HOLD_BODY);
    if (typeof body === 'string') return refuse(400, body);
    const once = book.perform(request.headers.get('idempotency-key'), body, () => {
      const id = `HLD-${1001 + holds.size}`;
      const { sku, site, units, lot, reason } = body;
      holds.set(id, {
        id,
        sku: String(sku),
        site: String(site),
        ...(typeof units === 'number' ? { units } : {}),
        ...(typeof lot === 'string' ? { lot } : {}),
        reason: String(reason),
        status: 'held',
        heldAt: new Date(now()).toISOString(),
      });
      return id;
    });
    if (once.state === 'reused') return refuse(422, KEY_REUSED);
    return json(holds.get(once.result), once.state === 'done' ? 201 : 200, {
      location: `/api/v1/holds/${once.result}`,
    });
  };
  const byKey = (parameters: URLSearchParams): Response => {
    const [key] = valuesOf(parameters, 'idempotencyKey');
    if (key === undefined) return json({ holds: [...holds.values()] });
    const found = holds.get(book.find(key) ?? '');
    return json({ holds: found === undefined ? [] : [found] });
  };
  const release = (known: QuarantineHold): Response => {
    const released = { ...known, status: 'released' as const };
    holds.set(known.id, released);
    return json(released);
  };
  return {
    all: () => [...holds.values()],
    of: (wanted) => [...holds.values()].filter(({ sku, status }) => sku === wanted && status === 'held'),
    respond: (request, path, parameters) => {
      if (path === '/api/v1/holds') {
        if (request.method === 'POST') return hold(request);
        return request.method === 'GET' ? byKey(parameters) : notAllowed('GET, POST');
      }
      const id = /^\/api\/v1\/holds\/([\w-]+)$/.exec(path)?.[1];
      const known = holds.get(id ?? '');
      if (known === undefined) return refuse(404, id === undefined ? NO_SUCH_RESOURCE : `There is no hold ${id}.`);
      if (request.method === 'DELETE') return release(known);
      return request.method === 'GET' ? json(known) : notAllowed('GET, DELETE');
    },
  };
}
