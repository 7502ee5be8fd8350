import { describe, expect, it } from 'vitest';
import { compareAfterHand } from '../../../lambdas/actions/compare-after-hand.ts';
import type { Seen } from '../../../lambdas/actions/compare-after-hand.ts';
import { decideActionStep } from '../../../lambdas/actions/decide-action.ts';
import { endAttempt } from '../../../lambdas/actions/decide-attempt.ts';
import { decideReply } from '../../../lambdas/actions/decide-reply.ts';
import { handOver, handTermsOf } from '../../../lambdas/actions/hand-over.ts';
import { actionType } from '../../../lambdas/contracts/index.ts';
import type { Action, Case, Task } from '../../../lambdas/contracts/index.ts';
import { task as taskContract } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { after, anAction, AT, made, otherId, pack, PROMISED, record, WANTED } from './actions-fixture.ts';

const terms = handTermsOf('promise_date', pack);
const { task: planned, byHand } = handOver(anAction(), terms, AT);
const standing = (changes: Partial<Task> = {}): Task => ({ ...planned, state: 'open', ...changes });
const handed = (changes: Partial<Action> = {}): Action => anAction({ state: 'by_hand', byHand, ...changes });
const says = (promisedAt: string, etag = 'W/"7"'): Seen => ({ ok: true, document: { etag, values: { promisedAt } } });
const DOWN: Seen = { ok: false, reason: 'no answer' };
const OTHER = says('2026-03-09T00:00:00.000Z');
const begun = { checked: ['begin'] };
const withdrawn = openCase({ state: 'withdrawn' });
const leaving = { ...pack, byHand: [] };

interface Row {
  readonly task: Partial<Task>;
  readonly seen: Seen;
  readonly of?: Case;
  readonly action?: Partial<Action>;
  readonly policy?: typeof pack;
  readonly at?: string;
  readonly to: Action['state'];
  readonly ends?: Task['state'];
}

const ROWS: Readonly<Record<string, Row>> = {
  'down: it stays, whatever is said of it': { task: { state: 'done' }, seen: DOWN, to: 'by_hand' },
  'as asked, and said so': { task: { ...begun, state: 'done' }, seen: says(WANTED), to: 'confirmed' },
  'as asked, and not said yet': { task: begun, seen: says(WANTED), to: 'confirmed', ends: 'done' },
  'as asked, and nobody has even begun': { task: {}, seen: says(WANTED), to: 'confirmed', ends: 'done' },
  'said to be done, and it is not': { task: { ...begun, state: 'done' }, seen: says(PROMISED), to: 'unconfirmed' },
  'said to be done, and something else stands there': {
    task: { ...begun, state: 'done' },
    seen: OTHER,
    to: 'unconfirmed',
  },
  'said to be done, and the document is gone': {
    task: { ...begun, state: 'done' },
    seen: { ok: true, document: undefined },
    to: 'unconfirmed',
  },
  'begun: nothing is written beside them': { task: begun, seen: says(PROMISED), to: 'by_hand' },
  'begun, and half done': { task: begun, seen: OTHER, to: 'by_hand' },
  'begun and blocked': { task: { ...begun, state: 'blocked' }, seen: says(PROMISED), to: 'by_hand' },
  'nobody has begun: written as any other': { task: {}, seen: says(PROMISED), to: 'approved', ends: 'not_needed' },
  'nobody has begun, and the policy leaves it with people': {
    task: {},
    seen: says(PROMISED),
    policy: leaving,
    to: 'by_hand',
  },
  'nobody has begun, and something else stands there': { task: {}, seen: OTHER, to: 'unconfirmed', ends: 'not_needed' },
  'nobody has begun, and who knows whether an earlier try was written': {
    task: {},
    seen: says(PROMISED),
    action: { triedUnder: 'W/"5"', mayBeWritten: true },
    to: 'unconfirmed',
    ends: 'not_needed',
  },
  'waived by right': { task: { state: 'waived' }, seen: says(PROMISED), to: 'superseded' },
  'the case is withdrawn, and nobody has begun': { task: {}, seen: says(PROMISED), of: withdrawn, to: 'superseded' },
  'the case is withdrawn under the hands of a person': {
    task: begun,
    seen: says(PROMISED),
    of: withdrawn,
    to: 'by_hand',
  },
  'the case is withdrawn, and it was never done': {
    task: begun,
    seen: says(PROMISED),
    of: withdrawn,
    at: after(121),
    to: 'superseded',
  },
  'the case is withdrawn, and it is done': { task: begun, seen: says(WANTED), of: withdrawn, to: 'confirmed' },
  'it takes back, for a withdrawn case': {
    task: {},
    seen: says(PROMISED),
    of: withdrawn,
    action: { undoes: otherId },
    to: 'approved',
  },
};

describe('what a person does by hand, beside what the system says when it is back', () => {
  it.each(Object.entries(ROWS))(
    '%s',
    (_name, { task, seen, of = record, action = {}, policy = pack, at = after(20), to, ends }) => {
      const compared = compareAfterHand(
        { action: handed(action), task: standing(task), record: of, pack: policy },
        seen,
        at,
      );
      expect(compared.after.state).toBe(to);
      const ended = compared.acts.flatMap(({ happening }) => (happening.what === 'TaskEnded' ? [happening.as] : []));
      expect(ended).toEqual(ends === undefined ? [] : [ends]);
      // What stays is looked at again, what has ended is not, and what is written again is due.
      expect(compared.after.nextDueAt).toBe(to === 'by_hand' ? after(15, at) : to === 'approved' ? at : undefined);
      // What is there for this case is ours to compare at night and to take back.
      expect(compared.after.wroteAt).toBe(to === 'confirmed' ? at : undefined);
      if (to !== 'confirmed' && to !== 'approved') expect(compared.after.problem).toBeTruthy();
    },
  );

  it('says by whom it was found done: an earlier try of ours, or a hand', () => {
    const found = (task: Partial<Task>, mayBeWritten: boolean) =>
      compareAfterHand({ action: handed({ mayBeWritten }), task: standing(task), record, pack }, says(WANTED), AT)
        .acts[0]?.happening;
    expect(found({}, true)).toMatchObject({ found: 'there_already' });
    expect(found(begun, true)).toMatchObject({ found: 'by_hand' });
    expect(found({}, false)).toMatchObject({ found: 'by_hand' });
  });
});

describe('when it goes to a person', () => {
  const executing = anAction({ state: 'executing', attempts: 3, begunAt: after(29), silentSince: AT });
  const silent = { end: 'postponed', reason: 'no answer', isOutcomeKnown: true } as const;
  const state = (outcome: object, at: string, action = executing, hand = true) =>
    endAttempt(action, { ...silent, ...outcome }, at, hand ? terms : undefined).after.state;

  it('beyond the time of the policy, and not before', () => {
    expect(state({}, after(29))).toBe('approved');
    expect(state({}, after(30))).toBe('by_hand');
  });

  it('it is tried once more just then, however long the pause would be', () => {
    expect(endAttempt({ ...executing, attempts: 9 }, silent, after(29), terms).after.retryAt).toBe(after(30));
  });

  it('not while an earlier try may be at work still, and not because somebody else is at the document', () => {
    expect(state({ isOutcomeKnown: false, notBefore: after(41) }, after(30))).toBe('approved');
    expect(state({ isOutcomeKnown: false, notBefore: after(30) }, after(30))).toBe('by_hand');
    expect(state({ isBusy: true }, after(30))).toBe('approved');
  });

  it('not where nobody works on the case any more: then it is tried for a day', () => {
    expect(state({}, after(30), executing, false)).toBe('approved');
    expect(state({}, after(24 * 60), executing, false)).toBe('failed');
  });

  it('a change that waited a day for its approval is not given up at its first try', () => {
    const late = anAction({ state: 'executing', attempts: 1, begunAt: after(30 * 60) });
    expect(endAttempt(late, silent, after(30 * 60)).after).toMatchObject({
      state: 'approved',
      silentSince: after(30 * 60),
    });
  });

  it('the task says what, where, from what to what, and how it is confirmed', () => {
    expect(planned.instructions).toEqual([
      expect.stringContaining('before you begin'),
      expect.stringContaining('VA02'),
      'ERP, SalesOrder 4500017:',
      expect.stringContaining(`from ${PROMISED} to ${WANTED}`),
      expect.stringContaining('change nothing'),
      expect.stringContaining('requested delivery date'),
      expect.stringContaining('It is done when:'),
      expect.stringContaining('number in the note'),
    ]);
    expect(handOver(anAction({ mayBeWritten: true }), terms, AT).task.instructions?.join()).toContain('look first');
    const credit = made({
      type: 'customer_credit',
      system: 'finance',
      subject: 'FL-1',
      change: { order: '4500017', amount: '40.00', currency: 'EUR', status: 'open' },
      basis: {},
    }).action;
    const told = handOver(credit, handTermsOf('customer_credit', pack), AT).task.instructions;
    expect(told).toContain('FINANCE, a new credits; id: FL-1, by which it is found again:');
    expect(told).toContain('amount: 40.00');
    expect(told?.join()).not.toContain('from ');
  });

  // Who tells a customer by hand says so with the case; nothing is written in a system.
  const written = actionType.options.filter((type) => type !== 'customer_message');
  it.each(written)('the default pack says how %s is done by hand', (type) => {
    expect(pack.byHand.map(({ action }) => action)).toContain(type);
    const task = handOver(anAction(), handTermsOf(type, pack), AT).task;
    expect(() => taskContract.parse({ ...task, state: 'open' })).not.toThrow();
    expect(pack.teams.map((team) => team.function)).toContain(task.function);
  });
});

describe('while it is by hand', () => {
  const step = (action: Action, task: Task, at: string) =>
    decideActionStep({ action, record, notices: [], pack, at, generation: 1, task });

  it('one person is told once a round, and nothing is executed before it is time to look', () => {
    const waiting = handed({ nextDueAt: after(15) });
    const first = step(waiting, standing(), AT);
    expect(first.next).toMatchObject({ next: 'wait', until: after(15) });
    expect(new Set(first.notices.map(({ person }) => person)).size).toBe(1);
    expect(first.notices.every(({ purpose }) => purpose === 'by_hand')).toBe(true);
    const again = handed({ byHand: { ...byHand, round: 2 } });
    const ids = (action: Action) => step(action, standing(), AT).notices.map(({ id }) => id);
    expect(ids(again)).not.toEqual(ids(waiting));
    expect(ids(waiting)).toEqual(first.notices.map(({ id }) => id));
  });

  it('it is looked at once when somebody ends the task, and once only', () => {
    const done = standing({ ...begun, state: 'done', endedAt: after(6) });
    expect(step(handed({ nextDueAt: after(15) }), done, after(7)).next).toEqual({ next: 'execute' });
    const looked = handed({ nextDueAt: after(22), byHand: { ...byHand, lookedAt: after(7) } });
    expect(step(looked, done, after(8)).next).toMatchObject({ next: 'wait', until: after(22) });
    expect(step(looked, done, after(22)).next).toEqual({ next: 'execute' });
  });

  it('given back before anybody begins it is tried; afterwards it is theirs', () => {
    const retry = (task: Task) =>
      decideReply(
        handed(),
        record,
        { verb: 'retry', via: 'api' },
        { person: 'ines-duarte', requestId: 'r', pack, at: AT, task },
      );
    expect(retry(standing())).toMatchObject({
      outcome: 'changed',
      acts: [{ happening: { what: 'ActionRetried' } }, { happening: { what: 'TaskEnded', as: 'not_needed' } }],
      after: { state: 'approved' },
    });
    expect(retry(standing(begun)).outcome).toBe('refused');
    expect(retry(standing({ state: 'done' })).outcome).toBe('refused');
  });
});
