import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { getFrom } from '../../../lambdas/enrichment/adapters/connector.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
let asked: number;
beforeEach(() => {
  fixture = openStores();
  asked = 0;
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  vi.stubEnv('SYSTEM_SECRET', 'systems');
  fixture.answer(({ command }) =>
    command === 'GetParameterCommand'
      ? { Parameter: { Value: 'http://tms.test' } }
      : { SecretString: JSON.stringify({ tms: { apiKey: 'key' } }) },
  );
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
});
const answers = (...statuses: readonly number[]): void =>
  fixture.network(() => Promise.resolve(Response.json({}, { status: statuses[(asked += 1) - 1] ?? 500 })));

it('asks once more where a system stumbles, so that one lost packet leaves no case without facts', async () => {
  answers(502, 200);
  await expect(getFrom('tms')('/shipments')).resolves.toEqual({});
  expect(asked).toBe(2);
});

it('and no more than that: the facts from before serve', async () => {
  answers(502, 502, 200);
  await expect(getFrom('tms')('/shipments')).rejects.toThrow('TMS answered 502');
  expect(asked).toBe(2);
});
