import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import { decideCommand } from '../../../lambdas/case/decide-command.ts';
import { decideNotice } from '../../../lambdas/case/decide-notice.ts';
import { pauseEndsAt } from '../../../lambdas/case/decide-pause.ts';
import type { Command } from '../../../lambdas/case/command.ts';
import type { Case, ClockName } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from './history.ts';
import { claimedCall } from '../../support/notice.ts';

const OPENED = '2026-03-02T08:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(OPENED) + count * 60_000).toISOString();
const reason = 'The carrier looks for the pallet';
const base = openCase({
  openedAt: OPENED,
  severity: severityOf('S2'),
  impact: { unknown: [] },
  owner: ownerOf('customer-service'),
});
// S2: acknowledge PT30M, resolve PT8H, communicate PT2H.
const clocks = timeClocks(base, 'S2', pack, OPENED);
const held: Case = {
  ...base,
  state: 'acknowledged',
  acknowledgedAt: minutes(5),
  acknowledgedBy: 'jonas-weber',
  clocks: { ...clocks, acknowledge: { ...clocks.acknowledge, stoppedAt: minutes(5) } },
};

const pause = (until: string, more: { clocks?: ClockName[]; waitingFor?: 'carrier' | 'customer' } = {}): Command => ({
  kind: 'pause',
  via: 'api',
  reason,
  waitingFor: 'carrier',
  until,
  ...more,
});
const resume: Command = { kind: 'resume', via: 'api', reason };

function decide(record: Case, command: Command, at: string) {
  return decideCommand(record, command, { actor: { kind: 'person', id: 'jonas-weber' }, requestId: 'r1', at, pack });
}
function after(
  record: Case,
  command: Command,
  at: string,
): { record: Case; whats: string[]; entries: readonly { personal?: unknown }[] } {
  const decision = decide(record, command, at);
  if (decision.outcome !== 'changed') throw new Error(JSON.stringify(decision));
  const applied = applyActs(record, decision.acts, { at, traceparent: TRACEPARENT, salt: () => 's' });
  return {
    record: applied.after,
    whats: applied.entries.map(({ happening }) => happening.what),
    entries: applied.entries,
  };
}

describe('a pause', () => {
  it('stops the clock to solve it, says who is waited for, and keeps the reason beside it', () => {
    const { record, whats, entries } = after(held, pause(minutes(300)), minutes(60));
    expect(whats).toEqual(['ClocksPaused']);
    expect(record).toMatchObject({
      state: 'acknowledged',
      pause: { since: minutes(60), until: minutes(300), waitingFor: 'carrier', by: 'jonas-weber' },
    });
    expect(record.clocks?.resolve.pausedAt).toBe(minutes(60));
    expect(record.clocks?.communicate).toEqual(held.clocks?.communicate);
    expect(entries[0]).toMatchObject({ touch: true, personal: { text: { value: reason } } });
    expect(record.attention).toBe(held.attention + 1);
  });

  it('ended by a person leaves the time that was left', () => {
    const paused = after(held, pause(minutes(300)), minutes(60)).record;
    const { record, whats } = after(paused, resume, minutes(100));
    expect(whats).toEqual(['ClocksResumed']);
    expect(record.pause).toBeUndefined();
    expect(record.clocks?.resolve).toEqual({ startedAt: OPENED, dueAt: minutes(520), pausedMs: 40 * 60_000 });
    expect(record.attention).toBe(paused.attention + 1);
  });

  it('that is changed ends, and another begins', () => {
    const paused = after(held, pause(minutes(300)), minutes(60)).record;
    const { record, whats } = after(paused, pause(minutes(400), { waitingFor: 'customer' }), minutes(90));
    expect(whats).toEqual(['ClocksResumed', 'ClocksPaused']);
    expect(record).toMatchObject({
      pause: { since: minutes(90), until: minutes(400), waitingFor: 'customer' },
      clocks: { resolve: { pausedAt: minutes(90), pausedMs: 30 * 60_000 } },
    });
  });

  it('asked for twice is one', () => {
    const paused = after(held, pause(minutes(300)), minutes(60)).record;
    expect(decide(paused, pause(minutes(300)), minutes(61))).toMatchObject({ outcome: 'unchanged' });
    expect(decide(held, resume, minutes(61))).toMatchObject({ outcome: 'unchanged' });
  });

  it.each([
    ['in the past', held, minutes(50), undefined],
    ['longer than seven days', held, '2026-03-12T08:00:00.000Z', undefined],
    ['of a clock that was kept', held, minutes(300), ['acknowledge']],
    ['of a case that is solved', { ...held, state: 'resolved' }, minutes(300), undefined],
    ['of a case without clocks', openCase({ openedAt: OPENED }), minutes(300), undefined],
  ] as [string, Case, string, ClockName[] | undefined][])('is refused %s', (_why, record, until, names) => {
    expect(decide(record, pause(until, names === undefined ? {} : { clocks: names }), minutes(60))).toMatchObject({
      outcome: 'refused',
    });
  });

  const detail = (decision: ReturnType<typeof decide>) =>
    decision.outcome === 'refused'
      ? [decision.problem.status, decision.problem.detail]
      : decision.outcome === 'unchanged'
        ? decision.why
        : decision.outcome;

  it('is refused with its reason, up to the last moment at which it would be one', () => {
    const from = (until: string, record: Case = held, more: Parameters<typeof pause>[1] = {}) =>
      detail(decide(record, pause(until, more), minutes(60)));
    expect(from(minutes(60))).toEqual([400, 'It must be in the future.']);
    expect(from('2026-03-02T09:00:00.001Z')).toBe('changed');
    const week = '2026-03-09T09:00:00.000Z';
    expect(from(week)).toBe('changed');
    // In whatever zone it is said.
    expect(from('2026-03-09T10:00:00+01:00')).toBe('changed');
    expect(from('2026-03-09T09:00:00.001Z')).toEqual([400, `At most seven days: until ${week} at the latest.`]);
    expect(decide(held, pause(minutes(0)), minutes(60))).toMatchObject({
      problem: { errors: [{ pointer: '/until' }] },
    });
    expect(decide(held, pause('2026-04-01T00:00:00Z'), minutes(60))).toMatchObject({
      problem: { errors: [{ pointer: '/until' }] },
    });
    for (const state of ['resolved', 'closed', 'merged', 'withdrawn'] as const)
      expect(from(minutes(300), { ...held, state })).toEqual([409, `The case is ${state}.`]);
    expect(from(minutes(300), { ...held, state: 'withdrawn' })[0]).toBe(409);
    const { clocks: _none, ...unassessed } = held;
    expect(from(minutes(300), unassessed)).toEqual([409, 'The case has not been assessed yet; try again in a minute.']);
    expect(from(minutes(300), held, { clocks: ['acknowledge'] })).toEqual([
      409,
      'No clock is running that could wait (acknowledge).',
    ]);
  });

  it('asked for twice says for whom it waits and until when; of other clocks, for another, or longer it is another', () => {
    const paused = after(held, pause(minutes(300)), minutes(60)).record;
    const again = (more: Parameters<typeof pause>[1], until = minutes(300), record = paused) =>
      detail(decide(record, pause(until, more), minutes(61)));
    expect(again({})).toBe(`It waits for the carrier until ${minutes(300)} already.`);
    const other = { waitingFor: 'other' } as never;
    const forSomebody = after(held, pause(minutes(300), other), minutes(60)).record;
    expect(again(other, minutes(300), forSomebody)).toBe(`It waits for somebody until ${minutes(300)} already.`);
    expect(again({ clocks: ['resolve', 'communicate'] })).toBe('changed');
    expect(again({ waitingFor: 'customer' })).toBe('changed');
    expect(again({}, minutes(301))).toBe('changed');
    expect(detail(decide(held, resume, minutes(61)))).toBe('No clock of the case is paused.');
  });

  it('says what has gone on, by what way, and keeps the reason beside it', () => {
    const paused = after(held, pause(minutes(300)), minutes(60)).record;
    const decision = decide(paused, resume, minutes(100));
    expect(decision).toMatchObject({
      acts: [{ personal: { text: reason }, happening: { what: 'ClocksResumed', via: 'api', resumed: ['resolve'] } }],
    });
    const first = decide(held, pause(minutes(300)), minutes(60));
    expect(first).toMatchObject({
      acts: [{ happening: { what: 'ClocksPaused', via: 'api', paused: ['resolve'], until: minutes(300) } }],
    });
  });

  it('does not mend what is due by now: the breach is recorded, whoever is faster', () => {
    expect(decide(held, pause(minutes(700)), minutes(480))).toMatchObject({ outcome: 'refused' });
    const both = pause(minutes(700), { clocks: ['resolve', 'communicate'] });
    const { record } = after(held, both, minutes(120));
    expect(record.clocks?.communicate).not.toHaveProperty('pausedAt');
    expect(record.clocks?.resolve).toHaveProperty('pausedAt');
  });

  it('ends with the deadline outside that its clock is due at', () => {
    const bound = {
      ...held,
      clocks: { ...held.clocks!, resolve: { ...held.clocks!.resolve, dueAt: minutes(200), deadline: minutes(200) } },
    };
    expect(pauseEndsAt(after(bound, pause(minutes(300)), minutes(60)).record)).toBe(minutes(200));
    expect(pauseEndsAt(after(held, pause(minutes(300)), minutes(60)).record)).toBe(minutes(300));
    expect(pauseEndsAt(held)).toBeUndefined();
    const later = {
      ...bound,
      clocks: { ...bound.clocks, resolve: { ...bound.clocks.resolve, deadline: minutes(400) } },
    };
    expect(pauseEndsAt(after(later, pause(minutes(300)), minutes(60)).record)).toBe(minutes(300));
  });

  it('is over when the case is, when it comes back, and when somebody calls the next level', () => {
    const paused = after(held, pause(minutes(300)), minutes(60)).record;
    expect(
      after(paused, { kind: 'resolve', via: 'api', resolution: 'solved' }, minutes(70)).record.pause,
    ).toBeUndefined();
    const escalated = after(paused, { kind: 'escalate', via: 'api', reason }, minutes(70));
    expect(escalated.whats).toEqual(['CaseHandedBack', 'ClocksResumed', 'EscalatedByHand']);
    expect(escalated.record.pause).toBeUndefined();
  });

  it('of the clock to acknowledge holds back what was queued', () => {
    const triaged: Case = { ...base, state: 'triaged', clocks };
    const notice = claimedCall({
      id: `ntc_${'0'.repeat(32)}`,
      caseId: base.id,
      person: 'jonas-weber',
      claimedAt: OPENED,
    });
    expect(decideNotice(notice, triaged, minutes(1))).toMatchObject({ do: 'hand-over' });
    const paused = after(triaged, pause(minutes(300), { clocks: ['acknowledge'] }), minutes(1)).record;
    expect(decideNotice(notice, paused, minutes(2))).toMatchObject({ do: 'suppress' });
  });
});

describe('the customer was told', () => {
  it('keeps the promise, once', () => {
    const { record, whats } = after(held, { kind: 'customer-told', via: 'api', note: 'By phone' }, minutes(60));
    expect(whats).toEqual(['CustomerTold']);
    expect(record.clocks?.communicate.stoppedAt).toBe(minutes(60));
    expect(decide(record, { kind: 'customer-told', via: 'api' }, minutes(61))).toEqual({
      outcome: 'unchanged',
      why: `The customer was told at ${minutes(60)} already.`,
    });
  });

  it.each(['resolved', 'closed'] as const)('is not kept any more when the case is %s', (state) => {
    expect(decide({ ...held, state }, { kind: 'customer-told', via: 'api' }, minutes(60))).toMatchObject({
      outcome: 'refused',
      problem: { status: 409, detail: `The case is ${state}.` },
    });
  });

  it.each(['resolved', 'closed', 'withdrawn', 'merged'] as const)(
    'is said of a case that is %s, where its message to them came back, and not where nothing was promised to them',
    (state) => {
      const owes = (customer: Case['customer']) =>
        decide({ ...held, state, customer }, { kind: 'customer-told', via: 'api' }, minutes(60)).outcome;
      const lost = { state: 'not_told', at: minutes(1), why: 'bounced' } as const;
      expect(owes({ ...lost, actionId: 'act_1' })).toBe('changed');
      expect(owes(lost)).toBe('refused');
      expect(owes({ ...lost, state: 'told', actionId: 'act_1' })).toBe('refused');
      expect(owes(undefined)).toBe('refused');
    },
  );

  it('is said of the clock to tell them, also before anything was assessed, and in words that can be erased', () => {
    const { clocks: _none, ...unassessed } = held;
    expect(decide(unassessed, { kind: 'customer-told', via: 'link' }, minutes(60))).toMatchObject({
      acts: [{ clock: 'communicate', happening: { what: 'CustomerTold', via: 'link' } }],
    });
    const decision = decide(held, { kind: 'customer-told', via: 'api', note: 'By phone' }, minutes(60));
    expect(decision).toMatchObject({ acts: [{ personal: { text: 'By phone' } }] });
    const silent = decide(held, { kind: 'customer-told', via: 'api' }, minutes(60));
    expect(silent.outcome === 'changed' && silent.acts[0]).not.toHaveProperty('personal');
  });
});
