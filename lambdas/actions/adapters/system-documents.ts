import * as z from 'zod';
import type { ActionType, AskedSystem } from '../../contracts/index.ts';
import { parseEnvironment, patience, request, secretReader, settingReader } from '../../platform/index.ts';
import { CATALOGUE } from '../catalogue.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { WritableSystem, Written } from '../ports.ts';

/** Long enough for a system that is busy, and well below the function's time. */
const PATIENCE_MS = 8_000;

const credentials = z.record(z.string(), z.looseObject({ apiKey: z.string() }));
const answered = z.record(z.string(), z.unknown());
const value = z.union([z.string(), z.number(), z.boolean()]).optional().catch(undefined);

/** What a document that is not there yet has in place of a tag. */
const ABSENT = '';

/** Where a system keeps a document, and whether it knows tags: Salesforce finds a record by our external id and has none. */
interface Dialect {
  readonly path: (collection: string, subject: string) => string;
  readonly hasTags: boolean;
}
const REST: Dialect = {
  path: (collection, subject) => `/api/v1/${collection}/${encodeURIComponent(subject)}`,
  hasTags: true,
};
const DIALECTS: Readonly<Partial<Record<AskedSystem, Dialect>>> = {
  erp: {
    // A single quote in an OData literal is doubled.
    path: (collection, subject) => `/odata/v4/${collection}('${encodeURIComponent(subject.replaceAll("'", "''"))}')`,
    hasTags: true,
  },
  crm: {
    path: (collection, subject) =>
      `/services/data/v62.0/sobjects/${collection}/Fairlead_Key__c/${encodeURIComponent(subject)}`,
    hasTags: false,
  },
};

/**
 * The documents that actions change, in whatever system: read with their ETag, changed by PATCH under If-Match and an idempotency key; what is made anew is an upsert under
 * a key of ours and If-None-Match, as OData 4.01 (11.4.4) has it, so that making it twice makes one.
 */
export function systemDocuments(): (type: ActionType) => WritableSystem {
  const environment = parseEnvironment({ SETTINGS_PREFIX: z.string(), SYSTEM_SECRET: z.string() });
  const setting = settingReader(environment.SETTINGS_PREFIX);
  const secret = secretReader();
  const send = async (entry: CatalogueEntry, subject: string, init: RequestInit): Promise<Response> => {
    const { system, collection } = entry;
    const [url, keys] = await Promise.all([setting(`systems/${system}/url`), secret(environment.SYSTEM_SECRET)]);
    const apiKey = credentials.parse(JSON.parse(keys))[system]?.apiKey;
    if (apiKey === undefined) throw new Error(`the secret of systems has no key for ${system}`);
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${apiKey}`);
    headers.set('accept', 'application/json');
    return request(`${url}${dialectOf(entry).path(collection, subject)}`, {
      ...init,
      headers,
      signal: patience(PATIENCE_MS),
    });
  };
  return (type) => {
    const entry = CATALOGUE[type];
    const name = entry.system.toUpperCase();
    return {
      read: async (subject) => {
        const answer = await send(entry, subject, { method: 'GET' });
        if (answer.status === 404) return entry.made === undefined ? undefined : { etag: ABSENT, values: {} };
        if (!answer.ok) throw new Error(`${name} answered ${String(answer.status)} to a question`);
        const etag = dialectOf(entry).hasTags ? answer.headers.get('etag') : '*';
        if (etag === null) throw new Error(`${name} gave no ETag`);
        const body = answered.parse(await answer.json());
        const values = Object.entries(entry.fields).map(([ours, theirs]) => [ours, value.parse(body[theirs])] as const);
        return { etag, values: Object.fromEntries(values) };
      },
      write: async (subject, { values, etag, idempotencyKey }) => {
        const body = Object.entries(values).map(([ours, given]) => [entry.fields[ours] ?? ours, given]);
        const condition = etag === ABSENT ? { 'if-none-match': '*' } : { 'if-match': etag };
        const answer = await send(entry, subject, {
          method: 'PATCH',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': idempotencyKey,
            ...(dialectOf(entry).hasTags ? condition : {}),
          },
          body: JSON.stringify(Object.fromEntries(body)),
        });
        return writtenOf(name, answer);
      },
    };
  };
}

function dialectOf({ system }: CatalogueEntry): Dialect {
  return DIALECTS[system] ?? REST;
}

/** What an answer to a PATCH means. A server error says nothing about whether it was written. */
function writtenOf(name: string, { status, ok, headers }: Response): Written {
  if (ok) return { answer: 'done' };
  // 428: it wants a tag that the document did not have when it was read.
  if (status === 412 || status === 428) return { answer: 'changed-meanwhile' };
  const seconds = Number(headers.get('retry-after'));
  if (status === 429 || (status === 503 && seconds > 0))
    return { answer: 'later', reason: `${name} answered ${String(status)}`, seconds: seconds > 0 ? seconds : 60 };
  if (status >= 400 && status < 500 && status !== 408)
    return { answer: 'refused', reason: `${name} refused the change with ${String(status)}.` };
  throw new Error(`${name} answered ${String(status)} to a change`);
}
