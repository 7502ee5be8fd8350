import { describe, expect, it } from 'vitest';
import type { Action } from '../../../lambdas/contracts/index.ts';
import { decideReply } from '../../../lambdas/actions/decide-reply.ts';
import type { Reply } from '../../../lambdas/actions/decide-reply.ts';
import { AT, LARGE, made, pack, record } from './actions-fixture.ts';

const waiting = (count = 1): Action => {
  const { action } = made({ amount: LARGE });
  return { ...action, governance: { ...action.governance, count } };
};
const reply = (action: Action, person: string, verb: Reply['verb'] = 'approve') =>
  decideReply(action, record, { verb, via: 'api' }, { person, requestId: 'r', pack, at: AT });
const approved = (action: Action, person: string): Action => {
  const decision = reply(action, person);
  if (decision.outcome !== 'changed') throw new Error(`it is ${decision.outcome}`);
  return decision.after;
};

describe('an approval', () => {
  it('clicked twice by the same person is their one approval, and no complaint', () => {
    const once = approved(waiting(), 'amelie-roy');
    expect(once.state).toBe('approved');
    expect(reply(once, 'amelie-roy')).toMatchObject({ outcome: 'unchanged' });
    // Somebody else comes too late, and is told so.
    expect(reply(once, 'ines-duarte')).toMatchObject({ outcome: 'refused' });
  });

  it('where it takes two, one person does not count for two', () => {
    const once = approved(waiting(2), 'amelie-roy');
    expect(once.state).toBe('awaiting_approval');
    expect(reply(once, 'amelie-roy')).toMatchObject({ outcome: 'unchanged' });
    expect(approved(once, 'ines-duarte')).toMatchObject({ state: 'approved', approvals: [{}, {}] });
  });
});

describe('another try from the worklist', () => {
  it('asked for twice begins one execution', () => {
    const failed: Action = { ...made().action, state: 'failed', endedAt: AT };
    const decision = reply(failed, 'amelie-roy', 'retry');
    expect(decision).toMatchObject({ outcome: 'changed', after: { state: 'approved', generation: 2 } });
    const again = decision.outcome === 'changed' ? decision.after : failed;
    expect(reply(again, 'ines-duarte', 'retry')).toMatchObject({ outcome: 'unchanged' });
    expect(reply({ ...again, state: 'executing' }, 'ines-duarte', 'retry')).toMatchObject({ outcome: 'unchanged' });
    expect(reply({ ...again, state: 'confirmed' }, 'ines-duarte', 'retry')).toMatchObject({ outcome: 'refused' });
  });
});
