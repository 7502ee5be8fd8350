import { describe, expect, it } from 'vitest';
import { decideActionStep } from '../../../lambdas/actions/decide-action.ts';
import { decideReply } from '../../../lambdas/actions/decide-reply.ts';
import { governAction } from '../../../lambdas/actions/govern-action.ts';
import type { Action, GovernanceRule, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { after, AT, made, ORDER, pack, record } from './actions-fixture.ts';

const within = 'PT4H';
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const packWith = (rule: Partial<GovernanceRule>): PolicyPack => ({
  ...pack,
  governance: [
    {
      action: 'promise_date',
      automaticUpTo: 1000,
      approval: { functions: ['finance'], count: 1, within },
      unless: [],
      ...rule,
    },
  ],
});

describe('what holds instead', () => {
  const governed = packWith({
    unless: [
      { when: { customerTiers: ['platinum'] }, automaticUpTo: 50, reason: 'It is a platinum customer.' },
      { when: { proposedBy: ['model'], confidenceFrom: 0.9 }, automaticUpTo: 200, reason: 'The model is sure.' },
      {
        when: { proposedBy: ['person'], confidenceBelow: 0.5 },
        approval: { functions: ['customer_service'], count: 2, within },
        reason: 'Nobody is sure.',
      },
    ],
  });
  type Given = Parameters<typeof governAction>[0];
  const decided = (kind: 'person' | 'system' | 'model', amount: string, more: Partial<Given> = {}) => {
    const proposal = { type: 'promise_date', amount: euros(amount), ...more } as const;
    const { decision, functions, count, reasons } = governAction(proposal, { kind }, governed, AT);
    return [decision, functions.join(' '), count, reasons[0]?.text];
  };
  it.each<[string, Parameters<typeof decided>, string, string, number]>([
    ['the rule, where nothing special holds', ['system', '900'], 'automatic', '', 0],
    ['the tier of the customer', ['system', '900', { customerTier: 'platinum' }], 'approval', 'finance', 1],
    ['the same tier, and little at stake', ['system', '50', { customerTier: 'platinum' }], 'automatic', '', 0],
    ['another tier', ['system', '900', { customerTier: 'gold' }], 'automatic', '', 0],
    ['a model that is sure', ['model', '200', { confidence: 0.9 }], 'automatic', '', 0],
    ['a model that is sure, and much at stake', ['model', '201', { confidence: 0.99 }], 'approval', 'finance', 1],
    ['a model that is less sure', ['model', '1', { confidence: 0.89 }], 'approval', 'finance', 1],
    ['a model that does not say how sure it is', ['model', '1'], 'approval', 'finance', 1],
    [
      'a model, and a platinum customer: the first that holds',
      ['model', '1', { customerTier: 'platinum', confidence: 1 }],
      'approval',
      'finance',
      1,
    ],
    ['a person, who is always unsure to a rule', ['person', '1'], 'approval', 'customer_service', 2],
    ['a person with a measure that is sure', ['person', '1', { confidence: 0.5 }], 'automatic', '', 0],
  ])('%s', (_name, given, ...expected) => {
    expect(decided(...given).slice(0, 3)).toEqual(expected);
  });
  it('says why', () => {
    expect(decided('system', '900', { customerTier: 'platinum' })[3]).toBe('It is a platinum customer.');
  });
  it('goes by what the case knows of the customer', () => {
    const platinum = { ...record, impact: { unknown: [], customerTier: 'platinum' } };
    const proposal = { ...made().action, amount: euros('900') };
    expect(
      governAction({ ...proposal, customerTier: platinum.impact.customerTier }, { kind: 'system' }, governed, AT)
        .decision,
    ).toBe('approval');
    expect(
      made({ type: 'supplier_allocation', change: { supplier: 'B' }, basis: {} }, {}, platinum).action.governance,
    ).toMatchObject({
      of: 'each',
      functions: ['fulfilment', 'operations_management'],
      count: 2,
    });
    expect(
      made({ type: 'supplier_allocation', change: { supplier: 'B' }, basis: {} }).action.governance,
    ).not.toHaveProperty('of');
  });
});

const approve = (action: Action, person: string, by = pack, at = AT) =>
  decideReply(action, record, { verb: 'approve', via: 'api' }, { person, requestId: 'r', pack: by, at });

describe('several functions', () => {
  const waiting = (): Action => ({
    ...made().action,
    state: 'awaiting_approval',
    governance: {
      decision: 'approval',
      functions: ['operations_management', 'finance'],
      of: 'each',
      count: 2,
      expiresAt: after(240),
      reasons: [],
    },
  });
  const then = (action: Action, person: string): Action => {
    const decision = approve(action, person);
    if (decision.outcome !== 'changed') throw new Error(JSON.stringify(decision));
    return decision.after;
  };
  it('each have to agree: two of one function are not enough', () => {
    // Inês is of operations management alone; Karim may for finance, up to 25,000; Tom for both.
    const one = then(waiting(), 'ines-duarte');
    expect(one.state).toBe('awaiting_approval');
    expect(then(one, 'tom-baker').state).toBe('approved');
    expect(then(then(waiting(), 'tom-baker'), 'ines-duarte').state).toBe('approved');
    expect(approve(one, 'amelie-roy')).toMatchObject({ outcome: 'refused', problem: { status: 403 } });
    const managers = {
      ...pack,
      people: pack.people.map((person) =>
        person.id === 'amelie-roy' ? { ...person, approves: [{ function: 'operations_management' as const }] } : person,
      ),
    };
    expect(approve(one, 'amelie-roy', managers)).toMatchObject({
      outcome: 'refused',
      problem: { detail: 'Somebody of your function has approved it: another function is missing.' },
    });
  });
});

describe('nobody answers in time', () => {
  const step = (action: Action, at: string) =>
    decideActionStep({ action, record, notices: [], pack, at, generation: action.generation });
  const waiting = (): Action => ({
    ...made().action,
    state: 'awaiting_approval',
    approvals: [{ person: 'tom-baker', at: AT }],
    governance: {
      decision: 'approval',
      functions: ['finance'],
      count: 2,
      expiresAt: after(60),
      otherwise: { functions: ['operations_management'], count: 1, within: 'PT2H' },
      reasons: [],
    },
  });
  it('others are asked, once, from the beginning; then it expires', () => {
    const escalated = step(waiting(), after(60));
    expect(escalated.acts.map(({ happening }) => happening.what)).toEqual(['ApprovalEscalated', 'NoticeClaimed']);
    expect(escalated.after).toMatchObject({
      state: 'awaiting_approval',
      approvals: [],
      nextDueAt: after(180),
      governance: { functions: ['operations_management'], count: 1, expiresAt: after(180) },
    });
    expect(escalated.after.governance).not.toHaveProperty('otherwise');
    expect(escalated.notices.map(({ person }) => person)).toContain('ines-duarte');
    // Whoever could answer before cannot do it for the others.
    expect(approve(escalated.after, 'ines-duarte', pack, after(61))).toMatchObject({ after: { state: 'approved' } });
    expect(approve(escalated.after, 'amelie-roy', pack, after(61)).outcome).toBe('refused');
    const over = step(escalated.after, after(180));
    expect(over.after.state).toBe('expired');
    expect(over.acts[0]?.happening.what).toBe('ActionExpired');
    expect(ORDER).toBe(over.after.subject);
  });
  it('without others it expires', () => {
    const { otherwise: _none, ...governance } = waiting().governance;
    expect(step({ ...waiting(), governance }, after(60)).after.state).toBe('expired');
  });
});
