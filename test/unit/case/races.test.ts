import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  applyActs,
  createRelay,
  handOverNotice,
  perform,
  performCommand,
  performTogether,
} from '../../../lambdas/case/index.ts';
import type { Act, HandOver } from '../../../lambdas/case/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, JournalEntry, Notice, NoticeOrder, Signal } from '../../../lambdas/contracts/index.ts';
import type { PackStore } from '../../../lambdas/policy/index.ts';
import { openCase } from '../../support/case.ts';
import { exception, tracking } from '../intake/signals.ts';
import { by, byPerson, opened, ownerOf, pack, severityOf, TRACEPARENT } from './history.ts';
import { openStores } from './store-fixture.ts';
import type { StoreFixture } from './store-fixture.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T08:05:01.000Z';
const KEY = 'KEY#delivery#tracking#CPCC#4343638098050296';
const OTHER = deriveId('case', 'other');
const triaged = by({
  what: 'CaseTriaged',
  facts: [],
  impact: { unknown: [] },
  severity: severityOf('S2'),
  owner: ownerOf('customer-service'),
});
let fixture: StoreFixture;
let record: Case;

beforeEach(async () => {
  fixture = openStores(AT);
  const seed = openCase({ version: 0, chainHash: '0'.repeat(64), correlationKeys: [KEY] });
  const { after, entries } = apply(seed, [by(opened), triaged]);
  expect(await fixture.store.commit({ after, entries })).toBe('committed');
  await putKey(after.id);
  record = after;
});
afterEach(() => fixture.close());

const apply = (
  before: Case,
  acts: readonly Act[],
): { readonly after: Case; readonly entries: readonly JournalEntry[] } =>
  applyActs(before, acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
const act = (...acts: readonly Act[]): Promise<Case | undefined> =>
  perform<Case>(fixture.store, { caseId: record.id, traceparent: TRACEPARENT }, () => ({
    commit: true,
    acts,
    answer: (after) => after,
  }));
const putKey = (caseId: string): Promise<unknown> =>
  fixture.raw('PutItem', { TableName: 'cases', Item: { pk: { S: KEY }, sk: { S: 'KEY' }, caseId: { S: caseId } } });
const keyItem = async (): Promise<any> => (await fixture.items(KEY))[0];

function notice(changes: Partial<Notice> = {}): Notice {
  return claimedCall({ id: deriveId('ntc', 'n1'), caseId: record.id, person: 'maria', claimedAt: AT, ...changes });
}

describe('a request that comes again', () => {
  it('adds its note once', async () => {
    const packs = { load: () => Promise.resolve({ pack }) } as unknown as PackStore;
    const request = { caseId: record.id, traceparent: TRACEPARENT, requestId: 'r9', once: true } as const;
    const note = () =>
      performCommand(
        { cases: fixture.store, packs },
        { ...request, actor: { kind: 'person', id: 'maria' } },
        { kind: 'add-note', via: 'email', text: 'The driver comes at 14:00.' },
      );
    expect([(await note()).outcome, (await note()).outcome]).toEqual(['changed', 'unchanged']);
    const notes = (await fixture.store.journal(record.id)).filter(({ happening }) => happening.what === 'NoteAdded');
    expect(notes).toHaveLength(1);
  });
});

describe('cases that change together', () => {
  it('are read and decided again when somebody was faster at one of them', async () => {
    fixture.meanwhile('TransactWriteItemsCommand', () => act(byPerson({ what: 'NoteAdded', via: 'api' })));
    const seen: number[] = [];
    await performTogether(fixture.store, { caseIds: [record.id], traceparent: TRACEPARENT }, (found) => {
      const before = found.get(record.id)!;
      seen.push(before.version);
      const acts = [byPerson({ what: 'NoteAdded', via: 'api' })];
      return { commit: true, changes: [{ before, record: before, acts }], answer: () => undefined };
    });
    expect(seen).toEqual([record.version, record.version + 1]);
    expect(await fixture.store.load(record.id)).toMatchObject({ version: record.version + 2 });
  });
});

describe('what stands is not written over', () => {
  /** A commit on the case as it is now, with something that stands already. */
  const again = (written: {
    entries?: readonly JournalEntry[];
    notices?: readonly Notice[];
    signals?: readonly Signal[];
  }) =>
    fixture.store.commit({
      before: record,
      after: { ...record, version: record.version + 1 },
      entries: [],
      ...written,
    });

  it('a case that is open already: nobody has it would be the news to whoever acknowledged it', async () => {
    await act(byPerson({ what: 'CaseAcknowledged', via: 'api' }));
    expect(await fixture.store.commit({ after: { ...record, state: 'open', version: 1 }, entries: [] })).toBe(
      'conflict',
    );
    expect(await fixture.store.load(record.id)).toMatchObject({ state: 'acknowledged' });
  });

  it('an entry of the journal: history stays as it was', async () => {
    const [first] = await fixture.store.journal(record.id);
    expect(await again({ entries: [{ ...first!, at: '2030-01-01T00:00:00.000Z' }] })).toBe('conflict');
    expect((await fixture.store.journal(record.id))[0]).toEqual(first);
  });

  it('a notice: who was told is not told again', async () => {
    const told = notice({ state: 'handed_over' });
    await fixture.store.commit({ before: record, after: { ...record, version: 3 }, entries: [], notices: [told] });
    record = { ...record, version: 3 };
    expect(await again({ notices: [notice()] })).toBe('conflict');
    expect(await fixture.store.loadNotice(record.id, told.id)).toEqual(told);
  });

  it('a signal: one report is attached once', async () => {
    const signals = [exception('once', [tracking('T1')])];
    await fixture.store.commit({ before: record, after: { ...record, version: 3 }, entries: [], signals });
    record = { ...record, version: 3 };
    expect(await again({ signals })).toBe('conflict');
  });
});

describe('a transaction that AWS cancels', () => {
  const cancelled = (Code: string) => (): Promise<never> =>
    Promise.reject(
      Object.assign(new Error('cancelled'), {
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'None' }, { Code }],
      }),
    );

  it('because it met another one is tried again at once', async () => {
    fixture.meanwhile('TransactWriteItemsCommand', cancelled('TransactionConflict'));
    expect(await act(byPerson({ what: 'CaseAcknowledged', via: 'api' }))).toMatchObject({ state: 'acknowledged' });
  });

  it('because it can never be written is an error, and is not tried eight times', async () => {
    fixture.meanwhile('TransactWriteItemsCommand', cancelled('ValidationError'));
    await expect(act(byPerson({ what: 'CaseAcknowledged', via: 'api' }))).rejects.toThrow('cancelled');
  });
});

describe('a key that a new case takes over while the old one ends', () => {
  it.each<[string, readonly Act[], Act]>([
    ['withdrawn', [], by({ what: 'CaseWithdrawn', reason: 'taken back' })],
    [
      'closed',
      [byPerson({ what: 'CaseResolved', via: 'api', resolution: 'x', reopenUntil: AT })],
      by({ what: 'CaseClosed' }),
    ],
  ])('stays with the new one: the old one is %s', async (state, before, end) => {
    if (before.length > 0) await act(...before);
    fixture.meanwhile('TransactWriteItemsCommand', () => putKey(OTHER));
    expect(await act(end)).toMatchObject({ state });
    // The next report of it finds the new case, for good.
    expect(await keyItem()).toEqual({ pk: { S: KEY }, sk: { S: 'KEY' }, caseId: { S: OTHER } });
  });

  it('without a new case it is free, or remembered for the next', async () => {
    await act(by({ what: 'CaseWithdrawn', reason: 'taken back' }));
    expect(await keyItem()).toBeUndefined();
  });
});

describe('a lifecycle that waits anew while the one before is woken', () => {
  const token = (value: string): Promise<unknown> =>
    fixture.raw('PutItem', {
      TableName: 'cases',
      Item: {
        pk: { S: record.id },
        sk: { S: 'TOKEN' },
        token: { S: value },
        generation: { N: '1' },
        execution: { S: 'x' },
      },
    });

  it('keeps its own token, so the next acknowledgement wakes it', async () => {
    const woken: string[] = [];
    fixture.answer(({ command, input }) => {
      if (command === 'SendTaskSuccessCommand') woken.push(input.taskToken);
      return { FailedEntryCount: 0, Entries: [{}] };
    });
    const relay = createRelay(fixture.store, { eventBus: 'bus', lifecycleArn: 'l', actionArn: 'a' });
    const relayLast = async (): Promise<void> => {
      const { version } = (await fixture.store.load(record.id))!;
      await relay((await fixture.store.loadOutbox(record.id, version))!);
    };
    await token('first');
    await act(byPerson({ what: 'CaseAcknowledged', via: 'api' }));
    fixture.meanwhile('DeleteItemCommand', () => token('second'));
    await relayLast();
    await act(byPerson({ what: 'WorkStarted', via: 'api' }));
    await relayLast();
    expect(woken).toEqual(['first', 'second']);
  });
});

describe('a sender that is so slow that another one takes over', () => {
  let order: NoticeOrder;
  const outcomes = async (): Promise<string[]> =>
    (await fixture.store.journal(record.id))
      .map(({ happening }) => happening.what)
      .filter((what) => /^Notice/.test(what));
  const send: HandOver = async () => ({ state: 'handed_over', providerMessageId: 'second' });
  beforeEach(async () => {
    const claimed = notice();
    const claim = by({
      what: 'EscalationStepClaimed',
      step: 0,
      stepId: 'owner',
      round: 1,
      level: 1,
      notices: [{ noticeId: claimed.id, person: 'maria', channel: 'slack' }],
      skipped: [],
    });
    const { after, entries } = apply(record, [claim]);
    await fixture.store.commit({ before: record, after, entries, notices: [claimed] });
    order = {
      contract: 'notice-order/1',
      noticeId: claimed.id,
      caseId: record.id,
      channel: 'slack',
      traceparent: TRACEPARENT,
    };
  });

  it('tells nothing any more: the outcome is that of the other one, once', async () => {
    const slow: HandOver = async () => {
      fixture.setTime('2026-03-02T08:06:30.000Z');
      await handOverNotice(fixture.store, order, send);
      return { state: 'handed_over', providerMessageId: 'first' };
    };
    await handOverNotice(fixture.store, order, slow);
    expect(await outcomes()).toEqual(['NoticeHandedOver']);
    expect(await fixture.store.loadNotice(record.id, order.noticeId)).toMatchObject({ providerMessageId: 'second' });
  });

  it('nor when the other one begins just before its outcome is written', async () => {
    const slow: HandOver = async () => {
      fixture.setTime('2026-03-02T08:06:30.000Z');
      // The next transaction is that of this outcome; the other one begins before it and is not through with it.
      fixture.meanwhile('TransactWriteItemsCommand', async () => {
        void handOverNotice(fixture.store, order, () => new Promise(() => undefined));
        while ((await fixture.store.loadNotice(record.id, order.noticeId))?.possiblyRepeated !== true);
      });
      return { state: 'handed_over', providerMessageId: 'first' };
    };
    await handOverNotice(fixture.store, order, slow);
    // The one that is under way has the word: its message may be the second one.
    expect(await outcomes()).toEqual([]);
    expect(await fixture.store.loadNotice(record.id, order.noticeId)).toMatchObject({
      state: 'sending',
      possiblyRepeated: true,
    });
  });

  it('is marked where somebody else has tried and taken it back since it was read, and the message may have arrived', async () => {
    const given: Notice[] = [];
    // Who reads now begins only after the other one is through with it.
    fixture.meanwhile('TransactWriteItemsCommand', async () => {
      await handOverNotice(fixture.store, order, () =>
        Promise.resolve({ state: 'postponed', until: '2026-03-02T08:05:10.000Z', mayHaveArrived: true }),
      );
    });
    await handOverNotice(fixture.store, order, (notice) => {
      given.push(notice);
      return Promise.resolve({ state: 'handed_over', providerMessageId: 'second' });
    });
    expect(given).toMatchObject([{ possiblyRepeated: true }]);
    expect(await fixture.store.loadNotice(record.id, order.noticeId)).toMatchObject({ possiblyRepeated: true });
  });
});
