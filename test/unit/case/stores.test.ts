import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, Notice, NoticeOrder } from '../../../lambdas/contracts/index.ts';
import {
  applyActs,
  casesOfSubject,
  createRelay,
  DUE_SHARDS,
  dueBefore,
  handOverNotice,
  perform,
  performCommand,
  queueOf,
  verifyChain,
} from '../../../lambdas/case/index.ts';
import type { Act, DueItem, HandOver } from '../../../lambdas/case/index.ts';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { openCase } from '../../support/case.ts';
import { by, byPerson, opened, ownerOf, pack, severityOf, TRACEPARENT } from './history.ts';
import { Died, openStores } from './store-fixture.ts';
import type { StoreFixture } from './store-fixture.ts';
import { publishPack } from '../../support/pack.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T08:05:01.000Z';
let fixture: StoreFixture;
beforeEach(() => {
  fixture = openStores(AT);
});
afterEach(() => fixture.close());

const triaged = by(
  {
    what: 'CaseTriaged',
    facts: [],
    impact: { unknown: [] },
    severity: severityOf('S2'),
    owner: ownerOf('customer-service'),
  },
  { nextDueAt: '2026-03-02T08:10:00.000Z' },
);
const acknowledged = byPerson({ what: 'CaseAcknowledged', via: 'api' });
const note = byPerson({ what: 'NoteAdded', via: 'api' }, { personal: { text: 'Maria called' } });

/** Opens a case; `name` makes it another one. */
async function open(
  name = 'one',
  acts: readonly Act[] = [by(opened, { nextDueAt: '2026-03-02T08:07:01.000Z' })],
): Promise<Case> {
  const seed = openCase({ id: deriveId('case', name), version: 0, chainHash: '0'.repeat(64), correlationKeys: [] });
  const { after, entries } = applyActs(seed, acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
  expect(await fixture.store.commit({ after, entries, references: after.references })).toBe('committed');
  return after;
}
const commit = (record: Case, acts: readonly Act[], notices: readonly Notice[] = []): Promise<Case> =>
  perform<Case>(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
    commit: true,
    acts,
    with: { notices },
    answer: (after) => after,
  })).then((after) => after ?? record);
async function allDue(before: string): Promise<DueItem[]> {
  return (await Promise.all(DUE_SHARDS.map((shard) => dueBefore(fixture.store, shard, before, 100)))).flat();
}

describe('the case store', () => {
  it('gives back what was committed, journal and case alike', async () => {
    const record = await open();
    const after = await commit(record, [triaged, acknowledged, note]);
    expect(await fixture.store.load(record.id)).toEqual(after);
    const journal = await fixture.store.journal(record.id);
    expect(journal.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(verifyChain(journal, after?.chainHash)).toEqual({ whole: true, entries: 4 });
    expect(await fixture.store.load(deriveId('case', 'nobody'))).toBeUndefined();
  });

  it('refuses a command on a case that has changed since, and leaves nothing of it', async () => {
    const record = await open();
    await commit(record, [triaged]);
    const { after, entries } = applyActs(record, [acknowledged], { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
    expect(await fixture.store.commit({ before: record, after, entries })).toBe('conflict');
    expect((await fixture.store.journal(record.id)).map(({ happening }) => happening.what)).toEqual([
      'CaseOpened',
      'CaseTriaged',
    ]);
  });

  it('refuses a commit without entries on a case that has changed since', async () => {
    const record = await open();
    await commit(record, [triaged]);
    expect(await fixture.store.commit({ before: record, after: record, entries: [] })).toBe('conflict');
    expect((await fixture.store.load(record.id))?.state).toBe('triaged');
  });

  it('opens a case once', async () => {
    const record = await open();
    const { after, entries } = applyActs({ ...record, version: 0 }, [by(opened)], {
      at: AT,
      traceparent: TRACEPARENT,
      salt: () => 's',
    });
    expect(await fixture.store.commit({ after, entries })).toBe('conflict');
  });

  it('decides again on the case as it is then, when somebody was faster', async () => {
    const record = await open('one', [by(opened), triaged]);
    const seen: string[] = [];
    fixture.meanwhile('TransactWriteItemsCommand', () => commit(record, [acknowledged]));
    await perform(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, (now) => {
      seen.push(now.state);
      return { commit: true, acts: [note], answer: () => undefined };
    });
    expect(seen).toEqual(['triaged', 'acknowledged']);
    const journal = await fixture.store.journal(record.id);
    expect(journal.map(({ happening }) => happening.what)).toEqual([
      'CaseOpened',
      'CaseTriaged',
      'CaseAcknowledged',
      'NoteAdded',
    ]);
    expect(verifyChain(journal)).toMatchObject({ whole: true });
  });

  it('gives up when the case never stands still', async () => {
    const record = await open();
    let nested = false;
    const once = async (): Promise<void> => {
      if (nested) return;
      nested = true;
      await commit(record, [note]);
      nested = false;
      fixture.meanwhile('TransactWriteItemsCommand', once);
    };
    fixture.meanwhile('TransactWriteItemsCommand', once);
    await expect(commit(record, [triaged])).rejects.toThrow(/changed 8 times/);
    expect((await fixture.store.load(record.id))?.state).toBe('open');
  });

  it('shows the queue of a team by what is due first, page by page, without what is over', async () => {
    const records = [];
    for (const name of ['a', 'b', 'c', 'd']) records.push(await open(name));
    const due = ['08:40', '08:20', '08:30', '08:10'];
    for (const [position, record] of records.entries())
      await commit(record, [{ ...triaged, nextDueAt: `2026-03-02T${due[position]!}:00.000Z` }]);
    await commit(records[3]!, [by({ what: 'CaseWithdrawn', reason: 'x' })]);
    const first = await queueOf(fixture.store, 'customer-service', 2);
    expect(first?.items.map(({ id }) => id)).toEqual([records[1]!.id, records[2]!.id]);
    const second = await queueOf(fixture.store, 'customer-service', 2, first?.next);
    expect(second?.items.map(({ id, severity, state }) => [id, severity, state])).toEqual([
      [records[0]!.id, 'S2', 'triaged'],
    ]);
    expect(second?.next).toBeUndefined();
    expect((await queueOf(fixture.store, 'logistics', 10))?.items).toEqual([]);
    // A page of another queue, and words that are no page.
    expect(first?.next).toBeDefined();
    expect(await queueOf(fixture.store, 'logistics', 10, first?.next)).toBeUndefined();
    for (const after of ['x', 'bnVsbA', '%'])
      expect(await queueOf(fixture.store, 'logistics', 10, after)).toBeUndefined();
  });

  it('finds cases by what they name', async () => {
    const record = await open();
    expect(await casesOfSubject(fixture.store, 'tracking', '4343638098050296')).toEqual([record.id]);
    expect(await casesOfSubject(fixture.store, 'tracking', '434363809805029')).toEqual([]);
  });

  it('knows what falls due: the case, entries until they are published, and nothing that is over', async () => {
    const record = await open();
    expect(await allDue('2026-03-02T08:05:01.000Z')).toEqual([]);
    expect((await allDue('2026-03-02T08:05:02.000Z')).map(({ kind }) => kind)).toEqual(['journal']);
    expect((await allDue('2026-03-02T08:08:00.000Z')).map(({ kind }) => kind).sort()).toEqual(['case', 'journal']);
    // Withdrawn, it is due until its last messages are claimed, and never again.
    const withdrawn = await commit(record, [by({ what: 'CaseWithdrawn', reason: 'x' })]);
    expect((await allDue('2026-03-02T08:08:00.000Z')).map(({ kind }) => kind).sort()).toEqual([
      'case',
      'journal',
      'journal',
    ]);
    await commit(withdrawn, [by({ what: 'NoticeClaimed', purpose: 'withdrawn', notices: [] })]);
    expect((await allDue('2026-04-01T00:00:00.000Z')).map(({ kind }) => kind)).toEqual([
      'journal',
      'journal',
      'journal',
    ]);
  });

  it('a resolved case is due at once for its last messages, then when its reopen window ends', async () => {
    const record = await open();
    const resolved = await commit(record, [
      byPerson({ what: 'CaseResolved', via: 'api', resolution: 'x', reopenUntil: '2026-03-07T00:00:00.000Z' }),
    ]);
    const dueAt = (await allDue('2026-03-03T00:00:00.000Z'))
      .filter(({ kind }) => kind === 'case')
      .map((item) => item.dueAt);
    expect(dueAt).toEqual([resolved.resolvedAt]);
    await commit(resolved, [by({ what: 'NoticeClaimed', purpose: 'resolved', notices: [] })]);
    const cases = (await allDue('2026-04-01T00:00:00.000Z')).filter(({ kind }) => kind === 'case');
    expect(cases).toEqual([{ kind: 'case', dueAt: '2026-03-07T00:00:00.000Z', caseId: record.id }]);
  });
});

describe('commands of people', () => {
  it('two people who acknowledge at once: one has it, the other is told so', async () => {
    const packs = createPackStore('reference');
    const version = await publishPack(pack);
    const seed = openCase({ version: 0, chainHash: '0'.repeat(64), policyVersion: version, correlationKeys: [] });
    const { after, entries } = applyActs(seed, [by(opened), triaged], {
      at: AT,
      traceparent: TRACEPARENT,
      salt: () => 's',
    });
    await fixture.store.commit({ after, entries });
    const acknowledge = (id: string): ReturnType<typeof performCommand> =>
      performCommand(
        { cases: fixture.store, packs },
        { caseId: after.id, traceparent: TRACEPARENT, actor: { kind: 'person', id }, requestId: `r-${id}` },
        { kind: 'acknowledge', via: 'link' },
      );
    const results = await Promise.all([acknowledge('maria'), acknowledge('jonas')]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'unchanged']);
    const journal = await fixture.store.journal(after.id);
    expect(journal.filter(({ happening }) => happening.what === 'CaseAcknowledged')).toHaveLength(1);
    expect(
      await performCommand(
        { cases: fixture.store, packs },
        {
          caseId: deriveId('case', 'none'),
          traceparent: TRACEPARENT,
          actor: { kind: 'person', id: 'maria' },
          requestId: 'r',
        },
        { kind: 'acknowledge', via: 'api' },
      ),
    ).toMatchObject({ outcome: 'refused', problem: { status: 404 } });
  });
});

describe('handing a notice over', () => {
  const notice = (record: Case, changes: Partial<Notice> = {}): Notice =>
    claimedCall({ id: deriveId('ntc', 'n1'), caseId: record.id, person: 'maria', claimedAt: AT, ...changes });
  const claim = (of: Notice): Act =>
    by({
      what: 'EscalationStepClaimed',
      step: 0,
      stepId: 'owner',
      round: 1,
      level: 1,
      notices: [{ noticeId: of.id, person: of.person, channel: of.channel }],
      skipped: [],
    });
  let sent: Notice[];
  const send: HandOver = async (given) => {
    sent.push(given);
    return { state: 'handed_over', providerMessageId: 'm1' };
  };
  let record: Case;
  let order: NoticeOrder;
  const deliver = (): Promise<string> => handOverNotice(fixture.store, order, send);
  const whats = async (): Promise<string[]> =>
    (await fixture.store.journal(record.id)).slice(3).map(({ happening }) => happening.what);
  beforeEach(async () => {
    sent = [];
    record = await open('one', [by(opened), triaged]);
    const claimed = notice(record);
    await commit(record, [claim(claimed)], [claimed]);
    order = {
      contract: 'notice-order/1',
      noticeId: claimed.id,
      caseId: record.id,
      channel: 'slack',
      traceparent: TRACEPARENT,
    };
  });

  it('once, however often it is ordered; with its outcome in item and journal', async () => {
    expect(await deliver()).toBe('handed_over');
    expect(await deliver()).toBe('nothing');
    expect(sent).toHaveLength(1);
    expect(await whats()).toEqual(['NoticeHandedOver']);
    expect(await fixture.store.loadNotice(record.id, order.noticeId)).toMatchObject({
      state: 'handed_over',
      providerMessageId: 'm1',
      possiblyRepeated: false,
    });
    expect((await allDue('2026-04-01T00:00:00.000Z')).filter(({ kind }) => kind === 'notice')).toEqual([]);
  });

  it('two consumers at once send one message', async () => {
    const results = await Promise.allSettled([deliver(), deliver()]);
    expect(sent).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  });

  it.each<[string, Act]>([
    ['acknowledged', acknowledged],
    [
      'resolved',
      byPerson({ what: 'CaseResolved', via: 'api', resolution: 'x', reopenUntil: '2026-03-07T00:00:00.000Z' }),
    ],
    ['withdrawn', by({ what: 'CaseWithdrawn', reason: 'x' })],
  ])('not when the case is %s meanwhile, which is recorded', async (state, act) => {
    await commit(record, [act]);
    expect(await deliver()).toBe('suppressed');
    expect(sent).toEqual([]);
    expect((await whats()).at(-1)).toBe('NoticeSuppressed');
    expect(await fixture.store.loadNotice(record.id, order.noticeId)).toMatchObject({
      state: 'suppressed',
      failure: `the case is ${state}`,
    });
  });

  it('not when the case is acknowledged between the look and the beginning', async () => {
    fixture.meanwhile('TransactWriteItemsCommand', () => commit(record, [acknowledged]));
    expect(await deliver()).toBe('suppressed');
    expect(sent).toEqual([]);
  });

  it('not when the ladder has started again', async () => {
    await commit(record, [acknowledged, by({ what: 'AcknowledgementTimedOut', round: 2 })]);
    expect(await deliver()).toBe('suppressed');
    expect(sent).toEqual([]);
  });

  it('a failure of the channel is recorded', async () => {
    expect(
      await handOverNotice(fixture.store, order, async () => ({ state: 'failed', reason: 'no such channel' })),
    ).toBe('failed');
    expect(await whats()).toEqual(['NoticeFailed']);
  });

  it('not yet, when the channel says so: nothing has begun, and it is looked for when it may be asked', async () => {
    const until = '2026-03-02T08:20:00.000Z';
    const later: HandOver = async () => ({ state: 'postponed', until });
    expect(await handOverNotice(fixture.store, order, later)).toBe('postponed');
    expect(await fixture.store.loadNotice(record.id, order.noticeId)).toEqual(notice(record));
    expect((await allDue(until)).filter(({ kind }) => kind === 'notice')).toEqual([]);
    expect((await allDue('2026-03-02T08:20:00.001Z')).filter(({ kind }) => kind === 'notice')).toMatchObject([
      { dueAt: until },
    ]);
    expect(await whats()).toEqual([]);
    // At once, without waiting for a lost hand-over, and not as a repetition.
    expect(await deliver()).toBe('handed_over');
    expect(sent.map(({ possiblyRepeated }) => possiblyRepeated)).toEqual([false]);
    expect((await allDue('2026-04-01T00:00:00.000Z')).filter(({ kind }) => kind === 'notice')).toEqual([]);
  });

  it('a postponed notice does not forget that an earlier hand-over may have arrived', async () => {
    const dying: HandOver = async () => {
      fixture.dieAt(0, 'before');
      return { state: 'handed_over' };
    };
    await expect(handOverNotice(fixture.store, order, dying)).rejects.toThrow(Died);
    fixture.liveOn();
    fixture.setTime('2026-03-02T08:07:00.000Z');
    const until = '2026-03-02T08:07:30.000Z';
    expect(await handOverNotice(fixture.store, order, async () => ({ state: 'postponed', until }))).toBe('postponed');
    expect(await deliver()).toBe('handed_over');
    expect(sent.map(({ possiblyRepeated }) => possiblyRepeated)).toEqual([true]);
  });

  it('what comes again after no answer says that it may be a repetition, and after a refusal it does not', async () => {
    const until = '2026-03-02T08:20:00.000Z';
    await handOverNotice(fixture.store, order, async () => ({ state: 'postponed', until, mayHaveArrived: true }));
    expect(await deliver()).toBe('handed_over');
    expect(sent.map(({ possiblyRepeated }) => possiblyRepeated)).toEqual([true]);
  });

  it('a postponement that comes after an outcome changes nothing', async () => {
    const slow: HandOver = async () => {
      fixture.setTime('2026-03-02T08:10:00.000Z');
      expect(await deliver()).toBe('handed_over');
      return { state: 'postponed', until: '2026-03-02T08:20:00.000Z' };
    };
    expect(await handOverNotice(fixture.store, order, slow)).toBe('postponed');
    expect(await fixture.store.loadNotice(record.id, order.noticeId)).toMatchObject({ state: 'handed_over' });
    expect((await allDue('2026-04-01T00:00:00.000Z')).filter(({ kind }) => kind === 'notice')).toEqual([]);
  });

  it('a death before the outcome is recorded leads to one message more, marked, and only after a minute', async () => {
    const dying: HandOver = async (given) => {
      sent.push(given);
      fixture.dieAt(0, 'before');
      return { state: 'handed_over' };
    };
    await expect(handOverNotice(fixture.store, order, dying)).rejects.toThrow(Died);
    fixture.liveOn();
    fixture.setTime('2026-03-02T08:05:40.000Z');
    await expect(deliver()).rejects.toThrow(/no outcome yet/);
    fixture.setTime('2026-03-02T08:06:02.000Z');
    expect(await deliver()).toBe('handed_over');
    expect(sent.map(({ possiblyRepeated }) => possiblyRepeated)).toEqual([false, true]);
    expect(await whats()).toEqual(['NoticeHandedOver']);
  });
});

describe('the relay', () => {
  const targets = { eventBus: 'bus', lifecycleArn: 'arn:lifecycle', actionArn: 'arn:action' };
  const failures = new Map<string, string>();
  beforeEach(() => {
    failures.clear();
    fixture.answer(({ command }) => {
      const name = failures.get(command);
      if (name !== undefined && name !== 'entry') throw Object.assign(new Error(name), { name });
      if (command === 'PutEventsCommand')
        return name === 'entry'
          ? { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] }
          : { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
      return {};
    });
  });
  const relay = async (record: Case, sequence: number): Promise<void> => {
    const outgoing = await fixture.store.loadOutbox(record.id, sequence);
    await createRelay(fixture.store, targets)(outgoing!);
  };
  const sent = (command: string): any[] =>
    fixture.calls.filter((call) => call.command === command).map(({ input }) => input);
  const token = (attention: number): Promise<unknown> =>
    fixture.raw('PutItem', {
      TableName: 'cases',
      Item: {
        pk: { S: openCase({ id: deriveId('case', 'one') }).id },
        sk: { S: 'TOKEN' },
        token: { S: 'token-1' },
        generation: { N: '1' },
        execution: { S: 'x' },
        attention: { N: String(attention) },
      },
    });

  it('starts the execution of an opened case, tells the world, and marks the entry', async () => {
    const record = await open();
    await relay(record, 1);
    expect(sent('StartExecutionCommand')).toEqual([
      {
        stateMachineArn: targets.lifecycleArn,
        name: `${record.id}-1`,
        input: JSON.stringify({
          caseId: record.id,
          generation: 1,
          traceparent: TRACEPARENT,
          triage: true,
          asks: ['erp', 'tms', 'crm'],
        }),
      },
    ]);
    const [{ Entries }] = sent('PutEventsCommand');
    expect(Entries[0]).toMatchObject({ EventBusName: 'bus', Source: 'fairlead', DetailType: 'CaseOpened' });
    expect(JSON.parse(Entries[0].Detail)).toMatchObject({
      contract: 'case-event/1',
      entry: { sequence: 1 },
      case: { id: record.id, version: 1, state: 'open' },
    });
    expect((await allDue('2026-04-01T00:00:00.000Z')).filter(({ kind }) => kind === 'journal')).toEqual([]);
  });

  it('hands on what the type asks, and reads items from before the type decided as the three of then', async () => {
    const asks = async (name: string, given: Case['asks'], isOld: boolean): Promise<unknown> => {
      const seed = openCase({ id: deriveId('case', name), version: 0, chainHash: '0'.repeat(64), asks: given });
      const { after, entries } = applyActs(seed, [by(opened)], { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
      await fixture.store.commit({ after, entries });
      if (isOld) {
        const { asks: _, ...before } = after;
        await fixture.raw('UpdateItem', {
          TableName: 'cases',
          Key: { pk: { S: after.id }, sk: { S: 'CASE' } },
          UpdateExpression: 'SET #record = :record',
          ExpressionAttributeNames: { '#record': 'record' },
          ExpressionAttributeValues: { ':record': { S: JSON.stringify(before) } },
        });
        await fixture.raw('UpdateItem', {
          TableName: 'cases',
          Key: { pk: { S: after.id }, sk: { S: 'JOURNAL#000000001' } },
          UpdateExpression: 'REMOVE asks',
        });
      }
      await relay(after, 1);
      expect((await fixture.store.load(after.id))?.asks).toEqual(isOld ? ['erp', 'tms', 'crm'] : given);
      return JSON.parse(sent('StartExecutionCommand').at(-1).input).asks;
    };
    expect(await asks('customs', ['trade', 'documents'], false)).toEqual(['trade', 'documents']);
    expect(await asks('silence', [], false)).toEqual([]);
    expect(await asks('old', ['wms'], true)).toEqual(['erp', 'tms', 'crm']);
  });

  it.each([
    ['CaseReopened', 2, true],
    ['LifecycleRestarted', 5, false],
  ])('starts another execution for %s', async (what, generation, triage) => {
    const record = await open('one', [by(opened), triaged]);
    const resolved = byPerson({
      what: 'CaseResolved',
      via: 'api',
      resolution: 'x',
      reopenUntil: '2026-03-07T00:00:00.000Z',
    });
    if (what === 'CaseReopened') await commit(record, [resolved, by({ what })]);
    else await commit(record, [by({ what: 'LifecycleRestarted', generation: 5, reason: 'late' })]);
    await relay(record, what === 'CaseReopened' ? 4 : 3);
    const [{ name, input }] = sent('StartExecutionCommand');
    expect(name).toBe(`${record.id}-${generation}`);
    expect(JSON.parse(input)).toMatchObject({ generation, triage });
  });

  it('wakes the waiting lifecycle, once; only for what it must look at', async () => {
    const record = await open('one', [by(opened), triaged]);
    await commit(record, [note, acknowledged]);
    await token(0);
    await relay(record, 3);
    expect(sent('SendTaskSuccessCommand')).toEqual([]);
    await relay(record, 4);
    await relay(record, 4);
    expect(sent('SendTaskSuccessCommand')).toEqual([{ taskToken: 'token-1', output: '{}' }]);
  });

  it('has nothing to wake when nobody waits', async () => {
    const record = await open('one', [by(opened), triaged]);
    await commit(record, [acknowledged]);
    await relay(record, 3);
    expect(sent('SendTaskSuccessCommand')).toEqual([]);
    expect(sent('PutEventsCommand')).toHaveLength(1);
  });

  it.each([
    ['StartExecutionCommand', 'ExecutionAlreadyExists'],
    ['SendTaskSuccessCommand', 'TaskTimedOut'],
    ['SendTaskSuccessCommand', 'TaskDoesNotExist'],
    ['SendTaskSuccessCommand', 'InvalidToken'],
  ])('%s answered by %s was decided already', async (command, error) => {
    const record = await open('one', [by(opened), triaged]);
    await commit(record, [acknowledged]);
    await token(0);
    failures.set(command, error);
    for (const sequence of [1, 2, 3]) await relay(record, sequence);
    expect((await allDue('2026-04-01T00:00:00.000Z')).filter(({ kind }) => kind === 'journal')).toEqual([]);
  });

  it.each([
    ['StartExecutionCommand', 'ThrottlingException'],
    ['PutEventsCommand', 'InternalException'],
    ['PutEventsCommand', 'entry'],
  ])('%s failing (%s) leaves the entry due, and a second time does the rest', async (command, error) => {
    const record = await open();
    failures.set(command, error);
    await expect(relay(record, 1)).rejects.toThrow();
    expect((await allDue('2026-04-01T00:00:00.000Z')).some(({ kind }) => kind === 'journal')).toBe(true);
    failures.clear();
    await relay(record, 1);
    expect((await allDue('2026-04-01T00:00:00.000Z')).some(({ kind }) => kind === 'journal')).toBe(false);
  });

  it('gives no personal data to the bus', async () => {
    const record = await open();
    await commit(record, [note]);
    await relay(record, 2);
    const [{ Entries }] = sent('PutEventsCommand');
    expect(Entries[0].Detail).not.toContain('Maria called');
    expect(Object.keys(JSON.parse(Entries[0].Detail).entry.personal.text)).toEqual(['digest']);
  });

  it('leaves the facts out of an event that would be too large, and says so', async () => {
    const record = await open();
    const facts = Array.from({ length: 80 }, (_, number) => ({
      system: 'erp' as const,
      state: 'live' as const,
      askedAt: AT,
      facts: { [`text${number}`]: 'x'.repeat(1000) },
    }));
    if (triaged.happening.what !== 'CaseTriaged') throw new Error('no');
    await commit(record, [{ ...triaged, happening: { ...triaged.happening, facts } }]);
    await relay(record, 2);
    const [{ Entries }] = sent('PutEventsCommand');
    expect(Entries[0].Detail.length).toBeLessThan(64_000);
    expect(JSON.parse(Entries[0].Detail)).toMatchObject({
      reduced: true,
      entry: { happening: { facts: [], what: 'CaseTriaged' } },
    });
  });

  it.each(['before', 'after'] as const)(
    'survives a death %s any call: delivered again, everything is done',
    async (when) => {
      for (let number = 0; number < 4; number += 1) {
        fixture.close();
        fixture = openStores(AT);
        fixture.answer(({ command }) => (command === 'PutEventsCommand' ? { FailedEntryCount: 0, Entries: [{}] } : {}));
        const record = await open('one', [by(opened), triaged]);
        await commit(record, [acknowledged]);
        await token(0);
        const outgoing = (await fixture.store.loadOutbox(record.id, 3))!;
        fixture.dieAt(number, when);
        await createRelay(
          fixture.store,
          targets,
        )(outgoing).catch((error: unknown) => expect(error).toBeInstanceOf(Died));
        fixture.liveOn();
        await createRelay(fixture.store, targets)(outgoing);
        expect(sent('SendTaskSuccessCommand').length).toBeGreaterThanOrEqual(1);
        expect(sent('PutEventsCommand').length).toBeGreaterThanOrEqual(1);
        const due = (await allDue('2026-04-01T00:00:00.000Z')).filter(
          (item) => item.kind === 'journal' && item.sequence === 3,
        );
        expect(due).toEqual([]);
      }
    },
  );
});
