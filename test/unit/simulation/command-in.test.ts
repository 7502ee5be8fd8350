import { expect, it } from 'vitest';
import type { Happening } from '../../../lambdas/contracts/index.ts';
import { commandIn } from '../../../lambdas/simulation/command-in.ts';
import { ownerOf } from '../case/history.ts';

const assigned: Happening = { what: 'OwnerNamed', owner: { ...ownerOf('transport-desk'), assigned: true } };
const left: Happening = { what: 'LeftIncident', incidentId: `case_${'1'.repeat(32)}`, reason: 'x' };

it('what a person has done to one case is played again', () => {
  expect(commandIn([assigned])).toMatchObject({ kind: 'assign', team: 'transport-desk' });
});

it('what moves it between incidents is not: that was decided by more cases than one', () => {
  expect(commandIn([left, assigned])).toBeUndefined();
});

it('whoever has asked for a step by name asks for the same one again, wherever it stands in the ladder; who has not, for the next', () => {
  const escalated: Happening = { what: 'EscalatedByHand', via: 'api', step: 1, stepId: 'operations' };
  const again: Happening = { what: 'LadderRestarted', round: 2, reason: 'x' };
  expect(commandIn([again, escalated])).toMatchObject({ kind: 'escalate', step: 'operations' });
  expect(commandIn([{ what: 'EscalatedByHand', via: 'api' }])).not.toHaveProperty('step');
});
