import { describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Action, Case, Notice } from '../../../lambdas/contracts/index.ts';
import { decideActionStep } from '../../../lambdas/actions/decide-action.ts';
import { proposeFromPlaybook } from '../../../lambdas/actions/propose-from-playbook.ts';
import { standingProposal } from '../../../lambdas/actions/standing-proposal.ts';
import { withdrawActions } from '../../../lambdas/actions/withdraw-actions.ts';
import { openCase } from '../../support/case.ts';
import { after, anAction, AT, LARGE, LATE, made, otherId, pack, PROMISED, record, WANTED } from './actions-fixture.ts';

const cause = { kind: 'lifecycle', id: 'x' } as const;

describe('what the playbook proposes', () => {
  const propose = (before: readonly Action[], at = AT) => proposeFromPlaybook(record, LATE, before, pack, at, cause);

  it('is the same action when it is proposed again, whoever weighs the facts', () => {
    const [first] = propose([]);
    expect(first?.action).toMatchObject({ type: 'promise_date', change: { promisedAt: WANTED } });
    expect(propose([], after(30))[0]?.action.id).toBe(first?.action.id);
    // What takes the place of another, or takes it back, is another one.
    expect(made({}, { replaced: otherId }).action.id).not.toBe(made().action.id);
  });

  it('is nothing while one of its type is open, also on other facts', () => {
    expect(propose([anAction({ id: otherId, change: { promisedAt: '2026-03-09T00:00:00.000Z' } })])).toEqual([]);
  });

  it('is nothing that was decided before: who has refused it is not asked again', () => {
    const [first] = propose([]);
    const refused: Action = { ...first!.action, state: 'refused', endedAt: AT };
    expect(propose([refused])).toEqual([]);
  });
});

describe('what happens next with an action', () => {
  const { action } = made({ amount: LARGE });
  const decide = (changes: { notices?: readonly Notice[]; generation?: number; action?: Action } = {}) =>
    decideActionStep({ action, record, notices: [], pack, at: AT, generation: 1, ...changes });

  it('people are asked once: a decision that is made again asks nobody', () => {
    const first = decide();
    expect(first.notices.map(({ person }) => person)).toContain('amelie-roy');
    const again = decide({ action: first.after, notices: first.notices });
    expect(again).toMatchObject({ acts: [], notices: [], next: { next: 'wait' } });
  });

  it('two decisions at once ask with the same messages, so the table takes one of them', () => {
    const ids = (plan: { readonly notices: readonly Notice[] }) => plan.notices.map(({ id }) => id);
    expect(ids(decide())).toEqual(ids(decide()));
    expect(new Set(ids(decide())).size).toBe(ids(decide()).length);
  });

  it('an execution that was replaced does nothing more, and asks nobody', () => {
    expect(decide({ generation: 2 })).toMatchObject({ acts: [], notices: [], next: { next: 'finish' } });
    expect(decide({ action: anAction({ generation: 2 }) }).next).toMatchObject({ next: 'finish' });
  });
});

describe('a case is withdrawn', () => {
  const withdrawn: Case = openCase({ state: 'withdrawn', type: 'transport.delay' });
  const written = anAction({ state: 'confirmed', endedAt: AT, wroteAt: AT });
  const withdraw = (actions: readonly Action[]) => withdrawActions(withdrawn, actions, pack, after(5), cause);

  it('what was written is proposed to be what it was, once', () => {
    const [undo] = withdraw([written]);
    expect(undo?.action).toMatchObject({ undoes: written.id, change: { promisedAt: PROMISED } });
    expect(withdraw([written, undo!.action])).toEqual([]);
    // Also when somebody has refused to take it back.
    expect(withdraw([written, { ...undo!.action, state: 'refused', endedAt: AT }])).toEqual([]);
  });

  it('and the trouble is reported again: what was taken back or given up is proposed anew, and taken back anew, each once', () => {
    const back = openCase({ type: 'transport.delay' });
    const propose = (before: readonly Action[]) => proposeFromPlaybook(back, LATE, before, pack, after(9), cause);
    const [first] = propose([]).map(({ action }): Action => ({
      ...action,
      state: 'confirmed',
      endedAt: AT,
      wroteAt: AT,
    }));
    const [undo] = withdraw([first!]).map(({ action }) => action);
    // While nobody knows whether it is taken back, and when it is not, it is what it was.
    expect(propose([first!, undo!])).toEqual([]);
    expect(propose([first!, { ...undo!, state: 'refused', endedAt: AT }])).toEqual([]);
    const undone: Action = { ...undo!, state: 'confirmed', endedAt: AT, wroteAt: after(6) };
    const [again] = propose([first!, undone]);
    expect(again?.action).toMatchObject({ change: first!.change });
    expect(again?.action.id).not.toBe(first!.id);
    const written2: Action = { ...again!.action, state: 'confirmed', endedAt: after(10), wroteAt: after(10) };
    expect(propose([first!, undone, written2])).toEqual([]);
    const [undo2] = withdraw([first!, undone, written2]);
    expect(undo2?.action).toMatchObject({ undoes: written2.id, change: { promisedAt: PROMISED } });
    expect(withdraw([first!, undone, written2, undo2!.action])).toEqual([]);

    const [givenUp] = withdraw([propose([])[0]!.action]).map(({ action }) => action);
    expect(propose([givenUp!])).toHaveLength(1);
    expect(propose([givenUp!])[0]?.action.id).not.toBe(givenUp!.id);
  });

  it('and the trouble is reported again: what was made for it is made anew, under a key of its own, for what was closed under the old one stays closed; a person may want that too', () => {
    const back = openCase({ type: 'transport.delay' });
    const gold = { system: 'crm', state: 'live', askedAt: AT, observedAt: AT, facts: { tier: 'gold' } } as const;
    const propose = (before: readonly Action[]) =>
      proposeFromPlaybook(back, [...LATE, gold], before, pack, after(9), cause)
        .map(({ action }) => action)
        .filter(({ type }) => type === 'service_case');
    const [first] = propose([]).map((action): Action => ({ ...action, state: 'confirmed', endedAt: AT, wroteAt: AT }));
    const [undo] = withdraw([first!]).map(({ action }) => action);
    expect(undo).toMatchObject({ subject: first!.subject, change: { status: 'Closed' } });
    const undone: Action = { ...undo!, state: 'confirmed', endedAt: AT, wroteAt: after(6) };
    const gone: Action = { ...first!, state: 'compensated', compensatedBy: undo!.id };
    const [again] = propose([gone, undone]);
    expect(again?.change).toEqual(first!.change);
    expect(again?.subject).not.toBe(first!.subject);
    expect(propose([gone, undone, { ...again!, state: 'confirmed', endedAt: AT, wroteAt: after(10) }])).toEqual([]);

    const wish = { type: 'service_case', change: { title: 'Please call', reference: 'SO-1' } } as const;
    const subjectOf = (actions: readonly Action[]): string => {
      const proposed = standingProposal(back.id, wish, actions);
      return proposed.ok ? proposed.proposal.subject : '';
    };
    const backed = (subject: string): Action => ({ ...gone, id: deriveId('act', subject), subject });
    const firstOf = subjectOf([]);
    const secondOf = subjectOf([backed(firstOf)]);
    expect(new Set([firstOf, secondOf, subjectOf([backed(firstOf), backed(secondOf)])]).size).toBe(3);
    expect(subjectOf([{ ...backed(firstOf), state: 'confirmed' }])).toBe(firstOf);
  });

  it('and the trouble is reported again before it was taken back: it stays, and is taken back when the case is withdrawn again', () => {
    const back = openCase({ type: 'transport.delay' });
    const undo = withdraw([written])[0]!.action;
    const action: Action = { ...undo, state: 'awaiting_approval' };
    const plan = decideActionStep({ action, record: back, notices: [], pack, at: after(9), generation: 1 });
    expect(plan.after).toMatchObject({ state: 'superseded', problem: expect.stringContaining('reported again') });
    const [next] = withdraw([written, plan.after]);
    expect(next?.action).toMatchObject({ undoes: written.id });
    expect(next?.action.id).not.toBe(undo.id);
  });

  it('what nobody has written yet is given up', () => {
    expect(withdraw([anAction()])).toMatchObject([{ action: { state: 'superseded' } }]);
  });
});
