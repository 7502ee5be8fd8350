import { describe, expect, it, test } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { assessCase } from '../../../lambdas/case/assess-case.ts';
import { decideTriage } from '../../../lambdas/case/decide-triage.ts';
import type { Action, Case, FactSet, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { decideMove } from '../../../lambdas/moving/decide-move.ts';
import type { MoveDecision } from '../../../lambdas/moving/decide-move.ts';
import { isTurn, noteMoved, overtaken, startMove, stopMove } from '../../../lambdas/moving/decide-run.ts';
import type { PolicyMove } from '../../../lambdas/contracts/index.ts';
import { after, AT, LARGE, made } from '../actions/actions-fixture.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const FROM = { version: '0123456789abcdef', pack: defaultPack() };
const mover = { move: 'spring', by: 'publisher', reason: 'Agreed on Monday' };
const context = { traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`, salt: () => 'salt' };
const facts: readonly FactSet[] = [
  {
    system: 'erp',
    state: 'live',
    askedAt: AT,
    observedAt: AT,
    facts: { orderValue: { amount: '10000', currency: 'USD' }, promisedAt: '2026-03-02T21:00:00Z' },
  },
  { system: 'tms', state: 'live', askedAt: AT, observedAt: AT, facts: { perishable: false } },
  { system: 'crm', state: 'live', askedAt: AT, observedAt: AT, facts: { tier: 'gold' } },
];

/** S2 by the default pack, owned by customer service. */
function triaged(changes: Partial<Case> = {}): Case {
  const open = openCase();
  const acts = decideTriage(open, assessCase(open, facts, FROM.pack, AT), FROM.pack, AT, {
    kind: 'lifecycle',
    id: 'x',
  });
  return { ...applyActs(open, acts, { ...context, at: AT }).after, ...changes };
}
const held = (changes: Partial<Case> = {}): Case =>
  triaged({ state: 'acknowledged', acknowledgedAt: AT, acknowledgedBy: 'dan-okafor', ...changes });

function move(
  change: (pack: PolicyPack) => void,
  record: Case = triaged(),
  { at = after(10), actions = [] }: { at?: string; actions?: readonly Action[] } = {},
): MoveDecision & { readonly after: Case } {
  const pack = defaultPack();
  change(pack);
  const to = { version: 'fedcba9876543210', pack };
  const decision = decideMove({ record, facts, actions, from: FROM, to, at }, mover);
  const acts = decision.outcome === 'moves' ? decision.acts : [];
  return { ...decision, after: applyActs(record, acts, { ...context, at }).after };
}
const changeOf = (decision: MoveDecision) => (decision.outcome === 'moves' ? decision.change : decision.outcome);
const whats = (decision: MoveDecision) =>
  decision.outcome === 'moves' ? decision.acts.map(({ happening }) => happening.what) : [];

describe('what a move makes of a case', () => {
  test('a pack that says the same changes the version and nothing else: no clock, no owner, no call', () => {
    const before = triaged();
    const decision = move(() => undefined, before);
    expect(changeOf(decision)).toEqual({});
    expect(decision.after).toMatchObject({
      policyVersion: 'fedcba9876543210',
      clocks: before.clocks,
      owner: before.owner,
    });
    expect(decision.after.escalation.round).toBe(before.escalation.round);
    expect(decision.after.severity?.level).toBe('S2');
    // It is looked at once more, and by whoever sees to cases whose execution died.
    expect(decision.after.attention).toBe(before.attention + 1);
  });

  test('also shortly before a clock is due: the grace of a new time is for a new time', () => {
    const before = triaged();
    const soon = new Date(Date.parse(before.clocks?.acknowledge.dueAt ?? '') - 60_000).toISOString();
    expect(changeOf(move(() => undefined, before, { at: soon }))).toEqual({});
  });

  test('other bands: another severity and its clocks, from the same start', () => {
    const decision = move((pack) => (pack.severity.bands = { S1: 50, S2: 40, S3: 20 }));
    const change = changeOf(decision);
    expect(change).toMatchObject({ severity: { from: 'S2', to: 'S1' } });
    expect(decision.after.clocks?.resolve.startedAt).toBe(triaged().clocks?.resolve.startedAt);
    expect(decision.after.clocks?.resolve.dueAt).not.toBe(triaged().clocks?.resolve.dueAt);
  });

  test('another owner is called at once where nobody has it', () => {
    const decision = move((pack) => (pack.ownership.byFunction.customer_service = 'logistics'));
    expect(changeOf(decision)).toMatchObject({ owner: { to: expect.stringContaining('logistics') } });
    expect(whats(decision)).toEqual(['PolicyMoved', 'SeverityChanged', 'OwnerNamed', 'LadderRestarted']);
    expect(decision.after.escalation).toMatchObject({ round: 2, nextStep: 0 });
  });

  test.each([
    ['whoever has acknowledged it', held()],
    ['whom a person gave it to', triaged({ owner: { ...triaged().owner!, assigned: true } })],
  ])('nobody takes it from %s', (_who, record) => {
    const decision = move((pack) => (pack.ownership.byFunction.customer_service = 'logistics'), record);
    expect(changeOf(decision)).not.toHaveProperty('owner');
    expect(decision.after.owner).toEqual(record.owner);
    expect(decision.after.acknowledgedBy).toBe(record.acknowledgedBy);
  });

  test('unless their team is no more', () => {
    const record = held({ owner: { ...held().owner!, team: 'gone' } });
    expect(move(() => undefined, record).after.owner?.team).toBe('customer-service');
  });

  test('a ladder with another first step: it goes on at the step of the same name, and calls nobody twice', () => {
    const record = triaged({ escalation: { ...triaged().escalation, nextStep: 1, level: 1, lastCallAt: AT } });
    const decision = move((pack) => {
      const [ladder] = pack.escalation;
      const [first] = ladder?.steps ?? [];
      if (ladder !== undefined && first !== undefined) ladder.steps = [{ ...first, id: 'before' }, ...ladder.steps];
    }, record);
    expect(changeOf(decision)).toMatchObject({ ladder: { to: 'standard, changed' } });
    expect(decision.after.escalation.nextStep).toBe(2);
  });

  test('a broken clock stays as it was broken', () => {
    const before = triaged();
    const broken = { ...before.clocks!.acknowledge, breachedAt: after(30) };
    const record = { ...before, clocks: { ...before.clocks!, acknowledge: broken } };
    const decision = move((pack) => (pack.severity.bands = { S1: 50, S2: 40, S3: 20 }), record, { at: after(40) });
    expect(decision.after.clocks?.acknowledge).toEqual(broken);
  });

  test('a system that nobody has asked is asked at once', () => {
    const decision = move((pack) => pack.types['transport.delivery_failed']?.facts.push('documents'));
    expect(decision.after.asks).toContain('documents');
    expect(decision.after.severity?.rescoreAt).toBe(after(10));
  });

  test('before its triage it takes the version alone', () => {
    const decision = move((pack) => (pack.severity.bands = { S1: 50, S2: 40, S3: 20 }), openCase());
    expect(whats(decision)).toEqual(['PolicyMoved']);
    expect(decision.after.state).toBe('open');
  });

  it.each([
    ['ended', triaged({ state: 'resolved' })],
    ['ended', triaged({ state: 'withdrawn' })],
    ['there', triaged({ policyVersion: 'fedcba9876543210' })],
  ] as const)('leaves what is %s', (outcome, record) => {
    const decision = move(() => undefined, record);
    expect(decision.outcome).toBe(outcome);
    expect(decision.after).toEqual(record);
  });
});

describe('who has to agree to what is proposed', () => {
  const waiting = made({ amount: LARGE }).action;
  const governed = (change: (pack: PolicyPack) => void, action: Action = waiting) => {
    const decision = move(
      (pack) => {
        pack.governance = pack.governance.filter((rule) => rule.action !== 'promise_date');
        change(pack);
      },
      triaged(),
      { actions: [action] },
    );
    return {
      decision,
      action: decision.outcome === 'moves' ? decision.actions.find(({ id }) => id === action.id) : undefined,
    };
  };
  const rule = {
    action: 'promise_date',
    approval: { functions: ['finance' as const], count: 2, within: 'PT2H' },
  } as const;

  test('others: they are asked, and who has approved by the old rule alone counts no more', () => {
    const { decision, action } = governed(
      (pack) => pack.governance.push({ ...rule, unless: [], approval: { ...rule.approval, functions: ['finance'] } }),
      {
        ...waiting,
        approvals: [{ person: 'amelie-roy', at: AT }],
      },
    );
    expect(changeOf(decision)).toMatchObject({ approvals: [{ actionId: waiting.id, to: '2 of finance' }] });
    expect(action).toMatchObject({ state: 'awaiting_approval', attention: waiting.attention + 1, approvals: [] });
    expect(whats(decision)).toContain('ActionGovernedAnew');
  });

  test('nobody: it is done; and what may not be done is refused', () => {
    const free = governed((pack) =>
      pack.governance.push({
        ...rule,
        unless: [],
        approval: { ...rule.approval, functions: ['finance'] },
        automaticUpTo: 1_000_000,
      }),
    );
    expect(free.action).toMatchObject({ state: 'approved', nextDueAt: after(10) });
    const forbidden = governed((pack) =>
      pack.governance.push({
        ...rule,
        unless: [],
        approval: { ...rule.approval, functions: ['finance'] },
        forbiddenAbove: 1,
      }),
    );
    expect(forbidden.action).toMatchObject({ state: 'refused', endedAt: after(10) });
    expect(forbidden.action).not.toHaveProperty('nextDueAt');
  });

  test('what does not wait for an answer stays as it is', () => {
    for (const state of ['approved', 'executing', 'confirmed', 'refused'] as const)
      expect(governed(() => undefined, { ...waiting, state }).action).toBeUndefined();
  });
});

describe('a move of many', () => {
  const release = { publication: 3, version: 'fedcba9876543210', from: AT };
  const previewed: PolicyMove = {
    contract: 'policy-move/1',
    id: 'spring',
    wish: {},
    release,
    by: 'publisher',
    at: AT,
    state: 'previewed',
    looked: 0,
    moved: 0,
    left: 0,
    failed: [],
  };
  const by = { by: 'publisher', at: AT };
  const started = startMove(previewed, 'Agreed', release, by);
  const moving = started.ok ? started.move : previewed;

  test('only what was previewed for what holds is moved', () => {
    expect(moving).toMatchObject({ state: 'moving', startedBy: 'publisher', reason: 'Agreed' });
    expect(startMove(moving, 'Agreed', release, by)).toMatchObject({ ok: true, changed: false });
    expect(startMove({ ...previewed, state: 'waiting' }, 'x', release, by).ok).toBe(false);
    expect(startMove(previewed, 'x', { ...release, publication: 4 }, by).ok).toBe(false);
  });

  test('it goes on where it was, waits between, and ends', () => {
    const some = { from: 0, looked: 300, moved: 298, left: 1, failed: ['case_x'] };
    const next = noteMoved(moving, some, 500, AT);
    expect(next).toMatchObject({ state: 'moving', looked: 300, moved: 298, left: 1, failed: ['case_x'] });
    expect(next && isTurn(next, AT)).toBe(false);
    expect(next && isTurn(next, after(1))).toBe(true);
    // Who did the same at the same time counts nothing twice.
    expect(next && noteMoved(next, some, 500, AT)).toBeUndefined();
    expect(next && noteMoved(next, { ...some, from: 300, looked: 200 }, 500, AT)).toMatchObject({ state: 'done' });
  });

  test('stopped, it moves nobody until it is started again', () => {
    const stopped = stopMove(moving, by);
    expect(stopped).toMatchObject({ ok: true, move: { state: 'stopped', stoppedBy: 'publisher' } });
    expect(stopped.ok && isTurn(stopped.move, after(60))).toBe(false);
    expect(stopped.ok && startMove(stopped.move, 'Agreed', release, by)).toMatchObject({ move: { state: 'moving' } });
    expect(stopMove(previewed, by).ok).toBe(false);
    expect(overtaken(moving, 4)).toMatchObject({ state: 'stopped', problem: expect.stringContaining('4') });
  });
});
