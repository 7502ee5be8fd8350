import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseRecord } from '../../../lambdas/contracts/index.ts';
import type { Case, Signal } from '../../../lambdas/contracts/index.ts';
import { decideQuietEnd } from '../../../lambdas/escalation/watch-flapping.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { pack } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { perform } from '../../../lambdas/case/index.ts';
import { correction, exception, progress, retraction, shipment } from './signals.ts';
import { publishPack } from '../../support/pack.ts';

let fixture: StoreFixture;
let take: (signal: Signal) => Promise<string>;
beforeEach(async () => {
  fixture = openStores();
  const packs = createPackStore('reference');
  await publishPack(pack);
  const stores = { cases: fixture.store, intake: createIntakeStore(fixture.store), packs };
  take = (signal) => takeIn(stores, signal);
});
afterEach(() => fixture.close());

const at = (minute: number): string => new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000).toISOString();
const comes = (minute: number): Promise<string> => {
  fixture.setTime(at(minute));
  return take(
    exception(`comes ${String(minute)}`, [shipment('S1')], { type: 'transport.delay', occurredAt: at(minute) }),
  );
};
const settled = (minute: number) =>
  progress(`goes ${String(minute)}`, [shipment('S1')], { name: 'delivered', at: 'actual' }, at(minute));
const goes = (minute: number): Promise<string> => {
  fixture.setTime(at(minute));
  return take(settled(minute));
};
async function only(): Promise<Case> {
  const { Items } = await fixture.raw('Scan', { TableName: 'cases' });
  const cases = Items.filter((item: any) => item.sk.S === 'CASE');
  expect(cases).toHaveLength(1);
  return caseRecord.parse(JSON.parse(cases[0].record.S));
}
const whats = async (): Promise<readonly string[]> =>
  (await fixture.store.journal((await only()).id)).map(({ happening }) => happening.what);
/** Three comings within half an hour: from the third on it flaps. */
async function flap(): Promise<void> {
  await comes(0);
  await goes(10);
  await comes(15);
  await goes(20);
  await comes(25);
}

it('the third coming within two hours is flapping: one case with a count', async () => {
  await flap();
  expect(await only()).toMatchObject({ state: 'open', reopens: 2, flapping: { since: at(0), times: 3 } });
  expect((await whats()).filter((what) => what === 'FlappingBegan')).toHaveLength(1);
});

it('then it is not solved when it goes, nor opened again when it comes: it is counted', async () => {
  await flap();
  await goes(30);
  expect(await only()).toMatchObject({ state: 'open', flapping: { times: 3, settledAt: at(30), quietUntil: at(150) } });
  // Told again, it is quiet since the first time.
  await goes(35);
  expect((await only()).flapping).toMatchObject({ quietUntil: at(150) });
  await comes(40);
  expect((await only()).flapping).toEqual({ since: at(0), times: 4 });
  await goes(45);
  await comes(50);
  const record = await only();
  expect(record).toMatchObject({ state: 'open', reopens: 2, flapping: { times: 5 } });
  expect((await whats()).filter((what) => what === 'CaseReopened')).toHaveLength(2);
});

it('a report of the time before it went, however late, is no coming', async () => {
  await flap();
  await goes(30);
  fixture.setTime(at(40));
  await take(exception('late', [shipment('S1')], { type: 'transport.delay', occurredAt: at(28) }));
  expect((await only()).flapping).toMatchObject({ times: 3, settledAt: at(30) });
});

it('what had settled it is taken back: it is there again, and that is no coming', async () => {
  await flap();
  await goes(30);
  fixture.setTime(at(40));
  await take(retraction('never', settled(30).id, [shipment('S1')]));
  expect((await only()).flapping).toEqual({ since: at(0), times: 3 });
  expect((await whats()).at(-1)).toBe('TroubleBack');
});

it('comings far from one another are no flapping, nor are those that a person had ended', async () => {
  await comes(0);
  await goes(10);
  await comes(15);
  await goes(20);
  await comes(130);
  // The first one was 130 minutes ago.
  expect((await only()).flapping).toBeUndefined();
  expect(await only()).toMatchObject({ reopens: 2 });
});

it('it is solved when it has been quiet for the window, and not before', async () => {
  await flap();
  expect(decideQuietEnd(await only(), pack, at(200))).toBeUndefined();
  await goes(30);
  const record = await only();
  expect(decideQuietEnd(record, pack, at(149))).toBeUndefined();
  expect(decideQuietEnd(record, pack, at(150))).toMatchObject({
    what: 'CaseResolved',
    resolution: expect.stringContaining('it came 3 times since 2026-03-02 08:00 UTC'),
  });
});

describe('that goes because its sender takes it back', () => {
  const report = (minute: number, changes: object = {}) =>
    exception(`comes ${String(minute)}`, [shipment('S1')], {
      type: 'transport.delay',
      occurredAt: at(minute),
      ...changes,
    });
  const takenBack = (minute: number, of: number): Promise<string> => {
    fixture.setTime(at(minute));
    return take(retraction(`back ${String(of)}`, report(of).id, [shipment('S1')]));
  };
  async function flapBack(): Promise<void> {
    await comes(0);
    await takenBack(10, 0);
    await comes(15);
    await takenBack(20, 15);
    await comes(25);
  }
  const states = async (): Promise<readonly string[]> => {
    const { Items } = await fixture.raw('Scan', { TableName: 'cases' });
    return Items.filter((item: any) => item.sk.S === 'CASE')
      .map((item: any) => JSON.parse(item.record.S).state)
      .sort();
  };

  it('is one case that is withdrawn and comes back, and from the third coming on flaps', async () => {
    await comes(0);
    await takenBack(10, 0);
    expect(await only()).toMatchObject({ state: 'withdrawn', withdrawnAt: at(10), reopenUntil: at(130) });
    await comes(15);
    const back = await only();
    expect(back).toMatchObject({ state: 'open', reopens: 1, signals: 2, retracted: 1, comings: [at(15)] });
    expect(back.withdrawnAt ?? back.reopenUntil ?? back.flapping).toBeUndefined();
    await takenBack(20, 15);
    await comes(25);
    expect(await only()).toMatchObject({ state: 'open', reopens: 2, flapping: { since: at(0), times: 3 } });
    expect((await whats()).filter((what) => what === 'FlappingBegan')).toHaveLength(1);
  });

  it('then is quiet and no longer withdrawn, is counted when it is reported anew, and ends withdrawn', async () => {
    await flapBack();
    await takenBack(30, 25);
    const quiet = { times: 3, settledAt: at(30), quietUntil: at(150), takenBack: true };
    expect(await only()).toMatchObject({ state: 'open', flapping: quiet });
    // Of what was taken back no report stands: one of an earlier time that was never taken back is news.
    fixture.setTime(at(40));
    await take(report(28));
    expect((await only()).flapping).toEqual({ since: at(0), times: 4 });
    await takenBack(50, 28);
    const record = await only();
    expect(record.flapping).toMatchObject({ times: 4, settledAt: at(50), quietUntil: at(170) });
    expect(decideQuietEnd(record, pack, at(169))).toBeUndefined();
    expect(decideQuietEnd(record, pack, at(170))).toEqual({
      what: 'CaseWithdrawn',
      reason: expect.stringContaining('it came 4 times since 2026-03-02 08:00 UTC'),
      reopenUntil: at(290),
    });
    expect((await whats()).filter((what) => what === 'CaseReopened')).toHaveLength(2);
  });

  it('counts each report and each retraction once, however often it is delivered', async () => {
    await flapBack();
    await takenBack(30, 25);
    const before = await only();
    for (const again of [report(0), report(25), retraction('back 25', report(25).id, [shipment('S1')])])
      expect(await take(again)).toBe('duplicate');
    await take(retraction('back 25, said twice', report(25).id, [shipment('S1')]));
    expect((await only()).flapping).toEqual(before.flapping);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['after the window', () => comes(131)],
    [
      'trouble of another kind with the same shipment',
      () => {
        fixture.setTime(at(15));
        return take(report(15, { type: 'transport.lost' }));
      },
    ],
    [
      'trouble of another shipment',
      () => {
        fixture.setTime(at(15));
        return take(exception('other', [shipment('S2')], { type: 'transport.delay', occurredAt: at(15) }));
      },
    ],
  ])('is not joined by what is reported %s', async (_what, next) => {
    await comes(0);
    await takenBack(10, 0);
    await next();
    expect(await states()).toEqual(['open', 'withdrawn']);
    // And what comes then is part of the new one, which has taken the key over.
    await comes(132);
    expect((await states()).filter((state) => state === 'withdrawn')).toHaveLength(1);
  });

  it('is not joined where a person has withdrawn it as none', async () => {
    await comes(0);
    fixture.setTime(at(10));
    await perform(fixture.store, { caseId: (await only()).id, traceparent: report(0).traceparent }, async (record) => ({
      commit: true,
      acts: [
        {
          actor: { kind: 'person', id: 'maria' },
          cause: { kind: 'command', id: 'one' },
          happening: { what: 'CaseWithdrawn', reason: 'withdrawn by hand' },
        },
      ],
      answer: () => record.id,
    }));
    await comes(15);
    expect(await states()).toEqual(['open', 'withdrawn']);
  });

  it.each([
    ['a report that was taken back before it came', [retraction('early', report(15).id, [shipment('S1')]), report(15)]],
    ['a correction of what was taken back', [correction('late', report(0).id, [shipment('S1')])]],
  ])('stays withdrawn by %s', async (_what, signals) => {
    await comes(0);
    await takenBack(10, 0);
    fixture.setTime(at(15));
    for (const signal of signals) await take(signal);
    expect(await only()).toMatchObject({ state: 'withdrawn', reopens: 0 });
  });

  it('stays quiet by a report that was taken back before it came, when it flaps', async () => {
    await flapBack();
    await takenBack(30, 25);
    fixture.setTime(at(40));
    await take(retraction('early', report(40).id, [shipment('S1')]));
    await take(report(40));
    expect((await only()).flapping).toMatchObject({ times: 3, takenBack: true });
  });

  it('is the same whichever comes first, the report or what takes it back', async () => {
    fixture.setTime(at(1));
    await take(retraction('back 0', report(0).id, [shipment('S1')]));
    await comes(0);
    expect(await only()).toMatchObject({ state: 'withdrawn', reopenUntil: at(120) });
    await comes(15);
    expect(await only()).toMatchObject({ state: 'open', reopens: 1 });
  });

  it('is one case when it is reported anew just as it is being withdrawn, and when two reports come at once', async () => {
    await comes(0);
    fixture.setTime(at(10));
    fixture.meanwhile('TransactWriteItemsCommand', () => comes(11));
    await takenBack(10, 0);
    // The report was there first, so it stands.
    expect(await only()).toMatchObject({ state: 'open', signals: 2, retracted: 1, reopens: 0 });
    await takenBack(20, 11);
    fixture.meanwhile('TransactWriteItemsCommand', () => comes(22));
    await comes(21);
    expect(await only()).toMatchObject({ state: 'open', signals: 4, reopens: 1 });
  });

  it('is settled when what is left of its reports is', async () => {
    await comes(0);
    await goes(10);
    await comes(15);
    expect(await only()).toMatchObject({ state: 'open', reopens: 1 });
    await takenBack(20, 15);
    expect(await only()).toMatchObject({
      state: 'resolved',
      resolution: `It has settled itself: delivered at ${at(10)}, says canadapost-edi.`,
    });
    await comes(25);
    expect(await only()).toMatchObject({ state: 'open', flapping: { times: 3 } });
    await takenBack(30, 25);
    expect((await only()).flapping).toMatchObject({ settledAt: at(10), quietUntil: at(150) });
    // One of its reports stands, and is settled.
    expect((await only()).flapping?.takenBack).toBeUndefined();
  });

  it('is not there again because what had settled it is taken back, where no report stands', async () => {
    await comes(0);
    await goes(10);
    await takenBack(12, 0);
    fixture.setTime(at(15));
    await take(retraction('never', settled(10).id, [shipment('S1')]));
    expect(await only()).toMatchObject({ state: 'resolved', reopens: 0 });
  });
});
