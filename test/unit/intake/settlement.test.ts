import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { caseRecord } from '../../../lambdas/contracts/index.ts';
import type { Case, Signal } from '../../../lambdas/contracts/index.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { isSettled, typesSettledBy } from '../../../lambdas/intake/decide-settlement.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { exception, progress, retraction, shipment, tracking } from './signals.ts';

const pack = defaultPack();
const LATER = '2026-03-02T12:00:00+01:00';
const EARLIER = '2026-03-01T08:00:00+01:00';
const delivered = { name: 'delivered', at: 'actual' } as const;
const departed = { name: 'departed', at: 'actual', stop: '2' } as const;
const missed = (stop?: string) =>
  exception('missed', [shipment('S1')], {
    type: 'transport.milestone_missed',
    milestone: { name: 'departed', at: 'scheduled', ...(stop === undefined ? {} : { stop }) },
  });

describe('what ends a trouble by itself', () => {
  it.each([
    ['a delivery after a failed one', exception('r', [tracking('T1')]), delivered, LATER, true],
    ['a delivery before it', exception('r', [tracking('T1')]), delivered, EARLIER, false],
    ['an expected delivery', exception('r', [tracking('T1')]), { name: 'delivered', at: 'estimated' }, LATER, false],
    ['a departure', exception('r', [tracking('T1')]), departed, LATER, false],
    ['the missed milestone, whenever it was', missed('2'), departed, EARLIER, true],
    ['the missed milestone of no named stop', missed(), departed, LATER, true],
    ['that milestone at another stop', missed('1'), departed, LATER, false],
    ['a delivery, for a missed departure', missed('1'), delivered, LATER, true],
    ['a release, for damage', exception('r', [tracking('T1')], { type: 'cargo.damaged' }), delivered, LATER, false],
    [
      'a release by customs',
      exception('r', [tracking('T1')], { type: 'compliance.customs_hold' }),
      { name: 'customs_released', at: 'actual' },
      LATER,
      true,
    ],
    [
      'a type that the pack does not know',
      exception('r', [tracking('T1')], { type: 'own.type' }),
      delivered,
      LATER,
      false,
    ],
  ] as const)('%s', (_what, report, milestone, occurredAt, settles) => {
    expect(isSettled(report, progress('p', [tracking('T1')], milestone, occurredAt), pack)).toBe(settles);
  });

  it('is not asked for where nothing has happened yet', () => {
    expect(typesSettledBy(progress('p', [tracking('T1')], { name: 'delivered', at: 'scheduled' }), pack)).toEqual([]);
    expect(typesSettledBy(progress('p', [tracking('T1')], delivered), pack)).toContain('transport.delay');
  });
});

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

async function cases(): Promise<Case[]> {
  const { Items } = await fixture.raw('Scan', { TableName: 'cases' });
  return Items.filter((item: any) => item.sk.S === 'CASE').map((item: any) =>
    caseRecord.parse(JSON.parse(item.record.S)),
  );
}
const states = async (): Promise<string[]> => (await cases()).map(({ state }) => state);
const whats = async (): Promise<string[]> => {
  const [record] = await cases();
  return (await fixture.store.journal(record?.id ?? '')).map(({ happening }) => happening.what);
};
const report = exception('report', [tracking('T1'), shipment('S1')]);
const end = progress('end', [tracking('T1')], delivered, LATER);

describe('a case that settles', () => {
  it('is resolved by the delivery, by nobody, with its reason and its reopen window', async () => {
    await take(report);
    expect(await take(end)).toBe('timeline');
    const [record] = await cases();
    expect(record).toMatchObject({ state: 'resolved', reopenUntil: expect.any(String) });
    const last = (await fixture.store.journal(record!.id)).at(-1);
    expect(last).toMatchObject({
      actor: { kind: 'system', id: 'intake' },
      cause: { kind: 'signal', id: end.id },
      touch: false,
    });
    expect(last?.happening).toMatchObject({
      what: 'CaseResolved',
      via: 'system',
      resolution: expect.stringContaining('delivered at 2026-03-02T12:00'),
    });
  });

  it('once, however often the delivery is told', async () => {
    await take(report);
    await take(end);
    await take(end);
    await take(progress('told again', [tracking('T1')], delivered, '2026-03-02T13:00:00+01:00'));
    expect(await whats()).toEqual(['CaseOpened', 'CaseResolved']);
  });

  it('stays open while one of its reports is about something after the delivery', async () => {
    await take(report);
    await take(exception('after', [tracking('T1')], { occurredAt: '2026-03-02T15:00:00+01:00' }));
    await take(end);
    expect(await states()).toEqual(['open']);
  });

  it('of two missed milestones each by its own report, whichever comes first; and is open again when one of them was not true', async () => {
    for (const [turn, order] of [
      [0, 1],
      [1, 0],
    ].entries()) {
      const subject = [shipment(`TWO${String(turn)}`)];
      const late = (name: 'departed' | 'arrived') =>
        exception(`no ${name} ${String(turn)}`, subject, {
          type: 'transport.milestone_missed',
          milestone: { name, at: 'scheduled' },
        });
      const said = (['departed', 'arrived'] as const).map((name) =>
        progress(`${name} after all ${String(turn)}`, subject, { name, at: 'actual' }, LATER),
      );
      await take(late('departed'));
      await take(late('arrived'));
      await take(said[order[0]!]!);
      const stateOf = async () =>
        (await cases()).find(({ references }) => references.some(({ value }) => value === `TWO${String(turn)}`))?.state;
      expect(await stateOf()).toBe('open');
      await take(said[order[1]!]!);
      expect(await stateOf()).toBe('resolved');
      const first = said[order[0]!]!;
      await take(retraction(`mistake ${String(turn)}`, first.id, subject));
      expect(await stateOf()).toBe('open');
    }
  });

  it('stays resolved where another report says the same as the one that was taken back', async () => {
    await take(report);
    await take(end);
    await take(progress('told again', [tracking('T1')], delivered, '2026-03-02T13:00:00+01:00'));
    await take(retraction('mistake', end.id, [tracking('T1')]));
    expect(await whats()).toEqual(['CaseOpened', 'CaseResolved']);
  });

  it('stays open for a delivery of something else', async () => {
    await take(report);
    await take(progress('other', [tracking('T2')], delivered, LATER));
    expect(await states()).toEqual(['open']);
  });

  it('is open again when the delivery was a mistake, and only then', async () => {
    await take(report);
    await take(end);
    await take(retraction('another', progress('never', [tracking('T1')]).id, [tracking('T1')]));
    expect(await states()).toEqual(['resolved']);
    const mistake = retraction('mistake', end.id, [tracking('T1')]);
    await take(mistake);
    await take(mistake);
    expect(await whats()).toEqual(['CaseOpened', 'CaseResolved', 'CaseReopened']);
    // What was taken back settles nothing any more, also when it is delivered once more.
    await take(end);
    expect(await states()).toEqual(['open']);
  });

  it('is not opened again by the mistake when a person has resolved it', async () => {
    await take(exception('late', [tracking('T1')], { occurredAt: '2026-03-02T15:00:00+01:00' }));
    await take(end);
    expect(await states()).toEqual(['open']);
    await take(retraction('mistake', end.id, [tracking('T1')]));
    expect(await whats()).toEqual(['CaseOpened']);
  });

  it('is settled whichever of the two comes first, or at the same time', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const subject = [tracking(`RACE${turn}`)];
      await Promise.all([
        take(exception(`race ${turn}`, subject)),
        take(progress(`over ${turn}`, subject, delivered, LATER)),
      ]);
    }
    expect((await states()).filter((state) => state !== 'resolved')).toEqual([]);
  });
});
