import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { perform } from '../../../lambdas/case/index.ts';
import { caseRecord } from '../../../lambdas/contracts/index.ts';
import type { Case, Signal } from '../../../lambdas/contracts/index.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { exception, progress, retraction, tracking } from './signals.ts';

const subject = [tracking('T1')];
const report = exception('report', subject);
const back = retraction('back', report.id, subject);
const delivered = progress('delivered', subject, { name: 'delivered', at: 'actual' }, '2026-03-02T09:00:00+01:00');
let fixture: StoreFixture;
let take: (signal: Signal) => Promise<string>;

beforeEach(async () => {
  fixture = openStores();
  const packs = createPackStore('reference');
  await publishPack(defaultPack());
  const stores = { cases: fixture.store, intake: createIntakeStore(fixture.store), packs };
  take = (signal) => takeIn(stores, signal);
});
afterEach(() => fixture.close());

/** Somebody else takes these in just before the next transaction. */
const meanwhile = (...signals: readonly Signal[]): void =>
  fixture.meanwhile('TransactWriteItemsCommand', async () => {
    for (const signal of signals) await take(signal);
  });
async function cases(): Promise<readonly Case[]> {
  const { Items } = await fixture.raw('Scan', { TableName: 'cases' });
  return Items.filter((item: any) => item.sk.S === 'CASE').map((item: any) =>
    caseRecord.parse(JSON.parse(item.record.S)),
  );
}
const act = (record: Case, ...happenings: any[]): Promise<unknown> =>
  perform(fixture.store, { caseId: record.id, traceparent: report.traceparent }, () => ({
    commit: true,
    acts: happenings.map((happening) => ({
      happening,
      actor: { kind: 'person', id: 'maria' },
      cause: { kind: 'command', id: 'r' },
    })),
    answer: () => undefined,
  }));

describe('a report and its retraction at the same moment', () => {
  it('the report comes in while it is taken back: nobody goes on working on it', async () => {
    meanwhile(report);
    await take(back);
    expect(await cases()).toMatchObject([{ state: 'withdrawn', retracted: 1 }]);
  });

  it('it is taken back while it comes in: nobody begins to work on it', async () => {
    meanwhile(back);
    await take(report);
    expect(await cases()).toMatchObject([{ state: 'withdrawn', retracted: 1 }]);
  });

  it('the same retraction twice at once takes back once', async () => {
    await take(report);
    meanwhile(back);
    expect(await take(back)).toBe('duplicate');
    expect(await cases()).toMatchObject([{ state: 'withdrawn', retracted: 1 }]);
    // Also of what lies on a timeline.
    await take(delivered);
    const undone = retraction('undone', delivered.id, subject);
    meanwhile(undone);
    expect(await take(undone)).toBe('duplicate');
  });
});

describe('one report delivered twice, and what settles it between the two', () => {
  const isInOnePlace = async (): Promise<void> => {
    expect(await createIntakeStore(fixture.store).fateOf(report.id)).toMatchObject({ timeline: expect.any(String) });
    expect(await cases()).toEqual([]);
  };

  it('is on the timeline and in no case', async () => {
    meanwhile(delivered, report);
    expect(await take(report)).toBe('duplicate');
    await isInOnePlace();
  });

  it('also where it was taken back before it came', async () => {
    await take(back);
    meanwhile(delivered, report);
    expect(await take(report)).toBe('duplicate');
    await isInOnePlace();
  });

  it('progress that is told twice at once is kept once', async () => {
    meanwhile(delivered);
    expect(await take(delivered)).toBe('duplicate');
  });

  it('attached or not: a report of a case that is delivered twice at once counts once', async () => {
    await take(exception('first', subject));
    meanwhile(report);
    expect(await take(report)).toBe('duplicate');
    expect(await cases()).toMatchObject([{ signals: 2 }]);
  });
});

describe('a trouble that is back after its case is over', () => {
  it('two reports at once are one new case', async () => {
    await take(report);
    const [old] = await cases();
    await act(old!, { what: 'CaseResolved', via: 'api', resolution: 'x', reopenUntil: '2026-03-02T08:00:00.000Z' });
    await act(old!, { what: 'CaseClosed' });
    const [one, other] = ['one', 'other'].map((name) =>
      exception(name, subject, { occurredAt: '2026-03-02T08:30:00+00:00' }),
    );
    meanwhile(one!);
    expect(await take(other!)).toBe('attached');
    expect((await cases()).filter(({ id }) => id !== old!.id)).toMatchObject([{ previousCase: old!.id, signals: 2 }]);
  });
});

describe('what settles a case and is taken back while it does', () => {
  it('settles nothing: the case stays open', async () => {
    await take(report);
    // Kept on the timeline; then, before the case is looked at, its sender takes it back.
    await createIntakeStore(fixture.store).keepOnTimeline(delivered, '2026-03-02T09:00:00.000Z');
    await take(retraction('undone', delivered.id, subject));
    expect(await take(delivered)).toBe('duplicate');
    expect(await cases()).toMatchObject([{ state: 'open' }]);
  });
});
