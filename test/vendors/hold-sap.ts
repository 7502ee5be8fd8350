import { READ_ONLY, SAP, SAP_CUSTOM_FIELDS } from './sap-metadata.ts';
import type { Edm, PublishedSet } from './sap-metadata.ts';

/** What a request or an answer says that the published metadata does not have, in words; empty: it follows it. */
export async function againstSap(request: Request, answer: Response): Promise<readonly string[]> {
  const url = new URL(request.url);
  const path = decodeURIComponent(url.pathname);
  const root = SAP.find(({ service }) => path === `${service}/`);
  if (root !== undefined) return [];
  const set = SAP.find(({ service, name, key }) =>
    new RegExp(String.raw`^${escape(`${service}/${name}`)}(\((${key}=)?'.*'\))?$`).test(path),
  );
  if (set === undefined) return [`no entity set at ${path}`];
  const asked = ofQuery(set, url.searchParams);
  const sent = request.method === 'GET' ? [] : ofWrite(set, request, JSON.parse((await request.text()) || '{}'));
  return [...asked, ...sent, ...(await ofAnswer(set, request, answer))];
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

function typeOf({ properties, navigation }: PublishedSet, name: string): Edm | undefined {
  const [first = '', below] = name.split('/');
  if (below !== undefined) return navigation[first]?.[below];
  return properties[first] ?? SAP_CUSTOM_FIELDS[first];
}

function ofQuery(set: PublishedSet, parameters: URLSearchParams): readonly string[] {
  const list = (name: string): readonly string[] =>
    (parameters.get(name) ?? '').split(',').filter((part) => part !== '');
  const filtered = [...(parameters.get('$filter') ?? '').matchAll(/([\w/]+) (\w+) '(?:[^']|'')*'/g)];
  const expanded = list('$expand').map((name) => name.split('(')[0] ?? '');
  return [
    ...list('$select')
      .filter((name) => typeOf(set, name) === undefined)
      .map((name) => `$select of ${name}`),
    ...filtered.filter(([, name = '']) => typeOf(set, name) === undefined).map(([, name]) => `$filter by ${name}`),
    ...filtered.filter(([, , operator]) => operator !== 'eq').map(([, , operator]) => `operator ${operator}`),
    ...expanded.filter((name) => set.navigation[name] === undefined).map((name) => `$expand of ${name}`),
    // A path in $select is of V2, and of what is expanded.
    ...list('$select')
      .filter((name) => name.includes('/') && (set.version === 4 || !expanded.includes(name.split('/')[0] ?? '')))
      .map((name) => `path ${name} in $select`),
  ];
}

function ofWrite(set: PublishedSet, request: Request, body: Record<string, unknown>): readonly string[] {
  const problems = ofEntity(set, body, 'body');
  const { headers, method } = request;
  const readOnly = method === 'PATCH' ? Object.keys(body).filter((name) => READ_ONLY.test(name)) : [];
  return [
    ...problems,
    ...readOnly.map((name) => `${name} is not updated`),
    ...(method === 'PATCH' && set.hasEtag && !headers.has('if-match') ? ['no If-Match'] : []),
    ...(headers.has('x-csrf-token') && headers.has('cookie') ? [] : ['no token of a session']),
    ...(headers.has('idempotency-key') ? ['Idempotency-Key'] : []),
  ];
}

async function ofAnswer(set: PublishedSet, request: Request, answer: Response): Promise<readonly string[]> {
  const text = await answer.clone().text();
  if (text === '' || answer.status === 403) return [];
  const body = JSON.parse(text);
  if (!answer.ok) {
    const { code, message } = body.error;
    const isWritten = set.version === 2 ? typeof message?.value === 'string' : typeof message === 'string';
    return typeof code === 'string' && isWritten ? [] : [`error body ${text}`];
  }
  const entities = set.version === 4 ? (body.value ?? [body]) : (body.d.results ?? [body.d]);
  const tag = set.version === 4 ? (entity: any) => entity['@odata.etag'] : (entity: any) => entity.__metadata?.etag;
  const isOne = request.method === 'GET' && /\('.*'\)$/.test(decodeURIComponent(new URL(request.url).pathname));
  return entities.flatMap((entity: any) => [
    ...ofEntity(set, entity, 'answer'),
    ...(!set.hasEtag || typeof tag(entity) === 'string' ? [] : ['no ETag in the entity']),
    ...(isOne && !answer.headers.has('etag') ? ['no ETag in the header'] : []),
  ]);
}

function ofEntity(set: PublishedSet, entity: Record<string, unknown>, where: string): readonly string[] {
  return Object.entries(entity).flatMap(([name, value]) => {
    if (name === '__metadata' || name.startsWith('@odata.')) return [];
    const below = set.navigation[name];
    if (below !== undefined) {
      const rows: any[] = Array.isArray(value) ? value : ((value as any)?.results ?? []);
      return rows.flatMap((row) =>
        Object.entries(row).flatMap(([inner, each]) => ofValue(below[inner], each, `${where}: ${name}/${inner}`, set)),
      );
    }
    return ofValue(typeOf(set, name), value, `${where}: ${name}`, set);
  });
}

const SHAPES: Readonly<Record<Edm, (value: unknown, version: 2 | 4) => boolean>> = {
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Decimal: (value, version) =>
    version === 2 ? /^-?\d+(\.\d+)?$/.test(String(value)) && typeof value === 'string' : !Number.isNaN(Number(value)),
  Date: (value) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)),
  DateTime: (value) => /^\/Date\(-?\d+\)\/$/.test(String(value)),
  DateTimeOffset: (value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(String(value)),
  TimeOfDay: (value) => /^\d{2}:\d{2}:\d{2}$/.test(String(value)),
};

function ofValue(type: Edm | undefined, value: unknown, where: string, { version }: PublishedSet): readonly string[] {
  if (type === undefined) return [`${where} is not in the metadata`];
  return value === null || SHAPES[type](value, version) ? [] : [`${where} is no ${type}: ${JSON.stringify(value)}`];
}
