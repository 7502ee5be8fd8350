import * as z from 'zod';
import { SALESFORCE_API } from '../../systems/index.ts';
import type { CallSystem } from '../../systems/index.ts';
import { CASE_KEY } from '../catalogue.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { WritableSystem } from '../ports.ts';
import { ABSENT, mustBeOk, value, writtenOf } from './document-answers.ts';

const answered = z.looseObject({ Id: z.string(), LastModifiedDate: z.string() });
const NAME = 'CRM';

/**
 * Records of Salesforce under our key. One is made by upsert, so that making it twice makes one; a change goes to its id and says when it was changed last, because Salesforce knows tags of accounts only:
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm. Its dates have seconds: two changes within one are not told apart.
 */
export function salesforceRecords(call: CallSystem, { collection, fields, made }: CatalogueEntry): WritableSystem {
  const records = `${SALESFORCE_API}/sobjects/${collection}`;
  const byKey = (subject: string): string => `${records}/${CASE_KEY}/${encodeURIComponent(subject)}`;
  return {
    read: async (subject) => {
      const answer = await call(byKey(subject), { method: 'GET' });
      if (answer.status === 404) return made === undefined ? undefined : { etag: ABSENT, values: {} };
      const body = answered.parse(await mustBeOk(NAME, answer).json());
      const values = Object.entries(fields).map(([ours, theirs]) => [ours, value.parse(body[theirs])] as const);
      return { etag: `${body.Id} ${body.LastModifiedDate}`, values: Object.fromEntries(values) };
    },
    write: async (subject, { values, etag, idempotencyKey }) => {
      const body = Object.entries(values).map(([ours, given]) => [fields[ours] ?? ours, given]);
      const [id = '', changedAt = ''] = etag.split(' ');
      const answer = await call(etag === ABSENT ? byKey(subject) : `${records}/${id}`, {
        method: 'PATCH',
        headers: {
          'content-type': 'application/json',
          // Salesforce knows no idempotency key; its log shows by this which of our actions a change was:
          // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_calloptions.htm
          'sforce-call-options': `client=${idempotencyKey}`,
          ...(etag === ABSENT ? {} : { 'if-unmodified-since': new Date(Date.parse(changedAt)).toUTCString() }),
        },
        body: JSON.stringify(Object.fromEntries(body)),
      });
      return writtenOf(NAME, answer);
    },
  };
}
