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
  {
    at = after(10),
    actions = [],
    known = facts,
  }: { at?: string; actions?: readonly Action[]; known?: readonly FactSet[] } = {},
): MoveDecision & { readonly after: Case } {
  const pack = defaultPack();
  change(pack);
  const to = { version: 'fedcba9876543210', pack };
  const decision = decideMove({ record, facts: known, actions, from: FROM, to, at }, mover);
  const acts = decision.outcome === 'moves' ? decision.acts : [];
  return { ...decision, after: applyActs(record, acts, { ...context, at }).after };
}
const changeOf = (decision: MoveDecision) => (decision.outcome === 'moves' ? decision.change : decision.outcome);
const actsOf = (decision: MoveDecision) => (decision.outcome === 'moves' ? decision.acts : []);
const whats = (decision: MoveDecision) => actsOf(decision).map(({ happening }) => happening.what);
const nextStepOf = (decision: MoveDecision) => {
  const moved = actsOf(decision).find(({ happening }) => happening.what === 'PolicyMoved');
  return moved?.happening.what === 'PolicyMoved' ? moved.happening.nextStep : undefined;
};
type Steps = PolicyPack['escalation'][number]['steps'];
const LONG_BEACH = {
  kind: 'place',
  value: 'US/CA/LONG BEACH',
  title: 'Long Beach, CA, US',
  rule: 'port-or-place',
} as const;

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

  test('who moves it and why is written with it, and what it asks from now on', () => {
    const decision = move(() => undefined);
    expect(actsOf(decision)[0]).toMatchObject({
      actor: { kind: 'system', id: 'policy' },
      cause: { kind: 'command', id: 'spring' },
      happening: { what: 'PolicyMoved', from: FROM.version, to: 'fedcba9876543210', move: 'spring', by: 'publisher' },
      personal: { text: 'Agreed on Monday' },
    });
    expect(actsOf(decision)[0]?.happening).not.toHaveProperty('nextStep');
    // What it was assessed by is kept: the next change of severity is measured against that.
    expect(actsOf(decision)[1]?.happening).toMatchObject({ from: 'S2', facts });
    expect(decision.after.asks).toEqual(defaultPack().types['transport.delivery_failed']?.facts);
    // All were asked already: nobody is asked again.
    expect(decision.after.severity?.rescoreAt).not.toBe(after(10));
  });

  test('it is looked at again within two minutes should its execution have died, and sooner where it was due sooner', () => {
    const due = (nextDueAt?: string) => {
      const { nextDueAt: _due, ...escalation } = triaged().escalation;
      const record = triaged({ escalation: nextDueAt === undefined ? escalation : { ...escalation, nextDueAt } });
      return actsOf(move(() => undefined, record))[0]?.nextDueAt;
    };
    expect([due(), due(after(11)), due(after(60))]).toEqual([after(12), after(11), after(12)]);
    // Its triage is on its way, and has a patience of its own.
    expect(actsOf(move(() => undefined, openCase()))[0]).not.toHaveProperty('nextDueAt');
  });

  describe('the ladder', () => {
    const moved = (nextStep: number, change: (steps: Steps) => Steps) =>
      nextStepOf(
        move(
          (pack) => {
            for (const ladder of pack.escalation) ladder.steps = change(ladder.steps);
          },
          triaged({ escalation: { ...triaged().escalation, nextStep } }),
        ),
      );
    const [owner, operations, lastOwner] = ['owner', 'operations', 'last-owner'];
    const only =
      (...ids: readonly (string | undefined)[]) =>
      (steps: Steps) =>
        steps.filter(({ id }) => ids.includes(id));

    const inMails = (steps: Steps) => steps.map((one) => ({ ...one, channels: ['email' as const] }));

    test.each<[string, number, (steps: Steps) => Steps, number | undefined]>([
      ['goes on at the step of the same name, lower down', 2, only(owner, lastOwner), 1],
      ['goes on at the first step where that is the one', 1, only(operations, lastOwner), 0],
      ['goes on as far up as it was where the step is no more', 1, only(owner, lastOwner), 1],
      ['goes on at the last step where it is shorter', 2, only(owner, operations), 1],
      ['calls nobody anew where all were called, and is at its end', 3, only(owner, operations), 2],
      ['is at its end where it is as long as before', 3, (steps) => steps, undefined],
      [
        'is not touched where its next step says the same',
        1,
        (steps) => steps.map((one) => ({ ...one, channels: one.id === 'owner' ? ['email'] : one.channels })),
        undefined,
      ],
      // It may be due at another time, and whoever waits for it has to look again.
      ['is decided on anew where its next step says something else', 1, inMails, 1],
    ])('%s', (_what, nextStep, change, then) => {
      expect(moved(nextStep, change)).toBe(then);
    });

    test.each<[string, Partial<Case['escalation']>, (steps: Steps) => Steps, number]>([
      ['one that is lower down than what was called', { nextStep: 2 }, only(owner, lastOwner), 2],
      ['one that says something else and was called, to be called again', { nextStep: 1, repeats: 1 }, inMails, 2],
      ['one that was not called yet', { nextStep: 1 }, inMails, 1],
      ['nobody, where all were called,', { nextStep: 3 }, only(owner), 1],
    ])('calls %s in a round in which its messages are not claimed yet', (_what, stands, change, round) => {
      const record = triaged({ escalation: { ...triaged().escalation, ...stands, level: 2, lastCallAt: AT } });
      const decision = move((pack) => {
        for (const ladder of pack.escalation) ladder.steps = change(ladder.steps);
      }, record);
      expect(decision.after.escalation.round).toBe(round);
      expect(decision.after.escalation.nextStep).toBe(1);
    });

    test('is that of the new owner', () => {
      const decision = move((pack) => {
        pack.ownership.byFunction.customer_service = 'logistics';
        const [standard] = pack.escalation;
        pack.escalation.push({ ...standard!, id: 'quick' });
        for (const team of pack.teams) if (team.id === 'logistics') team.escalation = 'quick';
      });
      expect(changeOf(decision)).toMatchObject({ ladder: { from: 'standard', to: 'quick' } });
    });
  });

  test('a new owner of what somebody has acknowledged is named, and nobody is called from the first step again', () => {
    const record = held({ owner: { ...held().owner!, team: 'gone' } });
    expect(whats(move(() => undefined, record))).toEqual(['PolicyMoved', 'SeverityChanged', 'OwnerNamed']);
  });

  test('another role in the same team is another owner; a case that has none gets one', () => {
    const role = move(() => undefined, triaged({ owner: { ...triaged().owner!, role: 'approver' } }));
    expect(role.after.owner?.role).toBe('responder');
    const { owner: _owner, ...nobodys } = triaged();
    expect(move(() => undefined, nobodys).after.owner?.team).toBe('customer-service');
  });

  test('a case that has no clocks gets those of the version', () => {
    const { clocks, ...timeless } = triaged();
    expect(move(() => undefined, timeless).after.clocks?.resolve.dueAt).toBe(clocks?.resolve.dueAt);
  });

  test('what the other version wishes is proposed on what is known', () => {
    const late = triaged({ expectedAt: after(6_000) });
    const order: readonly FactSet[] = facts.map((set) =>
      set.system === 'erp' ? { ...set, facts: { ...set.facts, order: '45' } } : set,
    );
    const wishing = (pack: PolicyPack): void => {
      for (const book of pack.playbooks)
        book.actions = [{ type: 'promise_date', when: 'true', reason: 'It comes later.' }];
    };
    const decision = move(wishing, late, { known: order });
    expect(whats(decision)).toContain('ActionProposed');
    expect(changeOf(decision)).toMatchObject({ approvals: [{ type: 'promise_date', from: 'not proposed' }] });
    // An incident has no order of its own, and before its triage nothing is known.
    expect(whats(move(wishing, { ...late, cause: LONG_BEACH }, { known: order }))).not.toContain('ActionProposed');
    expect(whats(move(wishing, openCase({ expectedAt: after(6_000) }), { known: order }))).toEqual(['PolicyMoved']);
  });

  describe('an incident', () => {
    const incident = (changes: Partial<Case> = {}) => triaged({ cause: LONG_BEACH, asks: [], ...changes });
    const calm = (pack: PolicyPack): void => {
      for (const rule of pack.grouping) rule.severity = rule.id === LONG_BEACH.rule ? 'S3' : 'S4';
    };

    test('is as severe as its rule says in the version, has no facts of its own and asks nobody', () => {
      const decision = move(calm, incident());
      expect(changeOf(decision)).toMatchObject({ severity: { from: 'S2', to: 'S3' } });
      expect(decision.after.asks).toEqual([]);
      expect(decision.after.severity?.rescoreAt).toBe(incident().severity?.rescoreAt);
      expect(decision.after.severity?.reasons).toEqual(incident().severity?.reasons);
      expect(actsOf(decision)[1]?.happening).toMatchObject({ facts: [], impact: incident().impact });
    });

    test('keeps what a person has set, and its severity where the version has no such rule', () => {
      const set = incident({ severity: { ...triaged().severity!, setBy: 'dan-okafor' } });
      expect(move(calm, set).after.severity).toEqual(set.severity);
      expect(move((pack) => (pack.grouping = []), incident()).after.severity?.level).toBe('S2');
    });

    test.each(['severity', 'impact'] as const)('that has no %s yet takes the version alone', (name) => {
      const { [name]: _none, ...record } = incident();
      expect(whats(move(calm, record))).toEqual(['PolicyMoved']);
    });
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

  test.each([
    ['done', { ok: true, changed: false }],
    [
      'waiting',
      {
        ok: false,
        problem: { detail: expect.stringContaining('It is waiting, and only what was previewed is moved') },
      },
    ],
    [
      'failed',
      { ok: false, problem: { detail: expect.stringContaining('It is failed, and only what was previewed is moved') } },
    ],
  ] as const)('what is %s is not started, and says why', (state, expected) => {
    expect(startMove({ ...previewed, state }, 'x', release, by)).toMatchObject(expected);
  });

  test('what holds by now is named to whoever wants to move to what held before', () => {
    expect(startMove(previewed, 'x', { ...release, publication: 4 }, by)).toMatchObject({
      problem: { detail: expect.stringContaining('previewed for publication 3, and 4 holds: preview another move') },
    });
  });

  test('it is its turn from the very moment for which it waits', () => {
    expect(isTurn({ ...moving, notBefore: AT }, AT)).toBe(true);
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
    expect(stopped).toMatchObject({ changed: true });
    expect(stopped.ok && stopMove(stopped.move, { by: 'somebody-else' })).toEqual({ ...stopped, changed: false });
    expect(stopMove(previewed, by)).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining('It is previewed: nothing is moved') },
    });
    expect(overtaken(moving, 4)).toMatchObject({ state: 'stopped', problem: expect.stringContaining('4') });
  });
});
