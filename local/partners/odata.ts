import { parseFilter } from './odata-filter.ts';
import type { Equality } from './odata-filter.ts';
import { etagOf } from './conditional-writes.ts';
import type { Known } from './documents.ts';
import type { EdmType, EntitySet } from './erp-model.ts';
import { isRecord, json } from './types.ts';
import type { Document } from './types.ts';

export interface Query {
  readonly equalities: readonly Equality[];
  readonly joinedBy: 'or' | 'and';
  readonly top: number;
  /** Properties that are shown; undefined: all. */
  readonly select: readonly string[] | undefined;
  readonly expand: readonly string[];
}

const OPTIONS = ['$filter', '$top', '$select', '$expand', '$format', 'sap-client'];

/** The query options of a request, or how it is refused: what the entity does not have is an error, as in SAP Gateway, and never passed over. */
export function readQuery(set: EntitySet, parameters: URLSearchParams, wantsFilter: boolean): Query | Response {
  const refuse = refusalOf(set);
  const unsupported = [...parameters.keys()].find((name) => !OPTIONS.includes(name));
  if (unsupported !== undefined) return refuse(501, 'NotImplemented', `${unsupported} is not supported.`);
  const top = parameters.get('$top') ?? '100';
  if (!/^\d{1,9}$/.test(top)) return refuse(400, 'BadRequest', '$top must be a number.');
  const expand = listOf(parameters.get('$expand'));
  const select = parameters.has('$select') ? listOf(parameters.get('$select')) : undefined;
  const unknown =
    expand.find((name) => !Object.hasOwn(set.expands, name)) ?? select?.find((name) => !isShown(set, expand, name));
  if (unknown !== undefined) return refuse(400, 'BadRequest', `Property ${unknown} not found in type ${set.name}Type.`);
  const shown = { top: Number(top), select, expand };
  if (!wantsFilter) return { ...shown, equalities: [], joinedBy: 'or' };
  const filter = parseFilter(parameters.get('$filter') ?? '');
  if (!filter.ok) return refuse(filter.status, filter.status === 400 ? 'BadRequest' : 'NotImplemented', filter.message);
  const { equalities, joinedBy } = filter;
  const odd = equalities.find(({ property }) => !set.filterable.includes(property));
  if (odd === undefined) {
    return joinedBy === (set.joinsBy ?? 'or') || equalities.length === 1
      ? { ...shown, equalities, joinedBy }
      : refuse(501, 'NotImplemented', `Here a filter is joined by ${set.joinsBy ?? 'or'} only.`);
  }
  return Object.hasOwn(set.properties, odd.property)
    ? refuse(501, 'NotImplemented', `There is no filter by ${odd.property}.`)
    : refuse(400, 'BadRequest', `Property ${odd.property} not found in type ${set.name}Type.`);
}

function listOf(text: string | null): readonly string[] {
  return (text ?? '').split(',').filter((name) => name !== '');
}

/** OData V2 selects below a navigation property by a path, which must be expanded too. */
function isShown({ properties, expands, version }: EntitySet, expand: readonly string[], name: string): boolean {
  if (Object.hasOwn(properties, name)) return true;
  const [navigation = '', below = ''] = name.split('/');
  const entity = expands[navigation];
  return version === 2 && expand.includes(navigation) && entity !== undefined && Object.hasOwn(entity, below);
}

/** An entity as its service shows it. Decimals are text in V2, and in V4 where the caller asks for IEEE 754 compatible numbers. */
export function showEntity(set: EntitySet, known: Known, query: Query, accept: string): Document {
  const isText = set.version === 2 || /IEEE754Compatible=true/i.test(accept);
  const show = (document: Document, types: Readonly<Record<string, EdmType>>, prefix = ''): Document =>
    Object.fromEntries(
      Object.entries(types).flatMap(([name, type]) => {
        if (query.select !== undefined && !query.select.includes(`${prefix}${name}`)) return [];
        const value = document[name] ?? (type === 'String' ? '' : null);
        const isAmount = type === 'Decimal' && (typeof value === 'string' || typeof value === 'number');
        return [[name, isAmount ? (isText ? String(value) : Number(value)) : value]];
      }),
    );
  const below = query.expand.map((name) => {
    const rows = known.document[name];
    const items = (Array.isArray(rows) ? rows.filter(isRecord) : []).map((row) =>
      show(row, set.expands[name] ?? {}, set.version === 2 ? `${name}/` : ''),
    );
    return [name, set.version === 2 ? { results: items } : items] as const;
  });
  const etag = etagOf(known);
  const about = set.version === 2 ? { __metadata: { etag, type: `${set.name}Type` } } : { '@odata.etag': etag };
  return { ...about, ...show(known.document, set.properties), ...Object.fromEntries(below) };
}

export function showList(set: EntitySet, entities: readonly Document[]): Response {
  const body =
    set.version === 2 ? { d: { results: entities } } : { '@odata.context': `$metadata#${set.name}`, value: entities };
  return json(body, 200, versionOf(set));
}

/** The service document: what a service has. */
export function showService(sets: readonly EntitySet[]): Response {
  const names = sets.map(({ name }) => name);
  const [set] = sets;
  if (set === undefined || set.version === 2) return json({ d: { EntitySets: names } });
  const value = names.map((name) => ({ name, kind: 'EntitySet', url: name }));
  return json({ '@odata.context': '$metadata', value }, 200, versionOf(set));
}

export function showOne(set: EntitySet, entity: Document, etag: string, status = 200): Response {
  const body = set.version === 2 ? { d: entity } : { '@odata.context': `$metadata#${set.name}/$entity`, ...entity };
  return json(body, status, { ...versionOf(set), etag });
}

export function versionOf({ version }: EntitySet): Readonly<Record<string, string>> {
  return version === 2 ? { dataserviceversion: '2.0' } : { 'odata-version': '4.0' };
}

export type Refusal = (
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
) => Response;

/** Errors as each version writes them: the message of V2 has a language. */
export function refusalOf(set: EntitySet): Refusal {
  return (status, code, message, headers = {}) =>
    json({ error: { code, message: set.version === 2 ? { lang: 'en', value: message } : message } }, status, {
      ...versionOf(set),
      ...headers,
    });
}
