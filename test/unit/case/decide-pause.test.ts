import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import { decideCommand } from '../../../lambdas/case/decide-command.ts';
import { decideNotice } from '../../../lambdas/case/decide-notice.ts';
import { pauseEndsAt } from '../../../lambdas/case/decide-pause.ts';
import type { Command } from '../../../lambdas/case/command.ts';
import type { Case, ClockName, Notice } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from './history.ts';

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
    const notice: Notice = {
      contract: 'notice/1',
      id: `ntc_${'0'.repeat(32)}`,
      caseId: base.id,
      purpose: 'call',
      step: 0,
      round: 1,
      person: 'jonas-weber',
      channel: 'slack',
      state: 'claimed',
      claimedAt: OPENED,
      possiblyRepeated: false,
    };
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
    expect(decide(record, { kind: 'customer-told', via: 'api' }, minutes(61))).toMatchObject({ outcome: 'unchanged' });
  });
});
