import { describe, expect, it } from 'vitest';
import type { Action } from '../../../lambdas/contracts/index.ts';
import { decideReply } from '../../../lambdas/actions/decide-reply.ts';
import { approversOf } from '../../../lambdas/actions/govern-action.ts';
import type { Reply } from '../../../lambdas/actions/decide-reply.ts';
import { openCase } from '../../support/case.ts';
import { AT, LARGE, made, otherId, pack, record } from './actions-fixture.ts';

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
    // Whoever has agreed may still say no, and then nothing is done.
    expect(reply(once, 'amelie-roy', 'refuse')).toMatchObject({ outcome: 'changed', after: { state: 'refused' } });
  });
});

describe('an answer', () => {
  const say = (changes: Partial<Reply>, action = waiting(), more: { at?: string; of?: typeof record } = {}) =>
    decideReply(
      action,
      more.of ?? record,
      { verb: 'approve', via: 'api', ...changes },
      { person: 'amelie-roy', requestId: 'r', pack, at: more.at ?? AT },
    );
  const detail = (decision: ReturnType<typeof say>) =>
    decision.outcome === 'refused' ? decision.problem.detail : decision.outcome;
  const by = { actor: { kind: 'person', id: 'amelie-roy' }, cause: { kind: 'command', id: 'r' } } as const;

  it('yes: it is due at once, and the record has who, what they were shown, and how much is at stake', () => {
    const action = waiting();
    expect(say({ digest: action.digest })).toEqual({
      outcome: 'changed',
      acts: [
        {
          ...by,
          amount: LARGE,
          happening: {
            what: 'ActionApproved',
            actionId: action.id,
            via: 'api',
            digest: action.digest,
            isEnough: true,
          },
        },
      ],
      after: {
        ...action,
        state: 'approved',
        nextDueAt: AT,
        attention: action.attention + 1,
        approvals: [{ person: 'amelie-roy', at: AT }],
      },
    });
  });

  it('no: it ends, and the words of the person stand beside it, where they can be erased', () => {
    const action = { ...waiting(), retryAt: AT, begunAt: AT };
    const decision = say({ verb: 'refuse', via: 'email', reason: 'Maria called' }, action);
    expect(decision).toMatchObject({
      outcome: 'changed',
      acts: [
        {
          ...by,
          personal: { text: 'Maria called' },
          happening: { what: 'ActionRefused', actionId: action.id, via: 'email' },
        },
      ],
      after: { state: 'refused', endedAt: AT, attention: action.attention + 1, approvals: [] },
    });
    if (decision.outcome !== 'changed') throw new Error(decision.outcome);
    for (const name of ['nextDueAt', 'retryAt', 'begunAt']) expect(decision.after).not.toHaveProperty(name);
    const { amount: _unknown, ...open } = waiting();
    const plain = reply(open, 'ines-duarte', 'refuse');
    if (plain.outcome !== 'changed') throw new Error(plain.outcome);
    for (const name of ['personal', 'amount']) expect(plain.acts[0]).not.toHaveProperty(name);
  });

  it('no takes no limit: whoever may decide for a function may stop what nobody knows the size of, or what is too large for them', () => {
    const { amount: _unknown, ...open } = waiting();
    const large = { ...waiting(), amount: { amount: '9000000', currency: 'EUR' } };
    for (const action of [open, large]) {
      expect(detail(reply(action, 'dan-okafor'))).toBe('The amount is above what you may approve.');
      expect(reply(action, 'dan-okafor', 'refuse')).toMatchObject({ outcome: 'changed', after: { state: 'refused' } });
      // Of another function, or their own: that stays somebody else's.
      expect(detail(reply(action, 'mei-tan', 'refuse'))).toContain('It takes an approver of');
      const own = { ...action, proposedBy: { kind: 'person', id: 'dan-okafor' } } as const;
      expect(detail(reply(own, 'dan-okafor', 'refuse'))).toBe('You have proposed it: somebody else decides.');
    }
    // Nobody else's limit has been passed by it.
    expect(reply(open, 'dan-okafor', 'refuse')).not.toHaveProperty('after.approvals.0');
  });

  it('is refused with its reason', () => {
    const { expiresAt = '' } = waiting().governance;
    expect(detail(say({ digest: 'f'.repeat(64) }))).toBe(
      'The proposal is not the one that you were shown. Look at it again.',
    );
    expect(detail(say({}, waiting(), { at: expiresAt }))).toBe(`The time to approve it ended at ${expiresAt}.`);
    expect(detail(say({}, waiting(), { at: new Date(Date.parse(expiresAt) - 1).toISOString() }))).toBe('changed');
    const { expiresAt: _none, ...endless } = waiting().governance;
    expect(detail(say({}, { ...waiting(), governance: endless }, { at: '2027-01-01T00:00:00.000Z' }))).toBe('changed');
    const withdrawn = openCase({ state: 'withdrawn' });
    expect(detail(say({}, waiting(), { of: withdrawn }))).toBe(
      'The case is withdrawn, so nothing is changed for it any more.',
    );
    // What takes back our own change is for a withdrawn case.
    expect(detail(say({}, { ...waiting(), undoes: otherId }, { of: withdrawn }))).toBe('changed');
    expect(reply(waiting(), 'mei-tan')).toEqual({
      outcome: 'refused',
      problem: {
        type: 'https://fairlead.dev/problems/not-allowed',
        title: 'Not allowed',
        status: 403,
        detail: 'It takes an approver of customer service or account management.',
      },
    });
  });

  it('comes too late, and says how it stands', () => {
    const approvals = [
      { person: 'ines-duarte', at: AT },
      { person: 'amelie-roy', at: AT },
    ];
    const over: Action = { ...waiting(), state: 'by_hand', approvals };
    expect(say({}, over)).toEqual({ outcome: 'unchanged', why: 'You have approved it already.' });
    // Whoever has approved it and refuses it now is not told that all is well.
    expect(detail(say({ verb: 'refuse' }, over))).toBe('The action is by hand: it does not wait for an answer.');
    expect(detail(say({}, { ...over, approvals: [] }))).toBe('The action is by hand: it does not wait for an answer.');
  });

  it('of one of two says that it takes another, and whose right it was only where it was lent', () => {
    const once = approved(waiting(2), 'amelie-roy');
    expect(reply(once, 'amelie-roy')).toEqual({
      outcome: 'unchanged',
      why: 'You have approved it already; it takes somebody else, too.',
    });
    expect(once.approvals[0]).not.toHaveProperty('for');
    // It waits as it did: the first of two does not make it due.
    expect(once.nextDueAt).toBe(waiting(2).nextDueAt);
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

  it('may stop by it, too, for as long as it is lent and unless it is the proposer’s', () => {
    const stop = (action: Action, until?: string) =>
      decideReply(
        action,
        record,
        { verb: 'refuse', via: 'api' },
        { person: 'jonas-weber', requestId: 'r', pack: lent('dan-okafor', 'jonas-weber', until), at: AT },
      ).outcome;
    const { amount: _unknown, ...open } = waiting();
    expect(stop(open)).toBe('changed');
    expect(stop(open, AT)).toBe('refused');
    expect(stop({ ...open, proposedBy: { kind: 'person', id: 'dan-okafor' } })).toBe('refused');
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
    expect(reply(again, 'ines-duarte', 'retry')).toEqual({ outcome: 'unchanged', why: 'It is being tried.' });
  });

  it.each(['awaiting_approval', 'confirmed', 'refused', 'expired', 'superseded'] as const)(
    'is for what has not worked: not for what is %s',
    (state) => {
      expect(reply({ ...made().action, state }, 'amelie-roy', 'retry')).toMatchObject({
        outcome: 'refused',
        problem: {
          status: 409,
          detail: `The action is ${state.replace('_', ' ')}; only one that failed, is unconfirmed or is by hand is tried again.`,
        },
      });
    },
  );

  it('begins from the beginning, but remembers that it may be written: the system is asked first', () => {
    const stuck: Action = {
      ...made().action,
      state: 'unconfirmed',
      attempts: 7,
      mayBeWritten: true,
      endedAt: AT,
      begunAt: AT,
      retryAt: AT,
      triedUnder: 'W/"3"',
      silentSince: AT,
    };
    const decision = reply(stuck, 'amelie-roy', 'retry');
    const { endedAt: _1, begunAt: _2, retryAt: _3, triedUnder: _4, silentSince: _5, ...rest } = stuck;
    expect(decision).toMatchObject({
      outcome: 'changed',
      acts: [{ happening: { what: 'ActionRetried', actionId: stuck.id, via: 'api', generation: 2 } }],
      after: { mayBeWritten: true },
    });
    expect(decision.outcome === 'changed' && decision.after).toEqual({
      ...rest,
      state: 'approved',
      attempts: 0,
      attention: 1,
      generation: 2,
      nextDueAt: AT,
    });
    expect(decision.outcome === 'changed' && decision.acts).toHaveLength(1);
    // A message cannot be looked up, so it is sent again by the word of a person.
    const message = reply({ ...stuck, type: 'customer_message' }, 'amelie-roy', 'retry');
    expect(message).toMatchObject({ after: { mayBeWritten: false } });
  });

  it('of what somebody does by hand is refused, and says what happens instead', () => {
    // Its task is gone from what is known: whoever may be at it is not written beside.
    expect(reply({ ...made().action, state: 'by_hand' }, 'amelie-roy', 'retry')).toMatchObject({
      outcome: 'refused',
      problem: { detail: 'Somebody does it by hand, or says that it is done: what the system says is compared.' },
    });
  });
});
