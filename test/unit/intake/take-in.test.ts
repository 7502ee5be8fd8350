import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { caseRecord } from '../../../lambdas/contracts/index.ts';
import type { Case, Signal } from '../../../lambdas/contracts/index.ts';
import { casesOfSubject, perform, verifyChain } from '../../../lambdas/case/index.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { Died, openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { container, correction, exception, order, progress, retraction, shipment, tracking } from './signals.ts';

let fixture: StoreFixture;
let take: (signal: Signal) => Promise<string>;

async function prepare(): Promise<void> {
  fixture = openStores();
  const packs = createPackStore('reference');
  await publishPack(defaultPack());
  const stores = { cases: fixture.store, intake: createIntakeStore(fixture.store), packs };
  take = (signal) => takeIn(stores, signal);
}
beforeEach(prepare);
afterEach(() => fixture.close());

/** Every case in the table. */
async function allCases(): Promise<Case[]> {
  const { Items } = await fixture.raw('Scan', { TableName: 'cases' });
  return Items.filter((item: any) => item.sk.S === 'CASE').map((item: any) =>
    caseRecord.parse(JSON.parse(item.record.S)),
  );
}
async function onlyCase(): Promise<Case> {
  const cases = await allCases();
  expect(cases).toHaveLength(1);
  return cases[0]!;
}
async function whats(caseId: string): Promise<string[]> {
  const journal = await fixture.store.journal(caseId);
  expect(verifyChain(journal)).toMatchObject({ whole: true });
  return journal.map(({ happening }) => happening.what);
}
/** The whole table but what time and salts make different. */
async function table(): Promise<string[]> {
  const { Items } = await fixture.raw('Scan', { TableName: 'cases' });
  return Items.map((item: any) => JSON.stringify(item)).sort();
}
const act = async (record: Case, ...happenings: any[]): Promise<void> => {
  await perform(fixture.store, { caseId: record.id, traceparent: exception('x', [tracking('x')]).traceparent }, () => ({
    commit: true,
    acts: happenings.map((happening) => ({
      happening,
      actor: { kind: 'person', id: 'maria' },
      cause: { kind: 'command', id: 'r' },
    })),
    answer: () => undefined,
  }));
};
const resolve = (record: Case, reopenUntil: string): Promise<void> =>
  act(record, { what: 'CaseResolved', via: 'api', resolution: 'redelivered', reopenUntil });

describe('one trouble is one case', () => {
  it('makes one case of twenty different reports that come at once', async () => {
    const reports = Array.from({ length: 20 }, (_, number) =>
      exception(`r${number}`, [tracking('T1'), order(`O${number}`)]),
    );
    const taken = await takeAll(reports);
    expect(taken.filter((each) => each === 'opened')).toHaveLength(1);
    expect(taken.filter((each) => each === 'attached')).toHaveLength(19);
    const record = await onlyCase();
    expect(record.signals).toBe(20);
    expect((await fixture.store.signals(record.id)).map(({ id }) => id).sort()).toEqual(
      reports.map(({ id }) => id).sort(),
    );
    expect(await whats(record.id)).toEqual(['CaseOpened', ...Array.from({ length: 19 }, () => 'SignalAttached')]);
  });

  /** As the queue does it: what met too many other writers comes again. */
  async function takeAll(signals: readonly Signal[]): Promise<string[]> {
    const fates = await Promise.allSettled(signals.map(take));
    return Promise.all(
      fates.map(async (fate, position) => {
        if (fate.status === 'fulfilled') return fate.value;
        let last: unknown;
        for (let delivery = 0; delivery < 5; delivery += 1) {
          try {
            return await take(signals[position]!);
          } catch (error) {
            last = error;
          }
        }
        throw last;
      }),
    );
  }

  it('takes the same report once, however often and in whatever way it comes', async () => {
    const report = exception('same', [tracking('T1')]);
    const taken = await takeAll(Array.from({ length: 5 }, () => report));
    expect(taken.filter((each) => each === 'opened')).toHaveLength(1);
    expect(await take(report)).toBe('duplicate');
    const record = await onlyCase();
    expect(record.signals).toBe(1);
    expect(await whats(record.id)).toEqual(['CaseOpened']);
  });

  it('attaches a report that names again what a case no longer shows for the number of its references', async () => {
    const orders = (from: number) => Array.from({ length: 49 }, (_, index) => order(`O${String(from + index)}`));
    for (let number = 0; number < 11; number += 1)
      await take(exception(`r${String(number)}`, [tracking('T1'), ...orders(number * 49)]));
    expect(await take(exception('again', [tracking('T1'), ...orders(10 * 49)]))).toBe('attached');
    const record = await onlyCase();
    expect(record.signals).toBe(12);
    expect(record.references).toHaveLength(500);
    expect(await casesOfSubject(fixture.store, 'order', 'O538')).toEqual([record.id]);
  });

  it('attaches a report that names a case by another number, and holds that number from then on', async () => {
    await take(exception('first', [tracking('T1')]));
    await take(exception('second', [tracking('T1'), shipment('S1')]));
    await take(exception('third', [shipment('S1')]));
    expect(await onlyCase()).toMatchObject({ signals: 3, attention: 2 });
  });

  it('takes a report that names a thing twice', async () => {
    expect(await take(exception('twice', [tracking('T1'), tracking('T1'), order('O1'), order('O1')]))).toBe('opened');
    expect(await take(exception('again', [tracking('T1'), order('O2'), order('O2')]))).toBe('attached');
  });

  it('takes a report with as many references as a signal may have', async () => {
    const many = Array.from({ length: 50 }, (_, number) => tracking(`T${number}`));
    expect(await take(exception('many', many))).toBe('opened');
    expect(
      await take(exception('more', [many[0]!, ...Array.from({ length: 49 }, (_, number) => tracking(`U${number}`))])),
    ).toBe('attached');
    expect((await onlyCase()).signals).toBe(2);
    for (const { input } of fixture.calls.filter(({ command }) => command === 'TransactWriteItemsCommand'))
      expect(input.TransactItems.length).toBeLessThanOrEqual(100);
  });

  it('dates the trouble by the earliest report', async () => {
    await take(exception('late', [tracking('T1')], { occurredAt: '2026-03-02T07:00:00Z' }));
    await take(exception('early', [tracking('T1')], { occurredAt: '2026-03-02T05:00:00Z' }));
    expect((await onlyCase()).occurredAt).toBe('2026-03-02T05:00:00.000Z');
  });
});

describe('two troubles are two cases', () => {
  it.each([
    ['different numbers', [tracking('T1')], [tracking('T2')]],
    ['one number of two carriers', [tracking('T1', 'CPCC')], [tracking('T1', 'UPSN')]],
    ['one order', [tracking('T1'), order('O1')], [tracking('T2'), order('O1')]],
    ['one order and nothing else', [order('O1')], [order('O1')]],
    ['two shipments in one container', [shipment('S1'), container('C1')], [shipment('S2'), container('C1')]],
    ['issuer and number that look alike when put together', [tracking('B#C', 'A')], [tracking('C', 'A#B')]],
  ])('%s', async (_name, first, second) => {
    const type = 'transport.delay';
    await Promise.all([take(exception('first', first, { type })), take(exception('second', second, { type }))]);
    const cases = await allCases();
    expect(cases.map(({ signals }) => signals)).toEqual([1, 1]);
  });

  it('types of different families', async () => {
    await take(exception('first', [shipment('S1')]));
    await take(exception('second', [shipment('S1')], { type: 'cargo.damaged' }));
    expect(await allCases()).toHaveLength(2);
  });

  it('a report that fits two open cases goes to the older one, and says so', async () => {
    await take(exception('older', [tracking('T1')]));
    fixture.setTime('2026-03-02T09:00:00.000Z');
    await take(exception('younger', [shipment('S1')]));
    await take(exception('both', [shipment('S1'), tracking('T1')]));
    const cases = (await allCases()).sort((left, right) => (left.openedAt < right.openedAt ? -1 : 1));
    expect(cases.map(({ signals }) => signals)).toEqual([2, 1]);
    const last = (await fixture.store.journal(cases[0]!.id)).at(-1)!;
    expect(last.happening).toMatchObject({ what: 'SignalAttached', alsoFits: [cases[1]!.id] });
  });
});

describe('when it comes back', () => {
  const RESOLVED = '2026-03-02T10:00:00.000Z';
  const UNTIL = '2026-03-04T10:00:00.000Z';

  async function resolved(): Promise<Case> {
    await take(exception('first', [tracking('T1')]));
    fixture.setTime(RESOLVED);
    const record = await onlyCase();
    await resolve(record, UNTIL);
    return record;
  }

  it('opens the case again within its window, with a new round and a new execution', async () => {
    const before = await resolved();
    fixture.setTime('2026-03-03T10:00:00.000Z');
    expect(await take(exception('back', [tracking('T1')], { occurredAt: '2026-03-03T09:00:00Z' }))).toBe('attached');
    const record = await onlyCase();
    expect(record).toMatchObject({
      id: before.id,
      state: 'open',
      reopens: 1,
      escalation: { round: 2, generation: 2, nextStep: 0 },
    });
    expect(record.resolvedAt).toBeUndefined();
    expect(record.clocks).toBeUndefined();
  });

  it('leaves it resolved when the report tells of something older than the resolution', async () => {
    await resolved();
    fixture.setTime('2026-03-03T10:00:00.000Z');
    await take(exception('late', [tracking('T1')], { occurredAt: '2026-03-02T09:00:00Z' }));
    expect(await onlyCase()).toMatchObject({ state: 'resolved', signals: 2 });
  });

  it.each(['resolved still', 'closed since'])(
    'opens a new case that names the old one after the window (%s)',
    async (how) => {
      const old = await resolved();
      fixture.setTime('2026-03-05T10:00:00.000Z');
      if (how === 'closed since') await act(old, { what: 'CaseClosed' });
      expect(await take(exception('back', [tracking('T1')], { occurredAt: '2026-03-05T09:00:00Z' }))).toBe('opened');
      const cases = await allCases();
      const fresh = cases.find(({ id }) => id !== old.id)!;
      expect(fresh).toMatchObject({ state: 'open', previousCase: old.id });
      if (how === 'resolved still') await act(old, { what: 'CaseClosed' });
      expect((await fixture.store.load(old.id))?.state).toBe('closed');
      expect(await take(exception('more', [tracking('T1')], { occurredAt: '2026-03-05T09:30:00Z' }))).toBe('attached');
      expect((await fixture.store.load(fresh.id))?.signals).toBe(2);
    },
  );

  it('starts clean after a case was withdrawn', async () => {
    await take(exception('first', [tracking('T1')]));
    const old = await onlyCase();
    await act(old, { what: 'CaseWithdrawn', reason: 'test' });
    expect(await take(exception('second', [tracking('T1')]))).toBe('opened');
  });
});

describe('what is taken back', () => {
  it('withdraws the case when every report of it was taken back, and not before', async () => {
    const reports = ['a', 'b'].map((name) => exception(name, [tracking('T1')]));
    for (const report of reports) await take(report);
    await take(retraction('ra', reports[0]!.id, [tracking('T1')]));
    expect(await onlyCase()).toMatchObject({ state: 'open', retracted: 1 });
    await take(retraction('ra2', reports[0]!.id, [tracking('T1')]));
    expect(await onlyCase()).toMatchObject({ state: 'open', retracted: 1 });
    await take(retraction('rb', reports[1]!.id, [tracking('T1')]));
    expect(await onlyCase()).toMatchObject({ state: 'withdrawn', retracted: 2 });
  });

  it.each(['the report', 'its correction'])(
    'a report and its correction are one: taking back %s is enough',
    async (which) => {
      const report = exception('wrong', [tracking('T1')]);
      const mended = correction('right', report.id, [tracking('T1')]);
      await take(report);
      await take(mended);
      await take(retraction('back', which === 'the report' ? report.id : mended.id, [tracking('T1')]));
      expect(await onlyCase()).toMatchObject({ state: 'withdrawn', signals: 2, retracted: 1 });
    },
  );

  it('keeps a retraction that came first, and applies it when its report comes', async () => {
    const report = exception('late', [tracking('T1')]);
    expect(await take(retraction('early', report.id, [tracking('T1')]))).toBe('kept');
    expect(await take(retraction('early', report.id, [tracking('T1')]))).toBe('duplicate');
    expect(await take(retraction('early too', report.id, [tracking('T1')]))).not.toBe('kept');
    await take(report);
    expect(await onlyCase()).toMatchObject({ state: 'withdrawn', retracted: 1 });
    // The same trouble reported anew is that case.
    expect(await take(exception('next', [tracking('T1')]))).toBe('attached');
    expect(await onlyCase()).toMatchObject({ state: 'open', reopens: 1 });
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'misses no retraction that comes while its report is taken in (at call %i)',
    async (number) => {
      const report = exception('raced', [tracking('T1')]);
      const commands = fixture.calls.length;
      fixture.meanwhile(number > 3 ? 'TransactWriteItemsCommand' : 'GetItemCommand', () =>
        take(retraction('racing', report.id, [tracking('T1')])),
      );
      await take(report);
      expect(fixture.calls.length).toBeGreaterThan(commands);
      expect(await onlyCase()).toMatchObject({ state: 'withdrawn', retracted: 1 });
    },
  );

  it('refuses that a source takes back what another has reported', async () => {
    const report = exception('theirs', [tracking('T1')]);
    await take(report);
    const foreign = {
      ...retraction('ours', report.id, [tracking('T1')]),
      source: { id: 'other-edi', format: 'x12-214' },
    };
    await expect(take(foreign)).rejects.toThrow(/canadapost-edi|own reports/);
    expect(await onlyCase()).toMatchObject({ state: 'open', retracted: 0 });
  });

  it('takes back progress that came before or comes after', async () => {
    const known = progress('known', [tracking('T1')]);
    await take(known);
    expect(await take(retraction('r1', known.id, [tracking('T1')]))).toBe('timeline');
    const coming = progress('coming', [tracking('T1')]);
    await take(retraction('r2', coming.id, [tracking('T1')]));
    expect(await take(coming)).toBe('timeline');
    expect(await allCases()).toHaveLength(0);
  });

  it('attaches a correction to the case of what it corrects, by that alone', async () => {
    const report = exception('wrong', [tracking('T1')]);
    await take(report);
    expect(await take(correction('right', report.id, [tracking('T2')]))).toBe('attached');
    const record = await onlyCase();
    expect((await fixture.store.journal(record.id)).at(-1)?.happening).toMatchObject({ kind: 'correction' });
  });
});

describe('progress', () => {
  it('never opens a case, and is kept once on the timeline of its subject', async () => {
    const report = progress('arrived', [tracking('T1'), order('O1')]);
    expect(await take(report)).toBe('timeline');
    expect(await take(report)).toBe('duplicate');
    expect(await allCases()).toHaveLength(0);
    const events = await fixture.items('SUBJECT#tracking#CPCC#T1');
    expect(events).toHaveLength(1);
    expect(events[0].sk.S).toBe(`EVENT#2026-03-02T07:00:00.000Z#${report.id}`);
  });

  it('settles a report of trouble that happened before it and comes after it', async () => {
    await take(progress('delivered', [tracking('T1')], { name: 'delivered', at: 'actual' }, '2026-03-02T08:00:00Z'));
    expect(await take(exception('before', [tracking('T1')], { occurredAt: '2026-03-02T07:00:00Z' }))).toBe('timeline');
    expect(await allCases()).toHaveLength(0);
    expect(await take(exception('after', [tracking('T1')], { occurredAt: '2026-03-02T09:00:00Z' }))).toBe('opened');
  });

  it.each([
    [
      'an estimate',
      exception('x', [tracking('T1')], { occurredAt: '2026-03-02T07:00:00Z' }),
      { name: 'delivered', at: 'estimated' },
    ],
    [
      'damage',
      exception('x', [tracking('T1')], { type: 'cargo.damaged', occurredAt: '2026-03-02T07:00:00Z' }),
      { name: 'delivered', at: 'actual' },
    ],
    [
      'another milestone',
      exception('x', [tracking('T1')], { occurredAt: '2026-03-02T07:00:00Z' }),
      { name: 'departed', at: 'actual' },
    ],
  ] as const)('settles nothing by %s', async (_name, report, milestone) => {
    await take(progress('reported', [tracking('T1')], milestone, '2026-03-02T08:00:00Z'));
    expect(await take(report)).toBe('opened');
  });
});

describe('what is known of a delivery', () => {
  const before = exception('before', [tracking('T1')], { occurredAt: '2026-03-02T07:00:00Z' });
  const delivered = progress(
    'delivered',
    [tracking('T1')],
    { name: 'delivered', at: 'actual' },
    '2026-03-02T08:00:00Z',
  );

  it('settles nothing when its time was only assumed', async () => {
    await take({ ...delivered, timeBasis: 'received' });
    expect(await take(before)).toBe('opened');
  });

  it.each(['before', 'after'])('settles nothing when it was taken back (%s it came)', async (when) => {
    if (when === 'after') await take(delivered);
    await take(retraction('back', delivered.id, [tracking('T1')]));
    if (when === 'before') await take(delivered);
    expect(await take(before)).toBe('opened');
  });
});

describe('a death at any call', () => {
  const first = exception('first', [tracking('T1'), shipment('S1')]);
  const over = progress('over', [tracking('T1')], undefined, '2026-03-02T12:00:00+01:00');
  const steps: Record<string, { readonly before: Signal[]; readonly signal: Signal }> = {
    'while opening': { before: [], signal: first },
    'while attaching': { before: [first], signal: exception('second', [tracking('T1')]) },
    'while withdrawing': { before: [first], signal: retraction('back', first.id, [tracking('T1')]) },
    'while keeping a retraction': { before: [], signal: retraction('back', first.id, [tracking('T1')]) },
    'while keeping progress': { before: [], signal: progress('arrived', [tracking('T1')]) },
    'while settling a case': { before: [first], signal: over },
    'while taking back what has settled it': {
      before: [first, over],
      signal: retraction('no', over.id, [tracking('T1')]),
    },
  };

  for (const [name, { before, signal }] of Object.entries(steps)) {
    it.each(['before', 'after'] as const)(
      `${name}: %s each call, then delivered again, leaves what one delivery leaves`,
      async (when) => {
        for (const each of before) await take(each);
        const start = fixture.calls.length;
        await take(signal);
        const length = fixture.calls.length - start;
        const expected = (await table()).length;
        const states = (await allCases()).map(({ state, signals, version }) => ({ state, signals, version }));
        for (let number = 0; number < length; number += 1) {
          fixture.close();
          await prepare();
          for (const each of before) await take(each);
          fixture.dieAt(number, when);
          await expect(take(signal)).rejects.toThrow(Died);
          fixture.liveOn();
          await take(signal);
          expect(await table()).toHaveLength(expected);
          expect((await allCases()).map(({ state, signals, version }) => ({ state, signals, version }))).toEqual(
            states,
          );
        }
      },
    );
  }
});
