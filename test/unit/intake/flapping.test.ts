import { afterEach, beforeEach, expect, it } from 'vitest';
import { caseRecord } from '../../../lambdas/contracts/index.ts';
import type { Case, Signal } from '../../../lambdas/contracts/index.ts';
import { decideQuietEnd } from '../../../lambdas/escalation/watch-flapping.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { pack } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { exception, progress, retraction, shipment } from './signals.ts';
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
