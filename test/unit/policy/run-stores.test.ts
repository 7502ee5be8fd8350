import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runResults } from '../../../lambdas/policy/adapters/run-results.s3.ts';
import { simulationStore } from '../../../lambdas/policy/adapters/run-store.dynamo.ts';
import type { PolicySimulation } from '../../../lambdas/contracts/index.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
beforeEach(() => (fixture = openStores()));
afterEach(() => {
  fixture.close();
});

const run = (state: PolicySimulation['state']): PolicySimulation => ({
  contract: 'policy-simulation/1',
  id: 'one',
  wish: { draft: 'stricter' } as PolicySimulation['wish'],
  digest: 'd',
  by: 'ines-duarte',
  at: '2026-03-02T08:00:00.000Z',
  state,
});

it('a run is begun once, and of two who go on with it one does', async () => {
  const store = simulationStore('reference');
  expect(await store.save(run('waiting'))).toBe(true);
  expect(await store.save(run('waiting'))).toBe(false);
  expect(await store.save(run('done'), run('waiting'))).toBe(true);
  expect(await store.save(run('failed'), run('waiting'))).toBe(false);
  expect(await store.find('one')).toMatchObject({ state: 'done' });
});

describe('what a run has found of a case', () => {
  const results = () => runResults('raw', 'simulations');
  const fails = (name: string): void => {
    fixture.answer(() => {
      throw Object.assign(new Error(name), { name });
    });
  };

  it('that was forgotten since is not there', async () => {
    fails('NoSuchKey');
    expect(await results().get('one')).toBeUndefined();
  });

  it.each(['SlowDown', 'AccessDenied'])('is not taken for forgotten where the bucket says %s', async (name) => {
    fails(name);
    await expect(results().get('one')).rejects.toThrow(name);
  });
});
