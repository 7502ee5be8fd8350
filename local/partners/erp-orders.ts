import { etagOf } from './conditional-writes.ts';
import type { Documents } from './documents.ts';
import type { EntitySet } from './erp-model.ts';
import { refusalOf, showEntity, showOne } from './odata.ts';
import { isRecord, readObject } from './types.ts';
import type { Document } from './types.ts';

/** A deep insert: header and items in one POST. The system gives the number; a second POST makes a second document, whatever it says. */
export function createErpOrders(set: EntitySet, documents: Documents): (request: Request) => Promise<Response> {
  const refuse = refusalOf(set);
  return async (request) => {
    const body = await readObject(request);
    if (body === undefined) return refuse(400, 'BadRequest', 'The body must be a JSON object.');
    const missing = set.creatable?.find((name) => body[name] === undefined || body[name] === '');
    if (missing !== undefined) return refuse(400, 'BadRequest', `Enter ${missing}.`);
    const problem = problemOf(set, body);
    if (problem !== undefined) return refuse(400, 'BadRequest', problem);
    const number = String(60_000_000 + documents.count());
    const rows = Object.keys(set.expands).map((name) => [name, rowsOf(body[name])] as const);
    const document = { ...body, ...Object.fromEntries(rows), [set.key]: number };
    documents.put(number, document);
    const known = { reference: number, document, version: 1 };
    const query = {
      equalities: [],
      joinedBy: 'or' as const,
      top: 1,
      select: undefined,
      expand: Object.keys(set.expands),
    };
    return showOne(set, showEntity(set, known, query, ''), etagOf(known), 201);
  };
}

function rowsOf(value: unknown): readonly Document[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function problemOf(set: EntitySet, body: Document): string | undefined {
  for (const [name, value] of Object.entries(body)) {
    const below = set.expands[name];
    if (below === undefined && !Object.hasOwn(set.properties, name)) return `Property ${name} is invalid.`;
    // Decimals are text in OData V2 as well.
    if (below === undefined && typeof value !== 'string') return `${name} must be a string.`;
    const odd = below === undefined ? undefined : rowsOf(value).flatMap((row) => oddIn(row, below))[0];
    if (odd !== undefined) return `Property ${odd} is invalid.`;
  }
  return undefined;
}

function oddIn(row: Document, types: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(row).flatMap(([name, value]) =>
    Object.hasOwn(types, name) && typeof value === 'string' ? [] : [name],
  );
}
