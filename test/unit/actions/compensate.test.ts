import { expect, it } from 'vitest';
import type { Action } from '../../../lambdas/contracts/index.ts';
import { compensate } from '../../../lambdas/actions/compensate.ts';
import { withdrawActions } from '../../../lambdas/actions/withdraw-actions.ts';
import { openCase } from '../../support/case.ts';
import { after, anAction, AT, made, otherId, pack, PROMISED, WANTED } from './actions-fixture.ts';

const cause = { kind: 'lifecycle', id: 'x' } as const;
const LATER = '2026-03-06T09:00:00.000Z';

/** Written by us, so many minutes after the first one. */
const written = (from: string, to: string, minutes: number, changes: Partial<Action> = {}): Action => ({
  ...made({ basis: { promisedAt: from }, change: { promisedAt: to } }, { replaced: `${from} ${to}` }).action,
  state: 'confirmed',
  endedAt: after(minutes),
  wroteAt: after(minutes),
  ...changes,
});
const first = written(PROMISED, WANTED, 0);
const second = written(WANTED, LATER, 10);
const undo = (of: Action, to: string, changes: Partial<Action> = {}): Action => ({
  ...made({ basis: of.change, change: { promisedAt: to } }, { undoes: of.id }).action,
  state: 'confirmed',
  endedAt: after(20),
  ...changes,
});
const taken = (undoing: Action, ...actions: readonly Action[]): readonly string[] =>
  compensate(undoing, actions).map(({ action }) => action.id);

it('what is taken back is compensated, and says by what', () => {
  const undoing = undo(first, PROMISED);
  expect(compensate(undoing, [first, undoing])).toEqual([
    {
      act: {
        actor: { kind: 'system', id: 'actions' },
        cause: { kind: 'lifecycle', id: `${undoing.id}-1` },
        happening: { what: 'ActionCompensated', actionId: first.id, by: undoing.id },
      },
      action: { ...first, state: 'compensated', compensatedBy: undoing.id },
    },
  ]);
});

it('of several changes of the same fields all are, back to the one that found what they say again', () => {
  expect(taken(undo(second, PROMISED), second, first)).toEqual([first.id, second.id]);
  expect(taken(undo(second, WANTED), first, second)).toEqual([second.id]);
  // Written after what is taken back, in another document, or by others: none of it is touched.
  const elsewhere = { ...first, id: otherId, subject: 'other' };
  const byOthers = written(PROMISED, WANTED, -5, { wroteAt: undefined as never });
  expect(taken(undo(first, PROMISED), first, second, elsewhere, byOthers)).toEqual([first.id]);
});

it.each(['approved', 'executing', 'by_hand', 'failed', 'unconfirmed', 'refused', 'expired', 'superseded'] as const)(
  'nothing is, while what would take it back is %s',
  (state) => {
    expect(taken(undo(first, PROMISED, { state }), first)).toEqual([]);
  },
);

it('nothing is a second time, and nothing that was not confirmed', () => {
  for (const state of ['compensated', 'failed', 'unconfirmed', 'superseded'] as const)
    expect(taken(undo(first, PROMISED), { ...first, state })).toEqual([]);
  expect(taken(anAction({ state: 'confirmed', endedAt: AT }), first)).toEqual([]);
});

it('what is compensated is not taken back again with its case; what stood before it is', () => {
  const withdrawn = openCase({ state: 'withdrawn', type: 'transport.delay' });
  const back: Action = { ...second, state: 'compensated', compensatedBy: otherId };
  const [undoing, ...more] = withdrawActions(withdrawn, [first, back], pack, after(30), cause);
  expect(undoing?.action).toMatchObject({ undoes: first.id, change: { promisedAt: PROMISED } });
  expect(more).toEqual([]);
  const both = [{ ...first, state: 'compensated' } as const, back];
  expect(withdrawActions(withdrawn, both, pack, after(30), cause)).toEqual([]);
});
