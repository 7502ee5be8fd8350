import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChildren, verifyChain } from '../../../lambdas/case/index.ts';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { mergeCase, moveCase, splitIncident } from '../../../lambdas/incident/index.ts';
import { exception, retraction, shipment } from '../intake/signals.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { openStorm, pack, TRACE } from './storm-fixture.ts';
import type { Storm } from './storm-fixture.ts';

let world: Storm;
beforeEach(async () => {
  world = await openStorm();
});
afterEach(() => world.fixture.close());

const stores = () => ({ cases: world.fixture.store, packs: world.packs });
const by = (record: Pick<Case, 'id'>) => ({
  caseId: record.id,
  actor: { kind: 'person' as const, id: 'ines-duarte' },
  requestId: 'request-1',
  reason: 'Two ships, not one.',
  traceparent: TRACE,
});
const load = async ({ id }: Pick<Case, 'id'>): Promise<Case> => (await world.fixture.store.load(id))!;
const happened = async (record: Pick<Case, 'id'>): Promise<readonly string[]> =>
  (await world.fixture.store.journal(record.id)).map(({ happening }) => happening.what);
const total = async (incident: Pick<Case, 'id'>): Promise<number> =>
  (await countChildren(world.fixture.store, incident.id)).total;
const changed = (result: Awaited<ReturnType<typeof moveCase>>): Case => {
  if (result.outcome !== 'changed') throw new Error(JSON.stringify(result));
  return result.record;
};
/** The storm with all its children gathered. */
async function gathered(count = 30): Promise<{ incident: Case; children: readonly Case[] }> {
  const { incident } = await world.storm(count);
  await world.tender()({ entry: await world.entryOf(incident, 'CaseOpened') });
  await world.work();
  const children = (await world.allCases()).filter((record) => record.incident?.id === incident.id);
  expect(children).toHaveLength(count);
  return { incident: await load(incident), children };
}
/** Another storm, at Oakland. */
async function another(): Promise<Case> {
  const before = new Set((await world.allCases()).map(({ id }) => id));
  for (let number = 100; number < 127; number += 1)
    await world.report(number, { place: { locality: 'Oakland', region: 'CA', country: 'US' } });
  for (const record of (await world.allCases()).filter(({ id }) => !before.has(id)))
    await world.decide(await world.triage(record));
  return (await world.allCases()).find(({ cause }) => cause?.value === 'US/CA/OAKLAND')!;
}

describe('splitting an incident', () => {
  it('gives the chosen children to a new one; both journals and each child tell of it; what comes next joins the first', async () => {
    const { incident, children } = await gathered();
    const chosen = children.slice(0, 7).map(({ id }) => id);
    const split = changed(await splitIncident(stores(), by(incident), chosen));
    expect(split).toMatchObject({ state: 'triaged', title: 'Storm at Long Beach, CA, US, split off', toldChildren: 7 });
    // Asked twice, also in another order, it is done once.
    const again = await splitIncident(stores(), by(incident), [...chosen].reverse());
    expect(again).toMatchObject({ outcome: 'unchanged', record: { id: split.id } });
    const took = { entry: await world.entryOf(split, 'TookOver') };
    await world.tender()(took);
    await world.work();
    expect([await total(incident), await total(split)]).toEqual([23, 7]);
    const [child] = chosen;
    const record = await load({ id: child! });
    expect(record.incident).toMatchObject({ id: split.id });
    expect(verifyChain(await world.fixture.store.journal(record.id))).toMatchObject({ whole: true });
    expect(await happened(incident)).toContain('GaveAway');
    expect(await happened(split)).toEqual(['CaseOpened', 'CaseTriaged', 'TookOver']);
    // The event that it has opened gathers nothing: it does not hold the cause.
    await world.tender()({ entry: await world.entryOf(split, 'CaseOpened') });
    expect(world.queue).toEqual([]);
    await world.report(99);
    const late = (await world.allCases()).find(({ state }) => state === 'open')!;
    expect((await world.decide(await world.triage(late)))?.id).toBe(incident.id);
  });

  it('goes on where it died between two children, and each is moved once', async () => {
    const { incident, children } = await gathered();
    const chosen = children.slice(0, 12).map(({ id }) => id);
    const split = changed(await splitIncident(stores(), by(incident), chosen));
    await world.tender()({ entry: await world.entryOf(split, 'TookOver') });
    const page = world.queue.shift()!;
    for (const [call, when] of [
      [2, 'before'],
      [13, 'after'],
      [14, 'before'],
    ] as const) {
      world.fixture.dieAt(call, when);
      await expect(world.tender()(page)).rejects.toThrow();
      world.fixture.liveOn();
      // Each is in one place.
      expect((await total(incident)) + (await total(split))).toBe(30);
    }
    expect(await total(split)).toBeLessThan(12);
    await world.tender()(page);
    await world.tender()(page);
    expect([await total(incident), await total(split)]).toEqual([18, 12]);
    for (const id of chosen)
      expect((await happened({ id })).filter((what) => what === 'JoinedIncident')).toHaveLength(2);
  });

  it('a child that was moved meanwhile stays where the person put it; one that comes after the end goes with the new one', async () => {
    const { incident, children } = await gathered();
    const [one, two, three] = children;
    const split = changed(await splitIncident(stores(), by(incident), [one!.id, two!.id, three!.id]));
    changed(await moveCase(stores(), by(one!)));
    await world.act(await load(two!), { what: 'CaseWithdrawn', reason: 'x' });
    await world.act(split, {
      what: 'CaseResolved',
      via: 'api',
      resolution: 'solved',
      reopenUntil: '2026-03-03T08:00:00.000Z',
    });
    await world.tender()({ entry: await world.entryOf(split, 'TookOver') });
    await world.work();
    expect(await load(one!)).toMatchObject({ apart: true, state: 'triaged' });
    expect((await load(one!)).incident).toBeUndefined();
    expect((await load(two!)).incident).toMatchObject({ id: incident.id });
    expect(await load(three!)).toMatchObject({ state: 'resolved', resolution: 'with_incident' });
  });

  it('while a new child joins: neither hinders the other', async () => {
    const { incident, children } = await gathered();
    await world.report(50);
    const late = await world.triage((await world.allCases()).find(({ state }) => state === 'open')!);
    world.fixture.meanwhile('TransactWriteItemsCommand', () => world.decide(late));
    const split = changed(await splitIncident(stores(), by(incident), [children[0]!.id]));
    await world.tender()({ entry: await world.entryOf(split, 'TookOver') });
    await world.work();
    expect([await total(incident), await total(split)]).toEqual([30, 1]);
  });

  it('two people at once split the same off once', async () => {
    const { incident, children } = await gathered();
    const chosen = [children[0]!.id];
    world.fixture.meanwhile('TransactWriteItemsCommand', () => splitIncident(stores(), by(incident), chosen));
    expect(await splitIncident(stores(), by(incident), chosen)).toMatchObject({ outcome: 'unchanged' });
    expect((await world.allCases()).filter(({ cause }) => cause !== undefined)).toHaveLength(2);
    expect((await happened(incident)).filter((what) => what === 'GaveAway')).toHaveLength(1);
  });

  it('is refused for strangers, for what is over, and for what is no incident', async () => {
    const { incident, children } = await gathered();
    await world.report(70, { place: { locality: 'Oakland', region: 'CA', country: 'US' } });
    const stranger = (await world.allCases()).find(({ state }) => state === 'open')!;
    expect(await splitIncident(stores(), by(incident), [stranger.id])).toMatchObject({
      outcome: 'refused',
      problem: { status: 400, errors: [{ pointer: '/cases' }] },
    });
    expect(await splitIncident(stores(), by(children[0]!), [children[1]!.id])).toMatchObject({
      problem: { status: 409 },
    });
    await world.act(await load(children[0]!), { what: 'CaseWithdrawn', reason: 'x' });
    expect(await splitIncident(stores(), by(incident), [children[0]!.id])).toMatchObject({ problem: { status: 409 } });
  });
});

describe('moving one case', () => {
  it('out: it joins nothing by itself any more; back in: it is a child as before', async () => {
    const { incident, children } = await gathered();
    const [one] = children;
    expect(changed(await moveCase(stores(), by(one!)))).toMatchObject({ apart: true });
    expect(await moveCase(stores(), by(one!))).toMatchObject({ outcome: 'unchanged' });
    expect(await world.decide(await load(one!))).toBeUndefined();
    expect(await happened(incident)).toContain('GaveAway');
    const back = changed(await moveCase(stores(), by(one!), incident.id));
    expect(back.incident).toMatchObject({ id: incident.id });
    expect(back.apart).toBeUndefined();
    expect(await total(incident)).toBe(30);
    expect(await moveCase(stores(), by(one!), incident.id)).toMatchObject({ outcome: 'unchanged' });
    expect((await happened(one!)).filter((what) => what === 'JoinedIncident')).toHaveLength(2);
    expect(await moveCase(stores(), by(one!), children[1]!.id)).toMatchObject({ problem: { status: 400 } });
  });

  it('two people move it at once: it is in one place, and each journal tells what happened there', async () => {
    const { incident, children } = await gathered();
    const oakland = await another();
    const [one] = children;
    world.fixture.meanwhile('TransactWriteItemsCommand', () => moveCase(stores(), by(one!)));
    changed(await moveCase(stores(), by(one!), oakland.id));
    expect((await load(one!)).incident).toMatchObject({ id: oakland.id });
    expect((await happened(incident)).filter((what) => what === 'GaveAway')).toHaveLength(1);
    expect((await happened(one!)).slice(-2)).toEqual(['LeftIncident', 'JoinedIncident']);
  });
});

describe('merging', () => {
  it('one incident into another: its children, and what comes later of its cause, go on there', async () => {
    const { incident } = await gathered();
    const oakland = await another();
    const merged = changed(await mergeCase(stores(), by(oakland), incident.id));
    expect(merged).toMatchObject({ state: 'merged', mergedInto: incident.id });
    expect(await mergeCase(stores(), by(oakland), incident.id)).toMatchObject({ outcome: 'unchanged' });
    const before = await total(oakland);
    expect(before).toBeGreaterThan(0);
    await world.tender()({ entry: await world.entryOf(oakland, 'CaseMerged') });
    await world.work();
    expect([await total(oakland), await total(incident)]).toEqual([0, 30 + before]);
    await world.report(200, { place: { locality: 'Oakland', region: 'CA', country: 'US' } });
    const late = (await world.allCases()).find(({ state }) => state === 'open')!;
    expect((await world.decide(await world.triage(late)))?.id).toBe(incident.id);
    expect(await happened(incident)).toContain('TookOver');
  });

  it('dies between two children: each finds its way by its own decision, too', async () => {
    const { incident } = await gathered();
    const oakland = await another();
    changed(await mergeCase(stores(), by(oakland), incident.id));
    const child = (await world.allCases()).find((record) => record.incident?.id === oakland.id)!;
    // Nobody has worked on any page.
    expect((await world.decide(child))?.id).toBe(incident.id);
    expect((await load(child)).incident).toMatchObject({ id: incident.id });
    await world.tender()({ entry: await world.entryOf(oakland, 'CaseMerged') });
    await world.work();
    await world.tender()({ entry: await world.entryOf(oakland, 'CaseMerged') });
    await world.work();
    expect(await total(oakland)).toBe(0);
    expect((await happened(child)).filter((what) => what === 'JoinedIncident')).toHaveLength(2);
  });

  it('each into the other at once: one of them is merged, the other goes on', async () => {
    const { incident } = await gathered();
    const oakland = await another();
    world.fixture.meanwhile('TransactWriteItemsCommand', () => mergeCase(stores(), by(oakland), incident.id));
    expect(await mergeCase(stores(), by(incident), oakland.id)).toMatchObject({
      outcome: 'refused',
      problem: { status: 409 },
    });
    expect(await load(oakland)).toMatchObject({ state: 'merged', mergedInto: incident.id });
    expect(await load(incident)).toMatchObject({ state: 'triaged' });
  });

  it('into one that was merged before: children go to the last of the chain', async () => {
    const { incident, children } = await gathered();
    const oakland = await another();
    const split = changed(await splitIncident(stores(), by(incident), [children[0]!.id]));
    changed(await mergeCase(stores(), by(incident), oakland.id));
    changed(await mergeCase(stores(), by(oakland), split.id));
    for (const record of [incident, oakland]) {
      await world.tender()({ entry: await world.entryOf(record, 'CaseMerged') });
      await world.work();
    }
    await world.tender()({ entry: await world.entryOf(split, 'TookOver') });
    await world.work();
    expect([await total(incident), await total(oakland)]).toEqual([0, 0]);
    const open = (await world.allCases()).filter(({ cause }) => cause === undefined);
    expect(open.every((record) => record.incident?.id === split.id)).toBe(true);
  });

  it('while its growth is told: whoever comes second sees what the first did', async () => {
    const { incident } = await gathered();
    const oakland = await another();
    world.fixture.meanwhile('TransactWriteItemsCommand', () =>
      world.act(oakland, { what: 'IncidentGrew', children: 270, notices: [] }),
    );
    expect(changed(await mergeCase(stores(), by(oakland), incident.id))).toMatchObject({ toldChildren: 270 });
    await expect(world.act(oakland, { what: 'IncidentGrew', children: 2700, notices: [] })).rejects.toThrow(/merged/);
  });

  it('a case into a case: what comes for either goes to the one that is left, until all reports are taken back', async () => {
    const store = world.fixture.store;
    const intake = createIntakeStore(store);
    const signals = ['S1', 'S2'].map((name) => exception(`of ${name}`, [shipment(name)], { type: 'transport.delay' }));
    for (const signal of signals) await takeIn({ cases: store, intake, packs: world.packs }, signal);
    const [one, two] = (await world.allCases()).sort((left, right) =>
      left.references[0]!.value < right.references[0]!.value ? -1 : 1,
    );
    await world.triage(one!);
    await world.triage(two!);
    expect(await mergeCase(stores(), by(one!), one!.id)).toMatchObject({ problem: { status: 400 } });
    changed(await mergeCase(stores(), by(one!), two!.id));
    expect(await load(two!)).toMatchObject({ merged: [one!.id] });
    expect((await load(two!)).references.map(({ value }) => value)).toEqual(['S2', 'S1']);
    const take = (signal: Parameters<typeof takeIn>[1]) => takeIn({ cases: store, intake, packs: world.packs }, signal);
    // A further report of the first one.
    const further = exception('more of S1', [shipment('S1')], { type: 'transport.delay' });
    expect(await take(further)).toBe('attached');
    expect(await load(two!)).toMatchObject({ signals: 2 });
    expect((await load(one!)).signals).toBe(1);
    // Its own reports are taken back: those that were merged into it stand.
    expect(await take(retraction('r1', signals[1]!.id, [shipment('S2')]))).toBe('retracted');
    expect(await take(retraction('r2', further.id, [shipment('S1')]))).toBe('retracted');
    expect(await load(two!)).toMatchObject({ state: 'triaged' });
    expect(await take(retraction('r3', signals[0]!.id, [shipment('S1')]))).toBe('retracted');
    expect(await load(two!)).toMatchObject({ state: 'withdrawn' });
    expect(await take(retraction('r3', signals[0]!.id, [shipment('S1')]))).toBe('duplicate');
  });

  it('a case into an incident makes it a child; an incident goes into no case', async () => {
    const { incident, children } = await gathered();
    changed(await moveCase(stores(), by(children[0]!)));
    expect(changed(await mergeCase(stores(), by(children[0]!), incident.id)).incident).toMatchObject({
      id: incident.id,
    });
    expect(await mergeCase(stores(), by(incident), children[0]!.id)).toMatchObject({ problem: { status: 400 } });
  });
});

describe('when it ends, by the choice of whoever ends it', () => {
  it('its children go on by themselves, and join no other', async () => {
    const { incident, children } = await gathered();
    await world.act(incident, {
      what: 'CaseResolved',
      via: 'api',
      resolution: 'solved',
      reopenUntil: '2026-03-03T08:00:00.000Z',
      children: 'continue',
    });
    await world.tender()({ entry: await world.entryOf(incident, 'CaseResolved') });
    await world.work();
    for (const { id } of children) {
      const record = await load({ id });
      expect(record).toMatchObject({ state: 'triaged', apart: true });
      expect(record.incident).toBeUndefined();
    }
    expect(pack.grouping.length).toBeGreaterThan(0);
  });
});
