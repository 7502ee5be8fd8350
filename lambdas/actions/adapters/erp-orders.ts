import * as z from 'zod';
import { parseEnvironment, patience, request, secretReader, settingReader } from '../../platform/index.ts';
import type { WritableSystem, Written } from '../ports.ts';

/** Long enough for an ERP that is busy, and well below the function's time. */
const PATIENCE_MS = 8_000;

const credentials = z.looseObject({ erp: z.looseObject({ apiKey: z.string() }) });
const order = z.looseObject({ RequestedDeliveryDateTime: z.string().optional() });

/** Our names for the fields of a sales order that may be changed from here, and the ERP's. */
const FIELDS: Readonly<Record<string, string>> = { promisedAt: 'RequestedDeliveryDateTime' };

/** Sales orders of an ERP that speaks OData V4: read with their ETag, changed by PATCH under If-Match and an idempotency key. */
export function erpOrders(): WritableSystem {
  const environment = parseEnvironment({ SETTINGS_PREFIX: z.string(), SYSTEM_SECRET: z.string() });
  const setting = settingReader(environment.SETTINGS_PREFIX);
  const secret = secretReader();
  const send = async (subject: string, init: RequestInit): Promise<Response> => {
    const [url, keys] = await Promise.all([setting('systems/erp/url'), secret(environment.SYSTEM_SECRET)]);
    const { apiKey } = credentials.parse(JSON.parse(keys)).erp;
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${apiKey}`);
    headers.set('accept', 'application/json');
    // A single quote in an OData literal is doubled.
    const key = encodeURIComponent(subject.replaceAll("'", "''"));
    return request(`${url}/odata/v4/SalesOrders('${key}')`, {
      ...init,
      headers,
      signal: patience(PATIENCE_MS),
    });
  };
  return {
    read: async (subject) => {
      const answer = await send(subject, { method: 'GET' });
      if (answer.status === 404) return undefined;
      const etag = answer.headers.get('etag');
      if (!answer.ok || etag === null) throw new Error(`ERP answered ${String(answer.status)} to a question`);
      const { RequestedDeliveryDateTime: promisedAt } = order.parse(await answer.json());
      return { etag, values: { promisedAt } };
    },
    write: async (subject, { values, etag, idempotencyKey }) => {
      const body = Object.fromEntries(Object.entries(values).map(([name, value]) => [FIELDS[name] ?? name, value]));
      const answer = await send(subject, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'if-match': etag, 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
      });
      return writtenOf(answer);
    },
  };
}

/** What an answer to a PATCH means. A server error says nothing about whether it was written. */
function writtenOf({ status, ok, headers }: Response): Written {
  if (ok) return { answer: 'done' };
  if (status === 412) return { answer: 'changed-meanwhile' };
  const seconds = Number(headers.get('retry-after'));
  if (status === 429 || (status === 503 && seconds > 0))
    return { answer: 'later', reason: `ERP answered ${String(status)}`, seconds: seconds > 0 ? seconds : 60 };
  if (status >= 400 && status < 500 && status !== 408)
    return { answer: 'refused', reason: `ERP refused the change with ${String(status)}.` };
  throw new Error(`ERP answered ${String(status)} to a change`);
}
