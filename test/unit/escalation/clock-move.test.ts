import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { pauseClock, timeClocks } from '../../../lambdas/case/clocks.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, Notice } from '../../../lambdas/contracts/index.ts';
import { clockMoments, clockMove } from '../../../lambdas/escalation/clock-move.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import type { Plan } from '../../../lambdas/escalation/decide-next-step.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from '../case/history.ts';
import { claimedCall } from '../../support/notice.ts';

const OPENED = '2026-03-02T08:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(OPENED) + count * 60_000).toISOString();
const base = openCase({
  openedAt: OPENED,
  signals: 1,
  triagedSignals: 1,
  severity: severityOf('S2'),
  impact: { unknown: [] },
  owner: ownerOf('customer-service'),
  playbook: { id: 'x', tasks: 0, open: 0 },
});
const clocks = timeClocks(base, 'S2', pack, OPENED);
const kept = {
  ...clocks,
  acknowledge: { ...clocks.acknowledge, stoppedAt: minutes(5) },
  communicate: { ...clocks.communicate, stoppedAt: minutes(5) },
};
// S2: resolve PT8H; the default pack tells of it at 50, 75 and 100 percent.
const held: Case = {
  ...base,
  state: 'in_progress',
  acknowledgedAt: minutes(5),
  acknowledgedBy: 'jonas-weber',
  lastProgressAt: minutes(239),
  clocks: kept,
};
const by = { actor: { kind: 'system', id: 'escalation' }, cause: { kind: 'lifecycle', id: 'x-1' } } as const;
const decide = (record: Case, at: string): Plan =>
  decideNextStep({ record, notices: [], pack, at, generation: 1, execution: 'x-1', triageFailed: false });
const whats = ({ acts }: Plan): string[] => acts.map(({ happening }) => happening.what);
const apply = (record: Case, plan: Plan, at: string): Case =>
  applyActs(record, plan.acts, { at, traceparent: TRACEPARENT, salt: () => 's' }).after;

describe('the marks of a clock', () => {
  it('tell whoever has the case, once each and by one channel, and wait for the next', () => {
    expect(decide(held, minutes(239)).next).toMatchObject({ next: 'wait', until: minutes(240) });
    const half = decide(held, minutes(240));
    expect(half.acts[0]?.happening).toMatchObject({ what: 'ClockNoticed', clock: 'resolve', percent: 50 });
    expect(half.notices.map(({ person, channel, purpose }) => [person, channel, purpose])).toEqual([
      ['jonas-weber', 'slack', 'clock'],
    ]);
    expect(half.next).toMatchObject({ next: 'call', until: minutes(360) });
    expect(whats(decide(apply(held, half, minutes(240)), minutes(241)))).toEqual([]);
  });

  it('have the same messages whoever decides it, and others at the next mark', () => {
    const idsAt = (record: Case, at: string): string[] => decide(record, at).notices.map(({ id }) => id);
    expect(idsAt(held, minutes(240))).toEqual(idsAt(held, minutes(241)));
    const later = idsAt({ ...held, lastProgressAt: minutes(400) }, minutes(400));
    expect(new Set([...idsAt(held, minutes(240)), ...later]).size).toBe(2);
  });

  it('that are over at once are one', () => {
    const late = decide({ ...held, lastProgressAt: minutes(400) }, minutes(400));
    expect(late.acts.map(({ happening }) => happening)).toMatchObject([{ what: 'ClockNoticed', percent: 75 }]);
  });

  it('end with the breach, which is told too, by each channel', () => {
    const record = {
      ...held,
      lastProgressAt: minutes(479),
      clocks: { ...kept, resolve: { ...kept.resolve, noticed: 75 } },
    };
    const plan = decide(record, minutes(480));
    expect(plan.acts[0]?.happening).toMatchObject({ what: 'ClockBreached', clock: 'resolve', notices: [{}, {}] });
    expect(plan.notices.map(({ percent }) => percent)).toEqual([100, 100]);
  });

  it('end with a breach that nobody is told of where the policy does not ask for that', () => {
    const record = {
      ...held,
      lastProgressAt: minutes(479),
      clocks: { ...kept, resolve: { ...kept.resolve, noticed: 75 } },
    };
    const quiet = { ...pack, clocks: { ...pack.clocks, notices: { resolve: [50, 75] } } };
    for (const policy of [quiet, { ...pack, clocks: { ...pack.clocks, notices: {} } }]) {
      const move = clockMove({ record, notices: [], pack: policy, at: minutes(480) }, by);
      expect(move).toEqual({
        act: { ...by, clock: 'resolve', happening: { what: 'ClockBreached', clock: 'resolve', dueAt: minutes(480) } },
        notices: [],
      });
    }
  });

  const called: Case = {
    ...base,
    state: 'triaged',
    clocks,
    escalation: { ...base.escalation, nextStep: 1, lastCallAt: OPENED },
  };
  const call = (person: string, changes: Partial<Notice> = {}): Notice =>
    claimedCall({
      id: deriveId('ntc', person),
      caseId: base.id,
      person,
      channel: 'email',
      state: 'handed_over',
      claimedAt: OPENED,
      ...changes,
    });
  const decideCalled = (record: Case, at: string, notices: readonly Notice[], policy = pack): Plan =>
    decideNextStep({ record, notices, pack: policy, at, generation: 1, execution: 'x-1', triageFailed: false });

  it('remind whoever was called, while nobody has it, of the time to take it, and of nothing else; at the breach the ladder calls', () => {
    // S2: half an hour to acknowledge; half of the time to tell the customer is over only at 60 minutes.
    const told = [call('amelie-roy'), call('dan-okafor', { state: 'failed' }), call('jonas-weber', { round: 2 })];
    expect(decideCalled(called, minutes(14), [call('amelie-roy')]).next).toMatchObject({
      next: 'wait',
      until: minutes(15),
    });
    const half = decideCalled(called, minutes(15), told);
    expect(half.acts.map(({ happening }) => happening)).toMatchObject([
      { what: 'NoticeFellBack' },
      { what: 'ClockNoticed', clock: 'acknowledge', percent: 50 },
    ]);
    const reminders = half.notices.filter(({ purpose }) => purpose === 'clock');
    expect(reminders.map(({ person, channel }) => `${person} ${channel}`)).toEqual(['amelie-roy slack']);
    const breached = decideCalled(called, minutes(30), told);
    expect(breached.acts.map(({ happening }) => happening)).toContainEqual({
      what: 'ClockBreached',
      clock: 'acknowledge',
      dueAt: minutes(30),
    });
    expect(breached.notices.filter(({ purpose }) => purpose === 'clock')).toEqual([]);
    expect(whats(breached)).toContain('EscalationStepClaimed');
  });

  it('remind those of the last step that reached anybody, and nobody who was called before them', () => {
    const twice = { ...called, escalation: { ...called.escalation, nextStep: 2 } };
    const first = call('amelie-roy');
    const toReminded = (...told: readonly Notice[]): readonly string[] =>
      decideCalled(twice, minutes(15), [first, ...told])
        .notices.filter(({ purpose }) => purpose === 'clock')
        .map(({ person }) => person);
    expect(toReminded(call('ines-duarte', { step: 1 }))).toEqual(['ines-duarte']);
    const lost = { step: 1, state: 'failed', failure: 'no such user' } as const;
    expect(toReminded(call('ines-duarte', lost))).toEqual(['amelie-roy']);
  });

  it('say nothing beside a call of the ladder at the same moment', () => {
    const [policy, ...others] = pack.escalation;
    const [first, second, ...later] = policy!.steps;
    const sooner = { ...second!, delay: { ...second!.delay, S2: 'PT15M' } };
    const hurried = { ...pack, escalation: [{ ...policy!, steps: [first!, sooner, ...later] }, ...others] };
    const plan = decideCalled(called, minutes(15), [call('amelie-roy')], hurried);
    expect(whats(plan)).toEqual(['ClockNoticed', 'EscalationStepClaimed']);
    expect(plan.notices.map(({ purpose }) => purpose)).not.toContain('clock');
    expect(plan.acts[0]?.happening).toMatchObject({ notices: [] });
  });

  it.each([
    ['nobody was called yet', { escalation: { ...base.escalation, lastCallAt: undefined } }],
    ['its incident speaks for it', { incident: { id: deriveId('case', 'incident'), joinedAt: OPENED } }],
    ['it is snoozed', { snoozedUntil: minutes(400) }],
    ['it has gone away for now', { flapping: { since: OPENED, times: 3, quietUntil: minutes(120) } }],
  ])('remind nobody where %s', (_why, changes) => {
    const record = { ...called, ...changes } as Case;
    const plan = decideCalled(record, minutes(20), [call('amelie-roy')]);
    expect(plan.notices.filter(({ purpose }) => purpose === 'clock')).toEqual([]);
    expect(whats(plan)).not.toContain('ClockNoticed');
  });

  it('tell whoever has it that somebody else waits for word, where the playbook promises a message, until it was given', () => {
    const waiting = { ...held, clocks: { ...kept, communicate: clocks.communicate }, lastProgressAt: minutes(59) };
    const half = decide({ ...waiting, type: 'transport.delay' }, minutes(60));
    expect(half.acts[0]?.happening).toMatchObject({ what: 'ClockNoticed', clock: 'communicate', percent: 50 });
    expect(half.notices.map(({ person }) => person)).toEqual(['jonas-weber']);
    const breach = decide({ ...waiting, type: 'transport.delay', lastProgressAt: minutes(119) }, minutes(120));
    expect(breach.acts[0]?.happening).toMatchObject({ what: 'ClockBreached', clock: 'communicate', notices: [{}, {}] });
    // Nobody is promised anything about a source that has fallen silent.
    const silent = { ...waiting, type: 'integration.source_silent' };
    expect(whats(decide(silent, minutes(60)))).not.toContain('ClockNoticed');
    expect(decide({ ...silent, lastProgressAt: minutes(119) }, minutes(120)).notices).toEqual([]);
    expect(whats(decide({ ...held, lastProgressAt: minutes(59) }, minutes(60)))).not.toContain('ClockNoticed');
  });

  it('of a clock that is paused are not looked for', () => {
    const paused = {
      ...called,
      clocks: { ...clocks, acknowledge: pauseClock(clocks.acknowledge, minutes(10)) },
      pause: { since: minutes(10), until: minutes(100), waitingFor: 'carrier' as const, by: 'jonas-weber' },
    };
    const plan = decideCalled(paused, minutes(20), [call('amelie-roy')]);
    expect([plan.acts.map(({ happening }) => happening.what), plan.notices]).toEqual([
      expect.not.arrayContaining(['ClockNoticed']),
      [],
    ]);
  });

  it('do not hold up a case whose holder nobody can reach', () => {
    const plan = decide({ ...held, acknowledgedBy: 'somebody-else' }, minutes(240));
    expect(plan).toMatchObject({ notices: [], next: { next: 'wait' } });
    expect(whats(plan)).toContain('ClockNoticed');
  });
});

describe('in a pause', () => {
  const paused: Case = {
    ...held,
    clocks: { ...kept, resolve: pauseClock(kept.resolve, minutes(200)) },
    pause: { since: minutes(200), until: minutes(1000), waitingFor: 'carrier', by: 'jonas-weber' },
  };

  it('no clock is noticed or broken, and nobody is taken for idle', () => {
    for (const at of [240, 480, 999])
      expect(decide(paused, minutes(at))).toMatchObject({ notices: [], next: { next: 'wait', until: minutes(1000) } });
  });

  it('its end is told to whoever has the case, and they have their time again', () => {
    const plan = decide(paused, minutes(1000));
    expect(whats(plan)).toEqual(['ClocksResumed']);
    expect(plan.notices.map(({ percent }) => percent)).toEqual([0, 0]);
    const resumed = apply(paused, plan, minutes(1000));
    expect(resumed.clocks?.resolve).toMatchObject({ dueAt: minutes(1280), pausedMs: 800 * 60_000 });
    expect(plan.next).toMatchObject({ next: 'call', until: minutes(1040) });
  });

  it('its end is told once, whoever decides it and when', () => {
    const ids = (at: string) => clockMove({ record: paused, notices: [], pack, at }, by)?.notices.map(({ id }) => id);
    expect(ids(minutes(1000))).toEqual(ids(minutes(1001)));
    expect(clockMove({ record: paused, notices: [], pack, at: minutes(999) }, by)).toBeUndefined();
  });

  it('its end comes by the system, and is about the clock that waited; where it was stopped since, about the end', () => {
    const endOf = (record: Case) => clockMove({ record, notices: [], pack, at: minutes(1000) }, by);
    expect(endOf(paused)?.act.happening).toMatchObject({ what: 'ClocksResumed', via: 'system', resumed: ['resolve'] });
    const told = { ...paused, clocks: { ...kept, communicate: pauseClock(clocks.communicate, minutes(1)) } };
    expect(endOf(told)?.notices.map(({ clock }) => clock)).toEqual(['communicate', 'communicate']);
    expect(endOf({ ...paused, clocks: kept })).toMatchObject({
      act: { happening: { what: 'ClocksResumed', resumed: [] } },
      notices: [
        { clock: 'resolve', percent: 0 },
        { clock: 'resolve', percent: 0 },
      ],
    });
  });

  it('of the clock to acknowledge nobody is called', () => {
    const waiting: Case = {
      ...paused,
      state: 'triaged',
      clocks: { ...kept, acknowledge: pauseClock(clocks.acknowledge, minutes(1)), resolve: kept.resolve },
    };
    expect(decide(waiting, minutes(60))).toMatchObject({ notices: [], next: { next: 'wait' } });
  });
});

describe('when time alone does something next', () => {
  const at = minutes(10);
  it('is when a clock that runs is due, at the next mark of one that somebody is told of, and at the end of a pause', () => {
    expect(clockMoments(held, pack, at)).toEqual([minutes(480), minutes(240)]);
    expect(clockMoments({ ...held, clocks: { ...kept, resolve: { ...kept.resolve, noticed: 50 } } }, pack, at)).toEqual(
      [minutes(480), minutes(360)],
    );
    // Of those that nobody has, and of which nobody was called, only what is due.
    expect(clockMoments({ ...base, state: 'triaged', clocks }, pack, at)).toEqual([
      minutes(30),
      minutes(480),
      minutes(120),
    ]);
    const resolve = pauseClock(kept.resolve, minutes(5));
    const pause = { since: minutes(5), until: minutes(100), waitingFor: 'carrier', by: 'jonas-weber' } as const;
    expect(clockMoments({ ...held, clocks: { ...kept, resolve }, pause }, pack, at)).toEqual([minutes(100)]);
  });

  it('is never, for a case without clocks', () => {
    expect(clockMoments(base, pack, at)).toEqual([]);
    expect(clockMove({ record: base, notices: [], pack, at }, by)).toBeUndefined();
  });
});
