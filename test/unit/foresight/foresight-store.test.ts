import { afterEach, beforeEach, expect, it } from 'vitest';
import { createForesightStore } from '../../../lambdas/foresight/adapters/foresight-store.dynamo.ts';
import type { Foresight } from '../../../lambdas/foresight/decide-foresight.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

const CASE = deriveId('case', 'late');
const AT = '2026-03-02T08:00:00.000Z';

let fixture: StoreFixture;
beforeEach(() => (fixture = openStores(AT)));
afterEach(() => {
  fixture.close();
});

it('of two who have read the same one writes, and the other is told', async () => {
  const store = createForesightStore('reference');
  const at = (round: number): Foresight => ({
    watched: [{ material: 'A-1', site: '1010', issuer: 'erp', round }],
  });
  expect(await store.replace(CASE, undefined, at(1), AT)).toBe(true);
  expect(await store.replace(CASE, undefined, at(2), AT)).toBe(false);
  expect(await store.replace(CASE, at(1), at(2), AT)).toBe(true);
  expect(await store.replace(CASE, at(1), at(3), AT)).toBe(false);
  expect(await store.read(CASE)).toEqual(at(2));
});
