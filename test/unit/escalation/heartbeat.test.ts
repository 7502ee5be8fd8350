import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

const URL = 'https://beats.example/5f2c-secret';
let fixture: StoreFixture;
let written = '';
beforeEach(() => {
  fixture = openStores();
  written = '';
  for (const name of ['CASES_TABLE', 'REFERENCE_TABLE']) vi.stubEnv(name, name.split('_')[0]!.toLowerCase());
  for (const name of ['EVENT_BUS', 'LIFECYCLE_ARN', 'ACTION_ARN', 'NOTICES_TOPIC']) vi.stubEnv(name, name);
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => ((written += String(chunk)), true));
  vi.resetModules();
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function run(url?: string): Promise<unknown> {
  if (url !== undefined) vi.stubEnv('HEARTBEAT_URL', url);
  const { handler } = await import('../../../lambdas/escalation/audit-cases.handler.ts');
  return handler({}, { awsRequestId: 'r1' } as Context);
}
const heard: string[] = [];
const hears = (status: number) => {
  heard.length = 0;
  fixture.network((request) => {
    heard.push(`${request.method} ${request.url}`);
    return Promise.resolve(new Response(null, { status }));
  });
};

test('each run of the auditor is told outside, once', async () => {
  hears(200);
  expect(await run(URL)).toEqual({ found: 0, failed: 0 });
  expect(heard).toEqual([`POST ${URL}`]);
  expect(written).not.toContain('heartbeat_failed');
});

test.each([
  ['refuses', () => hears(500), 'it answered 500'],
  ['cannot be reached', () => fixture.network(() => Promise.reject(new TypeError(`no way to ${URL}`))), 'TypeError'],
])('an address that %s stops nothing, and stands in no line', async (_name, network, why) => {
  network();
  expect(await run(URL)).toEqual({ found: 0, failed: 0 });
  expect(written).toContain('auditor.heartbeat_failed');
  expect(written).toContain(why);
  expect(written).not.toContain('secret');
});

test('a run that could not look is not told as one', async () => {
  hears(200);
  fixture.dieAt(0, 'before');
  await expect(run(URL)).rejects.toThrow();
  expect(heard).toEqual([]);
});

test('without an address nobody is called', async () => {
  hears(200);
  expect(await run()).toEqual({ found: 0, failed: 0 });
  expect(heard).toEqual([]);
});
