import * as z from 'zod';
import type { CallSystem } from '../../systems/index.ts';
import {
  anyOf,
  literal,
  ODATA_JSON,
  odataQuery,
  ORDER_WITHOUT_CHARGE,
  PROMISED_AT,
  promisedAt,
  promiseFields,
  SALES_ORDER,
} from '../../systems/index.ts';
import { ORDER_KEY } from '../catalogue.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { Change, WritableSystem, Written } from '../ports.ts';
import { ABSENT, mustBeOk, value, valueUnder, writtenOf } from './document-answers.ts';

const entity = z.record(z.string(), z.unknown());
const listed = z.object({ d: z.object({ results: z.array(entity) }) });

/** The sales order of SAP (OData V4): found by its number, changed under its tag. */
export function salesOrders(call: CallSystem, { fields }: CatalogueEntry): WritableSystem {
  const send = withCsrfToken(call);
  const pathOf = (number: string): string => `${SALES_ORDER}(${encodeURIComponent(literal(number))})`;
  return {
    read: async (number) => {
      const names = Object.values(fields).flatMap((name) =>
        name === PROMISED_AT ? ['RequestedDeliveryDate', name] : [name],
      );
      const answer = await send(odataQuery(pathOf(number), { select: names.join(',') }), { method: 'GET' });
      if (answer.status === 404) return undefined;
      const found = entity.parse(await mustBeOk('ERP', answer).json());
      const day = z.string().nullish().parse(found['RequestedDeliveryDate']);
      const moment = z.string().nullish().parse(found[PROMISED_AT]);
      const values = Object.entries(fields).map(
        ([ours, name]) => [ours, name === PROMISED_AT ? promisedAt(day, moment) : value.parse(found[name])] as const,
      );
      return { etag: tagOf(answer), values: Object.fromEntries(values) };
    },
    write: async (number, { values, etag, idempotencyKey }) => {
      const body = Object.entries(values).flatMap(([ours, given]) => {
        const name = fields[ours] ?? ours;
        return Object.entries(name === PROMISED_AT ? promiseFields(String(given)) : { [name]: given });
      });
      return writtenOf('ERP', await send(pathOf(number), patch(etag, idempotencyKey, Object.fromEntries(body))));
    },
  };
}

/** Who is sent goods again: taken from the order that they replace, because SAP wants it said. */
const organization = z.object({
  SalesOrganization: z.string(),
  DistributionChannel: z.string(),
  OrganizationDivision: z.string(),
  SoldToParty: z.string(),
});
/** Set up as delivered: free of charge delivery, for a reason that has to be given. */
const FREE_OF_CHARGE = { SalesOrderWithoutChargeType: 'CBFD', SDDocumentReason: '101' };

/** As delivered, SAP ends a dialog request after ten minutes, and one that hangs a minute later (profile parameters `rdisp/max_wprun_time`, `rdisp/scheduler/prio_normal/max_runtime`). */
const LONGEST_WORK_MS = 11 * 60_000;

/**
 * Orders without charge (OData V2). SAP gives the number, and a second POST makes a second order: ours is found by the customer's reference, in which its key stands, before anything
 * is written.
 */
export function ordersWithoutCharge(call: CallSystem, { fields }: CatalogueEntry): WritableSystem {
  const send = withCsrfToken(call);
  const find = async (key: string): Promise<z.infer<typeof entity> | undefined> => {
    const select = ['SalesOrderWithoutCharge', ...Object.values(fields)].join(',');
    const filter = anyOf([{ property: ORDER_KEY, value: key }]);
    const question = odataQuery(ORDER_WITHOUT_CHARGE, { top: '1', filter, expand: 'to_Item', select, format: 'json' });
    const answer = await send(question, { method: 'GET' });
    return listed.parse(await mustBeOk('ERP', answer).json()).d.results[0];
  };
  const make = async (key: string, values: Change['values'], idempotencyKey: string): Promise<Response> => {
    const select = Object.keys(organization.shape).join(',');
    const replaced = `${SALES_ORDER}(${encodeURIComponent(literal(String(values['order'])))})`;
    const answer = await call(odataQuery(replaced, { select }), { headers: { accept: ODATA_JSON } });
    // What is refused here would be refused the next time too.
    if (answer.status === 404) return answer;
    const sold = organization.parse(await mustBeOk('ERP', answer).json());
    const body = { ...FREE_OF_CHARGE, ...sold, [ORDER_KEY]: key, ...deepBody(values, fields) };
    return send(ORDER_WITHOUT_CHARGE, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [CORRELATION]: idempotencyKey },
      body: JSON.stringify(body),
    });
  };
  return {
    mayStillWriteFor: LONGEST_WORK_MS,
    read: async (key) => {
      const found = await find(key);
      if (found === undefined) return { etag: ABSENT, values: {} };
      const { etag } = z.object({ etag: z.string() }).parse(found['__metadata']);
      const values = Object.entries(fields).map(([ours, path]) => [ours, valueUnder(found, path)] as const);
      return { etag, values: Object.fromEntries(values) };
    },
    write: async (key, { values, etag, idempotencyKey }) => {
      if (etag === ABSENT) return writtenOf('ERP', await make(key, values, idempotencyKey));
      const found = await find(key);
      // It was there when it was read.
      if (found === undefined) return { answer: 'changed-meanwhile' } satisfies Written;
      const number = z.string().parse(found['SalesOrderWithoutCharge']);
      const path = `${ORDER_WITHOUT_CHARGE}(${encodeURIComponent(literal(number))})`;
      return writtenOf('ERP', await send(path, patch(etag, idempotencyKey, deepBody(values, fields))));
    },
  };
}

/** Values of the header, and below it of the one item. OData V2 writes decimals as text. */
function deepBody(values: Change['values'], fields: CatalogueEntry['fields']): Readonly<Record<string, unknown>> {
  const named = Object.entries(values).map(([ours, given]) => [fields[ours] ?? ours, String(given)] as const);
  const item = named.flatMap(([name, given]) => (name.startsWith('to_Item/') ? [[name.slice(8), given] as const] : []));
  const header = named.filter(([name]) => !name.includes('/'));
  return { ...Object.fromEntries(header), ...(item.length === 0 ? {} : { to_Item: [Object.fromEntries(item)] }) };
}

/** SAP knows no idempotency key; under this one its log shows which of our actions a change was. */
const CORRELATION = 'x-correlationid';

function patch(etag: string, key: string, body: Readonly<Record<string, unknown>>): RequestInit {
  const headers = {
    'content-type': 'application/json',
    'if-match': etag,
    prefer: 'return=minimal',
    [CORRELATION]: key,
  };
  return { method: 'PATCH', headers, body: JSON.stringify(body) };
}

function tagOf(answer: Response): string {
  const etag = answer.headers.get('etag');
  if (etag === null) throw new Error('ERP gave no ETag');
  return etag;
}

/**
 * SAP Gateway takes a change only with a token that a reading request has fetched, sent together with the cookies of that session. The reading request is the one that comes before each
 * change anyway; where the session has ended meanwhile, a token is fetched once more.
 */
function withCsrfToken(call: CallSystem): CallSystem {
  let session: Readonly<Record<string, string>> = {};
  const read = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('accept', ODATA_JSON);
    headers.set('x-csrf-token', 'Fetch');
    const answer = await call(path, { ...init, headers });
    const token = answer.headers.get('x-csrf-token');
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    if (token !== null)
      session = { 'x-csrf-token': token, ...(cookies.length === 0 ? {} : { cookie: cookies.join('; ') }) };
    return answer;
  };
  const change = (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    for (const [name, given] of Object.entries(session)) headers.set(name, given);
    return call(path, { ...init, headers });
  };
  return async (path, init = {}) => {
    if (init.method === 'GET') return read(path, init);
    const answer = await change(path, init);
    if (answer.status !== 403 || answer.headers.get('x-csrf-token')?.toLowerCase() !== 'required') return answer;
    await read(path.slice(0, path.lastIndexOf('/') + 1), { method: 'GET' });
    return change(path, init);
  };
}
