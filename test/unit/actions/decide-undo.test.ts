import { describe, expect, it } from 'vitest';
import type { Action, Case } from '../../../lambdas/contracts/index.ts';
import { beginAttempt } from '../../../lambdas/actions/decide-attempt.ts';
import { decideActionStep } from '../../../lambdas/actions/decide-action.ts';
import { decideUndo } from '../../../lambdas/actions/decide-undo.ts';
import { proposeFromPlaybook } from '../../../lambdas/actions/propose-from-playbook.ts';
import { withdrawActions } from '../../../lambdas/actions/withdraw-actions.ts';
import { openCase } from '../../support/case.ts';
import { after, anAction, AT, LATE, made, otherId, pack, PROMISED, record, WANTED } from './actions-fixture.ts';

const by = { actor: { kind: 'person', id: 'maria' }, cause: { kind: 'command', id: 'r' } } as const;
const cause = { kind: 'lifecycle', id: 'x' } as const;
const written = anAction({ state: 'confirmed', endedAt: AT, wroteAt: AT });
const undo = (action: Action, others: readonly Action[] = [], of: Case = record) =>
  decideUndo(action, of, [action, ...others], { by, pack, at: after(5) });
const undoing = (others: readonly Action[] = []): Action => {
  const decided = undo(written, others);
  if (decided.do !== 'propose') throw new Error(decided.why);
  return decided.made.action;
};
const withdrawn: Case = openCase({ state: 'withdrawn', type: 'transport.delay' });

describe('what a person wants taken back', () => {
  it('is proposed to be what it was, in their name, and governed', () => {
    const decided = undo(written);
    expect(decided).toMatchObject({
      do: 'propose',
      made: {
        act: { actor: by.actor, happening: { what: 'ActionProposed', undoes: written.id } },
        action: {
          undoes: written.id,
          change: { promisedAt: PROMISED },
          basis: { promisedAt: WANTED },
          state: 'approved',
          title: 'Promise order 4500017 for 3 Mar 2026, 09:00 UTC again instead of 4 Mar 2026, 14:00 UTC',
        },
      },
    });
    const dear = { ...written, amount: { amount: '45000.00', currency: 'EUR' } };
    expect(undo(dear)).toMatchObject({ made: { action: { state: 'awaiting_approval', proposedBy: by.actor } } });
  });

  it('is proposed once: who wants it again is shown that; after a no it may be asked anew', () => {
    for (const state of ['awaiting_approval', 'approved', 'executing', 'by_hand', 'confirmed'] as const)
      expect(undo(written, [{ ...undoing(), state }])).toMatchObject({ do: 'nothing', action: { undoes: written.id } });
    for (const state of ['refused', 'expired', 'superseded'] as const)
      expect(undoing([{ ...undoing(), state }]).id).not.toBe(undoing().id);
    for (const state of ['failed', 'unconfirmed'] as const)
      expect(undo(written, [{ ...undoing(), state }])).toMatchObject({
        do: 'refuse',
        why: expect.stringContaining('Retry'),
      });
  });

  it.each<[string, Partial<Action>, string]>([
    ['waits for approval', { state: 'awaiting_approval' }, 'Have it refused.'],
    ['is tried', { state: 'executing' }, 'Wait until it is done.'],
    ['is approved', { state: 'approved' }, 'Wait until it is done.'],
    ['is done by hand', { state: 'by_hand' }, 'End its task.'],
    ['has failed', { state: 'failed' }, 'Nothing was written.'],
    ['is unconfirmed', { state: 'unconfirmed' }, 'Look into the system, and retry it.'],
    ['was refused', { state: 'refused' }, 'Nothing was written.'],
    ['is taken back', { state: 'compensated' }, 'It was taken back already.'],
    ['takes back itself', { undoes: otherId }, 'propose the change anew'],
    ['others have written', { wroteAt: undefined }, 'from others'],
  ])('is refused, and how to mend it said, where it %s', (_what, changes, says) => {
    expect(undo({ ...written, ...changes })).toMatchObject({ do: 'refuse', why: expect.stringContaining(says) });
  });

  it('is refused where something was written over it since, where it cannot be taken back, and where nobody works on the case', () => {
    const later: Action = { ...written, id: otherId, title: 'Promise it anew', wroteAt: after(3) };
    expect(undo(written, [later])).toMatchObject({
      do: 'refuse',
      why: expect.stringContaining('Take that back first'),
    });
    expect(undo(written, [{ ...later, state: 'compensated' }])).toMatchObject({ do: 'propose' });
    expect(undo(written, [{ ...later, subject: 'other' }])).toMatchObject({ do: 'propose' });
    expect(undo({ ...written, type: 'customer_message' })).toMatchObject({
      do: 'refuse',
      why: expect.stringContaining('unread'),
    });
    expect(undo(written, [], withdrawn)).toMatchObject({ do: 'refuse', why: expect.stringContaining('withdrawn') });
  });
});

describe('what a person has taken back', () => {
  it('goes on while the case is worked on, and when it is withdrawn meanwhile', () => {
    const action = undoing();
    for (const of of [record, withdrawn]) {
      expect(decideActionStep({ action, record: of, notices: [], pack, at: after(6), generation: 1 }).next).toEqual({
        next: 'execute',
      });
      expect(beginAttempt(action, of, after(6))).toBeDefined();
    }
    // What goes back with its case does not, once the case is worked on again.
    const withCase: Action = { ...action, proposedBy: { kind: 'system', id: 'actions' } };
    expect(beginAttempt(withCase, record, after(6))).toBeUndefined();
  });

  it('is not proposed again by the playbook: it would be written against a person', () => {
    const first = proposeFromPlaybook(record, LATE, [], pack, AT, cause)[0]!.action;
    const back = (kind: 'person' | 'system'): Action => ({
      ...undoing(),
      undoes: first.id,
      proposedBy: { kind, id: 'x' },
      state: 'confirmed',
      endedAt: AT,
    });
    const gone: Action = { ...first, state: 'compensated', endedAt: AT, compensatedBy: undoing().id };
    expect(proposeFromPlaybook(record, LATE, [gone, back('person')], pack, after(9), cause)).toEqual([]);
    expect(proposeFromPlaybook(record, LATE, [gone, back('system')], pack, after(9), cause)).toHaveLength(1);
  });

  it('and came to nothing is taken back with its case; what is under way is not asked twice', () => {
    const withdraw = (state: Action['state']) =>
      withdrawActions(withdrawn, [written, { ...undoing(), state }], pack, after(30), cause);
    for (const state of ['refused', 'expired', 'superseded'] as const)
      expect(withdraw(state)).toMatchObject([{ action: { undoes: written.id, proposedBy: { kind: 'system' } } }]);
    for (const state of ['awaiting_approval', 'approved', 'executing', 'failed', 'unconfirmed'] as const)
      expect(withdraw(state)).toEqual([]);
    expect(made({}, { undoes: written.id }).action.id).not.toBe(written.id);
  });
});
