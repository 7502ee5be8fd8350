import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childrenOf, countChildren, perform, summariesOf } from '../../../lambdas/case/index.ts';
import { decideTriage } from '../../../lambdas/case/decide-triage.ts';
import { caseRecord, childPage } from '../../../lambdas/contracts/index.ts';
import type { Case, ChildPage, JournalEntry, SeverityLevel } from '../../../lambdas/contracts/index.ts';
import { findIncident } from '../../../lambdas/incident/index.ts';
import { createTender } from '../../../lambdas/incident/adapters/tend-children.ts';
import type { Work } from '../../../lambdas/incident/adapters/tend-children.ts';
import { decideMembership } from '../../../lambdas/incident/membership.ts';
import { createIntakeStore } from '../../../lambdas/intake/adapters/intake-store.dynamo.ts';
import { takeIn } from '../../../lambdas/intake/adapters/take-in.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { defaultPack } from '../../support/pack.ts';
import { ownerOf, severityOf } from '../case/history.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { exception, shipment } from '../intake/signals.ts';
import { overlapping, turns } from '../../support/conflicts.ts';

const pack = defaultPack();
const TRACE = exception('x', [shipment('x')]).traceparent;
const SEAM = Symbol.for('fairlead.runtime');
let fixture: StoreFixture;
let packs: ReturnType<typeof createPackStore>;
/** Pages that were sent to the queue and not worked on yet. */
let queue: Work[];

beforeEach(async () => {
  fixture = openStores('2026-03-02T08:00:00.000Z');
  packs = createPackStore('reference');
  await packs.publish(pack, 'test');
  queue = [];
  fixture.answer(({ command, input }) => {
    expect(command).toBe('SendMessageBatchCommand');
    for (const { MessageBody } of input.Entries) queue.push({ page: childPage.parse(JSON.parse(MessageBody).page) });
    return { Failed: [], Successful: [] };
  });
});
afterEach(() => fixture.close());

async function report(number: number, changes: object = {}): Promise<string> {
  const signal = exception(`late ${String(number)}`, [shipment(`S${String(number)}`)], {
    type: 'transport.delay',
    place: { locality: 'Long Beach', region: 'CA', country: 'US' },
    ...changes,
  });
  return takeIn({ cases: fixture.store, intake: createIntakeStore(fixture.store), packs }, signal);
}
async function allCases(): Promise<Case[]> {
  const found: Case[] = [];
  let start: unknown;
  do {
    const page = await fixture.raw('Scan', {
      TableName: 'cases',
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    for (const item of page.Items) if (item.sk.S === 'CASE') found.push(caseRecord.parse(JSON.parse(item.record.S)));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return found;
}
const act = (record: Case, ...happenings: any[]): Promise<Case | undefined> =>
  perform(fixture.store, { caseId: record.id, traceparent: TRACE }, () => ({
    commit: true,
    acts: happenings.map((happening) => ({
      happening,
      actor: { kind: 'person', id: 'maria' },
      cause: { kind: 'command', id: 'r' },
    })),
    answer: (after) => after,
  }));
async function triage(record: Case, level: SeverityLevel = 'S3'): Promise<Case> {
  const result = { facts: [], impact: { unknown: [] }, severity: severityOf(level), owner: ownerOf('transport-desk') };
  const after = await perform(fixture.store, { caseId: record.id, traceparent: TRACE }, (current, at) => ({
    commit: true,
    acts: decideTriage(current, result, pack, at, { kind: 'lifecycle', id: 'test' }),
    answer: (done) => done,
  }));
  return after!;
}
/** What the decision of a case does about incidents: looks for one, and joins. */
async function decide(record: Case): Promise<Case | undefined> {
  const incident = await findIncident(fixture.store, record, pack, TRACE);
  await perform(fixture.store, { caseId: record.id, traceparent: TRACE }, (current, at) => {
    const happening = decideMembership(current, incident, pack, at);
    if (happening === undefined) return { commit: false, answer: undefined };
    return {
      commit: true,
      acts: [{ happening, actor: { kind: 'system', id: 'escalation' }, cause: { kind: 'lifecycle', id: 'x' } }],
      answer: () => undefined,
    };
  });
  return incident;
}
async function storm(count: number): Promise<{ readonly incident: Case; readonly children: readonly Case[] }> {
  for (let number = 0; number < count; number += 1) await report(number);
  const opened = await allCases();
  for (const record of opened) await decide(await triage(record));
  const all = await allCases();
  const incident = all.find(({ cause }) => cause !== undefined);
  if (incident === undefined) throw new Error('there is no storm');
  return { incident, children: all.filter(({ cause }) => cause === undefined) };
}
const entryOf = async (record: Case, what: string): Promise<JournalEntry> =>
  (await fixture.store.journal(record.id)).findLast(({ happening }) => happening.what === what)!;
const tender = () => createTender({ cases: fixture.store, packs, queueUrl: 'https://queue.test/children' });
async function work(): Promise<number> {
  let done = 0;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    await tender()(next);
    done += 1;
  }
  return done;
}

describe('one case too many', () => {
  it('opens an incident: twenty-five are no storm, twenty-six are', async () => {
    for (let number = 0; number < 25; number += 1) await report(number);
    for (const record of await allCases()) expect(await decide(await triage(record))).toBeUndefined();
    await report(25);
    const last = (await allCases()).find(({ state }) => state === 'open')!;
    const incident = await decide(await triage(last));
    expect(incident).toMatchObject({
      type: 'incident.storm',
      state: 'triaged',
      toldChildren: 26,
      cause: { value: 'US/CA/LONG BEACH' },
    });
    expect((await allCases()).filter(({ incident: of }) => of !== undefined).map(({ id }) => id)).toEqual([last.id]);
    // The incident reads as its journal says.
    expect((await fixture.store.journal(incident!.id)).map(({ happening }) => happening.what)).toEqual([
      'CaseOpened',
      'CaseTriaged',
    ]);
  });

  it('not when the same report comes again, nor for another port, nor over a longer time', async () => {
    for (let number = 0; number < 20; number += 1) {
      await report(number);
      expect(await report(number)).toBe('duplicate');
    }
    for (let number = 20; number < 40; number += 1)
      await report(number, { place: { locality: 'Oakland', region: 'CA', country: 'US' } });
    fixture.setTime('2026-03-02T09:00:00.001Z');
    for (let number = 40; number < 50; number += 1) await report(number);
    for (const record of await allCases()) expect(await decide(await triage(record))).toBeUndefined();
  });

  it('gathers those from before, each once, however often it is told', async () => {
    for (let number = 0; number < 25; number += 1) await report(number);
    for (const record of await allCases()) await decide(await triage(record));
    await report(25);
    const incident = (await decide(await triage((await allCases()).find(({ state }) => state === 'open')!)))!;
    const opened = { entry: await entryOf(incident, 'CaseOpened') };
    await tender()(opened);
    await tender()(opened);
    expect(await work()).toBe(8);
    const children = (await allCases()).filter(({ incident: of }) => of?.id === incident.id);
    expect(children).toHaveLength(26);
    for (const { id, attention, version } of children) {
      const joined = (await fixture.store.journal(id)).filter(({ happening }) => happening.what === 'JoinedIncident');
      expect(joined).toHaveLength(1);
      expect(version).toBe(3);
      // Whoever waited is woken; the last one has decided it by itself.
      expect(attention).toBe(joined[0]?.cause.kind === 'incident' ? 1 : 0);
    }
    expect(await countChildren(fixture.store, incident.id)).toEqual({
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

      await Promise.all(all.map((number) => report(number)));
      expect({ transactions: calls.transactions(), conflicts: calls.conflicts() }).toEqual({
        transactions: 2000,
        conflicts: 0,
      });

      const opened = await allCases();
      expect(opened).toHaveLength(2000);
      const triaged = await Promise.all(opened.map((record) => triage(record)));
      expect(calls.conflicts()).toBe(0);

      // They decide at one moment, so that all want to open it: the worst case, a few tries each, one winner.
      const before = calls.transactions();
      const group = triaged.slice(0, 50);
      await Promise.all(group.map((record) => decide(record)));
      expect(calls.transactions() - before).toBeLessThan(50 * 4);
      const contended = calls.conflicts();
      await Promise.all(triaged.slice(50).map((record) => decide(record)));
      expect(calls.conflicts()).toBe(contended);

      const done = await allCases();
      const incidents = done.filter(({ cause }) => cause !== undefined);
      expect(incidents).toHaveLength(1);
      expect(incidents[0]?.version).toBe(2);
      expect(done.filter(({ incident }) => incident?.id === incidents[0]?.id)).toHaveLength(2000);
      expect(await countChildren(fixture.store, incidents[0]!.id)).toMatchObject({ total: 2000, open: 2000 });

      const seen = new Set<string>();
      let after: string | undefined;
      do {
        const page = await childrenOf(fixture.store, incidents[0]!.id, 100, after);
        expect(page!.items.length).toBeLessThanOrEqual(100);
        const rows = await summariesOf(fixture.store, page!.items);
        for (const row of rows) seen.add(row.id);
        after = page!.next;
      } while (after !== undefined);
      expect(seen.size).toBe(2000);
      // Markers and children are spread over their shards, none of which has more than twice its part.
      const { Items } = await fixture.raw('Scan', {
        TableName: 'cases',
        FilterExpression: 'begins_with(pk, :p)',
        ExpressionAttributeValues: { ':p': { S: 'CAUSE#port' } },
      });
      const byShard = Map.groupBy(Items, (item: any) => item.pk.S);
      expect(Math.max(...[...byShard.values()].map(({ length }) => length))).toBeLessThan(1000);
    },
  );
});

describe('the end', () => {
  const resolved = { what: 'CaseResolved', via: 'api', resolution: 'solved', reopenUntil: '2026-03-03T08:00:00.000Z' };

  it('solves every child with it, S1 and quiet ones, and none twice', async () => {
    const { incident, children } = await storm(40);
    const [worst] = children.filter(({ incident: of }) => of !== undefined);
    await act(worst!, {
      what: 'SeverityChanged',
      from: 'S3',
      severity: severityOf('S1'),
      impact: { unknown: [] },
      facts: [],
    });
    await act(incident, resolved);
    const end = { entry: await entryOf(incident, 'CaseResolved') };
    await tender()(end);
    await work();
    await tender()(end);
    await work();
    for (const child of await allCases()) {
      if (child.id === incident.id) continue;
      const ends = (await fixture.store.journal(child.id)).filter(({ happening }) => happening.what === 'CaseResolved');
      expect(ends).toHaveLength(1);
    }
    expect(await countChildren(fixture.store, incident.id)).toMatchObject({
      total: 40,
      open: 0,
      bySeverity: { S1: 1, S3: 39 },
    });
  });

  it('withdrawn: the children leave, and what it had gathered is no storm again', async () => {
    const { incident } = await storm(40);
    fixture.setTime('2026-03-02T08:05:00.000Z');
    await act(incident, { what: 'CaseWithdrawn', reason: 'two causes' });
    await tender()({ entry: await entryOf(incident, 'CaseWithdrawn') });
    await work();
    const left = (await allCases()).filter(({ cause }) => cause === undefined);
    expect(left.filter(({ incident: of }) => of !== undefined)).toEqual([]);
    expect(await countChildren(fixture.store, incident.id)).toMatchObject({ total: 0 });
    fixture.setTime('2026-03-02T08:10:00.000Z');
    for (const record of left) expect(await decide(record)).toBeUndefined();
    // Another twenty-six are another matter.
    for (let number = 100; number < 126; number += 1) await report(number);
    const fresh = (await allCases()).filter(({ state }) => state === 'open');
    const found = await Promise.all(
      fresh.map(async (record) => findIncident(fixture.store, await triage(record), pack, TRACE)),
    );
    const again = found.find((one) => one !== undefined);
    expect(again).toMatchObject({ type: 'incident.storm', previousCase: incident.id });
    expect(again?.id).not.toBe(incident.id);
  });

  it('solved, and the storm is back in time: the same incident opens again, and not for what was solved with it', async () => {
    const { incident } = await storm(40);
    fixture.setTime('2026-03-02T08:05:00.000Z');
    await act(incident, resolved);
    await tender()({ entry: await entryOf(incident, 'CaseResolved') });
    await work();
    fixture.setTime('2026-03-02T08:30:00.000Z');
    for (let number = 100; number < 125; number += 1) await report(number);
    const fresh = (await allCases()).filter(({ state }) => state === 'open');
    for (const record of fresh) expect(await decide(await triage(record))).toBeUndefined();
    await report(125);
    const last = (await allCases()).find(({ state }) => state === 'open')!;
    expect(await decide(await triage(last))).toMatchObject({ id: incident.id, state: 'open', reopens: 1 });
    expect(await fixture.store.load(last.id)).toMatchObject({ incident: { id: incident.id } });
  });

  it('a death at any call: what is delivered again finishes it', { timeout: 60_000 }, async () => {
    const { incident, children } = await storm(31);
    const members = children.filter(({ incident: of }) => of !== undefined);
    expect(members.length).toBeGreaterThan(3);
    await act(incident, resolved);
    const end: Work = { entry: await entryOf(incident, 'CaseResolved') };
    const seen = new Set<string>();
    let deaths = 0;
    // A queue that delivers again what was not finished.
    queue.push(end);
    for (let position = 0; queue.length > 0;) {
      const next = queue[0]!;
      const name = JSON.stringify(next);
      if (!seen.has(name)) {
        seen.add(name);
        position = 0;
      }
      fixture.dieAt(position, position % 2 === 0 ? 'before' : 'after');
      position += 1;
      try {
        await tender()(next);
        queue.shift();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        deaths += 1;
        if (deaths > 400) throw error;
      } finally {
        fixture.liveOn();
      }
    }
    expect(deaths).toBeGreaterThan(8);
    expect(await countChildren(fixture.store, incident.id)).toMatchObject({ total: members.length, open: 0 });
    for (const { id } of members) {
      const ends = (await fixture.store.journal(id)).filter(({ happening }) => happening.what === 'CaseResolved');
      expect(ends).toHaveLength(1);
    }
  });
});

describe('a child that cannot be written', () => {
  it('holds up neither its page nor the others, and goes to the dead letters by itself', async () => {
    const { incident, children } = await storm(31);
    const [broken] = children.filter(({ incident: of }) => of !== undefined);
    const { Item } = await fixture.raw('GetItem', {
      TableName: 'cases',
      Key: { pk: { S: broken!.id }, sk: { S: 'CASE' } },
    });
    await fixture.raw('PutItem', { TableName: 'cases', Item: { ...Item, record: { S: '{"contract":"case/0"}' } } });
    await act(incident, {
      what: 'CaseResolved',
      via: 'api',
      resolution: 'solved',
      reopenUntil: '2026-03-03T08:00:00.000Z',
    });
    await tender()({ entry: await entryOf(incident, 'CaseResolved') });
    const alone: ChildPage[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if ('page' in next && next.page.do === 'these') alone.push(next.page);
      else await tender()(next);
    }
    expect(alone).toMatchObject([{ do: 'these', caseIds: [broken!.id] }]);
    expect(await countChildren(fixture.store, incident.id)).toMatchObject({ open: 1 });
    await expect(tender()({ page: alone[0]! })).rejects.toThrow('1 children');
    await fixture.raw('PutItem', { TableName: 'cases', Item });
    await tender()({ page: alone[0]! });
    expect(await countChildren(fixture.store, incident.id)).toMatchObject({ open: 0 });
  });
});

it('a page that is none of ours is refused, and an incident without children is empty', async () => {
  for (const after of [
    'nonsense',
    Buffer.from('{"shard":-1}').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
  ])
    expect(await childrenOf(fixture.store, 'case_none', 10, after)).toBeUndefined();
  expect(await childrenOf(fixture.store, 'case_none', 10)).toEqual({ items: [], next: undefined });
});
