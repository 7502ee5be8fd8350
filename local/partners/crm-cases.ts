import { createHash } from 'node:crypto';
import { shelvesOf } from './kept.ts';
import { decodePath } from './system.ts';
import { json, readObject } from './types.ts';
import type { Document, PartnerOptions } from './types.ts';

/** A service case, with the key that the sender gave it. */
export interface ServiceCase {
  readonly id: string;
  readonly externalId?: string;
  readonly fields: Document;
  readonly createdAt: string;
  readonly changedAt: number;
}

/** The external id by which a sender finds its own case again, so that sending twice makes one. */
const EXTERNAL_ID = 'Fairlead_Key__c';
const FIELDS: readonly string[] = [
  EXTERNAL_ID,
  'Subject',
  'Description',
  'Status',
  'Priority',
  'Origin',
  'Type',
  'Reason',
  'AccountId',
  'ContactId',
  'Shipment_Reference__c',
];

export interface CrmCases {
  readonly all: () => readonly ServiceCase[];
  /** Undefined: the path is none of a case. */
  readonly respond: (request: Request, api: string) => Promise<Response> | Response | undefined;
}

type Refuse = (status: number, errorCode: string, message: string, fields?: readonly string[]) => Response;

/**
 * The sObject `Case`: create, and upsert and read by external id.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
 */
export function createCrmCases(options: PartnerOptions, refuse: Refuse): CrmCases {
  const { now } = options;
  const cases = shelvesOf(options)<ServiceCase>('cases');
  const byExternalId = (value: string): ServiceCase | undefined =>
    [...cases.values()].find(({ externalId }) => externalId === value);

  const write = (fields: Document, externalId: string | undefined, known?: ServiceCase): ServiceCase => {
    const id = known?.id ?? idOf(cases.size + 1);
    const written = {
      id,
      ...(externalId === undefined ? {} : { externalId }),
      fields: { Status: 'New', ...known?.fields, ...fields },
      createdAt: known?.createdAt ?? dateOf(now()),
      changedAt: now(),
    };
    cases.set(id, written);
    return written;
  };
  const create = async (request: Request): Promise<Response> => {
    const fields = await readFields(request, refuse);
    if (fields instanceof Response) return fields;
    const { [EXTERNAL_ID]: key, ...rest } = fields;
    if (typeof key === 'string') {
      const known = byExternalId(key);
      if (known !== undefined)
        return refuse(
          400,
          'DUPLICATE_VALUE',
          `duplicate value found: ${EXTERNAL_ID} duplicates value on record with id: ${known.id}`,
          [],
        );
    }
    const { id } = write(rest, typeof key === 'string' ? key : undefined);
    return json({ id, success: true, errors: [] }, 201);
  };
  /** A row by its id: refused where it was changed after the date that the sender names, in whole seconds as dates are here. */
  const change = async (request: Request, known: ServiceCase): Promise<Response> => {
    const since = request.headers.get('if-unmodified-since');
    if (since !== null && Number.isNaN(Date.parse(since)))
      return refuse(400, 'INVALID_FIELD', 'If-Unmodified-Since is no date.');
    if (since !== null && seconds(known.changedAt) > seconds(Date.parse(since)))
      return new Response(null, { status: 412 });
    const fields = await readFields(request, refuse);
    if (fields instanceof Response) return fields;
    write(fields, known.externalId, known);
    return new Response(null, { status: 204 });
  };
  const upsert = async (request: Request, key: string): Promise<Response> => {
    const fields = await readFields(request, refuse);
    if (fields instanceof Response) return fields;
    if (Object.hasOwn(fields, EXTERNAL_ID))
      return refuse(400, 'INVALID_FIELD', `The ${EXTERNAL_ID} field should not be specified in the sobject data.`);
    const known = byExternalId(key);
    const { id } = write(fields, key, known);
    return json({ id, success: true, errors: [], created: known === undefined }, known === undefined ? 201 : 200);
  };
  const show = (known: ServiceCase | undefined, api: string): Response =>
    known === undefined
      ? refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
      : json({
          attributes: { type: 'Case', url: `${api}/sobjects/Case/${known.id}` },
          Id: known.id,
          ...(known.externalId === undefined ? {} : { [EXTERNAL_ID]: known.externalId }),
          ...known.fields,
          CreatedDate: known.createdAt,
          LastModifiedDate: dateOf(known.changedAt),
        });

  return {
    all: () => [...cases.values()],
    respond: (request, api) => {
      const { pathname } = new URL(request.url);
      const path = /^\/sobjects\/Case(?:\/([^/]+)(?:\/(.+))?)?$/.exec(pathname.slice(api.length));
      if (path === null || !pathname.startsWith(api)) return undefined;
      const [, field, value] = path;
      const { method } = request;
      if (field === undefined) return method === 'POST' ? create(request) : methodRefused(refuse, 'POST');
      if (value === undefined) {
        const known = cases.get(field);
        if (method === 'PATCH' && known !== undefined) return change(request, known);
        return method === 'GET' || known === undefined ? show(known, api) : methodRefused(refuse, 'GET, PATCH');
      }
      if (field !== EXTERNAL_ID)
        return refuse(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${field}`);
      const key = decodePath(value);
      if (method === 'PATCH') return upsert(request, key);
      return method === 'GET' ? show(byExternalId(key), api) : methodRefused(refuse, 'GET, PATCH');
    },
  };
}

const seconds = (at: number): number => Math.floor(at / 1_000);

/** As Salesforce writes moments: in UTC, without parts of a second. */
function dateOf(at: number): string {
  return new Date(seconds(at) * 1_000).toISOString().replace('Z', '+0000');
}

function methodRefused(refuse: Refuse, allowed: string): Response {
  return refuse(405, 'METHOD_NOT_ALLOWED', `HTTP Method not allowed. Allowed are ${allowed}`);
}

async function readFields(request: Request, refuse: Refuse): Promise<Document | Response> {
  const fields = await readObject(request);
  if (fields === undefined) return refuse(400, 'JSON_PARSER_ERROR', 'The body must be a JSON object.');
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return refuse(400, 'INVALID_FIELD', `No such column '${unknown}' on sobject of type Case`);
  const wrong = Object.entries(fields).find(([, value]) => typeof value !== 'string');
  return wrong === undefined
    ? fields
    : refuse(400, 'JSON_PARSER_ERROR', `Cannot deserialize ${wrong[0]} from what was sent.`);
}

/** Ids of cases begin with 500 and have 18 characters. */
function idOf(number: number): string {
  const digits = createHash('sha256')
    .update(`case ${String(number)}`)
    .digest('hex')
    .slice(0, 9)
    .toUpperCase();
  return `500000${digits}AAA`;
}
