import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { pauseClock, timeClocks } from '../../../lambdas/case/clocks.ts';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import type { Plan } from '../../../lambdas/escalation/decide-next-step.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from '../case/history.ts';

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
const decide = (record: Case, at: string): Plan =>
  decideNextStep({ record, notices: [], pack, at, generation: 1, execution: 'x-1', triageFailed: false });
const whats = ({ acts }: Plan): string[] => acts.map(({ happening }) => happening.what);
const apply = (record: Case, plan: Plan, at: string): Case =>
  applyActs(record, plan.acts, { at, traceparent: TRACEPARENT, salt: () => 's' }).after;

describe('the marks of a clock', () => {
  it('tell whoever has the case, once each, and wait for the next', () => {
    expect(decide(held, minutes(239)).next).toMatchObject({ next: 'wait', until: minutes(240) });
    const half = decide(held, minutes(240));
    expect(half.acts[0]?.happening).toMatchObject({ what: 'ClockNoticed', clock: 'resolve', percent: 50 });
    expect(half.notices.map(({ person, channel, purpose }) => [person, channel, purpose])).toEqual([
      ['jonas-weber', 'slack', 'clock'],
      ['jonas-weber', 'email', 'clock'],
    ]);
    expect(half.next).toMatchObject({ next: 'call', until: minutes(360) });
    expect(whats(decide(apply(held, half, minutes(240)), minutes(241)))).toEqual([]);
  });

  it('have the same messages whoever decides it, and others at the next mark', () => {
    const idsAt = (record: Case, at: string): string[] => decide(record, at).notices.map(({ id }) => id);
    expect(idsAt(held, minutes(240))).toEqual(idsAt(held, minutes(241)));
    const later = idsAt({ ...held, lastProgressAt: minutes(400) }, minutes(400));
    expect(new Set([...idsAt(held, minutes(240)), ...later]).size).toBe(4);
  });

  it('that are over at once are one', () => {
    const late = decide({ ...held, lastProgressAt: minutes(400) }, minutes(400));
    expect(late.acts.map(({ happening }) => happening)).toMatchObject([{ what: 'ClockNoticed', percent: 75 }]);
  });

  it('end with the breach, which is told too', () => {
    const record = {
      ...held,
      lastProgressAt: minutes(479),
      clocks: { ...kept, resolve: { ...kept.resolve, noticed: 75 } },
    };
    const plan = decide(record, minutes(480));
    expect(plan.acts[0]?.happening).toMatchObject({ what: 'ClockBreached', clock: 'resolve', notices: [{}, {}] });
    expect(plan.notices.map(({ percent }) => percent)).toEqual([100, 100]);
  });

  it('are for nobody while nobody has it: the ladder calls', () => {
    const called = {
      ...base,
      state: 'triaged' as const,
      clocks,
      escalation: { ...base.escalation, nextStep: 1, lastCallAt: minutes(29) },
    };
    expect(whats(decide(called, minutes(29)))).not.toContain('ClockNoticed');
    const breached = decide(called, minutes(30));
    expect(breached.acts[0]?.happening).toEqual({ what: 'ClockBreached', clock: 'acknowledge', dueAt: minutes(30) });
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

  it('of the clock to acknowledge nobody is called', () => {
    const waiting: Case = {
      ...paused,
      state: 'triaged',
      clocks: { ...kept, acknowledge: pauseClock(clocks.acknowledge, minutes(1)), resolve: kept.resolve },
    };
    expect(decide(waiting, minutes(60))).toMatchObject({ notices: [], next: { next: 'wait' } });
  });
});
