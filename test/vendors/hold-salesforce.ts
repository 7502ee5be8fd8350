import { CONDITIONAL, CUSTOM, CUSTOM_FIELDS, CUSTOM_OBJECTS, ERRORS, STANDARD } from './salesforce-metadata.ts';
import type { SObject, SoapType } from './salesforce-metadata.ts';

const API = '/services/data/v62.0';

/** What a request or an answer says that Salesforce does not publish, in words; empty: it follows it. */
export async function againstSalesforce(request: Request, answer: Response): Promise<readonly string[]> {
  const { pathname, searchParams } = new URL(request.url);
  if (!pathname.startsWith(`${API}/`)) return [`no resource at ${pathname}`];
  const resource = pathname.slice(API.length + 1);
  const headers = ofHeaders(request, resource);
  if (resource === 'query')
    return [...headers, ...ofQuery(searchParams.get('q') ?? ''), ...(await ofAnswer(request, answer, undefined))];
  const [, object = '', field, value] = /^sobjects\/(\w+)(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(resource) ?? [];
  const known = objectOf(object);
  if (known === undefined) return [`no resource at ${pathname}`];
  const external =
    value === undefined || typeIn(object, field ?? '') !== undefined ? [] : [`external id ${field ?? ''}`];
  return [
    ...headers,
    ...external,
    ...(await ofWrite(object, known, request, field, value)),
    ...(await ofAnswer(request, answer, object)),
  ];
}

const objectOf = (name: string): SObject | undefined => STANDARD[name] ?? CUSTOM_OBJECTS[name];

function typeIn(object: string, path: string): SoapType | undefined {
  const [first = '', below] = path.split('.');
  const known = objectOf(object);
  if (below !== undefined) return known?.parents[first] === undefined ? undefined : typeIn(known.parents[first], below);
  return known?.fields[first] ?? CUSTOM_FIELDS[object]?.[first];
}

function ofHeaders({ headers, method }: Request, resource: string): readonly string[] {
  const isRow = /^sobjects\/\w+\/\w{15,18}$/.test(resource);
  const conditional = [...headers.keys()].filter((name) => /^if-/.test(name));
  return [
    ...conditional.filter((name) => !CONDITIONAL.includes(name) || !isRow).map((name) => `${name} at ${resource}`),
    ...conditional
      .filter((name) => CONDITIONAL.includes(name) && Number.isNaN(Date.parse(headers.get(name) ?? '')))
      .map((name) => `${name} is no date`),
    ...(headers.has('idempotency-key') ? ['Idempotency-Key'] : []),
    ...(method === 'PATCH' && !headers.get('content-type')?.startsWith('application/json') ? ['content type'] : []),
  ];
}

function ofQuery(soql: string): readonly string[] {
  const [, fields = '', object = '', where = ''] =
    /^SELECT (.+) FROM (\w+) WHERE (\w+) IN \(.*\) LIMIT \d+$/s.exec(soql) ?? [];
  if (objectOf(object) === undefined) return [`no object in ${soql}`];
  return [...fields.split(',').map((field) => field.trim()), where]
    .filter((field) => typeIn(object, field) === undefined)
    .map((field) => `no field ${field} of ${object}`);
}

async function ofWrite(
  object: string,
  known: SObject,
  request: Request,
  field?: string,
  value?: string,
): Promise<readonly string[]> {
  if (request.method === 'GET') return [];
  const body: Record<string, unknown> = JSON.parse((await request.text()) || '{}');
  return Object.entries(body).flatMap(([name, sent]) => [
    ...(typeIn(object, name) === undefined
      ? [`no field ${name} of ${object}`]
      : ofValue(typeIn(object, name), sent, name)),
    ...(known.readOnly.includes(name) ? [`${name} is not written`] : []),
    // "Don't specify the external ID in the body."
    ...(value !== undefined && name === field ? [`${name} is in path and body`] : []),
  ]);
}

async function ofAnswer(request: Request, answer: Response, object: string | undefined): Promise<readonly string[]> {
  const text = await answer.clone().text();
  // What stands in the body of a 412 is not published.
  if (answer.status === 204 || answer.status === 412) return text === '' ? [] : [`a body with ${answer.status}`];
  const body = JSON.parse(text);
  if (!answer.ok) {
    if (!Array.isArray(body) || body.length === 0) return [`error body ${text}`];
    return body.flatMap(({ errorCode, message }) => [
      ...(typeof message === 'string' ? [] : ['an error without message']),
      ...(ERRORS[errorCode] === answer.status ? [] : [`${errorCode} with ${answer.status}`]),
    ]);
  }
  if (object === undefined) {
    const { totalSize, done, records } = body;
    const head = totalSize === records?.length && done === true ? [] : ['totalSize, done and records'];
    return [...head, ...(records ?? []).flatMap((record: any) => ofRecord(record))];
  }
  if (request.method === 'GET') return ofRecord(body);
  const { id, success, errors } = body;
  return typeof id === 'string' && success === true && Array.isArray(errors) ? [] : [`answer ${text}`];
}

function ofRecord(record: Record<string, any>): readonly string[] {
  const { attributes, ...fields } = record;
  const object = attributes?.type;
  if (typeof object !== 'string' || objectOf(object) === undefined) return [`no type in ${JSON.stringify(record)}`];
  return Object.entries(fields).flatMap(([name, value]) => {
    const parent = objectOf(object)?.parents[name];
    if (parent !== undefined) return value === null ? [] : ofRecord(value);
    return ofValue(typeIn(object, name), value, `${object}.${name}`);
  });
}

const IS: Readonly<Record<SoapType, (value: unknown) => boolean>> = {
  id: (value) => /^[A-Za-z0-9]{18}$/.test(String(value)),
  reference: (value) => /^[A-Za-z0-9]{15,18}$/.test(String(value)),
  string: (value) => typeof value === 'string' && value.length <= 255,
  textarea: (value) => typeof value === 'string' && value.length <= 32_000,
  picklist: (value) => typeof value === 'string',
  datetime: (value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}([+-]\d{4}|Z)$/.test(String(value)),
  boolean: (value) => typeof value === 'boolean',
  currency: (value) => typeof value === 'number',
  double: (value) => typeof value === 'number',
};

function ofValue(type: SoapType | undefined, value: unknown, where: string): readonly string[] {
  if (type === undefined) return [`${where} is not in the metadata`];
  if (value === null) return type === 'boolean' ? [`${where} is empty, and a checkbox never is`] : [];
  return IS[type](value) ? [] : [`${where} is no ${type}: ${JSON.stringify(value)}`];
}

/** Whether a name is one that a customer may give. */
export const isCustom = (name: string): boolean => CUSTOM.test(name);
