import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actionMoves, stateAfter, STATES_OF_DECISION } from '../../../lambdas/actions/action-states.ts';
import { actionState } from '../../../lambdas/contracts/index.ts';
import type { ActionState, Happening } from '../../../lambdas/contracts/index.ts';
import { made, otherId } from './actions-fixture.ts';

const proposed = made().act.happening as Extract<Happening, { what: 'ActionProposed' }>;
const of = { actionId: otherId };
const approved = (isEnough: boolean): Happening => ({
  what: 'ActionApproved',
  ...of,
  via: 'api',
  digest: 'd',
  isEnough,
});

describe('the states of an action', () => {
  it('are drawn as they are, and each is reached', () => {
    const drawing = readFileSync(new URL('../../../docs/states.md', import.meta.url), 'utf8').split(
      '# The states of an action',
    )[1];
    const drawn = [...drawing!.matchAll(/^ {4}(\S+) --> (\w+) : (\w+)(?: \((\w+)\))?$/gm)].map((match) =>
      match.slice(1).join(' ').trim(),
    );
    const begun = Object.entries(STATES_OF_DECISION).map(([decision, to]) => `[*] ${to} ActionProposed ${decision}`);
    const moves = Object.entries(actionMoves).flatMap(([what, all]) =>
      all.flatMap(({ from, to }) => from.map((state) => `${state} ${to} ${what}`)),
    );
    expect(drawn.sort()).toEqual([...begun, ...moves].sort());
    const reached = drawn.map((line) => line.split(' ')[1]);
    expect(actionState.options.filter((state) => !reached.includes(state))).toEqual([]);
  });

  it.each<[string, ActionState | undefined, Happening, ActionState | undefined]>([
    ['proposed once', undefined, proposed, 'approved'],
    ['and not again', 'approved', proposed, undefined],
    ['half agreed', 'awaiting_approval', approved(false), 'awaiting_approval'],
    ['agreed', 'awaiting_approval', approved(true), 'approved'],
    ['too late', 'expired', approved(true), undefined],
    ['confirmed without a try', 'approved', { what: 'ActionConfirmed', ...of, found: 'written' }, undefined],
    ['taken back', 'confirmed', { what: 'ActionCompensated', ...of, by: otherId }, 'compensated'],
    ['not twice', 'compensated', { what: 'ActionCompensated', ...of, by: otherId }, undefined],
    ['not what failed', 'failed', { what: 'ActionCompensated', ...of, by: otherId }, undefined],
    ['not tried again', 'compensated', { what: 'ActionRetried', ...of, via: 'api', generation: 2 }, undefined],
    ['others say nothing of it', 'executing', { what: 'NextStepTimed', reason: 'x' }, 'executing'],
  ])('%s', (_what, from, happening, to) => {
    expect(stateAfter(from, happening)).toBe(to);
  });
});
