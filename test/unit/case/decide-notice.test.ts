import { describe, expect, it } from 'vitest';
import { decideNotice, endOfNotice, takenBack, whyUnwanted } from '../../../lambdas/case/decide-notice.ts';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import type { Case, CaseState, Clock, ClockName, Notice } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from './history.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const at = (seconds: number): string => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const notice = (changes: Partial<Notice> = {}): Notice =>
  claimedCall({ id: `ntc_${'b'.repeat(32)}`, person: 'maria', claimedAt: AT, ...changes });
const base = openCase({ severity: severityOf('S2'), impact: { unknown: [] }, owner: ownerOf('customer-service') });
const clocks = timeClocks(base, 'S2', pack, AT);
const inState = (state: CaseState, changes: Partial<Case> = {}): Case => ({
  ...base,
  state,
  clocks,
  ...(state === 'acknowledged' || state === 'in_progress' ? { acknowledgedBy: 'maria' } : {}),
  ...changes,
});
const withClock = (name: ClockName, changes: Partial<Clock>): Case['clocks'] => ({
  ...clocks,
  [name]: { ...clocks[name], ...changes },
});

const STATES: readonly CaseState[] = [
  'open',
  'triaged',
  'acknowledged',
  'in_progress',
  'resolved',
  'closed',
  'withdrawn',
  'merged',
];

/** In which states of the case whoever it is for still wants it, were they the one who has the case. */
const wanted: readonly [string, Partial<Notice>, readonly CaseState[]][] = [
  ['a call', { purpose: 'call' }, ['open', 'triaged']],
  ['a reminder that nobody has it', { purpose: 'clock', clock: 'acknowledge', percent: 80 }, ['open', 'triaged']],
  // Told at 0 percent is told to whoever has it, that they have a time.
  ['the time that they have', { purpose: 'clock', clock: 'acknowledge', percent: 0 }, ['acknowledged', 'in_progress']],
  ['half of the time is over', { purpose: 'clock', clock: 'resolve', percent: 50 }, ['acknowledged', 'in_progress']],
  ['it has become more severe', { purpose: 'raised' }, ['acknowledged', 'in_progress']],
  ['what came of asking a partner', { purpose: 'partner' }, ['acknowledged', 'in_progress']],
  // Of one that is nobody's, whoever it is for.
  ['others have it', { purpose: 'passed_on', person: 'dan' }, ['open', 'triaged', 'acknowledged', 'in_progress']],
  ['the incident has grown', { purpose: 'grown' }, ['open', 'triaged', 'acknowledged', 'in_progress']],
  ['it is solved', { purpose: 'resolved' }, ['resolved', 'closed']],
  ['it is withdrawn', { purpose: 'withdrawn' }, ['withdrawn']],
  ['it is part of another', { purpose: 'merged' }, ['merged']],
  ['an approval, whatever becomes of the case', { purpose: 'approval' }, STATES],
  ['what came of an action', { purpose: 'action_failed' }, STATES],
  ['an action by hand', { purpose: 'by_hand' }, STATES],
  ['what a shift begins with', { purpose: 'handover' }, STATES],
];

describe('who wants to be told', () => {
  it.each(wanted)('%s', (_name, changes, states) => {
    for (const state of STATES) {
      const why = whyUnwanted(notice(changes), inState(state), AT);
      if (states.includes(state)) expect([state, why]).toEqual([state, undefined]);
      else expect(why).toBe(changes.purpose === 'grown' ? `the incident is ${state}` : `the case is ${state}`);
    }
  });

  const joined = { id: openCase().id, cause: { kind: 'destination', value: 'x', title: 'X' }, joinedAt: AT } as const;
  const { escalation } = base;
  it.each<[string, Partial<Case>, string | undefined]>([
    [
      'somebody has agreed already',
      { escalation: { ...escalation, needs: 2, agreed: ['maria'] } },
      'they have acknowledged it',
    ],
    ['somebody else has agreed', { escalation: { ...escalation, needs: 2, agreed: ['dan'] } }, undefined],
    ['by now one is enough', { escalation: { ...escalation, agreed: ['maria'] } }, undefined],
    ['the ladder has started again', { escalation: { ...escalation, round: 2 } }, 'the ladder has started again'],
    ['it is snoozed', { snoozedUntil: at(1) }, 'the case is snoozed'],
    ['it was snoozed until now', { snoozedUntil: AT }, undefined],
    [
      'the time to acknowledge waits',
      { clocks: withClock('acknowledge', { pausedAt: AT }) },
      'the case waits for somebody outside',
    ],
    [
      'the time to solve it waits: it has to be acknowledged all the same',
      { clocks: withClock('resolve', { pausedAt: AT }) },
      undefined,
    ],
    ['its incident speaks for it', { incident: joined }, 'its incident speaks for it'],
    ['a silence holds', { silenced: { ids: [`sil_${'0'.repeat(32)}`], since: AT, until: at(60) } }, 'it is silenced'],
  ])('nobody is called where %s', (_name, changes, why) => {
    const record = inState('triaged', changes);
    expect(whyUnwanted(notice(), record, AT)).toBe(why);
    expect(whyUnwanted(notice({ purpose: 'clock', clock: 'acknowledge', percent: 80 }), record, AT)).toBe(why);
    expect(decideNotice(notice(), record, AT)).toMatchObject(
      why === undefined ? { do: 'hand-over' } : { do: 'suppress', why },
    );
  });

  it.each<[string, Partial<Notice>, Partial<Case>, string | undefined]>([
    ['somebody else has it by now', {}, { acknowledgedBy: 'dan' }, 'somebody else has it'],
    ['the promise was kept', {}, { clocks: withClock('resolve', { stoppedAt: AT }) }, 'the promise was kept'],
    ['another promise was kept', {}, { clocks: withClock('communicate', { stoppedAt: AT }) }, undefined],
    ['it waits', {}, { clocks: withClock('resolve', { pausedAt: AT }) }, 'the case waits for somebody outside'],
    [
      'it waits, and is broken all the same',
      { percent: 100 },
      { clocks: withClock('resolve', { pausedAt: AT }) },
      undefined,
    ],
    ['another clock waits', {}, { clocks: withClock('communicate', { pausedAt: AT }) }, undefined],
    ['it has no clocks any more', {}, { clocks: undefined }, undefined],
  ])('of a clock where %s', (_name, changes, of, why) => {
    const told = notice({ purpose: 'clock', clock: 'resolve', percent: 50, ...changes });
    expect(whyUnwanted(told, inState('in_progress', of), AT)).toBe(why);
  });

  it.each([
    ['not told', { state: 'not_told', at: AT, why: 'no address' }, undefined],
    ['told meanwhile', { state: 'told', at: AT }, 'the customer was told'],
    ['of whom nobody knows', undefined, 'the customer was told'],
  ] as const)('that the customer does not know, of one who is %s', (_name, customer, why) => {
    const record = inState('acknowledged', customer === undefined ? {} : { customer });
    const told = notice({ purpose: 'customer_not_told' });
    expect(whyUnwanted(told, record, AT)).toBe(why);
    expect(whyUnwanted({ ...told, person: 'dan' }, record, AT)).toBe('somebody else has it');
  });

  it.each(['resolved', 'closed', 'withdrawn', 'merged'] as const)(
    'that a message has not reached the customer is told also when the case is %s; that none could be made is not',
    (state) => {
      const told = notice({ purpose: 'customer_not_told' });
      const why = (customer: Case['customer']) => whyUnwanted(told, inState(state, { customer }), AT);
      const lost = { state: 'not_told', at: AT, why: 'bounced' } as const;
      expect(why({ ...lost, actionId: 'act_1' })).toBeUndefined();
      expect(why(lost)).toBe(`the case is ${state}`);
      expect(why({ ...lost, state: 'told', actionId: 'act_1' })).toBe('the customer was told');
    },
  );
});

describe('a hand-over', () => {
  const record = inState('triaged');

  it.each(['handed_over', 'suppressed', 'failed'] as const)('of what was %s is not repeated', (state) => {
    expect(decideNotice(notice({ state }), record, AT)).toEqual({ do: 'nothing', why: `it was ${state}` });
  });

  it('begins, and is known to have begun', () => {
    expect(decideNotice(notice(), record, AT)).toEqual({
      do: 'hand-over',
      begun: notice({ state: 'sending', begunAt: AT }),
    });
  });

  it('that another one has begun has a minute; then it is taken for lost, and the message says that it may come twice', () => {
    const begun = notice({ state: 'sending', begunAt: AT });
    expect(decideNotice(begun, record, at(59.999))).toEqual({ do: 'come-back-later' });
    expect(decideNotice(begun, record, at(60))).toMatchObject({
      do: 'hand-over',
      begun: { begunAt: at(60), possiblyRepeated: true },
    });
    // Also where nobody wants it any more: whether it was sent is not known yet.
    expect(decideNotice(begun, inState('resolved'), at(59))).toEqual({ do: 'come-back-later' });
    expect(decideNotice(begun, inState('resolved'), at(60))).toEqual({ do: 'suppress', why: 'the case is resolved' });
  });

  it('taken back is as if it had not begun, except that an earlier one may have arrived', () => {
    const once = notice({ state: 'sending', begunAt: AT, possiblyRepeated: true });
    const back = takenBack(once, {});
    expect(back).toEqual(notice({ possiblyRepeated: true }));
    const sure = { ...once, possiblyRepeated: false };
    expect(takenBack(sure, { mayHaveArrived: false })).toEqual(notice());
    // There was no answer: it may be there.
    expect(takenBack(sure, { mayHaveArrived: true })).toEqual(notice({ possiblyRepeated: true }));
    expect(decideNotice(back, record, at(1))).toMatchObject({ do: 'hand-over', begun: { possiblyRepeated: true } });
  });

  const by = {
    actor: { kind: 'system', id: 'notification/slack' },
    cause: { kind: 'lifecycle', id: notice().id },
  } as const;
  const about = { noticeId: notice().id, channel: 'slack' } as const;
  const sending = notice({ state: 'sending', begunAt: AT, possiblyRepeated: true });

  it('has its outcome in the journal, with what the provider calls it, so that its news finds the message', () => {
    expect(endOfNotice(sending, { state: 'handed_over', providerMessageId: 'm-1' }, at(2))).toEqual({
      after: { ...sending, state: 'handed_over', handedOverAt: at(2), providerMessageId: 'm-1' },
      act: {
        ...by,
        happening: { what: 'NoticeHandedOver', ...about, possiblyRepeated: true, providerMessageId: 'm-1' },
      },
    });
    expect(endOfNotice(sending, { state: 'handed_over' }, at(2)).after).not.toHaveProperty('providerMessageId');
  });

  it.each([
    ['suppressed', 'NoticeSuppressed'],
    ['failed', 'NoticeFailed'],
  ] as const)('that was %s says why, and was never handed over', (state, what) => {
    expect(endOfNotice(sending, { state, reason: 'no such channel' }, at(2))).toEqual({
      after: { ...sending, state, failure: 'no such channel' },
      act: { ...by, happening: { what, ...about, reason: 'no such channel' } },
    });
  });
});
