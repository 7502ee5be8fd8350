import { describe, expect, it } from 'vitest';
import { decideActionStep } from '../../../lambdas/actions/decide-action.ts';
import { decideReply } from '../../../lambdas/actions/decide-reply.ts';
import { approversOf, governAction, mayApprove } from '../../../lambdas/actions/govern-action.ts';
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

it('a special case lifts no ceiling without saying so', () => {
  const special = (forbiddenAbove?: number) =>
    packWith({
      forbiddenAbove: 5000,
      unless: [
        {
          when: { customerTiers: ['platinum'] },
          reason: 'They are promised more.',
          ...(forbiddenAbove === undefined ? {} : { forbiddenAbove }),
        },
      ],
    });
  const decided = (amount: string, by: PolicyPack) =>
    governAction({ type: 'promise_date', amount: euros(amount), customerTier: 'platinum' }, { kind: 'person' }, by, AT)
      .decision;
  expect([decided('5000', special()), decided('5001', special())]).toEqual(['approval', 'forbidden']);
  expect([decided('9000', special(9000)), decided('9001', special(9000))]).toEqual(['approval', 'forbidden']);
});

describe('the amount, and who proposes', () => {
  const limits = packWith({
    forbiddenAbove: 5000,
    approval: {
      functions: ['finance'],
      count: 1,
      within,
      otherwise: { functions: ['customer_service', 'operations_management'], of: 'each', count: 1, within: 'PT2H' },
    },
  });
  type Given = Partial<Parameters<typeof governAction>[0]>;
  const govern = (given: Given, kind: Action['proposedBy']['kind'] = 'system', by = limits) =>
    governAction({ type: 'promise_date', ...given }, { kind }, by, AT);
  const asks = { functions: ['finance'], count: 1 };
  const nobody = { functions: [], count: 0 };

  it.each<[string, Given, Action['proposedBy']['kind'], string, string, string]>([
    [
      'as much as nobody is asked for',
      { amount: euros('1000') },
      'system',
      'automatic',
      'automatic',
      '1,000 EUR is within 1,000: nobody has to be asked.',
    ],
    [
      'a cent more',
      { amount: euros('1000.01') },
      'system',
      'approval',
      'above-limit',
      '1,000.01 EUR is above 1,000, so a person decides.',
    ],
    [
      'as much as may be changed at all',
      { amount: euros('5000.00') },
      'person',
      'approval',
      'above-limit',
      '5,000 EUR is above 1,000, so a person decides.',
    ],
    [
      'a cent more than that',
      { amount: euros('5000.01') },
      'person',
      'forbidden',
      'forbidden-above',
      '5,000.01 EUR is more than may be changed from here (5,000).',
    ],
    [
      'in another currency',
      { amount: { amount: '1000', currency: 'GBP' } },
      'system',
      'approval',
      'above-limit',
      '1,170 EUR is above 1,000, so a person decides.',
    ],
    [
      'nobody knows how much',
      {},
      'system',
      'approval',
      'amount-unknown',
      'What is at stake is not known, so a person decides.',
    ],
    [
      'a model, however little it is',
      { amount: euros('1') },
      'model',
      'approval',
      'proposed-by-model',
      'A model has proposed it, so a person decides.',
    ],
    [
      'a model, and nobody knows how much',
      {},
      'model',
      'approval',
      'proposed-by-model',
      'A model has proposed it, so a person decides.',
    ],
    [
      'a model, and more than may be changed at all',
      { amount: euros('9000') },
      'model',
      'forbidden',
      'forbidden-above',
      '9,000 EUR is more than may be changed from here (5,000).',
    ],
    [
      'what a model may not propose',
      { type: 'order_release', amount: euros('1') },
      'model',
      'forbidden',
      'not-their-proposal',
      'order_release may not be proposed by a model.',
    ],
    [
      'what only a person may propose',
      { type: 'payment_release', amount: euros('1') },
      'system',
      'forbidden',
      'not-their-proposal',
      'payment_release may not be proposed by a system.',
    ],
  ])('%s', (_name, given, kind, decision, rule, text) => {
    expect(govern(given, kind)).toMatchObject({
      decision,
      ...(decision === 'approval' ? asks : nobody),
      reasons: [{ rule, text }],
    });
  });

  it('where the policy says nothing of the type: operations management within four hours, whatever it is', () => {
    const silent = { ...pack, governance: [] };
    expect(govern({ amount: euros('1') }, 'system', silent)).toEqual({
      decision: 'approval',
      functions: ['operations_management'],
      count: 1,
      expiresAt: after(240),
      reasons: [{ rule: 'always-approved', text: 'The policy wants an approval for every action of this type.' }],
    });
    // Also what somebody else would take back: no rule forbids it.
    expect(govern({ type: 'payment_release', isUndoing: true }, 'system', silent).decision).toBe('approval');
  });

  it('what costs nothing is nothing, and not unknown', () => {
    const status = {
      ...limits,
      governance: limits.governance.map((one) => ({ ...one, action: 'shipment_status' as const })),
    };
    expect(govern({ type: 'shipment_status' }, 'system', status)).toMatchObject({
      decision: 'automatic',
      reasons: [{ text: '0 EUR is within 1,000: nobody has to be asked.' }],
    });
  });

  it('who is asked when nobody answers is part of the decision, with their own time', () => {
    expect(govern({}).otherwise).toEqual({
      functions: ['customer_service', 'operations_management'],
      of: 'each',
      count: 2,
      within: 'PT2H',
    });
    expect(govern({}, 'system', packWith({}))).not.toHaveProperty('otherwise');
  });

  it.each([
    ['sooner: nobody is helped by an answer after that', after(60), after(60)],
    ['later: the time of the policy', after(241), after(240)],
    ['just then', after(240), after(240)],
    ['over already: it would have expired before anybody reads it', after(-1), after(240)],
    ['now', AT, after(240)],
    ['at no time', undefined, after(240)],
  ])('the time to answer, where it has to be done %s', (_name, neededBy, expiresAt) => {
    expect(govern(neededBy === undefined ? {} : { neededBy }).expiresAt).toBe(expiresAt);
  });

  it('a contract penalty from a size on: the special case, and why; one that nobody knows is none', () => {
    const penal = packWith({
      unless: [{ when: { penaltyFrom: 500 }, automaticUpTo: 10, reason: 'A penalty hangs on it.' }],
    });
    const decided = (penalty?: number) =>
      govern({ amount: euros('900'), ...(penalty === undefined ? {} : { penalty }) }, 'system', penal);
    expect(decided(500)).toMatchObject({
      decision: 'approval',
      reasons: [
        { rule: 'special-case', text: 'A penalty hangs on it.' },
        { rule: 'above-limit', text: '900 EUR is above 10, so a person decides.' },
      ],
    });
    expect([decided(499.99).decision, decided().decision]).toEqual(['automatic', 'automatic']);
  });
});

describe('who may approve', () => {
  const waiting = (changes: Partial<Action> = {}, governance: Partial<Action['governance']> = {}): Action => {
    const { action } = made({ amount: euros('45000.00') });
    return {
      ...action,
      ...changes,
      governance: { ...action.governance, functions: ['customer_service'], ...governance },
    };
  };
  const may = (person: string, action: Action, by = pack) => mayApprove(person, action, by, AT);
  const { amount: _none, ...unknown } = waiting();

  it.each<[string, string, Action, true | string]>([
    ['up to their limit', 'dan-okafor', waiting({ amount: euros('50000') }), true],
    [
      'and not a cent more',
      'dan-okafor',
      waiting({ amount: euros('50000.01') }),
      'The amount is above what you may approve.',
    ],
    ['who has no limit', 'ines-duarte', waiting({ amount: euros('9000000') }), true],
    ['who has no limit, where nobody knows how much it is', 'ines-duarte', unknown, true],
    [
      'nobody with a limit, where nobody knows how much it is',
      'dan-okafor',
      unknown,
      'The amount is above what you may approve.',
    ],
    ['with any limit, where no money moves by it', 'dan-okafor', { ...unknown, type: 'shipment_status' }, true],
    [
      'by whichever of their rights suffices',
      'karim-haddad',
      waiting({}, { functions: ['finance', 'account_management'] }),
      true,
    ],
    ['of another function', 'tom-baker', waiting(), 'It takes an approver of customer service.'],
    [
      'of another function than two',
      'mei-tan',
      waiting({}, { functions: ['accounts_payable', 'trade_compliance'] }),
      'It takes an approver of accounts payable or trade compliance.',
    ],
    ['somebody who is not in the policy', 'nobody', waiting(), 'It takes an approver of customer service.'],
    [
      'their own proposal',
      'ines-duarte',
      waiting({ proposedBy: { kind: 'person', id: 'ines-duarte' } }),
      'You have proposed it: somebody else decides.',
    ],
    [
      'what their delegate has approved for them',
      'ines-duarte',
      waiting({ approvals: [{ person: 'jonas-weber', for: 'ines-duarte', at: AT }] }),
      'jonas-weber has approved it for you.',
    ],
  ])('%s', (_name, person, action, expected) => {
    expect(may(person, action)).toEqual(expected === true ? { ok: true } : { ok: false, why: expected });
  });

  it('who is asked: the smallest right of the functions that it takes first, whatever else they may', () => {
    const asked = (functions: Action['governance']['functions']) => approversOf(waiting({}, { functions }), pack, AT);
    // Karim has no limit for customs, and one of 250,000 for this: his comes before those without any.
    expect(asked(['customer_service', 'operations_management'])).toEqual([
      'dan-okafor',
      'amelie-roy',
      'karim-haddad',
      'ines-duarte',
      'tom-baker',
    ]);
    expect(asked(['account_management'])).toEqual(['karim-haddad']);
    expect(asked(['warehouse'])).toEqual([]);
  });

  it('who is away comes behind all who are there, however small their right', () => {
    const lending = (from: string): PolicyPack => ({
      ...pack,
      people: pack.people.map((person) =>
        person.id === 'dan-okafor'
          ? { ...person, delegates: [{ to: 'mei-tan', from, until: '2026-03-09T00:00:00Z' }] }
          : person,
      ),
    });
    const asked = (from: string) => approversOf(waiting(), lending(from), AT);
    // From the moment on at which it is lent.
    expect(asked(AT)).toEqual(['mei-tan', 'amelie-roy', 'ines-duarte', 'dan-okafor']);
    expect(asked(after(0.001))).toEqual(['dan-okafor', 'amelie-roy', 'ines-duarte']);
  });

  it('of one of several functions who has approved it is told that, and not that their function is missing', () => {
    const each = waiting(
      { approvals: [{ person: 'ines-duarte', at: AT }] },
      { functions: ['operations_management', 'finance'], of: 'each', count: 2 },
    );
    expect(approve(each, 'ines-duarte')).toEqual({
      outcome: 'unchanged',
      why: 'You have approved it already; it takes somebody else, too.',
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
    expect(escalated.after.governance).not.toHaveProperty('of');
    expect(escalated.after.governance.reasons).toEqual([
      { rule: 'escalated', text: 'Nobody has answered in time, so others are asked.' },
    ]);
    expect(escalated.notices.map(({ person }) => person)).toContain('ines-duarte');
    // Whoever could answer before cannot do it for the others.
    expect(approve(escalated.after, 'ines-duarte', pack, after(61))).toMatchObject({ after: { state: 'approved' } });
    expect(approve(escalated.after, 'amelie-roy', pack, after(61)).outcome).toBe('refused');
    const over = step(escalated.after, after(180));
    expect(over.after.state).toBe('expired');
    expect(over.acts[0]?.happening.what).toBe('ActionExpired');
    expect(ORDER).toBe(over.after.subject);
  });
  it('whoever may answer for those too is asked again: their first message was for something that is over', () => {
    const asked = step(waiting(), AT).notices;
    expect(asked.map(({ person }) => person)).toContain('tom-baker');
    const governance = { ...waiting().governance, otherwise: { functions: ['finance'], count: 1, within: 'PT2H' } };
    const again = decideActionStep({
      action: { ...waiting(), governance: governance as Action['governance'] },
      record,
      notices: asked,
      pack,
      at: after(60),
      generation: 1,
    });
    expect(again.notices.map(({ person }) => person)).toEqual(expect.arrayContaining(['tom-baker', 'karim-haddad']));
    // And once: the next look finds them asked.
    const { after: action, notices } = again;
    const next = decideActionStep({
      action,
      record,
      notices: [...asked, ...notices],
      pack,
      at: after(61),
      generation: 1,
    });
    expect(next.notices).toEqual([]);
    expect(next.acts).toEqual([]);
  });
  it('without others it expires', () => {
    const { otherwise: _none, ...governance } = waiting().governance;
    expect(step({ ...waiting(), governance }, after(60)).after.state).toBe('expired');
  });
});
