import { describe, expect, it } from 'vitest';
import type { Action, Case, Governance, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { governAnew, sayGovernance } from '../../../lambdas/moving/govern-anew.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { after, AT, made } from '../actions/actions-fixture.ts';

const BY = { actor: { kind: 'system', id: 'policy' }, cause: { kind: 'command', id: 'spring' } } as const;
const LATER = after(10);
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const impact = (changes: Partial<NonNullable<Case['impact']>>): NonNullable<Case['impact']> => ({
  unknown: [],
  ...changes,
});

type Rule = PolicyPack['governance'][number];
const rule = (changes: Partial<Rule>): Rule => ({
  action: 'promise_date',
  approval: { functions: ['finance'], count: 1, within: 'PT2H' },
  unless: [],
  ...changes,
});
const packWith = (...rules: readonly Partial<Rule>[]): PolicyPack => ({
  ...defaultPack(),
  governance: rules.map(rule),
});

/** Waits for customer service or account management, as the default pack has it. */
const waiting = (changes: Partial<Action> = {}): Action => ({
  ...made({ amount: euros('45000.00') }).action,
  ...changes,
});
const anew = (pack: PolicyPack, changes: Partial<Action> = {}, record: Pick<Case, 'impact' | 'clocks'> = {}) =>
  governAnew(waiting(changes), BY, record, pack, LATER);

describe('a proposal that waits, under another version', () => {
  it('is left where the same people decide by it, whatever the reasons and times', () => {
    const same = { functions: ['account_management', 'customer_service'] as const, count: 1, within: 'PT9H' };
    expect(anew(packWith({ automaticUpTo: 5, approval: { ...same, functions: [...same.functions] } }))).toBeUndefined();
  });

  it('is put before those who decide now, at once, and says so with its amount', () => {
    const found = anew(packWith({}), { confidence: 0.7 });
    expect(found?.act).toEqual({
      ...BY,
      amount: euros('45000.00'),
      happening: {
        what: 'ActionGovernedAnew',
        actionId: waiting().id,
        governance: expect.objectContaining({ decision: 'approval', functions: ['finance'] }),
        state: 'awaiting_approval',
        reason: 'By the version that decides now others have to approve it.',
      },
    });
    expect(found?.action).toMatchObject({ state: 'awaiting_approval', attention: 1, nextDueAt: LATER, approvals: [] });
    // Of what has no amount none is told.
    const { amount: _none, ...unknown } = waiting();
    expect(governAnew(unknown, BY, {}, packWith({}), LATER)?.act).not.toHaveProperty('amount');
  });

  it.each<
    [what: string, count: number, approvedBy: readonly string[], kept: readonly string[], state: Action['state']]
  >([
    ['one of the old function alone counts no more', 1, ['amelie-roy'], [], 'awaiting_approval'],
    ['one who may by both is enough', 1, ['tom-baker'], ['tom-baker'], 'approved'],
    [
      'one who may by both is kept, and another is missing',
      2,
      ['amelie-roy', 'tom-baker'],
      ['tom-baker'],
      'awaiting_approval',
    ],
  ])('who has approved it: %s', (_what, count, approvedBy, kept, state) => {
    const approvals = approvedBy.map((person) => ({ person, at: AT }));
    const found = anew(packWith({ approval: { functions: ['finance'], count, within: 'PT2H' } }), { approvals });
    expect(found?.action.approvals.map(({ person }) => person)).toEqual(kept);
    expect(found?.action.state).toBe(state);
    if (state === 'approved')
      expect(found?.act.happening).toMatchObject({
        reason: 'Who has approved it is enough for the version that decides now.',
      });
  });

  it('two of one function count once where each has to agree', () => {
    const approvals = ['ines-duarte', 'karim-haddad'].map((person) => ({ person, at: AT }));
    const terms = {
      functions: ['operations_management', 'finance'] as Rule['approval']['functions'],
      of: 'each',
      count: 2,
      within: 'PT2H',
    } as const;
    const pack = packWith({ approval: terms });
    pack.people.find(({ id }) => id === 'karim-haddad')!.approves = [{ function: 'operations_management' }];
    expect(anew(pack, { approvals })?.action.approvals.map(({ person }) => person)).toEqual(['ines-duarte']);
  });

  it.each<[what: string, change: Partial<Rule>, state: Action['state'], reason: string]>([
    [
      'nobody has to be asked',
      { automaticUpTo: 50000 },
      'approved',
      'By the version that decides now nobody has to be asked.',
    ],
    ['it is forbidden', { forbiddenAbove: 40000 }, 'refused', 'The version that decides now does not allow it.'],
  ])('%s', (_what, change, state, reason) => {
    const found = anew(packWith(change));
    expect(found?.act.happening).toMatchObject({ state, reason });
    expect(found?.action.state).toBe(state);
    expect(found?.action.endedAt).toBe(state === 'refused' ? LATER : undefined);
  });

  const special = (when: Rule['unless'][number]['when']): Partial<Rule> => ({
    automaticUpTo: 100_000,
    unless: [{ when, reason: 'Somebody looks at it first.' }],
  });
  it.each<[what: string, when: Rule['unless'][number]['when'], known: Pick<Case, 'impact'>, waits: boolean]>([
    [
      'for the tier of the customer',
      { customerTiers: ['platinum'] },
      { impact: impact({ customerTier: 'platinum' }) },
      true,
    ],
    ['not for another tier', { customerTiers: ['platinum'] }, { impact: impact({ customerTier: 'gold' }) }, false],
    ['for a contract penalty', { penaltyFrom: 5000 }, { impact: impact({ penalty: euros('6000.00') }) }, true],
    [
      'for a contract penalty in another currency',
      { penaltyFrom: 5000 },
      { impact: impact({ penalty: { amount: '5000.00', currency: 'GBP' } }) },
      true,
    ],
    ['not for a smaller penalty', { penaltyFrom: 5000 }, { impact: impact({ penalty: euros('4999.00') }) }, false],
    ['not where nothing of it is known', { penaltyFrom: 5000 }, {}, false],
  ])('what holds in special cases goes on holding: %s', (_what, when, known, waits) => {
    expect(anew(packWith(special(when)), {}, known)?.action.state).toBe(waits ? 'awaiting_approval' : 'approved');
  });

  it('a message to a customer with a contract penalty is read first, by every version that says so', () => {
    const pack = defaultPack();
    const about = openCase({ impact: impact({ penalty: euros('9000.00') }) });
    const message: Action = {
      ...waiting({ amount: euros('9000.00') }),
      type: 'customer_message',
      governance: {
        decision: 'approval',
        functions: ['customer_service', 'account_management'],
        count: 1,
        reasons: [],
      },
    };
    expect(governAnew(message, BY, about, pack, LATER)).toBeUndefined();
    expect(governAnew(message, BY, {}, pack, LATER)?.action.state).toBe('approved');
  });

  it('how sure a model was counts as when it proposed it, and taking back our own change is nobody else’s to refuse', () => {
    const model = { kind: 'model', id: 'reader' } as const;
    const sure = special({ proposedBy: ['model'], confidenceFrom: 0.9 });
    const bySure = packWith({ ...sure, unless: [{ ...sure.unless![0]!, automaticUpTo: 100_000 }] });
    const proposed = (confidence: number) => anew(bySure, { proposedBy: model, confidence })?.action.state;
    expect(proposed(0.95)).toBe('approved');
    expect(proposed(0.5)).toBe('awaiting_approval');
    // A system may not propose this of itself; what it did it may take back.
    const ours = { type: 'customer_credit', proposedBy: { kind: 'model', id: 'reader' } } as const;
    const credit = packWith({ action: 'customer_credit' });
    expect(anew(credit, ours)?.action.state).toBe('refused');
    expect(anew(credit, { ...ours, undoes: 'act_before' })?.action.state).toBe('awaiting_approval');
  });
});

it.each<[governance: Pick<Governance, 'decision' | 'of' | 'count' | 'functions'>, said: string]>([
  [{ decision: 'automatic', count: 0, functions: [] }, 'automatic'],
  [{ decision: 'forbidden', count: 0, functions: [] }, 'forbidden'],
  [{ decision: 'approval', count: 2, functions: ['logistics', 'finance'] }, '2 of finance or logistics'],
  [{ decision: 'approval', of: 'each', count: 2, functions: ['logistics', 'finance'] }, '2 of finance and logistics'],
])('%j is said as %s', (governance, said) => {
  expect(sayGovernance({ ...governance, reasons: [] })).toBe(said);
});
