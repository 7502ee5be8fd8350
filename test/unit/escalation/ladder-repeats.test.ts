import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { decideCommand } from '../../../lambdas/case/decide-command.ts';
import type { Command } from '../../../lambdas/case/command.ts';
import { decideNotice } from '../../../lambdas/case/decide-notice.ts';
import type { Case, EscalationStep, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import type { Situation } from '../../../lambdas/escalation/decide-next-step.ts';
import { whenTold } from '../../../lambdas/notification/when-told.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { ownerOf, severityOf, TRACEPARENT } from '../case/history.ts';

const AT = '2026-03-02T20:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const all = (value: string) => ({ S1: value, S2: value, S3: value, S4: value });
const step = (id: string, person: string, more: Partial<EscalationStep> = {}): EscalationStep => ({
  id,
  title: id,
  delay: all('PT0S'),
  targets: [{ person }],
  channels: ['slack'],
  who: 'all',
  acknowledgements: 1,
  hours: 'any',
  ...more,
});
function packWith(...steps: EscalationStep[]): PolicyPack {
  const pack = defaultPack();
  const [ladder] = pack.escalation;
  return { ...pack, escalation: [{ ...ladder!, steps }] };
}

const triaged = openCase({
  state: 'triaged',
  triagedSignals: 1,
  severity: severityOf('S2'),
  owner: { ...ownerOf('transport-desk'), namedAt: AT },
  playbook: { id: 'x', tasks: 0, open: 0 },
});
const decide = (record: Case, pack: PolicyPack, at: string, more: Partial<Situation> = {}) =>
  decideNextStep({ record, notices: [], pack, at, generation: 1, execution: 'x-1', triageFailed: false, ...more });

/** Who is called in which minute until then, and the case afterwards, when nobody answers. */
function play(record: Case, pack: PolicyPack, from: number, to: number, ids = new Set<string>()) {
  const calls: string[] = [];
  let after = record;
  for (let minute = from; minute <= to; minute += 1) {
    const at = minutes(minute);
    const { acts, notices } = decide(after, pack, at);
    for (const { id, person } of notices) {
      expect(ids.has(id), 'a claim is made once').toBe(false);
      ids.add(id);
      calls.push(`${String(minute)} ${person}`);
    }
    after = applyActs(after, acts, { at, traceparent: TRACEPARENT, salt: () => 's' }).after;
  }
  return { calls, after, ids };
}
function command(record: Case, wanted: Command, person: string, pack: PolicyPack, at: string) {
  const decision = decideCommand(record, wanted, { actor: { kind: 'person', id: person }, requestId: 'r', at, pack });
  if (decision.outcome !== 'changed') return { decision, after: record };
  return { decision, after: applyActs(record, decision.acts, { at, traceparent: TRACEPARENT, salt: () => 's' }).after };
}
const acknowledge = { kind: 'acknowledge', via: 'link' } as const;

it('the first call of a case says that it is, also where the step before it has nobody; no later one does', () => {
  const pack = packWith(
    step('nobody', 'who-has-left'),
    step('owner', 'jonas-weber', { repeat: { times: 1, every: all('PT5M') } }),
    step('last', 'ines-duarte', { delay: all('PT5M') }),
  );
  const firsts: string[] = [];
  let after = triaged;
  for (let minute = 0; minute <= 15; minute += 1) {
    const { acts, notices } = decide(after, pack, minutes(minute));
    firsts.push(...notices.map(({ person, first }) => `${person} ${String(first)}`));
    after = applyActs(after, acts, { at: minutes(minute), traceparent: TRACEPARENT, salt: () => 's' }).after;
  }
  expect(firsts.slice(0, 3)).toEqual(['jonas-weber true', 'jonas-weber false', 'ines-duarte false']);
});

describe('a step that is called again', () => {
  const pack = packWith(
    step('owner', 'jonas-weber', { repeat: { times: 2, every: all('PT5M') } }),
    step('last', 'ines-duarte', { delay: all('PT20M') }),
  );

  it('calls the same person so often, then goes on by the delay of the next step', () => {
    expect(play(triaged, pack, 0, 45).calls).toEqual([
      '0 jonas-weber',
      '5 jonas-weber',
      '10 jonas-weber',
      '30 ines-duarte',
    ]);
  });

  it('says of each of its messages which call it belongs to', () => {
    const repeats = [0, 5, 10, 30].map((minute) => {
      const { after } = play(triaged, pack, 0, minute - 1);
      return decide(after, pack, minutes(minute)).notices.map(({ repeat }) => repeat);
    });
    expect(repeats).toEqual([[undefined], [1], [2], [undefined]]);
  });

  it('stops when somebody has it, and begins anew in the next round', () => {
    const { after } = play(triaged, pack, 0, 6);
    const taken = command(after, acknowledge, 'jonas-weber', pack, minutes(7)).after;
    expect(play(taken, pack, 7, 40).calls).toEqual([]);
    const { calls, after: forgotten } = play(taken, pack, 41, 7 + 120 + 6);
    expect(calls).toEqual(['127 jonas-weber', '132 jonas-weber']);
    expect(forgotten.escalation.round).toBe(2);
  });

  it('asked for the next step by hand it is not called again', () => {
    const { after } = play(triaged, pack, 0, 1);
    const escalated = command(
      after,
      { kind: 'escalate', via: 'api', reason: 'x' },
      'jonas-weber',
      pack,
      minutes(2),
    ).after;
    expect(play(escalated, pack, 2, 19).calls).toEqual(['2 ines-duarte']);
  });
});

describe('several must acknowledge', () => {
  const pack = packWith(
    step('both', 'jonas-weber', {
      targets: [{ person: 'jonas-weber' }, { person: 'tom-baker' }],
      acknowledgements: 2,
      repeat: { times: 1, every: all('PT10M') },
    }),
    step('last', 'ines-duarte', { delay: all('PT10M') }),
  );
  const called = play(triaged, pack, 0, 1).after;

  it('the first is noted and not called again; the other is; the second takes the case', () => {
    const first = command(called, acknowledge, 'jonas-weber', pack, minutes(2));
    expect(first.after).toMatchObject({ state: 'triaged', escalation: { agreed: ['jonas-weber'], needs: 2 } });
    expect(first.after.acknowledgedAt).toBeUndefined();
    expect(command(first.after, acknowledge, 'jonas-weber', pack, minutes(3)).decision.outcome).toBe('unchanged');
    expect(play(first.after, pack, 3, 11).calls).toEqual(['10 tom-baker']);
    const second = command(first.after, acknowledge, 'tom-baker', pack, minutes(4)).after;
    expect(second).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'tom-baker', acknowledgedAt: minutes(4) });
    expect(play(second, pack, 5, 60).calls).toEqual([]);
  });

  it('a message to somebody who has acknowledged is not sent any more', () => {
    const notices = decide(triaged, pack, AT).notices;
    const after = command(called, acknowledge, 'jonas-weber', pack, minutes(1)).after;
    const what = (person: string) =>
      decideNotice(
        notices.find((notice) => notice.person === person)!,
        after,
        minutes(1),
      ).do;
    expect([what('jonas-weber'), what('tom-baker')]).toEqual(['suppress', 'hand-over']);
  });

  it('of the step that was called last: above it, one is enough', () => {
    const { after, calls } = play(called, pack, 2, 25);
    expect(calls).toContain('20 ines-duarte');
    expect(command(after, acknowledge, 'ines-duarte', pack, minutes(26)).after.state).toBe('acknowledged');
  });

  it('above it also for whoever has acknowledged before: they are called there, and may take it alone', () => {
    const ladder = packWith(
      step('both', 'jonas-weber', {
        targets: [{ person: 'jonas-weber' }, { person: 'tom-baker' }],
        acknowledgements: 2,
      }),
      step('last', 'jonas-weber', { delay: all('PT10M') }),
    );
    const one = command(play(triaged, ladder, 0, 1).after, acknowledge, 'jonas-weber', ladder, minutes(2)).after;
    const { calls, after } = play(one, ladder, 3, 12);
    expect(calls).toEqual(['10 jonas-weber']);
    const { notices } = decide(one, ladder, minutes(10));
    expect(decideNotice(notices[0]!, after, minutes(10)).do).toBe('hand-over');
    const taken = command(after, acknowledge, 'jonas-weber', ladder, minutes(12)).after;
    expect(taken).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'jonas-weber' });
  });

  it('given to others, solved or opened again, what was needed and who has acknowledged before counts no more', () => {
    const one = command(called, acknowledge, 'jonas-weber', pack, minutes(2)).after;
    const given = { kind: 'assign', team: 'warehouse', reason: 'x', via: 'api' } as const;
    const theirs = command(one, given, 'maria', pack, minutes(3)).after;
    expect(theirs.escalation).not.toHaveProperty('needs');
    expect(theirs.escalation).not.toHaveProperty('agreed');
    const solved = command(one, { kind: 'resolve', via: 'api', resolution: 'solved' }, 'maria', pack, minutes(3)).after;
    const back = command(solved, { kind: 'reopen', via: 'api', reason: 'x' }, 'maria', pack, minutes(4)).after;
    expect(back.escalation).not.toHaveProperty('needs');
    expect(back.escalation).not.toHaveProperty('agreed');
  });

  it('forgotten afterwards, both have to say it again', () => {
    const one = command(called, acknowledge, 'jonas-weber', pack, minutes(2)).after;
    const two = command(one, acknowledge, 'tom-baker', pack, minutes(3)).after;
    const { after, calls } = play(two, pack, 4, 124);
    expect(calls).toEqual(['123 jonas-weber', '123 tom-baker']);
    expect(after.escalation.agreed).toBeUndefined();
  });
});

describe('whom a step means', () => {
  const pack = packWith(step('lead', 'x', { targets: [{ incident: 'lead' }] }));

  it('is whoever has the incident; without one, whoever is on duty for operations management', () => {
    const incident = { id: 'cas_x', state: 'acknowledged', acknowledgedBy: 'sofia-lindqvist' } as Situation['incident'];
    const urgent: Case = { ...triaged, severity: severityOf('S1') };
    expect(decide(urgent, pack, AT, { incident }).notices.map(({ person }) => person)).toEqual(['sofia-lindqvist']);
    const alone = decide(urgent, pack, AT).notices.map(({ person }) => person);
    expect(alone).toHaveLength(1);
    expect(alone).not.toContain('sofia-lindqvist');
  });
});

it('what a person asks for at once does not wait for the quiet hours of whoever is called, or for room; what the ladder calls then, does', () => {
  const ladder = packWith(
    step('one', 'tom-baker'),
    step('two', 'jonas-weber', { delay: all('PT1H') }),
    step('three', 'jonas-weber', { delay: all('PT1H') }),
  );
  const mild: Case = { ...triaged, severity: severityOf('S3') };
  const started = play(mild, ladder, 0, 1).after;
  const asked = command(started, { kind: 'escalate', via: 'api', reason: 'x' }, 'maria', ladder, minutes(2)).after;
  const night = { days: ['monday', 'tuesday'] as ('monday' | 'tuesday')[], from: '20:00', to: '07:00' };
  const jonas = { ...ladder.people.find(({ id }) => id === 'jonas-weber')!, notices: { quietHours: [night] } };
  const held = (record: Case, minute: number) =>
    decide(record, ladder, minutes(minute)).notices.map(
      (notice) => whenTold(notice, record, jonas, minutes(minute))?.why,
    );
  expect(held(asked, 2)).toEqual([undefined]);
  expect(held(play(asked, ladder, 2, 3).after, 62)).toEqual(['quiet hours']);
  expect(held(started, 60)).toEqual(['quiet hours']);
});

describe('a person names the step', () => {
  const pack = packWith(
    step('one', 'jonas-weber'),
    step('two', 'tom-baker', { delay: all('PT1H') }),
    step('three', 'ines-duarte', { delay: all('PT1H') }),
  );
  const called = play(triaged, pack, 0, 1).after;
  const to = (name: string) =>
    command(called, { kind: 'escalate', via: 'api', reason: 'x', step: name }, 'maria', pack, minutes(2));

  it('it is called at once, and those between are not', () => {
    expect(play(to('three').after, pack, 2, 30).calls).toEqual(['2 ines-duarte']);
  });

  it('one that was called before is called again, and the ladder goes on from there', () => {
    const ladder = packWith(
      step('one', 'jonas-weber', { repeat: { times: 1, every: all('PT10M') } }),
      step('two', 'tom-baker', { delay: all('PT10M') }),
      step('three', 'ines-duarte', { delay: all('PT10M') }),
    );
    const escalate = (record: Case, name: string, at: number) =>
      command(record, { kind: 'escalate', via: 'api', reason: 'x', step: name }, 'maria', ladder, minutes(at)).after;
    const ids = new Set<string>();
    const high = play(triaged, ladder, 0, 25, ids).after;
    const again = play(escalate(high, 'two', 26), ladder, 26, 36, ids);
    expect(again.calls).toEqual(['26 tom-baker', '36 ines-duarte']);
    // One that is being called again anyway, too.
    const low = play(triaged, ladder, 0, 1, new Set());
    const more = play(escalate(low.after, 'one', 2), ladder, 2, 22, low.ids);
    expect(more.calls).toEqual(['2 jonas-weber', '12 jonas-weber', '22 tom-baker']);
  });

  it('a case that was asked so before there were rounds for it is called from the first step on, and not left alone', () => {
    const { escalation } = called;
    const stuck: Case = { ...called, escalation: { ...escalation, nextStep: 0, callNow: true, askedAt: minutes(1) } };
    const plan = decide(stuck, pack, minutes(2), { notices: decide(triaged, pack, AT).notices });
    expect(plan.acts.map(({ happening }) => happening.what)).toEqual(['LadderRestarted', 'EscalationStepClaimed']);
    expect(plan.notices.map(({ person, round }) => [person, round])).toEqual([['jonas-weber', 2]]);
  });

  it('is called whatever its condition says; asked for the next, only those that apply are', () => {
    const ladder = packWith(
      step('one', 'jonas-weber'),
      step('two', 'tom-baker', { delay: all('PT1H'), when: { levels: ['S1'] } }),
      step('three', 'ines-duarte', { delay: all('PT1H') }),
    );
    const started = play(triaged, ladder, 0, 1).after;
    const escalate = (name: object) =>
      command(started, { kind: 'escalate', via: 'api', reason: 'x', ...name }, 'maria', ladder, minutes(2)).after;
    expect(play(escalate({ step: 'two' }), ladder, 2, 62).calls).toEqual(['2 tom-baker', '62 ines-duarte']);
    expect(play(escalate({}), ladder, 2, 30).calls).toEqual(['2 ines-duarte']);
  });

  it('a step that is not in the ladder is refused with those that are', () => {
    expect(to('four').decision).toMatchObject({
      outcome: 'refused',
      problem: { detail: expect.stringContaining('one, two, three') },
    });
  });
});

it('a ladder that wants more acknowledgements than it calls people is refused', () => {
  const last = step('last', 'ines-duarte');
  const problemsOf = (more: Partial<EscalationStep>) => {
    const checked = checkPack(packWith(step('first', 'tom-baker', more), last));
    return checked.ok ? [] : checked.problems.filter(({ pointer }) => pointer.includes('acknowledgements'));
  };
  expect(problemsOf({ acknowledgements: 2 })).toHaveLength(1);
  const targets = [{ person: 'tom-baker' }, { person: 'jonas-weber' }];
  expect(problemsOf({ acknowledgements: 2, targets })).toEqual([]);
  expect(problemsOf({ acknowledgements: 2, targets, who: 'round_robin' })).toHaveLength(1);
});

describe('who was given a case by name', () => {
  const pack = packWith(step('owner', 'x', { targets: [{ rota: 'owner' }] }), step('last', 'ines-duarte'));
  const give = (person: string, by: string) => {
    const wanted = { kind: 'assign', via: 'api', reason: 'x', person } as const;
    return command(play(triaged, pack, 0, 1).after, wanted, by, pack, minutes(2)).after;
  };
  const onDuty = decide(triaged, pack, AT).notices[0]?.person;

  it('is called first; whoever takes it and forgets it is not: whoever is on duty then is called', () => {
    expect(onDuty).not.toBe('tom-baker');
    expect(play(give('tom-baker', 'maria'), pack, 2, 2).calls).toEqual(['2 tom-baker', '2 ines-duarte']);
    const taken = give('tom-baker', 'tom-baker');
    expect(taken.state).toBe('acknowledged');
    expect(play(taken, pack, 3, 122).calls).toEqual([`122 ${String(onDuty)}`, '122 ines-duarte']);
    // Given by others, taken, and forgotten: the same.
    const given = command(
      play(give('tom-baker', 'maria'), pack, 2, 3).after,
      acknowledge,
      'tom-baker',
      pack,
      minutes(4),
    ).after;
    expect(play(given, pack, 5, 124).calls).toEqual([`124 ${String(onDuty)}`, '124 ines-duarte']);
  });
});
