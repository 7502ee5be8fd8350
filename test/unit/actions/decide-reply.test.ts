import { describe, expect, it } from 'vitest';
import type { Action } from '../../../lambdas/contracts/index.ts';
import { decideReply } from '../../../lambdas/actions/decide-reply.ts';
import { approversOf } from '../../../lambdas/actions/govern-action.ts';
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

describe('a delegate', () => {
  const lent = (from: string, to: string, until = '2026-03-09T00:00:00Z') => ({
    ...pack,
    people: pack.people.map((person) =>
      person.id === from ? { ...person, delegates: [{ to, from: '2026-03-01T00:00:00Z', until }] } : person,
    ),
  });
  const by = (person: string, action: Action, packed = lent('amelie-roy', 'jonas-weber')) =>
    decideReply(action, record, { verb: 'approve', via: 'api' }, { person, requestId: 'r', pack: packed, at: AT });

  it('approves by the right of whoever is away, and the record says for whom', () => {
    expect(reply(waiting(), 'jonas-weber')).toMatchObject({ outcome: 'refused' });
    expect(by('jonas-weber', waiting())).toMatchObject({
      outcome: 'changed',
      acts: [{ happening: { what: 'ActionApproved', for: 'amelie-roy' } }],
      after: { state: 'approved', approvals: [{ person: 'jonas-weber', for: 'amelie-roy' }] },
    });
  });

  it('has no right before or after, none beyond the limit, and passes none on', () => {
    expect(by('jonas-weber', waiting(), lent('amelie-roy', 'jonas-weber', AT)).outcome).toBe('refused');
    expect(by('jonas-weber', waiting(), lent('sofia-lindqvist', 'jonas-weber')).outcome).toBe('refused');
    const chain = lent('amelie-roy', 'tom-baker');
    const longer = {
      ...chain,
      people: chain.people.map((person) =>
        person.id === 'tom-baker'
          ? {
              ...person,
              delegates: [{ to: 'jonas-weber', from: '2026-03-01T00:00:00Z', until: '2026-03-09T00:00:00Z' }],
            }
          : person,
      ),
    };
    expect(by('jonas-weber', waiting(), longer).outcome).toBe('refused');
  });

  it('one right counts once, whoever of the two uses it first', () => {
    const first = by('jonas-weber', waiting(2));
    if (first.outcome !== 'changed') throw new Error(first.outcome);
    expect(by('amelie-roy', first.after)).toMatchObject({ outcome: 'refused' });
    const other = by('amelie-roy', waiting(2));
    if (other.outcome !== 'changed') throw new Error(other.outcome);
    expect(by('jonas-weber', other.after)).toMatchObject({ outcome: 'refused' });
  });

  it('the right of the proposer is not lent: nobody approves their own by another hand', () => {
    const own: Action = { ...waiting(), proposedBy: { kind: 'person', id: 'amelie-roy' } };
    expect(by('jonas-weber', own)).toMatchObject({ outcome: 'refused' });
  });

  it('is asked before whoever is away', () => {
    const asked = approversOf(waiting(), lent('amelie-roy', 'jonas-weber'), AT);
    expect(asked.indexOf('jonas-weber')).toBeGreaterThanOrEqual(0);
    expect(asked.indexOf('jonas-weber')).toBeLessThan(asked.indexOf('amelie-roy'));
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
