import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Signal, SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { checkDue } from '../../../lambdas/silence/adapters/check-due.ts';
import type { DueSchedules } from '../../../lambdas/silence/adapters/due-schedules.ts';
import { createExpectationStore, keyOf } from '../../../lambdas/silence/adapters/expectation-store.dynamo.ts';
import type { ExpectationKey } from '../../../lambdas/silence/adapters/expectation-store.dynamo.ts';
import { noteSignal } from '../../../lambdas/silence/adapters/note-signal.ts';
import { Died, openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { progress, retraction, shipment, tracking } from '../intake/signals.ts';

const PLANNED = '2026-03-02T12:00:00.000Z';
const DUE = '2026-03-02T14:00:00.000Z';
let fixture: StoreFixture;
let raised: Signal[];
let due: Map<string, string>;
let planner: Pick<SourceRegistration, 'plans'>;

const schedules: DueSchedules = {
  setFor: (key, dueAt) => Promise.resolve(void due.set(JSON.stringify(key), dueAt)),
  cancel: (key) => Promise.resolve(void due.delete(JSON.stringify(key))),
};
const parts = () => ({
  expectations: createExpectationStore(fixture.store),
  schedules,
  source: () => Promise.resolve(planner as SourceRegistration),
  raise: (signal: Signal) => Promise.resolve(void raised.push(signal)),
});
const note = (signal: Signal) => noteSignal(parts(), signal);
const check = (key: ExpectationKey) => checkDue(parts(), key);
const plan = (name: 'departed' | 'arrived' = 'departed', at = PLANNED, receivedAt = '2026-03-02T08:00:00.000Z') => ({
  ...progress(`plan ${name} ${at}`, [shipment('S1'), tracking('T1')], { name, at: 'scheduled' }, at),
  receivedAt,
});
const report = (
  name: 'departed' | 'arrived' = 'departed',
  at = '2026-03-02T11:50:00.000Z',
  references = [tracking('T1')],
) => progress(`report ${name} ${at}`, references, { name, at: 'actual' }, at);
const keyed = (signal: Signal): ExpectationKey => {
  const key = signal.kind === 'progress' ? keyOf(signal) : undefined;
  if (key === undefined) throw new Error('no key');
  return key;
};
const dueOf = (signal: Signal): string | undefined => due.get(JSON.stringify(keyed(signal)));
const onTimeline = (signal: Signal) =>
  createIntakeStore(fixture.store).keepOnTimeline(signal, '2026-03-02T12:00:00.000Z');

beforeEach(() => {
  fixture = openStores();
  raised = [];
  due = new Map();
  planner = { plans: { grace: 'PT2H' } };
});
afterEach(() => fixture.close());

describe('a milestone that was promised', () => {
  it('has one schedule, at its time and the grace', async () => {
    expect(await note(plan())).toBe('promised');
    expect(await note(plan())).toBe('promised');
    expect([...due.values()]).toEqual([DUE]);
  });

  it('is none of a source that does not plan, and an estimate promises nothing', async () => {
    planner = {};
    expect(await note(plan())).toBe('passed_over');
    planner = { plans: { grace: 'PT2H' } };
    expect(await note({ ...plan(), milestone: { name: 'departed', at: 'estimated' } })).toBe('passed_over');
    expect(due.size).toBe(0);
  });

  it('is trouble when nobody has reported it by then, once', async () => {
    await note(plan());
    fixture.setTime(DUE);
    expect(await check(keyed(plan()))).toBe('missed');
    expect(await check(keyed(plan()))).toBe('nothing');
    expect(raised.map((signal) => signal.kind === 'exception' && signal.type)).toEqual(['transport.milestone_missed']);
  });

  it('is kept by a report under another number of the shipment, and its schedule goes', async () => {
    await note(plan());
    expect(await note(report())).toBe('met');
    expect(due.size).toBe(0);
    fixture.setTime(DUE);
    expect(await check(keyed(plan()))).toBe('nothing');
    expect(raised).toEqual([]);
  });

  it('is kept by a report that lies on the timeline, though nobody noted it', async () => {
    await note(plan());
    await onTimeline(report('departed', '2026-03-02T11:50:00.000Z', [shipment('S1')]));
    fixture.setTime(DUE);
    expect(await check(keyed(plan()))).toBe('met');
    expect(raised).toEqual([]);
  });

  it('that happened before the plan came is kept at once', async () => {
    await onTimeline(report('departed', '2026-03-02T11:50:00.000Z', [shipment('S1')]));
    expect(await note(plan())).toBe('met');
    expect(due.size).toBe(0);
  });

  it('moves with its plan; the old schedule wakes nobody', async () => {
    await note(plan());
    await note(plan('departed', '2026-03-03T12:00:00.000Z', '2026-03-02T09:00:00.000Z'));
    expect([...due.values()]).toEqual(['2026-03-03T14:00:00.000Z']);
    due.clear();
    fixture.setTime(DUE);
    expect(await check(keyed(plan()))).toBe('moved');
    expect([...due.values()]).toEqual(['2026-03-03T14:00:00.000Z']);
    expect(raised).toEqual([]);
  });

  it('is not moved back by an older plan that comes later', async () => {
    await note(plan('departed', '2026-03-03T12:00:00.000Z', '2026-03-02T09:00:00.000Z'));
    expect(await note(plan())).toBe('passed_over');
    expect(dueOf(plan())).toBe('2026-03-03T14:00:00.000Z');
  });

  it('that has happened is not promised again by a newer plan', async () => {
    await note(plan());
    await note(report());
    expect(await note(plan('departed', '2026-03-03T12:00:00.000Z', '2026-03-02T09:00:00.000Z'))).toBe('passed_over');
    expect(due.size).toBe(0);
  });

  it('that is reported in the moment in which it is missed stays reported', async () => {
    await note(plan());
    fixture.setTime(DUE);
    fixture.meanwhile('UpdateItemCommand', () => note(report()));
    await check(keyed(plan()));
    expect(await createExpectationStore(fixture.store).read(keyed(plan()))).toMatchObject({ state: 'met' });
  });

  it('is brought forward once, however many later ones are heard of', async () => {
    await note(plan('departed', '2026-03-02T12:00:00.000Z'));
    await note(plan('arrived', '2026-03-04T12:00:00.000Z'));
    fixture.setTime('2026-03-02T09:00:00.000Z');
    await note(report('arrived', '2026-03-02T08:30:00.000Z'));
    fixture.setTime('2026-03-02T10:00:00.000Z');
    await note(report('arrived', '2026-03-02T09:30:00.000Z'));
    expect(dueOf(plan('departed'))).toBe('2026-03-02T11:00:00.000Z');
  });

  it('is none any more when the plan was taken back', async () => {
    await onTimeline(plan());
    await note(plan());
    const store = createIntakeStore(fixture.store);
    const fate = await store.fateOf(plan().id);
    const back = retraction('back', plan().id, [shipment('S1')]);
    if (back.kind === 'retraction') await store.keepRetraction(back, DUE, fate);
    fixture.setTime(DUE);
    expect(await check(keyed(plan()))).toBe('dropped');
    expect(raised).toEqual([]);
  });
});

describe('a later milestone', () => {
  it('gives what is missing before it its grace once more, and no longer', async () => {
    await note(plan('departed', '2026-03-02T12:00:00.000Z'));
    await note(plan('arrived', '2026-03-04T12:00:00.000Z'));
    fixture.setTime('2026-03-02T09:00:00.000Z');
    await note(report('arrived', '2026-03-02T08:30:00.000Z'));
    expect(dueOf(plan('departed'))).toBe('2026-03-02T11:00:00.000Z');
    fixture.setTime('2026-03-02T11:00:00.000Z');
    expect(await check(keyed(plan('departed')))).toBe('missed');
    expect(raised).toMatchObject([{ reason: { code: 'missing_in_sequence' } }]);
  });

  it('whose time is before the earlier one is trouble, once', async () => {
    await note(plan('departed'));
    await note(plan('arrived', '2026-03-02T20:00:00.000Z'));
    await note(report('departed', '2026-03-02T12:30:00.000Z'));
    await note(report('arrived', '2026-03-02T12:00:00.000Z'));
    await note(report('arrived', '2026-03-02T12:00:00.000Z'));
    expect(new Set(raised.map(({ id }) => id)).size).toBe(1);
    expect(raised[0]).toMatchObject({ reason: { code: 'date_out_of_sequence' } });
  });
});

describe('a death at any call', () => {
  it.each(['before', 'after'] as const)('%s: what is delivered again leaves what one delivery leaves', async (when) => {
    const steps: readonly (() => Promise<unknown>)[] = [
      () => note(plan()),
      () => note(plan('arrived', '2026-03-04T12:00:00.000Z')),
      () => note(report('arrived', '2026-03-02T08:30:00.000Z')),
      () => check(keyed(plan())),
    ];
    fixture.setTime('2026-03-02T11:00:00.000Z');
    for (const step of steps) {
      for (let call = 0; call < 12; call += 1) {
        fixture.dieAt(call, when);
        await step().catch((error: unknown) => {
          if (!(error instanceof Died)) throw error;
        });
        fixture.liveOn();
      }
      await step();
    }
    // The death moved time for nobody: the departure is due with its grace from when the arrival was heard of.
    expect(dueOf(plan())).toBe('2026-03-02T13:00:00.000Z');
    fixture.setTime('2026-03-02T13:00:00.000Z');
    await check(keyed(plan()));
    expect(new Set(raised.map(({ id }) => id)).size).toBe(1);
  });
});
