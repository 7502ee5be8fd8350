import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Signal, SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { checkDue } from '../../../lambdas/silence/adapters/check-due.ts';
import type { DueSchedules } from '../../../lambdas/silence/adapters/due-schedules.ts';
import { createExpectationStore, keyOf } from '../../../lambdas/silence/adapters/expectation-store.dynamo.ts';
import { noteSignal } from '../../../lambdas/silence/adapters/note-signal.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { progress, shipment } from '../intake/signals.ts';

let fixture: StoreFixture;
beforeEach(() => {
  fixture = openStores();
});
afterEach(() => fixture.close());

it('ten thousand that fall due in one minute are each raised once, whoever is woken twice', async () => {
  const raised: Signal[] = [];
  const due = new Map<string, string>();
  const schedules: DueSchedules = {
    setFor: (key, dueAt) => Promise.resolve(void due.set(JSON.stringify(key), dueAt)),
    cancel: (key) => Promise.resolve(void due.delete(JSON.stringify(key))),
  };
  const watch = {
    expectations: createExpectationStore(fixture.store),
    schedules,
    source: () => Promise.resolve({ plans: { grace: 'PT2H' } } as SourceRegistration),
    raise: (signal: Signal) => Promise.resolve(void raised.push(signal)),
  };
  const at = '2026-03-02T12:00:00.000Z';
  const plans = Array.from({ length: 10_000 }, (_, index) =>
    progress(`plan ${String(index)}`, [shipment(`S${String(index)}`)], { name: 'departed', at: 'scheduled' }, at),
  );
  for (const plan of plans) await noteSignal(watch, plan);
  for (const { references } of plans.slice(0, 2_000))
    await noteSignal(watch, progress('report', references, { name: 'departed', at: 'actual' }, at));
  expect(due.size).toBe(8_000);
  fixture.setTime('2026-03-02T14:00:00.000Z');
  for (const plan of [...plans, ...plans.slice(5_000, 5_100)]) await checkDue(watch, keyOf(plan)!);
  expect(raised).toHaveLength(8_000);
  expect(new Set(raised.map(({ id }) => id)).size).toBe(8_000);
}, 600_000);
