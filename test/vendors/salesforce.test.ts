import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemDocuments } from '../../lambdas/actions/adapters/system-documents.ts';
import { readCrmAnswer } from '../../lambdas/enrichment/answers/read-crm-answer.ts';
import { customerQuestion } from '../../lambdas/enrichment/questions/crm-questions.ts';
import { openPartners } from '../engine/partners-support.ts';
import type { TestWorld } from '../engine/partners-support.ts';
import { openStores } from '../unit/case/store-fixture.ts';
import type { StoreFixture } from '../unit/case/store-fixture.ts';
import { againstSalesforce, isCustom } from './hold-salesforce.ts';
import { CUSTOM_FIELDS, CUSTOM_OBJECTS, STANDARD } from './salesforce-metadata.ts';

const SUBJECT = { region: 'eu', businessUnit: 'retail', references: [] };
const API = 'http://crm.partner.test/services/data/v62.0';
let fixture: StoreFixture;
let world: TestWorld;
let odd: string[];
let asked: string[];
/** What somebody in the CRM does right before our next change arrives. */
let meanwhile: (() => Promise<unknown>) | undefined;

async function ask(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = new Request(`${API}${path}`, {
    method,
    headers: { authorization: 'Bearer k', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const copy = request.clone();
  const answer = await world.partners.handle(request);
  odd.push(...(await againstSalesforce(copy, answer)));
  return answer;
}

beforeEach(() => {
  fixture = openStores();
  world = openPartners();
  [odd, asked, meanwhile] = [[], [], undefined];
  vi.stubEnv('SYSTEM_SECRET_CRM', 'system');
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  fixture.answer(({ command }: any) =>
    command === 'GetParameterCommand'
      ? { Parameter: { Value: 'http://crm.partner.test' } }
      : { SecretString: JSON.stringify({ crm: { apiKey: 'key' } }) },
  );
  fixture.network(async (request) => {
    const happens = request.method === 'GET' ? undefined : meanwhile;
    if (happens !== undefined) meanwhile = undefined;
    await happens?.();
    const copy = request.clone();
    const answer = await world.partners.handle(request);
    asked.push(
      `${request.method} ${new URL(request.url).pathname.split('/').slice(5).join('/')} ${String(answer.status)}`,
    );
    odd.push(...(await againstSalesforce(copy, answer)));
    return answer;
  });
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
});

describe('the connector and the simulator of Salesforce, held against what Salesforce publishes', () => {
  it('what is not Salesforce’s is named as it names what customers add', () => {
    for (const object of Object.keys(CUSTOM_OBJECTS)) expect(object).toSatisfy(isCustom);
    for (const [object, fields] of Object.entries(CUSTOM_FIELDS))
      for (const name of Object.keys(fields))
        if (STANDARD['Account']?.fields[name] === undefined)
          expect([object, name, isCustom(name)]).toEqual([object, name, true]);
  });

  it.each(['SO-88213', "O'Neill \\ Sons"])(
    'the question of enrichment follows it, and so does the answer: %s',
    async (value) => {
      world.partners.crm.put(value, {
        name: 'Aldergrove',
        tier: 'Gold',
        penalty: 1000,
        currency: 'EUR',
        complaints: 2,
      });
      const answer = await ask(
        'GET',
        customerQuestion([{ kind: 'shipment', value, issuer: 'x' }]).slice('/services/data/v62.0'.length),
      );
      expect(readCrmAnswer(await answer.json())).toMatchObject({
        customerName: 'Aldergrove',
        tier: 'gold',
        openComplaints: 2,
      });
      expect(odd).toEqual([]);
    },
  );

  it('a service case is made once under our key, and changed by its id while nobody else has', async () => {
    const system = systemDocuments()('service_case', SUBJECT);
    const key = 'FL-0123456789abcdef';
    const absent = await system.read(key);
    const open = { title: 'Late', description: 'Two days', reference: 'SO-1', status: 'New' };
    expect(await system.write(key, { values: open, etag: absent!.etag, idempotencyKey: 'k' })).toEqual({
      answer: 'done',
    });
    // Its answer got lost: it is made under the same key again, and is the same case.
    expect(await system.write(key, { values: open, etag: absent!.etag, idempotencyKey: 'k' })).toEqual({
      answer: 'done',
    });
    expect(world.partners.crm.cases).toHaveLength(1);
    const made = await system.read(key);
    expect(made?.values).toMatchObject(open);
    const close = { values: { status: 'Closed' }, etag: made!.etag, idempotencyKey: 'k' };

    const id = world.partners.crm.cases[0]!.id;
    meanwhile = async () => {
      world.clock.now += 2_000;
      await ask('PATCH', `/sobjects/Case/${id}`, { Status: 'Escalated' });
    };
    expect(await system.write(key, close)).toEqual({ answer: 'changed-meanwhile' });
    expect(world.partners.crm.cases[0]?.fields).toMatchObject({ Status: 'Escalated' });
    const now = await system.read(key);
    expect(await system.write(key, { ...close, etag: now!.etag })).toEqual({ answer: 'done' });
    expect(asked.filter((line) => line.startsWith('PATCH'))).toEqual([
      `PATCH Case/Fairlead_Key__c/${key} 201`,
      `PATCH Case/Fairlead_Key__c/${key} 200`,
      `PATCH Case/${id} 412`,
      `PATCH Case/${id} 204`,
    ]);
    expect(odd).toEqual([]);
  });

  it('errors are arrays with code, message and the status of the code', async () => {
    const noToken = await world.partners.handle(new Request(`${API}/query?q=x`));
    expect([noToken.status, await noToken.json()]).toEqual([
      401,
      [{ message: expect.any(String), errorCode: 'INVALID_SESSION_ID' }],
    ]);
    await ask('POST', '/sobjects/Case', { Subject: 'Late', Fairlead_Key__c: 'k' });
    const double = await ask('POST', '/sobjects/Case', { Subject: 'Late', Fairlead_Key__c: 'k' });
    expect([double.status, await double.json()]).toMatchObject([400, [{ errorCode: 'DUPLICATE_VALUE', fields: [] }]]);
    const missing = await ask('GET', '/sobjects/Case/Fairlead_Key__c/unknown');
    expect([missing.status, await missing.json()]).toMatchObject([404, [{ errorCode: 'NOT_FOUND' }]]);
    expect(odd).toEqual([]);
  });

  it.each([
    [
      'a field that does not exist',
      'GET',
      `/query?q=${encodeURIComponent("SELECT Account.Level__c FROM Shipment__c WHERE Reference__c IN ('x') LIMIT 1")}`,
      undefined,
      {},
    ],
    [
      'another object',
      'GET',
      `/query?q=${encodeURIComponent("SELECT Name FROM Consignment__c WHERE Reference__c IN ('x') LIMIT 1")}`,
      undefined,
      {},
    ],
    ['a wrong field in a change', 'PATCH', '/sobjects/Case/Fairlead_Key__c/k', { Title: 'Late' }, {}],
    ['the key in the body of an upsert', 'PATCH', '/sobjects/Case/Fairlead_Key__c/k', { Fairlead_Key__c: 'k' }, {}],
    [
      'a date that is none',
      'PATCH',
      '/sobjects/Case/KNOWN',
      { Status: 'Closed' },
      { 'if-unmodified-since': 'yesterday' },
    ],
  ])('and it notices what Salesforce does not have: %s', async (_, method, path, body, headers) => {
    await ask('POST', '/sobjects/Case', { Subject: 'Late' });
    const id = world.partners.crm.cases[0]!.id;
    odd = [];
    const answer = await ask(method, path.replace('KNOWN', id), body, headers);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(odd).not.toEqual([]);
  });

  it('and tags, which Salesforce compares for accounts only', async () => {
    await ask('POST', '/sobjects/Case', { Subject: 'Late' });
    await ask(
      'PATCH',
      `/sobjects/Case/${world.partners.crm.cases[0]!.id}`,
      { Status: 'New' },
      { 'if-match': '"x"', 'idempotency-key': 'k' },
    );
    expect(odd).toHaveLength(2);
  });
});
