import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyActs, perform } from '../../../lambdas/case/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, NoticeOrder, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { handOver } from '../../../lambdas/handover/adapters/hand-over.ts';
import { openCasesOf } from '../../../lambdas/handover/adapters/open-cases.dynamo.ts';
import { loadHandover, whyNotHandedOver } from '../../../lambdas/handover/index.ts';
import { joinShifts } from '../../../lambdas/handover/join-shifts.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { by, opened, ownerOf, severityOf, TRACEPARENT } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

const AT = '2026-03-04T17:00:00.000Z';
/** Wednesday, 18:00 in Berlin: the night shift of transport planning begins. */
const [HANDOVER] = joinShifts([
  { person: 'mei-tan', startedAt: AT, team: 'transport-desk', from: 'jonas-weber' },
  { person: 'mei-tan', startedAt: AT, team: 'logistics', from: 'jonas-weber' },
]);

let fixture: StoreFixture;
let packs: ReturnType<typeof createPackStore>;
let version: string;
let pack: PolicyPack;
let ordered: NoticeOrder[];
const publish = (orders: readonly NoticeOrder[]): Promise<void> => {
  ordered.push(...orders);
  return Promise.resolve();
};
const run = () => handOver({ cases: fixture.store, packs }, publish, HANDOVER!);

async function add(
  name: string,
  level: 'S1' | 'S3',
  team = 'transport-desk',
  more: Partial<Case> = {},
): Promise<string> {
  const seed = openCase({
    version: 0,
    id: deriveId('case', name),
    chainHash: '0'.repeat(64),
    correlationKeys: [],
    policyVersion: version,
    ...more,
  });
  const triaged = by({
    what: 'CaseTriaged',
    facts: [],
    impact: { unknown: [] },
    severity: severityOf(level),
    owner: ownerOf(team),
  });
  const context = { at: AT, traceparent: TRACEPARENT, salt: () => 's' };
  const { after, entries } = applyActs(seed, [by(opened), triaged], context);
  await fixture.store.commit({ after, entries });
  return after.id;
}

beforeEach(async () => {
  fixture = openStores(AT);
  fixture.setTime('2026-03-04T17:00:05.000Z');
  vi.stubEnv('REFERENCE_TABLE', 'reference');
  packs = createPackStore('reference');
  pack = defaultPack();
  version = await publishPack(pack);
  ordered = [];
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
});

const told = async (caseId: string) =>
  (await fixture.store.notices(caseId)).filter(({ purpose }) => purpose === 'handover');

describe('a shift is handed over', () => {
  it('once, in the journal of its most severe case, whoever looks and however often', async () => {
    const mild = await add('mild', 'S3');
    const worst = await add('worst', 'S1', 'logistics');
    expect(await Promise.all([run(), run()])).toEqual(expect.arrayContaining(['told', 'known']));
    expect(await run()).toBe('known');
    expect((await told(worst)).map(({ person, channel }) => `${person} ${channel}`).sort()).toEqual([
      'mei-tan email',
      'mei-tan slack',
    ]);
    expect(await told(mild)).toEqual([]);
    expect(ordered).toHaveLength(2);
  });

  it('not where nothing is open: also what opens a minute later is no hand-over', async () => {
    const id = await add('over', 'S1');
    await perform(fixture.store, { caseId: id, traceparent: TRACEPARENT }, () => ({
      commit: true,
      acts: [by({ what: 'CaseResolved', via: 'api', resolution: 'solved', reopenUntil: '2026-03-09T00:00:00.000Z' })],
      answer: () => undefined,
    }));
    expect(await run()).toBe('nothing');
    const late = await add('late', 'S1');
    expect(await run()).toBe('known');
    expect(await told(late)).toEqual([]);
    expect(ordered).toEqual([]);
  });

  it('with another case where the most severe has just ended', async () => {
    const worst = await add('worst', 'S1');
    const mild = await add('mild', 'S3');
    fixture.meanwhile('TransactWriteItemsCommand', () =>
      perform(fixture.store, { caseId: worst, traceparent: TRACEPARENT }, () => ({
        commit: true,
        acts: [by({ what: 'CaseResolved', via: 'api', resolution: 'solved', reopenUntil: '2026-03-09T00:00:00.000Z' })],
        answer: () => undefined,
      })),
    );
    expect(await run()).toBe('told');
    expect(await told(worst)).toEqual([]);
    expect(await told(mild)).toHaveLength(2);
  });

  it('once, whatever call it dies at: claimed whole or not at all', async () => {
    const worst = await add('worst', 'S1');
    let deaths = 0;
    for (let call = 0; ; call += 1) {
      fixture.dieAt(call, 'after');
      const fate = await run().catch(() => 'died');
      fixture.liveOn();
      const claimed = (await told(worst)).length;
      expect([0, 2]).toContain(claimed);
      if (fate !== 'died') break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(3);
    await run();
    expect(await told(worst)).toHaveLength(2);
  });

  it('of the levels that the policy names only, and of no other team', async () => {
    await add('mild', 'S3');
    const other = await add('other', 'S1', 'customer-service');
    await publishPack({ ...pack, handover: { ...pack.handover, levels: ['S1', 'S2'] } });
    packs = createPackStore('reference');
    expect(await run()).toBe('nothing');
    expect(await told(other)).toEqual([]);
  });
});

describe('what it says', () => {
  it('is bounded: the most severe of many, and that there are more', async () => {
    for (let count = 0; count < 20; count += 1) await add(`mild ${String(count)}`, 'S3');
    const worst = await add('worst', 'S1', 'logistics');
    const loaded = await loadHandover({ cases: fixture.store, packs }, HANDOVER!.shift);
    expect([loaded.cases.length, loaded.total, loaded.isMore]).toEqual([pack.handover.cases, 21, false]);
    expect(loaded.cases[0]?.id).toBe(worst);
    const { rows } = await openCasesOf(fixture.store, packs, HANDOVER!.shift);
    expect(rows.map(({ severity }) => severity)).toEqual(['S1', ...Array.from({ length: 20 }, () => 'S3')]);
  });

  it('is said to nobody whose shift is over, or where all of it is', async () => {
    const stores = { cases: fixture.store, packs };
    expect(await whyNotHandedOver(stores, 'mei-tan', HANDOVER!.shift)).toBe('nothing is open any more');
    await add('worst', 'S1');
    const onDuty = pack.rotas.find(({ id }) => id === 'transport')!.layers[0]!.people;
    const fates = await Promise.all(onDuty.map((person) => whyNotHandedOver(stores, person, HANDOVER!.shift)));
    expect(fates.toSorted()).toEqual(['their shift is over', undefined]);
  });
});
