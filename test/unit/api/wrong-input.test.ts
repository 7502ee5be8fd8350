import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../../bin/contracts/examples.ts';
import { role } from '../../../lambdas/contracts/index.ts';
import { problem } from '../../../lambdas/contracts/index.ts';
import { gatewayRouteOf } from '../../../lambdas/contracts/api/routes.ts';
import type { Route } from '../../../lambdas/contracts/api/routes.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { deviation } from '../../support/check-answer.ts';
import { ask, CALLS, claimsOf, closeCalls, eventOf, openCalls } from './every-call.ts';
import type { Asked } from './every-call.ts';

/** What no caller should send, sent to every call by somebody who may do everything: each time a refusal that says what is wrong, and nothing is written. */

let fixture: StoreFixture;
beforeAll(async () => {
  fixture = await openCalls();
});
afterAll(() => closeCalls(fixture));

const ofPeople = CALLS.filter(([, , { proof }]) => proof === 'person');
const WRITES = /^(Put|Update|Delete|Transact|Batch|Send|Start|Publish)/;

async function refusalOf(route: Route, event: any): Promise<Asked> {
  fixture.calls.length = 0;
  const asked = await ask(fixture, route, event);
  expect(fixture.calls.map(({ command }) => command).filter((command) => WRITES.test(command))).toEqual([]);
  return asked;
}

const eventAs = (name: string, route: Route) => eventOf(name, route, claimsOf(role.options));
const requestOf = (name: string): unknown => Object.values(EXAMPLES[name]?.request ?? {})[0];

describe('a part of the path that is none', () => {
  const STRANGE = ['%', '%E0%A4%A', '%00', '..%2F..%2Fetc', '__proto__', 'a'.repeat(5000), '%F0%9F%92%A9', ' '];
  const parts = (name: string) => [...name.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => part);

  test.each(CALLS.filter(([name, , { proof }]) => parts(name).length > 0 && !proof.startsWith('source')))(
    '%s',
    async (name, route) => {
      for (const part of parts(name))
        for (const strange of STRANGE) {
          const event = eventAs(name, route);
          event.pathParameters[part] = strange;
          const request = requestOf(name);
          if (request !== undefined) event.body = JSON.stringify(request);
          event.headers = { 'if-match': '"1"' };
          const { status, died } = await refusalOf(route, event);
          expect([part, strange.slice(0, 20), died]).toEqual([part, strange.slice(0, 20), undefined]);
          expect(status).toBeLessThan(500);
        }
    },
  );
});

describe('a command that there is not is told, with all that there are', () => {
  const byGateway = Map.groupBy(
    CALLS.filter(([name, { byCommand }]) => byCommand && name.startsWith('POST')),
    ([name, route]) => gatewayRouteOf(name, route),
  );

  test.each([...byGateway])('%s', async (name, calls) => {
    const [[first, route]] = calls as [(typeof calls)[number]];
    const event = eventAs(first, route);
    event.pathParameters.command = 'do-something';
    const { status, body } = await refusalOf(route, event);
    const { type, detail } = problem.parse(JSON.parse(body));
    const told = /^There is no command do-something; there (?:is|are) (.+)\.$/.exec(detail ?? '')?.[1]?.split(', ');
    expect([name, status, type]).toEqual([name, 404, 'https://fairlead.dev/problems/no-such-command']);
    expect(told?.toSorted()).toEqual(calls.map(([one]) => one.split('/').at(-1)).toSorted());
  });
});

describe('a body that is none', () => {
  const RAW = ['{', 'null', '[]', '12', '"x"', '\u0000', '<a/>', '['.repeat(9000)];

  test.each(ofPeople.filter(([, , { body }]) => body !== undefined))('%s', async (name, route, operation) => {
    const { body } = operation;
    const unfit = body?.required === true ? [...RAW, '', '{}'] : RAW;
    for (const raw of unfit) {
      const { status, body: text } = await refusalOf(route, {
        ...eventAs(name, route),
        headers: { 'if-match': '"1"' },
        body: raw,
      });
      const told = deviation(operation, { status, contentType: 'application/problem+json', text });
      expect([raw.slice(0, 9), status, told]).toEqual([raw.slice(0, 9), 400, undefined]);
    }
  });
});

describe('a field that does not fit is pointed at', () => {
  const WRONG = [123456, 'x'.repeat(70_000), null, [], {}, [null], true, { a: { b: 1 } }];
  const isOther = (left: unknown, right: unknown): boolean =>
    typeof left !== typeof right || Array.isArray(left) !== Array.isArray(right) || right === null;
  const withFields = ofPeople.flatMap(([name, route]): [string, Route, Record<string, unknown>][] => {
    const request = requestOf(name);
    return typeof request === 'object' && request !== null ? [[name, route, { ...request }]] : [];
  });

  test.each(withFields)('%s', async (name, route, request) => {
    const sent = async (body: unknown) =>
      refusalOf(route, { ...eventAs(name, route), headers: { 'if-match': '"1"' }, body: JSON.stringify(body) });
    const unknown = await sent({ ...request, 'no/thing': 1 });
    expect([unknown.status, unknown.body]).toEqual([400, expect.stringContaining('no~1thing')]);
    for (const [field, value] of Object.entries(request))
      for (const wrong of WRONG.filter((one) => isOther(value, one))) {
        const { status, body } = await sent({ ...request, [field]: wrong });
        const pointers = problem.parse(JSON.parse(body)).errors?.map(({ pointer }) => pointer) ?? [];
        const where = [field, JSON.stringify(wrong).slice(0, 20)];
        expect([...where, status]).toEqual([...where, 400]);
        expect([...where, pointers.some((pointer) => pointer.includes(`/${field}`))]).toEqual([...where, true]);
      }
  });
});

describe('nothing of what is not there', () => {
  const routeOf = (name: string): Route => {
    const found = CALLS.find(([one]) => one === name)?.[1];
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };

  test.each([
    ['GET /v1/sources/{sourceId}/history', 'source-no-such-source'],
    ['GET /v1/sources/{sourceId}/files', 'source-no-such-source'],
    ['GET /v1/sources/{sourceId}/quarantine', 'source-no-such-source'],
    ['GET /v1/mappings/{mappingId}/versions', 'mapping-no-such-mapping'],
    ['GET /v1/rotas/{rotaId}/changes', 'policy-no-such-rota'],
    ['GET /v1/rotas/{rotaId}/feeds', 'policy-no-such-rota'],
  ])('%s is no empty list', async (name, slug) => {
    const { status, body } = await refusalOf(routeOf(name), eventAs(name, routeOf(name)));
    expect([status, problem.parse(JSON.parse(body)).type]).toEqual([404, `https://fairlead.dev/problems/${slug}`]);
  });

  test('what is there and has nothing yet is an empty list', async () => {
    for (const [name, part, id] of [
      ['GET /v1/rotas/{rotaId}/changes', 'rotaId', 'transport'],
      ['GET /v1/mappings/{mappingId}/versions', 'mappingId', 'netsuite'],
    ] as const) {
      const event = eventAs(name, routeOf(name));
      event.pathParameters[part] = id;
      expect(await refusalOf(routeOf(name), event)).toMatchObject({ status: 200, body: '{"items":[]}' });
    }
  });

  test.each(['GET /v1/policy/simulations/{simulationId}/cases', 'GET /v1/policy/moves/{moveId}/cases'])(
    '%s without the number that is meant says so',
    async (name) => {
      const { status, body } = await refusalOf(routeOf(name), eventAs(name, routeOf(name)));
      expect([status, JSON.parse(body).errors[0].pointer]).toEqual([400, '/behind']);
    },
  );

  test('an id in the body that the path does not name is pointed at', async () => {
    const name = 'PUT /v1/sources/{sourceId}';
    const event = { ...eventAs(name, routeOf(name)), headers: { 'if-match': '"1"' } };
    const { status, body } = await refusalOf(routeOf(name), { ...event, body: JSON.stringify(requestOf(name)) });
    expect([status, JSON.parse(body).errors[0].pointer]).toEqual([400, '/id']);
  });
});

describe('a list of cases', () => {
  const name = 'GET /v1/cases';
  const asked = async (query: Record<string, string>): Promise<Asked> => {
    const found = CALLS.find(([one]) => one === name)?.[1];
    if (found === undefined) throw new Error('there is no list of cases');
    return refusalOf(found, { ...eventAs(name, found), queryStringParameters: query });
  };
  const page = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const other = { pk: 'CASE#1', sk: 'CASE', queuePk: 'TEAM#others', queueSk: '2026-03-02T08:00:00.000Z#1' };

  test.each([
    ['words', { team: 'transport-desk', after: 'zzz' }],
    ['the page of another team', { team: 'transport-desk', after: page(other) }],
    ['a key that is too long', { team: 'others', after: page({ ...other, pk: 'x'.repeat(3000) }) }],
    ['words, of an incident', { incident: `case_${'0'.repeat(32)}`, after: 'zzz' }],
    ['no child', { incident: `case_${'0'.repeat(32)}`, after: page({ shard: 0, after: 'x'.repeat(3000) }) }],
    ['no shard', { incident: `case_${'0'.repeat(32)}`, after: page({ shard: 9_000_000 }) }],
  ])('has no page that is %s', async (_what, query) => {
    const { status, body } = await asked(query);
    expect([status, JSON.parse(body).errors?.[0]?.pointer]).toEqual([400, '/after']);
  });

  test.each([
    ['team', 'x'.repeat(3000)],
    ['incident', 'x'.repeat(3000)],
    ['reference', `tracking:${'x'.repeat(3000)}`],
    ['signal', 'x'.repeat(3000)],
  ])('is empty for a %s that nobody can have', async (field, value) => {
    expect(await asked({ [field]: value })).toMatchObject({ status: 200, body: '{"items":[]}', went: false });
  });

  test('tells of a limit that is no number what one is', async () => {
    const { status, body } = await asked({ team: 'transport-desk', limit: 'all' });
    const detail = 'write a whole number from 1 to 100';
    expect([status, JSON.parse(body).errors]).toEqual([400, [{ pointer: '/limit', detail }]]);
  });
});
