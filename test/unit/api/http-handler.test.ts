import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ROUTES as ALL_ROUTES } from '../../../lambdas/contracts/api/routes.ts';
import { httpHandler } from '../../../lambdas/platform/index.ts';

const written: string[] = [];
beforeEach(() => {
  written.length = 0;
  // What leaves a function leaves by its output.
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(...String(chunk).split('\n')) > 0);
});
afterEach(() => vi.restoreAllMocks());
const linesOf = (): any[] => written.filter((line) => line.includes('call.answered')).map((line) => JSON.parse(line));

const ROUTES = {
  'POST /v1/boxes/{boxId}/open': {
    server: 'api/serve-api',
    byCommand: true,
    deprecated: { since: '2026-03-02', sunset: '2026-09-02', instead: 'POST /v2/boxes/{boxId}/open' },
  },
  'POST /v1/boxes/{boxId}/close': { server: 'api/serve-api', byCommand: true, deprecated: { since: '2026-03-02' } },
  'POST /v1/boxes/{boxId}/move': { server: 'api/serve-api', byCommand: true },
} as const;

const event = (command: string, parameters: object = {}): any => ({
  httpMethod: 'POST',
  resource: '/v1/boxes/{boxId}/{command}',
  path: `/v1/boxes/1/${command}`,
  pathParameters: { boxId: '1', command, ...parameters },
  requestContext: { requestId: 'request-7', path: `/prod/v1/boxes/1/${command}` },
});
const answer = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
const call = (given: any, run: Parameters<typeof httpHandler>[1] = () => Promise.resolve(answer)) =>
  httpHandler('test', run, ROUTES)(given, { awsRequestId: 'lambda-1' } as any);

test('a deprecated call says so, until when it is there, and where to read on', async () => {
  const { headers } = await call(event('open'));
  expect(headers).toEqual({
    'content-type': 'application/json',
    deprecation: '@1772409600',
    sunset: 'Wed, 02 Sep 2026 00:00:00 GMT',
    link: '</prod/v1/docs#post-v1-boxes-boxid-open>; rel="deprecation"; type="text/html"',
  });
  expect((await call(event('close'))).headers).not.toHaveProperty('sunset');
});

test('HEAD is answered as GET would be, without the body', async () => {
  const asked = { ...event('move'), httpMethod: 'HEAD', resource: '/v1/boxes/{boxId}', pathParameters: { boxId: '1' } };
  expect(await call(asked)).toEqual({ ...answer, body: '' });
  expect(await call({ ...asked, httpMethod: 'GET' })).toEqual(answer);
  expect(linesOf().map((line) => line.call)).toEqual(['HEAD /v1/boxes/{boxId}', 'GET /v1/boxes/{boxId}']);
});

test('a call that stays says nothing, whatever somebody writes as its command', async () => {
  for (const command of ['move', 'toString', 'open/../move'])
    expect((await call(event(command))).headers).toEqual(answer.headers);
  expect(linesOf().map((line) => line.call)).toEqual([
    'POST /v1/boxes/{boxId}/move',
    'POST /v1/boxes/{boxId}/{command}',
    'POST /v1/boxes/{boxId}/{command}',
  ]);
});

test('whatever the path of a call names is on its record, so that who has seen it can be answered; secrets are not', async () => {
  const named = new Set(
    Object.keys(ALL_ROUTES).flatMap((name) => [...name.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => part)),
  );
  const parameters = Object.fromEntries([...named].map((name) => [name, `id-of-${name}`]));
  await call(event('move', parameters));
  const [line] = linesOf();
  const missing = [...named].filter((name) => line[name] !== `id-of-${name}`);
  expect(missing.sort()).toEqual(['pathKey', 'token']);
  expect(JSON.stringify(line)).not.toMatch(/id-of-(pathKey|token)/);
});

test('each call leaves one line: by whom, which, about what, and how it ended; no word and no secret of it', async () => {
  const problem = { type: 'https://fairlead.dev/problems/not-possible-now', detail: 'Mrs Example moved' };
  const refused = { statusCode: 409, body: JSON.stringify(problem) };
  const parameters = {
    caseId: 'case_1',
    token: 'secret-token',
    pathKey: 'secret-path',
    sourceId: 'Mrs Example, Duluth',
  };
  await call(event('move', parameters), async (_event, { requestId, note }) => {
    expect(requestId).toBe('request-7');
    note({ person: 'ines-duarte', roles: 'lead' });
    return refused;
  });
  const lines = linesOf();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    code: 'call.answered',
    requestId: 'request-7',
    call: 'POST /v1/boxes/{boxId}/move',
    status: 409,
    problem: 'not-possible-now',
    ms: expect.any(Number),
    caseId: 'case_1',
    person: 'ines-duarte',
    roles: 'lead',
  });
  expect(JSON.stringify(lines)).not.toMatch(/secret|Mrs Example/);
});
