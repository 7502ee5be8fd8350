import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { decideCommand } from '../../../lambdas/case/decide-command.ts';
import type { Command, CommandContext } from '../../../lambdas/case/command.ts';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import { decideTriage } from '../../../lambdas/case/decide-triage.ts';
import { leavesCallsToIncident } from '../../../lambdas/incident/membership.ts';
import { waitsForTurn } from '../../../lambdas/incident/give-turns.ts';
import { isSilenced } from '../../../lambdas/maintenance/is-silenced.ts';
import type { Case, CaseState } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from './history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const TOMORROW = '2026-03-03T09:00:00.000Z';
const context: CommandContext = { actor: { kind: 'person', id: 'jonas-weber' }, requestId: 'r1', at: AT, pack };
const reason = 'Maria called';
const steer = {
  reopen: { kind: 'reopen', via: 'api', reason },
  withdraw: { kind: 'withdraw', via: 'api', reason },
  escalate: { kind: 'escalate', via: 'api', reason },
  snooze: { kind: 'snooze', via: 'api', reason, until: TOMORROW },
  endSnooze: { kind: 'end-snooze', via: 'api', reason },
  assignTeam: { kind: 'assign', via: 'api', reason, team: 'logistics' },
  assignPerson: { kind: 'assign', via: 'api', reason, person: 'sofia-lindqvist' },
  take: { kind: 'assign', via: 'api', reason, person: 'jonas-weber' },
  severity: { kind: 'set-severity', via: 'api', reason, level: 'S1' },
} satisfies Record<string, Command>;

const inState = (state: CaseState, changes: Partial<Case> = {}): Case =>
  openCase({
    state,
    severity: severityOf('S2'),
    impact: { unknown: [] },
    owner: ownerOf('customer-service'),
    ...(state === 'acknowledged' || state === 'in_progress'
      ? { acknowledgedAt: '2026-03-02T08:30:00.000Z', acknowledgedBy: 'maria' }
      : {}),
    ...(state === 'resolved'
      ? { resolvedAt: '2026-03-02T08:30:00.000Z', reopenUntil: '2026-03-02T20:00:00.000Z' }
      : {}),
    ...changes,
  });

function after(record: Case, command: Command, with_: Partial<CommandContext> = {}): { record: Case; whats: string[] } {
  const decision = decideCommand(record, command, { ...context, ...with_ });
  if (decision.outcome !== 'changed') throw new Error(JSON.stringify(decision));
  const applied = applyActs(record, decision.acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
  return { record: applied.after, whats: applied.entries.map(({ happening }) => happening.what) };
}

/** State before, what is asked, and the state after; or why nothing is done. */
const table: readonly [CaseState, keyof typeof steer, CaseState | 'unchanged' | 'refused'][] = [
  ['open', 'reopen', 'unchanged'],
  ['triaged', 'reopen', 'unchanged'],
  ['resolved', 'reopen', 'open'],
  ['closed', 'reopen', 'refused'],
  ['withdrawn', 'reopen', 'refused'],
  ['merged', 'reopen', 'refused'],
  ['open', 'withdraw', 'withdrawn'],
  ['triaged', 'withdraw', 'withdrawn'],
  ['acknowledged', 'withdraw', 'withdrawn'],
  ['in_progress', 'withdraw', 'withdrawn'],
  ['resolved', 'withdraw', 'refused'],
  ['withdrawn', 'withdraw', 'unchanged'],
  ['closed', 'withdraw', 'refused'],
  ['open', 'escalate', 'open'],
  ['triaged', 'escalate', 'triaged'],
  ['acknowledged', 'escalate', 'triaged'],
  ['in_progress', 'escalate', 'triaged'],
  ['resolved', 'escalate', 'refused'],
  ['closed', 'escalate', 'refused'],
  ['open', 'snooze', 'open'],
  ['triaged', 'snooze', 'triaged'],
  ['acknowledged', 'snooze', 'acknowledged'],
  ['in_progress', 'snooze', 'in_progress'],
  ['resolved', 'snooze', 'refused'],
  ['withdrawn', 'snooze', 'refused'],
  ['triaged', 'endSnooze', 'unchanged'],
  ['open', 'assignTeam', 'open'],
  ['triaged', 'assignTeam', 'triaged'],
  ['acknowledged', 'assignTeam', 'triaged'],
  ['in_progress', 'assignPerson', 'triaged'],
  ['resolved', 'assignTeam', 'refused'],
  ['open', 'take', 'acknowledged'],
  ['triaged', 'take', 'acknowledged'],
  ['in_progress', 'take', 'acknowledged'],
  ['closed', 'take', 'refused'],
  ['triaged', 'severity', 'triaged'],
  ['in_progress', 'severity', 'in_progress'],
  ['resolved', 'severity', 'refused'],
];

describe('what people can overrule', () => {
  it.each(table)('%s: %s -> %s', (state, name, expected) => {
    const record = inState(state);
    const command = steer[name];
    const decision = decideCommand(record, command, context);
    if (expected === 'unchanged' || expected === 'refused') {
      expect(decision.outcome).toBe(expected);
      if (decision.outcome === 'refused') expect(decision.problem.status).toBe(409);
      return;
    }
    const { record: now } = after(record, command);
    expect(now.state).toBe(expected);
    if (decision.outcome !== 'changed') throw new Error(decision.outcome);
    // The words stand once, beside what happened, in a field that can be erased.
    expect(decision.acts.filter(({ personal }) => personal?.['text'] === reason)).toHaveLength(1);
    expect(JSON.stringify(decision.acts.map(({ happening }) => happening))).not.toContain(reason);
  });
});

describe('reopen', () => {
  it('is refused once the window is over, and says what to do instead', () => {
    const record = inState('resolved', { reopenUntil: '2026-03-02T08:59:00.000Z' });
    expect(decideCommand(record, steer.reopen, context)).toMatchObject({
      outcome: 'refused',
      problem: { detail: expect.stringContaining('report the trouble again') },
    });
  });

  it('starts the ladder anew for a new execution', () => {
    const { record } = after(inState('resolved', { snoozedUntil: TOMORROW }), steer.reopen);
    expect(record.escalation).toMatchObject({ generation: 2, round: 2, nextStep: 0 });
    expect(record.escalation.nextDueAt).toBe('2026-03-02T09:02:00.000Z');
    expect(record.snoozedUntil).toBeUndefined();
    expect(record.resolvedAt).toBeUndefined();
  });
});

describe('assign', () => {
  it('gives the case to another team, calls from the first step again, and nobody has it until they say so', () => {
    const { record, whats } = after(inState('in_progress'), steer.assignTeam);
    expect(whats).toEqual(['CaseHandedBack', 'OwnerNamed', 'LadderRestarted']);
    expect(record).toMatchObject({
      owner: { team: 'logistics', function: 'logistics' },
      escalation: { round: 2, nextStep: 0 },
    });
    expect(record.acknowledgedBy).toBeUndefined();
    expect(record.owner?.person).toBeUndefined();
  });

  it('keeps the team where only a person is named', () => {
    const { record } = after(inState('triaged'), steer.assignPerson);
    expect(record.owner).toMatchObject({ team: 'customer-service', person: 'sofia-lindqvist', assigned: true });
  });

  it('by oneself to oneself takes the case over', () => {
    const { record, whats } = after(inState('in_progress'), steer.take);
    expect(whats).toEqual(['CaseHandedBack', 'OwnerNamed', 'CaseAcknowledged']);
    expect(record).toMatchObject({ acknowledgedBy: 'jonas-weber', owner: { person: 'jonas-weber' } });
  });

  it('twice does it once', () => {
    const { record } = after(inState('triaged'), steer.assignPerson);
    expect(decideCommand(record, steer.assignPerson, context).outcome).toBe('unchanged');
    const { record: taken } = after(inState('triaged'), steer.take);
    expect(decideCommand(taken, steer.take, context).outcome).toBe('unchanged');
  });

  it.each([
    [{ team: 'nowhere' }, '/team', 'transport-desk'],
    [{ person: 'nobody' }, '/person', 'no such person'],
  ])('to somebody who is not there: %j', (target, pointer, told) => {
    const decision = decideCommand(inState('triaged'), { kind: 'assign', via: 'api', reason, ...target }, context);
    expect(decision).toMatchObject({
      outcome: 'refused',
      problem: { status: 400, errors: [{ pointer, detail: expect.stringContaining(told) }] },
    });
  });
});

describe('what is refused or done already is said in words', () => {
  const said = (record: Case, command: Command, at = AT) => {
    const decision = decideCommand(record, command, { ...context, at });
    if (decision.outcome === 'refused') return decision.problem.detail;
    return decision.outcome === 'unchanged' ? decision.why : decision.outcome;
  };
  const { escalation } = openCase();

  it.each<[string, CaseState, Partial<Case>, Command, string]>([
    ['open again', 'in_progress', {}, steer.reopen, 'The case is in progress, so it is open.'],
    ['withdrawn', 'withdrawn', {}, steer.withdraw, 'The case is withdrawn already.'],
    ['no snooze', 'triaged', {}, steer.endSnooze, 'The case is not snoozed.'],
    [
      'a snooze',
      'triaged',
      { snoozedUntil: '2026-03-03T09:00:00.000Z' },
      steer.snooze,
      'The case is snoozed until 2026-03-03T09:00:00.000Z already.',
    ],
    [
      'being called',
      'triaged',
      { escalation: { ...escalation, callNow: true } },
      steer.escalate,
      'The next level is being called already.',
    ],
    [
      'theirs',
      'triaged',
      { owner: { ...ownerOf('customer-service'), person: 'sofia-lindqvist' } },
      steer.assignPerson,
      'It is theirs already.',
    ],
    ['as severe', 'triaged', {}, { ...steer.severity, level: 'S2' }, 'The severity is S2 already.'],
    ['solved', 'resolved', {}, steer.escalate, 'The case is resolved. Open it again first.'],
    ['solved', 'resolved', {}, steer.snooze, 'The case is resolved. Open it again first.'],
    ['solved', 'resolved', {}, steer.assignTeam, 'The case is resolved. Open it again first.'],
    ['solved', 'resolved', {}, steer.severity, 'The case is resolved. Open it again first.'],
    ['over', 'closed', {}, steer.severity, 'The case is closed.'],
    [
      'not assessed',
      'triaged',
      { severity: undefined },
      steer.severity,
      'The case has not been assessed yet; try again in a minute.',
    ],
    [
      'not assessed',
      'triaged',
      { impact: undefined },
      steer.severity,
      'The case has not been assessed yet; try again in a minute.',
    ],
    [
      'too late',
      'closed',
      { reopenUntil: AT },
      steer.reopen,
      `The time in which it can be opened again ended at ${AT}; report the trouble again, and a new case will name this one.`,
    ],
    [
      'too late',
      'closed',
      {},
      steer.reopen,
      'The time in which it can be opened again ended at its close; report the trouble again, and a new case will name this one.',
    ],
    [
      'just over',
      'resolved',
      { reopenUntil: AT },
      steer.reopen,
      `The time in which it can be opened again ended at ${AT}; report the trouble again, and a new case will name this one.`,
    ],
    ['not over', 'resolved', { reopenUntil: '2026-03-02T09:00:00.001Z' }, steer.reopen, 'changed'],
    ['without an end', 'resolved', { reopenUntil: undefined }, steer.reopen, 'changed'],
  ])('%s: %s', (_name, state, changes, command, expected) => {
    expect(said(inState(state, changes), command)).toBe(expected);
  });

  it('one who clicks twice calls one level; a minute later it is another', () => {
    const asked = (askedAt: string) =>
      said(inState('triaged', { escalation: { ...escalation, askedAt } }), steer.escalate);
    expect(asked('2026-03-02T08:59:00.001Z')).toBe('The next level is being called already.');
    expect(asked('2026-03-02T08:59:00.000Z')).toBe('changed');
  });

  it('a step is one of its ladder, and is called from its place', () => {
    const [first, second] = pack.escalation.find(({ id }) => id === 'standard')!.steps;
    const step = (id: string) => decideCommand(inState('triaged'), { ...steer.escalate, step: id }, context);
    expect(step('nowhere')).toMatchObject({
      outcome: 'refused',
      problem: {
        status: 400,
        errors: [
          {
            pointer: '/step',
            detail: expect.stringMatching(/^There is no such step; the ladder of the case has \S+, \S+/),
          },
        ],
      },
    });
    expect(step(first!.id)).toMatchObject({
      acts: [{ happening: { what: 'EscalatedByHand', via: 'api', step: 0, stepId: first!.id } }],
    });
    expect(step(second!.id)).toMatchObject({ acts: [{ happening: { step: 1 } }] });
    const next = decideCommand(inState('triaged'), steer.escalate, context);
    expect(next.outcome === 'changed' && Object.keys(next.acts[0]?.happening ?? {})).toEqual(['what', 'via']);
  });

  it('until exactly seven days a case may be snoozed, and each says by what way', () => {
    expect(said(inState('triaged'), { ...steer.snooze, until: '2026-03-09T09:00:00.000Z' })).toBe('changed');
    expect(said(inState('triaged'), { ...steer.snooze, until: '2026-03-09T09:00:00.001Z' })).toBe(
      'At most seven days: until 2026-03-09T09:00:00.000Z at the latest.',
    );
    expect(said(inState('triaged'), { ...steer.snooze, until: AT })).toBe('It must be in the future.');
    const record = inState('triaged', { snoozedUntil: TOMORROW });
    expect(decideCommand(record, steer.endSnooze, context)).toMatchObject({
      acts: [{ happening: { what: 'SnoozeEnded', via: 'api' }, personal: { text: reason } }],
    });
    expect(decideCommand(inState('triaged'), steer.snooze, context)).toMatchObject({
      acts: [{ happening: { what: 'CaseSnoozed', via: 'api', until: '2026-03-03T09:00:00.000Z' } }],
    });
  });

  it('a case that is withdrawn says that it was by hand, and one that comes back has its reason and its next look', () => {
    expect(decideCommand(inState('triaged'), steer.withdraw, context)).toMatchObject({
      acts: [{ happening: { what: 'CaseWithdrawn', reason: 'withdrawn by hand' } }],
    });
    expect(decideCommand(inState('resolved'), steer.reopen, context)).toMatchObject({
      acts: [
        { happening: { what: 'CaseReopened' }, nextDueAt: '2026-03-02T09:02:00.000Z', personal: { text: reason } },
      ],
    });
  });
});

describe('who gets a case that is given away', () => {
  const assign = (record: Case, changes: { team?: string; person?: string }) =>
    decideCommand(record, { kind: 'assign', via: 'api', reason, ...changes }, context);
  const whats = (decision: ReturnType<typeof assign>) =>
    decision.outcome === 'changed' ? decision.acts.map(({ happening }) => happening.what) : decision.outcome;

  it('keeps the part that the team has in it, and is a responder of another', () => {
    const lead = inState('triaged', { owner: { ...ownerOf('customer-service'), role: 'lead' } });
    const owner = (team: string) => {
      const decision = assign(lead, { team });
      const named = decision.outcome === 'changed' ? decision.acts[0]?.happening : undefined;
      return named?.what === 'OwnerNamed' ? named.owner : undefined;
    };
    expect(owner('customer-service')).toEqual({
      function: 'customer_service',
      team: 'customer-service',
      role: 'lead',
      assigned: true,
      reasons: [{ rule: 'assigned', text: 'Assigned by a person.' }],
      namedAt: AT,
    });
    expect(owner('logistics')?.role).toBe('responder');
  });

  it('is called for at once, with the reason in the journal, unless the case has not been assessed yet', () => {
    const decision = assign(inState('triaged'), { person: 'sofia-lindqvist' });
    expect(decision).toMatchObject({
      acts: [
        { happening: { what: 'OwnerNamed' }, personal: { text: reason } },
        { happening: { what: 'LadderRestarted', round: 2, reason: 'The case was given to somebody else.' } },
      ],
    });
    expect(whats(assign(inState('open'), { team: 'logistics' }))).toEqual(['OwnerNamed']);
  });

  it('a team is called again when it is given its own case; a person who has it is not', () => {
    expect(whats(assign(inState('triaged'), { team: 'customer-service' }))).toEqual(['OwnerNamed', 'LadderRestarted']);
    const theirs = { owner: { ...ownerOf('customer-service'), person: 'sofia-lindqvist' } };
    expect(whats(assign(inState('triaged', theirs), { person: 'sofia-lindqvist' }))).toBe('unchanged');
    // The same person in another team is another owner.
    expect(whats(assign(inState('triaged', theirs), { person: 'sofia-lindqvist', team: 'logistics' }))).toEqual([
      'OwnerNamed',
      'LadderRestarted',
    ]);
    // Named, but not taken yet: whoever takes it has acknowledged it.
    const mine = { owner: { ...ownerOf('customer-service'), person: 'jonas-weber' } };
    const take = assign(inState('triaged', mine), { person: 'jonas-weber' });
    expect(whats(take)).toEqual(['OwnerNamed', 'CaseAcknowledged']);
    expect(take).toMatchObject({ acts: [{}, { clock: 'acknowledge', happening: { via: 'api' } }] });
    const given = assign(inState('triaged'), { person: 'sofia-lindqvist' });
    expect(given.outcome === 'changed' && given.acts[0]).not.toHaveProperty('clock');
  });

  it('a person who was named, but does not have it, is given it: another has it, or they were called in vain', () => {
    const theirs = { owner: { ...ownerOf('customer-service'), person: 'sofia-lindqvist' } };
    const give = (changes: Partial<Case>, state: Case['state']) =>
      whats(assign(inState(state, { ...theirs, ...changes }), { person: 'sofia-lindqvist' }));
    const changed = ['CaseHandedBack', 'OwnerNamed', 'LadderRestarted'];
    expect(give({ acknowledgedBy: 'jonas-weber' }, 'acknowledged')).toEqual(changed);
    expect(give({ acknowledgedBy: 'sofia-lindqvist' }, 'acknowledged')).toBe('unchanged');
    const named = (firstInRound: number) => ({ owner: { ...theirs.owner, assigned: true as const, firstInRound } });
    expect(give(named(1), 'triaged')).toBe('unchanged');
    expect(give({ ...named(1), escalation: { ...inState('triaged').escalation, round: 2 } }, 'triaged')).toEqual(
      changed.slice(1),
    );
    const decision = assign(inState('triaged'), { person: 'sofia-lindqvist' });
    expect(decision).toMatchObject({ acts: [{ happening: { owner: { assigned: true, firstInRound: 2 } } }, {}] });
    // Not assessed yet: the ladder that begins is the first.
    const open = assign(inState('open'), { person: 'sofia-lindqvist', team: 'logistics' });
    expect(open).toMatchObject({ acts: [{ happening: { owner: { firstInRound: 1 } } }] });
    const mine = assign(inState('triaged'), { person: 'jonas-weber' });
    expect(mine).toMatchObject({ acts: [{ happening: { owner: { firstInRound: 0 } } }, {}] });
  });

  it('a team that was given it twice at once is called once; a minute later, or where somebody has taken it, again', () => {
    const { person: _nobody, ...team } = ownerOf('logistics');
    const given = (namedAt: string, rule = 'assigned') => ({
      owner: { ...team, reasons: [{ rule, text: 'x' }], namedAt },
    });
    const said = (namedAt: string, state: Case['state'] = 'triaged', rule?: string) =>
      whats(assign(inState(state, given(namedAt, rule)), { team: 'logistics' }));
    expect(said('2026-03-02T08:59:00.001Z')).toBe('unchanged');
    expect(said('2026-03-02T08:59:00.000Z')).toEqual(['OwnerNamed', 'LadderRestarted']);
    expect(said('2026-03-02T08:59:59.000Z', 'acknowledged')).toEqual([
      'CaseHandedBack',
      'OwnerNamed',
      'LadderRestarted',
    ]);
    // The rules had named it: a person may mean that it is called once more.
    expect(said('2026-03-02T08:59:59.000Z', 'triaged', 'type-owner')).toEqual(['OwnerNamed', 'LadderRestarted']);
  });

  it('a team that a person has given it to keeps it at the first triage, and is called though its incident, a silence or its turn would have it wait', () => {
    const { record: open } = after(inState('open'), steer.assignTeam);
    const rules = { facts: [], impact: { unknown: [] }, severity: severityOf('S3'), owner: ownerOf('transport-desk') };
    const [triaged] = decideTriage(open, rules, pack, AT, { kind: 'lifecycle', id: 'x' });
    expect(triaged?.happening).toMatchObject({ what: 'CaseTriaged', owner: { team: 'logistics' } });
    const before = '2026-03-02T08:00:00.000Z';
    const { escalation } = inState('triaged');
    const waiting = inState('triaged', {
      severity: severityOf('S3'),
      incident: { id: open.id, cause: { kind: 'place', value: 'x', title: 'X' }, joinedAt: before },
      silenced: { ids: [], until: TOMORROW, since: before },
      escalation: { ...escalation, callsFrom: TOMORROW },
    });
    expect([leavesCallsToIncident(waiting), isSilenced(waiting), waitsForTurn(waiting, AT)]).toEqual([
      true,
      true,
      TOMORROW,
    ]);
    const { record } = after(waiting, steer.assignTeam);
    expect([leavesCallsToIncident(record), isSilenced(record), waitsForTurn(record, AT)]).toEqual([
      false,
      false,
      undefined,
    ]);
  });

  it('who takes for themselves what takes two people is one of them, once; what somebody has, or one other has agreed to, they take', () => {
    const { escalation } = inState('triaged');
    const needing = (agreed: readonly string[]): Case =>
      inState('triaged', { escalation: { ...escalation, needs: 2, agreed: [...agreed] } });
    const me = { person: 'jonas-weber' };
    const first = assign(needing([]), me);
    expect(whats(first)).toEqual(['AcknowledgementAdded']);
    expect(first).toMatchObject({ acts: [{ happening: { of: 2, via: 'api' }, personal: { text: reason } }] });
    expect(whats(assign(needing(['jonas-weber']), me))).toBe('unchanged');
    expect(whats(assign(needing(['mei-tan']), me))).toEqual(['OwnerNamed', 'CaseAcknowledged']);
    // Whoever is given it is called, and acknowledges as anybody.
    expect(whats(assign(needing([]), { person: 'mei-tan' }))).toEqual(['OwnerNamed', 'LadderRestarted']);
    const held = { ...inState('acknowledged'), escalation: { ...escalation, needs: 2 } };
    expect(whats(assign(held, me))).toEqual(['CaseHandedBack', 'OwnerNamed', 'CaseAcknowledged']);
  });

  it('nobody sleeps over what was given to them: a snooze ends, but for whoever takes it themselves', () => {
    const snoozed = inState('triaged', { snoozedUntil: TOMORROW });
    for (const to of [{ person: 'sofia-lindqvist' }, { team: 'logistics' }]) {
      const decision = assign(snoozed, to);
      expect(whats(decision)).toEqual(['SnoozeEnded', 'OwnerNamed', 'LadderRestarted']);
      const { record } = after(snoozed, { kind: 'assign', via: 'api', reason, ...to });
      expect(record.snoozedUntil).toBeUndefined();
    }
    expect(whats(assign(snoozed, { person: 'jonas-weber' }))).toEqual(['OwnerNamed', 'CaseAcknowledged']);
    // What has ended by itself is not ended again.
    expect(whats(assign(inState('triaged', { snoozedUntil: AT }), { team: 'logistics' }))).toEqual([
      'OwnerNamed',
      'LadderRestarted',
    ]);
  });

  it('to a team that is not there is told which there are', () => {
    const teams = pack.teams.map(({ id }) => id).join(', ');
    expect(assign(inState('triaged'), { team: 'nowhere' })).toMatchObject({
      problem: { detail: `There is no such team; there are ${teams}.` },
    });
    expect(assign(inState('triaged'), { person: 'nobody' })).toMatchObject({
      problem: { detail: 'There is no such person in the policy of this case.' },
    });
    // Not assessed, so of no team: whoever gives it to a person says which.
    const { owner: _none, ...unowned } = inState('open');
    expect(assign(unowned, { person: 'sofia-lindqvist' })).toMatchObject({
      problem: { errors: [{ pointer: '/team' }] },
    });
  });
});

describe('snooze', () => {
  it.each([
    ['2026-03-02T09:00:00Z', 'future'],
    ['2026-03-09T09:00:01Z', 'seven days'],
  ])('until %s is refused', (until, told) => {
    expect(decideCommand(inState('triaged'), { ...steer.snooze, until }, context)).toMatchObject({
      outcome: 'refused',
      problem: { status: 400, errors: [{ pointer: '/until', detail: expect.stringContaining(told) }] },
    });
  });

  it('takes an offset, and wakes the lifecycle, which has to wait for something else now', () => {
    const before = inState('triaged');
    const { record } = after(before, { ...steer.snooze, until: '2026-03-02T12:00:00+01:00' });
    expect(record).toMatchObject({ snoozedUntil: '2026-03-02T11:00:00.000Z', attention: before.attention + 1 });
    expect(after(record, steer.endSnooze).record.snoozedUntil).toBeUndefined();
    // Asked for twice, in whatever zone, it is done once.
    const again = { ...steer.snooze, until: '2026-03-02T11:00:00Z' };
    expect(decideCommand(record, again, context)).toMatchObject({ outcome: 'unchanged' });
  });

  it('ends when somebody escalates', () => {
    const { record } = after(inState('triaged', { snoozedUntil: TOMORROW }), steer.escalate);
    expect(record).toMatchObject({ escalation: { callNow: true } });
    expect(record.snoozedUntil).toBeUndefined();
    expect(decideCommand(record, steer.escalate, context).outcome).toBe('unchanged');
  });
});

describe('severity by hand', () => {
  it('is set with the person and re-times the clocks', () => {
    const before = inState('triaged');
    const clocks = timeClocks(before, 'S2', pack, before.openedAt);
    const { record } = after({ ...before, clocks }, steer.severity);
    expect(record.severity).toMatchObject({ level: 'S1', setBy: 'jonas-weber' });
    // Opened 08:05:01, S1 acknowledges within 15 minutes; that has passed, so the grace of 5 minutes is left.
    expect(record.clocks?.acknowledge.dueAt).toBe('2026-03-02T09:05:00.000Z');
  });

  it('set to what it is leaves the clocks as they run, and says so', () => {
    const once = after(inState('triaged'), steer.severity).record;
    expect(decideCommand(once, steer.severity, { ...context, at: TOMORROW })).toMatchObject({ outcome: 'unchanged' });
  });

  it('does not go below a latch, and says which', () => {
    const record = inState('triaged', { severity: { ...severityOf('S1'), latches: ['cold-chain'] } });
    expect(decideCommand(record, { ...steer.severity, level: 'S2' }, context)).toMatchObject({
      outcome: 'refused',
      problem: { status: 409, detail: expect.stringContaining('cold-chain') },
    });
  });

  it('goes down to a latch, and tells its reason as it was found, or as the policy has it', () => {
    const [latch] = pack.severity.latches.filter(({ floor }) => floor === 'S2');
    const id = latch?.id ?? '';
    const held = (reasons: { rule: string; text: string }[]) =>
      inState('triaged', { severity: { ...severityOf('S1'), latches: [id], reasons } });
    const to = (level: 'S2' | 'S3', record: Case) => {
      const decision = decideCommand(record, { ...steer.severity, level }, context);
      return decision.outcome === 'refused' ? decision.problem.detail : decision.outcome;
    };
    expect(to('S2', held([]))).toBe('changed');
    expect(to('S3', held([{ rule: id, text: 'It was found so.' }]))).toBe(
      `It was found so. It stays at least S2 (rule ${id}).`,
    );
    expect(to('S3', held([]))).toBe(`${latch?.reason ?? ''} It stays at least S2 (rule ${id}).`);
    // A latch that does not hold this case is none.
    expect(to('S3', inState('triaged', { severity: { ...severityOf('S1'), latches: [] } }))).toBe('changed');
  });

  it('says who has raised it and from what; what is set again replaces what was set before', () => {
    const once = after(inState('triaged'), steer.severity).record;
    expect(once.severity?.raised).toEqual({ from: 'S2', at: AT, by: 'jonas-weber' });
    expect(once.severity?.reasons).toEqual([
      { rule: 'test', text: 'because', points: 50 },
      { rule: 'set-by-hand', text: 'Set to S1 by a person.' },
    ]);
    const lower = after(once, { ...steer.severity, level: 'S3' }).record;
    expect(lower.severity).not.toHaveProperty('raised');
    expect(lower.severity?.reasons.map(({ text }) => text)).toEqual(['because', 'Set to S3 by a person.']);
  });

  it('is refused before anything was assessed', () => {
    expect(decideCommand(openCase(), steer.severity, context)).toMatchObject({
      outcome: 'refused',
      problem: { status: 409 },
    });
  });

  it('is not lowered by a later scoring, but raised', async () => {
    const { scoreSeverity } = await import('../../../lambdas/scoring/score-severity.ts');
    const { buildImpactFacts } = await import('../../../lambdas/scoring/build-impact-facts.ts');
    const { record } = after(inState('triaged'), { ...steer.severity, level: 'S1' });
    const facts = buildImpactFacts(record, [], pack, AT);
    expect(scoreSeverity(facts, pack, AT).level).not.toBe('S1');
    expect(scoreSeverity(facts, pack, AT, record.severity)).toMatchObject({ level: 'S1', setBy: 'jonas-weber' });
    const dear = { ...facts, customer: { tier: 'platinum' }, order: { value: 30_000 } };
    const byRules = scoreSeverity(dear, pack, AT);
    const lowered = after(inState('triaged', { severity: byRules }), { ...steer.severity, level: 'S4' }).record;
    // The rules find what they found: the person knew that. Then they find more.
    expect(scoreSeverity(dear, pack, AT, lowered.severity).level).toBe('S4');
    const worse = { ...facts, customer: { tier: 'platinum', penalty: 9000 }, order: { value: 150_000 } };
    expect(scoreSeverity(worse, pack, AT, lowered.severity)).toMatchObject({
      level: 'S1',
      raised: { from: 'S4', at: AT },
    });
  });
});
