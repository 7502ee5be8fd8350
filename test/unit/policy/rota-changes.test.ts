import { afterEach, beforeEach, expect, test } from 'vitest';
import { rotaChangeStore } from '../../../lambdas/policy/adapters/rota-changes.dynamo.ts';
import { policyTable } from '../../../lambdas/policy/adapters/policy-items.ts';
import { isConflict } from '../../../lambdas/platform/index.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
beforeEach(() => {
  fixture = openStores('2026-03-02T08:00:00.000Z');
});
afterEach(() => {
  fixture.close();
});

test('of two that change the rotas over the same state one is told that the other was faster: the first change as any later one', async () => {
  const store = rotaChangeStore(policyTable('reference'));
  const none = await store.current();
  expect(await store.save(none, [], [])).toBe(true);
  expect(await store.save(none, [], [])).toBe(false);
  const first = await store.current();
  expect(first.generation).toBe(1);
  expect(await store.save(first, [], [])).toBe(true);
  expect(await store.save(first, [], [])).toBe(false);
  expect((await store.current()).generation).toBe(2);
});

const cancelled = (...codes: readonly string[]): Error =>
  Object.assign(new Error('cancelled'), {
    name: 'TransactionCanceledException',
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

test.each([
  [['ConditionalCheckFailed', 'None'], true],
  [['None', 'TransactionConflict'], true],
  [['TransactionConflict', 'ThrottlingError'], false],
  [['ValidationError'], false],
])('a transaction that ends with %j was lost to somebody faster: %s', (codes, isLost) => {
  expect(isConflict(cancelled(...codes))).toBe(isLost);
});
