import { describe, expect, it } from 'vitest';
import type { Action, Case, Notice } from '../../../lambdas/contracts/index.ts';
import { decideActionStep } from '../../../lambdas/actions/decide-action.ts';
import { proposeFromPlaybook } from '../../../lambdas/actions/propose-from-playbook.ts';
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

  it('what nobody has written yet is given up', () => {
    expect(withdraw([anAction()])).toMatchObject([{ action: { state: 'superseded' } }]);
  });
});
