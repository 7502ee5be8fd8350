import { describe, expect, it } from 'vitest';
import { pauseClock, timeClocks } from '../../../lambdas/case/clocks.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, CaseState, Happening, Notice, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import type { Plan, Situation } from '../../../lambdas/escalation/decide-next-step.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const started = { id: 'x', tasks: 0, open: 0 };
/** Assessed at nine, its playbook begun; whoever is on duty is called at once. S3: two hours to acknowledge, a day to resolve. */
const triaged = (changes: Partial<Case> = {}): Case => {
  const record = openCase({
    state: 'triaged',
    openedAt: AT,
    triagedSignals: 1,
    severity: severityOf('S3'),
    impact: { unknown: [] },
    owner: { ...ownerOf('customer-service'), namedAt: AT },
    playbook: started,
  });
  return { ...record, clocks: timeClocks(record, 'S3', pack, AT), ...changes };
};
const { escalation } = triaged();
/** The owner was called, and nobody else yet. */
const called = (changes: Partial<Case> = {}): Case =>
  triaged({ escalation: { ...escalation, nextStep: 1, level: 1, lastCallAt: AT }, ...changes });
const held = (changes: Partial<Case> = {}): Case => {
  const { clocks } = triaged();
  const kept = { ...clocks!, acknowledge: { ...clocks!.acknowledge, stoppedAt: AT } };
  return called({ state: 'acknowledged', acknowledgedAt: AT, acknowledgedBy: 'jonas-weber', clocks: kept, ...changes });
};
const decide = (record: Case, more: Partial<Situation> = {}): Plan =>
  decideNextStep({ record, notices: [], pack, at: AT, generation: 1, execution: 'x-1', triageFailed: false, ...more });
const whats = ({ acts }: Plan): readonly string[] => acts.map(({ happening }) => happening.what);
const happened = ({ acts }: Plan, what: Happening['what']) => acts.find(({ happening }) => happening.what === what);
const call = (person: string, changes: Partial<Notice> = {}): Notice =>
  claimedCall({
    id: deriveId('ntc', person),
    caseId: triaged().id,
    person,
    state: 'handed_over',
    claimedAt: AT,
    ...changes,
  });

const cause = { kind: 'place', value: 'US/CA/LONG BEACH', title: 'Long Beach, CA, US' } as const;
const incident = {
  id: deriveId('case', 'incident'),
  state: 'triaged' as CaseState,
  cause: { ...cause, rule: 'port-or-place' },
};
const joinedAt = minutes(-30);
const child = { incident: { id: incident.id, cause, joinedAt } };
/** By a silence that nobody knows any more. */
const silencedOver = { silenced: { ids: ['sil_0'], since: minutes(-60), until: AT } };
const silenced = { silenced: { ids: ['sil_1'], since: minutes(-60), until: minutes(60) } };

describe('what happens with a case, by its state', () => {
  it.each([
    ['open', { next: 'triage' }],
    ['closed', { next: 'finish', notices: [], reason: 'the case is closed' }],
  ] as const)('%s: %j, and nothing is written', (state, next) => {
    expect(decide(triaged({ state }))).toEqual({ acts: [], notices: [], next });
  });

  it('of an execution that another has replaced: it ends and says why', () => {
    expect(decide(triaged(), { generation: 2 }).next).toEqual({
      next: 'finish',
      notices: [],
      reason: 'another execution has the case',
    });
  });

  it('an incident is assessed by itself, and its ladder begins in the same decision', () => {
    const plan = decide(openCase({ type: 'incident.storm', cause: { ...cause, rule: 'port-or-place' }, signals: 0 }));
    expect(whats(plan)).toEqual(expect.arrayContaining(['CaseTriaged', 'EscalationStepClaimed']));
    expect(happened(plan, 'CaseTriaged')).toMatchObject({
      actor: { kind: 'system', id: 'escalation' },
      cause: { kind: 'lifecycle', id: 'x-1' },
      happening: { severity: { level: 'S1' } },
    });
  });

  it('open, and its triage has failed: every system that was to be asked counts as missing, and somebody is called', () => {
    const plan = decide(openCase(), { triageFailed: true });
    expect(whats(plan)).toEqual(expect.arrayContaining(['CaseTriaged', 'EscalationStepClaimed']));
    const missing = { state: 'missing', askedAt: AT, problem: 'triage failed', facts: {} };
    expect(happened(plan, 'CaseTriaged')).toMatchObject({
      cause: { kind: 'lifecycle', id: 'x-1' },
      happening: {
        facts: ['erp', 'tms', 'crm'].map((system) => ({ system, ...missing })),
        impact: { unknown: ['erp', 'tms', 'crm'] },
      },
    });
    expect(plan.notices.length).toBeGreaterThan(0);
  });

  it.each(['triaged', 'acknowledged', 'in_progress'] as const)(
    '%s, and more was reported: it is triaged before anything else; where that has failed, it goes on',
    (state) => {
      const record = { ...held(), state, signals: 2 };
      expect(decide(record)).toEqual({ acts: [], notices: [], next: { next: 'triage' } });
      expect(decide(record, { triageFailed: true }).next).toMatchObject({ next: expect.not.stringMatching('triage') });
    },
  );
});

describe('a decision', () => {
  it('is by the system, for the execution that asks', () => {
    for (const { actor, cause: why } of decide(triaged({ playbook: undefined as never })).acts)
      expect([actor, why]).toEqual([
        { kind: 'system', id: 'escalation' },
        { kind: 'lifecycle', id: 'x-1' },
      ]);
  });

  it('that calls names each message with its channel, until when nothing else is due, and what the case has been told of', () => {
    const plan = decide(triaged({ attention: 3 }));
    expect(plan.notices.length).toBe(2);
    expect(plan.next).toEqual({
      next: 'call',
      notices: plan.notices.map(({ id, channel }) => ({ noticeId: id, channel })),
      until: minutes(60),
      attention: 3,
    });
  });

  it('tells the due index with its last act when to look again, and with none before it', () => {
    const due = decide(triaged(silencedOver), { silences: [] }).acts;
    expect(due.map(({ happening }) => happening.what)).toEqual(['SilenceEnded', 'EscalationStepClaimed']);
    expect(due.map(({ nextDueAt }) => nextDueAt)).toEqual([undefined, expect.any(String)]);
  });

  it('that only waits moves the due index by an entry of its own, and writes nothing where it is right already', () => {
    const until = minutes(60);
    expect(decide(called())).toEqual({
      acts: [
        {
          actor: { kind: 'system', id: 'escalation' },
          cause: { kind: 'lifecycle', id: 'x-1' },
          nextDueAt: until,
          happening: { what: 'NextStepTimed', reason: 'Deadlines have moved.' },
        },
      ],
      notices: [],
      next: { next: 'wait', until, attention: 0 },
    });
    const timed = called({ escalation: { ...called().escalation, nextDueAt: until } });
    expect(decide(timed)).toEqual({ acts: [], notices: [], next: { next: 'wait', until, attention: 0 } });
  });

  it('of a policy that never comes to an end is stopped', () => {
    const none = { S1: 'PT0S', S2: 'PT0S', S3: 'PT0S', S4: 'PT0S' };
    const [ladder] = pack.escalation;
    const steps = ladder!.steps.map((step) => ({ ...step, delay: none }));
    const endless = { ...pack, escalation: [{ ...ladder!, steps, repeatAfter: none }] };
    expect(() => decide(triaged(), { pack: endless })).toThrow('the policy asks for more than 25 acts at once');
  });
});

describe('what time has made of a silence, or of what comes and goes', () => {
  it('a silence that is over lets the ladder begin', () => {
    const plan = decide(triaged(silencedOver), { silences: [] });
    expect(whats(plan)).toEqual(['SilenceEnded', 'EscalationStepClaimed']);
  });

  it('silences that nobody has looked for end nothing', () => {
    expect(whats(decide(triaged(silenced)))).not.toContain('SilenceEnded');
  });

  it('what has stayed away for long enough is solved, which stops its clock, or withdrawn, which stops none', () => {
    const flapping = { since: minutes(-300), times: 4, quietUntil: AT };
    const solved = happened(decide(held({ flapping })), 'CaseResolved');
    expect(solved).toMatchObject({ clock: 'resolve', happening: { via: 'system' } });
    const gone = happened(decide(held({ flapping: { ...flapping, takenBack: true } })), 'CaseWithdrawn');
    expect(gone).toBeDefined();
    expect(gone).not.toHaveProperty('clock');
  });

  it('while it is away nobody is called for it; should it not come back, it is looked at then', () => {
    const away = { flapping: { since: minutes(-300), times: 4, quietUntil: minutes(30) } };
    expect(decide(triaged(away))).toMatchObject({ notices: [], next: { next: 'wait', until: minutes(30) } });
    // It is there again: the ladder goes on.
    expect(decide(triaged({ flapping: { since: minutes(-300), times: 5 } })).notices.length).toBeGreaterThan(0);
  });
});

describe('what its incident does to a case', () => {
  const moved = (record: Case, of: Partial<typeof incident> & Partial<Case>) =>
    decide(record, { incident: { ...incident, ...of } }).acts[0];

  it('it joins, and calls nobody', () => {
    const plan = decide(triaged(), { incident });
    expect(whats(plan)[0]).toBe('JoinedIncident');
    expect(plan.acts[0]).not.toHaveProperty('clock');
    expect(plan.notices).toEqual([]);
  });

  it('its promise to acknowledge is kept by whoever has the incident, and that clock stops', () => {
    expect(moved(triaged(child), { state: 'acknowledged', acknowledgedAt: minutes(-5) })).toMatchObject({
      clock: 'acknowledge',
      happening: { what: 'IncidentAcknowledged' },
    });
  });

  it('it is solved with it, and its time to solve is over', () => {
    expect(moved(triaged(child), { state: 'resolved', resolvedAt: minutes(1) })).toMatchObject({
      clock: 'resolve',
      happening: { what: 'CaseResolved' },
    });
  });

  it('let go, it waits for a turn of its own within the quarter of an hour after, and no clock moves', () => {
    const record = triaged({ ...child, playbook: undefined as never });
    const plan = decide(record, { incident: { ...incident, state: 'withdrawn', withdrawnAt: AT } });
    expect(whats(plan)[0]).toBe('LeftIncident');
    expect(plan.acts[0]).not.toHaveProperty('clock');
    const left = plan.acts[0]?.happening;
    const callsFrom = left?.what === 'LeftIncident' ? left.callsFrom : undefined;
    expect(callsFrom! > AT && callsFrom! < minutes(15)).toBe(true);
    // Until then it calls nobody, and begins no playbook.
    expect(plan).toMatchObject({ notices: [], next: { next: 'wait', until: callsFrom } });
    expect(whats(plan)).not.toContain('PlaybookStarted');
  });

  it('a child whose incident speaks for it is looked at six hours after it joined; one that calls by itself climbs', () => {
    // Sooner where a promise would be broken before.
    expect(decide(triaged(child), { incident }).next).toMatchObject({ next: 'wait', until: minutes(120) });
    const { clocks: _clocks, ...promised } = triaged(child);
    expect(decide(promised, { incident }).next).toMatchObject({ next: 'wait', until: minutes(330) });
    expect(decide(triaged(child), { incident }).notices).toEqual([]);
    const alone = triaged({ ...child, severity: severityOf('S1') });
    expect(decide(alone, { incident }).notices.length).toBeGreaterThan(0);
    // Of an incident that nobody could read it knows nothing, and calls.
    expect(decide(triaged(child)).notices.length).toBeGreaterThan(0);
  });
});

describe('the playbook', () => {
  const fresh = { playbook: undefined as never };

  it('begins with the first call, in the same entry', () => {
    const plan = decide(triaged(fresh));
    expect(whats(plan)).toEqual(['EscalationStepClaimed']);
    expect(happened(plan, 'EscalationStepClaimed')?.happening).toHaveProperty('playbook');
  });

  it('begins by itself where nobody is called just then', () => {
    expect(whats(decide(called(fresh)))).toEqual(['PlaybookStarted']);
  });

  it('does not begin with anything else that happens first, but after it', () => {
    const flapping = { since: minutes(-300), times: 4, quietUntil: AT };
    const plan = decide(held({ ...fresh, flapping }));
    expect(plan.acts[0]?.happening).not.toHaveProperty('playbook');
  });

  it.each([
    ['it is silenced', triaged({ ...fresh, ...silenced }), {}],
    ['its incident speaks for it', triaged({ ...fresh, ...child }), { incident }],
    ['it waits for its turn', triaged({ ...fresh, escalation: { ...escalation, callsFrom: minutes(5) } }), {}],
    ['it has begun', called(), {}],
    ['the policy has none', called({ ...fresh, type: 'unknown.type' }), {}],
  ] as const)('does not begin where %s', (_why, record, more) => {
    const plan = decide(record, more);
    expect(whats(plan)).not.toContain('PlaybookStarted');
    expect(plan.acts.filter(({ happening }) => 'playbook' in happening)).toEqual([]);
  });

  it('of a child that calls by itself begins as of any other', () => {
    const plan = decide(triaged({ ...fresh, ...child, severity: severityOf('S1') }), { incident });
    expect(happened(plan, 'EscalationStepClaimed')?.happening).toHaveProperty('playbook');
  });
});

describe('an incident that has grown', () => {
  const storm = (changes: Partial<Case> = {}): Case =>
    called({ type: 'incident.storm', cause: { ...cause, rule: 'port-or-place' }, toldChildren: 26, ...changes });

  it('tells those who were called, how many it is by now', () => {
    const plan = decide(storm(), { notices: [call('jonas-weber')], children: 260 });
    expect(plan.acts[0]?.happening).toEqual({
      what: 'IncidentGrew',
      children: 260,
      notices: [{ noticeId: plan.notices[0]?.id, person: 'jonas-weber', channel: 'slack' }],
    });
    expect(plan.notices).toMatchObject([{ purpose: 'grown', person: 'jonas-weber' }]);
  });

  it.each([
    ['it has not', 259, [call('jonas-weber')]],
    ['nobody has counted', undefined, [call('jonas-weber')]],
    ['nobody was called', 260, []],
    ['nobody was reached', 260, [call('jonas-weber', { state: 'failed', failure: 'x' })]],
  ] as const)('tells nobody where %s', (_why, children, notices) => {
    expect(whats(decide(storm(), { notices, ...(children === undefined ? {} : { children }) }))).not.toContain(
      'IncidentGrew',
    );
  });
});

describe('news for whoever has the case', () => {
  const partner = { linkId: 'lnk_1', at: minutes(-1), what: 'answered' } as never;
  const customer = { state: 'not_told', at: minutes(-1), reason: 'no address' } as never;
  const mine = (changes: Partial<Case>): Case => held({ acknowledgedAt: minutes(-2), lastProgressAt: AT, ...changes });
  const purposes = (plan: Plan): readonly string[] => [...new Set(plan.notices.map(({ purpose }) => purpose))];

  it.each([
    ['a partner has answered', 'partner', { partner }],
    ['the customer was not told', 'customer_not_told', { customer }],
    [
      'it has become more severe',
      'raised',
      { severity: { ...severityOf('S1'), raised: { from: 'S3', at: minutes(-1) } } },
    ],
  ] as const)('is told once: %s', (_title, purpose, changes) => {
    const record = mine(changes);
    const plan = decide(record);
    expect(purposes(plan)).toContain(purpose);
    expect(happened(plan, 'NoticeClaimed')?.happening).toMatchObject({
      purpose,
      notices: plan.notices
        .filter((notice) => notice.purpose === purpose)
        .map(({ id, person, channel }) => ({ noticeId: id, person, channel })),
    });
    const told = plan.notices.map((notice) => ({ ...notice, state: 'handed_over' as const }));
    expect(purposes(decide(record, { notices: told }))).not.toContain(purpose);
    // Where the first of two channels was claimed already, only the other is.
    const [one, ...others] = plan.notices.filter((notice) => notice.purpose === purpose);
    const rest = decide(record, { notices: [{ ...one!, state: 'handed_over' }] });
    expect(rest.notices.filter((notice) => notice.purpose === purpose).map(({ id }) => id)).toEqual(
      others.map(({ id }) => id),
    );
  });

  it('is none of what is silenced, or of a child for which its incident speaks', () => {
    expect(purposes(decide(mine({ partner, ...silenced })))).toEqual([]);
    expect(purposes(decide(mine({ partner, ...child }), { incident }))).toEqual([]);
    // A child that goes on by itself has its own.
    expect(purposes(decide(mine({ partner, ...child }), {}))).toEqual(['partner']);
  });
});

describe('until when a case waits', () => {
  const wait = (record: Case, more: Partial<Situation> = {}) => {
    const { notices, next } = decide(record, more);
    expect(notices).toEqual([]);
    return next.next === 'wait' ? next.until.slice(11, 16) : next;
  };

  it('silenced: an hour and some minutes after the silence, whatever its clocks would say', () => {
    const until = wait(triaged(silenced));
    expect(typeof until === 'string' && until >= '11:00' && until <= '11:59').toBe(true);
    // One that is to be assessed anew before is looked at then.
    const soon = triaged({ ...silenced, severity: { ...severityOf('S3'), rescoreAt: minutes(7) } });
    expect(wait(soon)).toBe('09:07');
    // What calls in spite of a silence is not silent.
    expect(decide(triaged({ ...silenced, severity: severityOf('S1') })).notices.length).toBeGreaterThan(0);
  });

  it('snoozed: until then, and no longer', () => {
    expect(wait(triaged({ snoozedUntil: minutes(20) }))).toBe('09:20');
    expect(decide(triaged({ snoozedUntil: AT })).notices.length).toBeGreaterThan(0);
    expect(decide(triaged({ snoozedUntil: minutes(-1) })).notices.length).toBeGreaterThan(0);
    // A clock that breaks before is looked at before.
    expect(wait(triaged({ snoozedUntil: minutes(600) }))).toBe('11:00');
  });

  it('for somebody outside: where that is what the next step waits for', () => {
    const { clocks } = triaged();
    const pause = { since: minutes(-5), until: minutes(45), waitingFor: 'carrier', by: 'jonas-weber' } as const;
    const paused = (name: 'acknowledge' | 'resolve') => ({
      pause,
      clocks: { ...clocks!, [name]: pauseClock(clocks![name], minutes(-5)) },
    });
    expect(wait(triaged(paused('acknowledge')))).toBe('09:45');
    // Nobody has it: that the carrier is waited for does not keep anybody from taking it.
    expect(decide(triaged(paused('resolve'))).notices.length).toBeGreaterThan(0);
    const taken = held({ lastProgressAt: minutes(-600) });
    const waiting = {
      ...taken,
      pause,
      clocks: { ...taken.clocks!, resolve: pauseClock(clocks!.resolve, minutes(-5)) },
    };
    expect(wait(waiting)).toBe('09:45');
    expect(whats(decide(taken))).toContain('AcknowledgementTimedOut');
  });

  it('called: until the next step; asked for by hand, that is now', () => {
    expect(wait(called())).toBe('10:00');
    const now = called({ escalation: { ...called().escalation, callNow: true } });
    expect(happened(decide(now), 'EscalationStepClaimed')?.happening).toMatchObject({ step: 1, stepId: 'operations' });
    expect(decide(called(), { at: minutes(119) }).notices.map(({ purpose }) => purpose)).not.toContain('call');
    expect(decide(called(), { at: minutes(120) }).notices.map(({ purpose }) => purpose)).toContain('call');
  });

  it('everybody called: the ladder begins again, in its next round', () => {
    const end = called({ escalation: { ...called().escalation, nextStep: 3, round: 2 } });
    const before = decide(end, { at: minutes(479) });
    expect(whats(before)).not.toContain('LadderRestarted');
    const after = decide(end, { at: minutes(480) });
    expect(happened(after, 'LadderRestarted')?.happening).toEqual({
      what: 'LadderRestarted',
      round: 3,
      reason: 'Everybody was called and nobody has it.',
    });
    expect(happened(after, 'EscalationStepClaimed')?.happening).toMatchObject({ step: 0, round: 3 });
  });

  it('the next channel of somebody who was called, where that comes before the next step', () => {
    const order = {
      normal: [
        { channel: 'slack', after: 'PT0S' },
        { channel: 'email', after: 'PT10M' },
      ],
    };
    const people = pack.people.map((person) =>
      person.id === 'jonas-weber' ? { ...person, notices: order } : person,
    ) as PolicyPack['people'];
    const told = { notices: [call('jonas-weber')], pack: { ...pack, people } };
    expect(wait(called(), told)).toBe('09:10');
    const plan = decide(called(), { ...told, at: minutes(10) });
    expect(plan.notices).toMatchObject([{ person: 'jonas-weber', channel: 'email', purpose: 'call' }]);
  });
});

describe('whoever has a case is taken for forgetful', () => {
  const out = (record: Case, at: string, policy = pack): boolean =>
    whats(decide(record, { at, pack: policy })).includes('AcknowledgementTimedOut');
  /** The minute from which on it counts as forgotten. S3: eight hours without an act; the marks of clocks play no part here. */
  const quiet = { ...pack, clocks: { ...pack.clocks, notices: {} } } as PolicyPack;
  const forgottenAt = (record: Case): number => {
    for (let minute = 0; minute < 3_000; minute += 5) if (out(record, minutes(minute), quiet)) return minute;
    return Number.NaN;
  };

  it.each<[string, Case, number]>([
    ['the timeout after they took it', held(), 480],
    ['the timeout after their last act', held({ lastProgressAt: minutes(60) }), 540],
    ['by the severity: S1', held({ severity: severityOf('S1') }), 60],
    ['a severity that nobody knows is S2', held({ severity: undefined as never }), 120],
    ['who works on it has until the promised time', held({ state: 'in_progress' }), 1440],
    ['who works on it past that, the timeout', held({ state: 'in_progress', lastProgressAt: minutes(1400) }), 1880],
    ['who works on it without a promise, the timeout', held({ state: 'in_progress', clocks: undefined as never }), 480],
    [
      'nobody less than the grace once it is worse',
      held({ severity: { ...severityOf('S3'), raised: { from: 'S4', at: minutes(480) } } }),
      485,
    ],
  ])('%s', (_title, record, minute) => {
    expect(forgottenAt(record)).toBe(minute);
  });

  it('the next round begins, and somebody is called at once', () => {
    const plan = decide(held({ escalation: { ...escalation, round: 4 } }), { at: minutes(480), pack: quiet });
    expect(happened(plan, 'AcknowledgementTimedOut')?.happening).toEqual({
      what: 'AcknowledgementTimedOut',
      round: 5,
    });
    expect(plan.notices.map(({ purpose, round }) => [purpose, round])).toContainEqual(['call', 5]);
  });
});

describe('the end of a case', () => {
  const ended = (state: CaseState): Case => {
    const { nextDueAt: _due, ...ladder } = called().escalation;
    const over = { resolvedAt: AT, reopenUntil: minutes(1440) };
    return called({
      state,
      escalation: { ...ladder, nextDueAt: minutes(60) },
      ...(state === 'resolved' ? over : {}),
    });
  };
  const notices = [call('jonas-weber'), call('amelie-roy', { state: 'failed', failure: 'x' })];

  it.each(['resolved', 'withdrawn', 'merged'] as const)(
    '%s: those who were reached hear it, then the lifecycle ends and says why',
    (state) => {
      // Nobody else has a way that is left.
      const plan = decide(ended(state), { notices });
      expect(whats(plan)).toEqual(['NoticeClaimed']);
      const [last] = plan.notices;
      expect(plan.notices).toMatchObject([{ person: 'jonas-weber', purpose: state, state: 'claimed' }]);
      expect(plan.acts[0]?.happening).toEqual({
        what: 'NoticeClaimed',
        purpose: state,
        notices: [{ noticeId: last!.id, person: 'jonas-weber', channel: 'slack' }],
      });
      expect(plan.next).toEqual({
        next: 'finish',
        notices: [{ noticeId: last!.id, channel: 'slack' }],
        reason: `the case is ${state}`,
      });
    },
  );

  it('a case for which nobody was called ends all the same, by an entry that tells nobody', () => {
    expect(decide(ended('withdrawn'))).toMatchObject({
      acts: [{ happening: { what: 'NoticeClaimed', notices: [] } }],
      notices: [],
      next: { next: 'finish', notices: [] },
    });
  });

  it('decided again, only what nobody has handed over is, and nothing is claimed', () => {
    const first = decide(ended('resolved'), { notices });
    const { escalation: ladder } = ended('resolved');
    const claimed = { ...ended('resolved'), escalation: { ...ladder, nextDueAt: minutes(1440) } };
    const again = (state: Notice['state']) =>
      decide(claimed, { notices: [...notices, ...first.notices.map((notice) => ({ ...notice, state }))] });
    expect(again('claimed')).toMatchObject({ acts: [], next: { notices: [{ noticeId: first.notices[0]!.id }] } });
    expect(again('handed_over')).toMatchObject({ acts: [], next: { notices: [] } });
  });
});
