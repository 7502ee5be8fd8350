import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childrenOf, countChildren, summariesOf } from '../../../lambdas/case/index.ts';
import type { Case, ChildPage } from '../../../lambdas/contracts/index.ts';
import { findIncident } from '../../../lambdas/incident/index.ts';
import type { Work } from '../../../lambdas/incident/adapters/tend-children.ts';
import { overlapping, turns } from '../../support/conflicts.ts';
import { severityOf } from '../case/history.ts';
import { openStorm, pack, TRACE } from './storm-fixture.ts';
import type { Storm } from './storm-fixture.ts';

const SEAM = Symbol.for('fairlead.runtime');
let world: Storm;
beforeEach(async () => {
  world = await openStorm();
});
afterEach(() => world.fixture.close());

describe('one case too many', () => {
  it('opens an incident: twenty-five are no storm, twenty-six are', async () => {
    for (let number = 0; number < 25; number += 1) await world.report(number);
    for (const record of await world.allCases()) expect(await world.decide(await world.triage(record))).toBeUndefined();
    await world.report(25);
    const last = (await world.allCases()).find(({ state }) => state === 'open')!;
    const incident = await world.decide(await world.triage(last));
    expect(incident).toMatchObject({
      type: 'incident.storm',
      state: 'triaged',
      toldChildren: 26,
      cause: { value: 'US/CA/LONG BEACH' },
    });
    expect((await world.allCases()).filter(({ incident: of }) => of !== undefined).map(({ id }) => id)).toEqual([
      last.id,
    ]);
    // The incident reads as its journal says.
    expect((await world.fixture.store.journal(incident!.id)).map(({ happening }) => happening.what)).toEqual([
      'CaseOpened',
      'CaseTriaged',
    ]);
  });

  it('not when the same report comes again, nor for another port, nor over a longer time', async () => {
    for (let number = 0; number < 20; number += 1) {
      await world.report(number);
      expect(await world.report(number)).toBe('duplicate');
    }
    for (let number = 20; number < 40; number += 1)
      await world.report(number, { place: { locality: 'Oakland', region: 'CA', country: 'US' } });
    world.fixture.setTime('2026-03-02T09:00:00.001Z');
    for (let number = 40; number < 50; number += 1) await world.report(number);
    for (const record of await world.allCases()) expect(await world.decide(await world.triage(record))).toBeUndefined();
  });

  it('is one incident, whoever else opens it at the same moment', async () => {
    for (let number = 0; number < 27; number += 1) await world.report(number);
    const [one, two] = await Promise.all((await world.allCases()).slice(0, 2).map((record) => world.triage(record)));
    // Nobody has opened it when the first one looks; when it writes, the second one has.
    world.fixture.meanwhile('TransactWriteItemsCommand', () => world.decide(two!));
    const incident = await world.decide(one!);
    const incidents = (await world.allCases()).filter(({ cause }) => cause !== undefined);
    expect(incidents.map(({ id }) => id)).toEqual([incident?.id]);
    expect(await countChildren(world.fixture.store, incident!.id)).toMatchObject({ total: 2 });
  });

  it('gathers those from before, each once, however often it is told', async () => {
    for (let number = 0; number < 25; number += 1) await world.report(number);
    for (const record of await world.allCases()) await world.decide(await world.triage(record));
    await world.report(25);
    const incident = (await world.decide(
      await world.triage((await world.allCases()).find(({ state }) => state === 'open')!),
    ))!;
    const opened = { entry: await world.entryOf(incident, 'CaseOpened') };
    await world.tender()(opened);
    await world.tender()(opened);
    // Twice a page for each shard of the markers.
    expect(await world.work()).toBe(4);
    const children = (await world.allCases()).filter(({ incident: of }) => of?.id === incident.id);
    expect(children).toHaveLength(26);
    for (const { id, attention, version } of children) {
      const joined = (await world.fixture.store.journal(id)).filter(
        ({ happening }) => happening.what === 'JoinedIncident',
      );
      expect(joined).toHaveLength(1);
      expect(version).toBe(3);
      // Whoever waited is woken; the last one has decided it by itself.
      expect(attention).toBe(joined[0]?.cause.kind === 'incident' ? 1 : 0);
    }
    expect(await countChildren(world.fixture.store, incident.id)).toEqual({
      total: 26,
      open: 26,
      bySeverity: { S1: 0, S2: 0, S3: 26, S4: 0 },
    });
  });
});

describe('two thousand at once', () => {
  it(
    'meet nowhere: no transaction is cancelled, one incident comes of it, and every case is its child',
    { timeout: 120_000 },
    async () => {
      const runtime: any = Reflect.get(globalThis, SEAM);
      const calls = overlapping(runtime.call);
      Reflect.set(globalThis, SEAM, { ...runtime, call: calls.call, sleep: turns });
      const all = Array.from({ length: 2000 }, (_unused, number) => number);

      await Promise.all(all.map((number) => world.report(number)));
      expect({ transactions: calls.transactions(), conflicts: calls.conflicts() }).toEqual({
        transactions: 2000,
        conflicts: 0,
      });

      const opened = await world.allCases();
      expect(opened).toHaveLength(2000);
      const triaged = await Promise.all(opened.map((record) => world.triage(record)));
      expect(calls.conflicts()).toBe(0);

      // They decide at one moment, so that all want to open it: the worst case, a few tries each, one winner.
      const before = calls.transactions();
      const group = triaged.slice(0, 50);
      await Promise.all(group.map((record) => world.decide(record)));
      expect(calls.transactions() - before).toBeLessThan(50 * 4);
      const contended = calls.conflicts();
      await Promise.all(triaged.slice(50).map((record) => world.decide(record)));
      expect(calls.conflicts()).toBe(contended);

      const done = await world.allCases();
      const incidents = done.filter(({ cause }) => cause !== undefined);
      expect(incidents).toHaveLength(1);
      expect(incidents[0]?.version).toBe(2);
      expect(done.filter(({ incident }) => incident?.id === incidents[0]?.id)).toHaveLength(2000);
      expect(await countChildren(world.fixture.store, incidents[0]!.id)).toMatchObject({ total: 2000, open: 2000 });

      const seen = new Set<string>();
      let after: string | undefined;
      do {
        const page = await childrenOf(world.fixture.store, incidents[0]!.id, 100, after);
        expect(page!.items.length).toBeLessThanOrEqual(100);
        const rows = await summariesOf(world.fixture.store, page!.items);
        for (const row of rows) seen.add(row.id);
        after = page!.next;
      } while (after !== undefined);
      expect(seen.size).toBe(2000);
      // Its end reaches them all, a hundred in a message.
      const [incident] = incidents;
      await world.act(incident!, {
        what: 'CaseResolved',
        via: 'api',
        resolution: 'solved',
        reopenUntil: '2026-03-03T08:00:00.000Z',
      });
      await world.tender()({ entry: await world.entryOf(incident!, 'CaseResolved') });
      expect(await world.work()).toBeGreaterThanOrEqual(2000 / 100);
      expect(await countChildren(world.fixture.store, incident!.id)).toMatchObject({ total: 2000, open: 0 });

      // Markers and children are spread over their shards, none of which has more than twice its part.
      const { Items } = await world.fixture.raw('Scan', {
        TableName: 'cases',
        FilterExpression: 'begins_with(pk, :p)',
        ExpressionAttributeValues: { ':p': { S: 'CAUSE#port' } },
      });
      const byShard = Map.groupBy(Items, (item: any) => item.pk.S);
      expect(Math.max(...[...byShard.values()].map(({ length }) => length))).toBeLessThan(1200);
    },
  );
});

describe('the end', () => {
  const resolved = { what: 'CaseResolved', via: 'api', resolution: 'solved', reopenUntil: '2026-03-03T08:00:00.000Z' };

  it('solves every child with it, S1 and quiet ones, and none twice', async () => {
    const { incident, children } = await world.storm(40);
    const [worst] = children.filter(({ incident: of }) => of !== undefined);
    await world.act(worst!, {
      what: 'SeverityChanged',
      from: 'S3',
      severity: severityOf('S1'),
      impact: { unknown: [] },
      facts: [],
    });
    await world.act(incident, resolved);
    const end = { entry: await world.entryOf(incident, 'CaseResolved') };
    await world.tender()(end);
    await world.work();
    await world.tender()(end);
    await world.work();
    for (const child of await world.allCases()) {
      if (child.id === incident.id) continue;
      const ends = (await world.fixture.store.journal(child.id)).filter(
        ({ happening }) => happening.what === 'CaseResolved',
      );
      expect(ends).toHaveLength(1);
    }
    expect(await countChildren(world.fixture.store, incident.id)).toMatchObject({
      total: 40,
      open: 0,
      bySeverity: { S1: 1, S3: 39 },
    });
  });

  it('withdrawn: the children leave, and what it had gathered is no storm again', async () => {
    const { incident } = await world.storm(40);
    world.fixture.setTime('2026-03-02T08:05:00.000Z');
    await world.act(incident, { what: 'CaseWithdrawn', reason: 'two causes' });
    await world.tender()({ entry: await world.entryOf(incident, 'CaseWithdrawn') });
    await world.work();
    const left = (await world.allCases()).filter(({ cause }) => cause === undefined);
    expect(left.filter(({ incident: of }) => of !== undefined)).toEqual([]);
    expect(await countChildren(world.fixture.store, incident.id)).toMatchObject({ total: 0 });
    world.fixture.setTime('2026-03-02T08:10:00.000Z');
    for (const record of left) expect(await world.decide(record)).toBeUndefined();
    // Another twenty-six are another matter.
    for (let number = 100; number < 126; number += 1) await world.report(number);
    const fresh = (await world.allCases()).filter(({ state }) => state === 'open');
    const found = await Promise.all(
      fresh.map(async (record) => findIncident(world.fixture.store, await world.triage(record), pack, TRACE)),
    );
    const again = found.find((one) => one !== undefined);
    expect(again).toMatchObject({ type: 'incident.storm', previousCase: incident.id });
    expect(again?.id).not.toBe(incident.id);
  });

  it('solved, and the storm is back in time: the same incident opens again, and not for what was solved with it', async () => {
    const { incident } = await world.storm(40);
    world.fixture.setTime('2026-03-02T08:05:00.000Z');
    await world.act(incident, resolved);
    await world.tender()({ entry: await world.entryOf(incident, 'CaseResolved') });
    await world.work();
    world.fixture.setTime('2026-03-02T08:30:00.000Z');
    for (let number = 100; number < 125; number += 1) await world.report(number);
    const fresh = (await world.allCases()).filter(({ state }) => state === 'open');
    for (const record of fresh) expect(await world.decide(await world.triage(record))).toBeUndefined();
    await world.report(125);
    const last = (await world.allCases()).find(({ state }) => state === 'open')!;
    expect(await world.decide(await world.triage(last))).toMatchObject({ id: incident.id, state: 'open', reopens: 1 });
    expect(await world.fixture.store.load(last.id)).toMatchObject({ incident: { id: incident.id } });
  });

  /** Works on the end of an incident, dying at each call in turn. */
  async function dieEverywhere(incident: Case): Promise<void> {
    const end: Work = { entry: await world.entryOf(incident, 'CaseResolved') };
    const seen = new Set<string>();
    let deaths = 0;
    // A queue that delivers again what was not finished.
    world.queue.push(end);
    for (let position = 0; world.queue.length > 0;) {
      const next = world.queue[0]!;
      const name = JSON.stringify(next);
      if (!seen.has(name)) {
        seen.add(name);
        position = 0;
      }
      world.fixture.dieAt(position, position % 2 === 0 ? 'before' : 'after');
      position += 1;
      try {
        await world.tender()(next);
        world.queue.shift();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        deaths += 1;
        if (deaths > 400) throw error;
      } finally {
        world.fixture.liveOn();
      }
    }
    expect(deaths).toBeGreaterThan(8);
  }
  const membersOf = (all: readonly Case[]): readonly Case[] => all.filter(({ incident }) => incident !== undefined);

  it('a death at any call: what is delivered again finishes it', { timeout: 60_000 }, async () => {
    const { incident, children } = await world.storm(31);
    const members = membersOf(children);
    expect(members.length).toBeGreaterThan(3);
    await world.act(incident, resolved);
    await dieEverywhere(incident);
    expect(await countChildren(world.fixture.store, incident.id)).toMatchObject({ total: members.length, open: 0 });
    for (const { id } of members) {
      const ends = (await world.fixture.store.journal(id)).filter(({ happening }) => happening.what === 'CaseResolved');
      expect(ends).toHaveLength(1);
    }
  });

  it(
    'a death at any call where its cases go on: each leaves once, with a turn that no other has',
    { timeout: 60_000 },
    async () => {
      const { incident, children } = await world.storm(31);
      const members = membersOf(children);
      await world.act(incident, { ...resolved, children: 'continue' });
      await dieEverywhere(incident);
      const end = (await world.entryOf(incident, 'CaseResolved')).at;
      expect(await countChildren(world.fixture.store, incident.id)).toMatchObject({ total: 0 });
      const moments: number[] = [];
      for (const { id } of members) {
        const left = (await world.fixture.store.journal(id)).flatMap(({ happening }) =>
          happening.what === 'LeftIncident' ? [happening.callsFrom ?? ''] : [],
        );
        expect(left).toHaveLength(1);
        moments.push((Date.parse(left[0]!) - Date.parse(end)) / 1000);
      }
      // One person is on duty for all of them: five in a minute.
      expect(moments.sort((one, other) => one - other)).toEqual(members.map((_member, turn) => turn * 12));
    },
  );
});

describe('a child that cannot be written', () => {
  it('holds up neither its page nor the others, and goes to the dead letters by itself', async () => {
    const { incident, children } = await world.storm(31);
    const [broken] = children.filter(({ incident: of }) => of !== undefined);
    const { Item } = await world.fixture.raw('GetItem', {
      TableName: 'cases',
      Key: { pk: { S: broken!.id }, sk: { S: 'CASE' } },
    });
    await world.fixture.raw('PutItem', {
      TableName: 'cases',
      Item: { ...Item, record: { S: '{"contract":"case/0"}' } },
    });
    await world.act(incident, {
      what: 'CaseResolved',
      via: 'api',
      resolution: 'solved',
      reopenUntil: '2026-03-03T08:00:00.000Z',
    });
    await world.tender()({ entry: await world.entryOf(incident, 'CaseResolved') });
    const alone: ChildPage[] = [];
    for (let next = world.queue.shift(); next !== undefined; next = world.queue.shift()) {
      if ('page' in next && next.page.do === 'these') alone.push(next.page);
      else await world.tender()(next);
    }
    expect(alone).toMatchObject([{ do: 'these', caseIds: [broken!.id] }]);
    expect(await countChildren(world.fixture.store, incident.id)).toMatchObject({ open: 1 });
    await expect(world.tender()({ page: alone[0]! })).rejects.toThrow('1 children');
    await world.fixture.raw('PutItem', { TableName: 'cases', Item });
    await world.tender()({ page: alone[0]! });
    expect(await countChildren(world.fixture.store, incident.id)).toMatchObject({ open: 0 });
  });
});

it('a page that is none of ours is refused, and an incident without children is empty', async () => {
  for (const after of [
    'nonsense',
    Buffer.from('{"shard":-1}').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
  ])
    expect(await childrenOf(world.fixture.store, 'case_none', 10, after)).toBeUndefined();
  expect(await childrenOf(world.fixture.store, 'case_none', 10)).toEqual({ items: [], next: undefined });
});
