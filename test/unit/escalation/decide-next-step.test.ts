import { describe, expect, it } from 'vitest';
import type { Case, Notice } from '../../../lambdas/contracts/index.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import type { Plan, Situation } from '../../../lambdas/escalation/decide-next-step.ts';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const UNTIL = '2026-03-03T09:00:00.000Z';
const triaged = (changes: Partial<Case> = {}): Case => {
  const record = openCase({ state: 'triaged', triagedSignals: 1, severity: severityOf('S1'), impact: { unknown: [] } });
  return { ...record, owner: ownerOf('customer-service'), clocks: timeClocks(record, 'S1', pack, AT), ...changes };
};
const decide = (record: Case, more: Partial<Situation> = {}): Plan =>
  decideNextStep({ record, notices: [], pack, at: AT, generation: 1, execution: 'x-1', triageFailed: false, ...more });
const ids = ({ notices }: Plan): readonly string[] => notices.map(({ id }) => id);
const told = (of: Plan): readonly Notice[] =>
  of.notices.map((notice) => ({ ...notice, state: 'handed_over' as const }));

describe('two executions of one case', () => {
  it('the one that was replaced calls nobody and ends', () => {
    const record = triaged();
    expect(ids(decide(record)).length).toBeGreaterThan(0);
    const replaced = { ...record, escalation: { ...record.escalation, generation: 2 } };
    expect(decide(replaced)).toMatchObject({ acts: [], notices: [], next: { next: 'finish' } });
  });
});

describe('a call', () => {
  it('decided twice for the same step and round has the same messages, so the table takes them once', () => {
    expect(ids(decide(triaged()))).toEqual(ids(decide(triaged())));
    const next = triaged({ escalation: { ...triaged().escalation, round: 2 } });
    expect(ids(decide(next)).filter((id) => ids(decide(triaged())).includes(id))).toEqual([]);
  });
});

describe('the last messages', () => {
  const resolved = triaged({
    state: 'resolved',
    resolvedAt: AT,
    reopenUntil: UNTIL,
    escalation: { ...triaged().escalation, nextDueAt: AT },
  });
  const called = told(decide(triaged()));

  it('go to everybody who was called, with ids of their own', () => {
    const first = decide(resolved, { notices: called });
    expect(first.notices.map(({ purpose }) => purpose)).toEqual(called.map(() => 'resolved'));
    expect(ids(decide(resolved, { notices: called }))).toEqual(ids(first));
  });

  it('are claimed once: decided again, those that nobody has handed over are handed over, and nothing is written', () => {
    const { notices } = decide(resolved, { notices: called });
    const claimed = { ...resolved, escalation: { ...resolved.escalation, nextDueAt: UNTIL } };
    const again = decide(claimed, { notices: [...called, ...notices] });
    expect(again).toMatchObject({ acts: [], notices: [], next: { next: 'finish' } });
    expect(again.next.next === 'finish' && again.next.notices.map(({ noticeId }) => noticeId)).toEqual(
      notices.map(({ id }) => id),
    );
  });
});

it('a case that ended before its lifecycle has seen that a message failed: the message goes another way', () => {
  const [call] = decide(triaged()).notices;
  if (call === undefined) throw new Error('nobody was called');
  const lost: Notice = { ...call, purpose: 'approval', actionId: 'act_1', state: 'failed', failure: 'no such channel' };
  const ended = { ...triaged(), resolvedAt: AT, reopenUntil: UNTIL };
  for (const state of ['resolved', 'withdrawn'] as const)
    expect(decide({ ...ended, state }, { notices: [lost] }).notices).toMatchObject([
      { purpose: 'approval', person: lost.person, insteadOf: lost.id, state: 'claimed' },
    ]);
});

describe('a severity that time raises', () => {
  const acknowledged = (rescoreAt: string): Case =>
    triaged({ state: 'acknowledged', acknowledgedAt: AT, severity: { ...severityOf('S3'), rescoreAt } });

  it('is waited for by the due index, and asked again when its moment has come', () => {
    const soon = '2026-03-02T09:04:00.000Z';
    expect(decide(acknowledged(soon))).toMatchObject({ next: { next: 'wait', until: soon } });
    expect(decide(acknowledged(soon), { at: soon })).toMatchObject({ acts: [], notices: [], next: { next: 'triage' } });
  });

  it('where that triage fails it is tried again after five minutes, not at once', () => {
    const { next } = decide(acknowledged(AT), { triageFailed: true });
    expect(next).toMatchObject({ next: 'wait', until: '2026-03-02T09:05:00.000Z' });
  });
});

describe('a case that somebody has becomes more severe', () => {
  const NIGHT = '2026-03-03T01:00:00.000Z';
  const raised = (changes: Partial<Case> = {}, by?: string): Case =>
    triaged({
      state: 'acknowledged',
      acknowledgedAt: AT,
      acknowledgedBy: 'jonas-weber',
      lastProgressAt: AT,
      playbook: { id: 'x', tasks: 0, open: 0 },
      severity: { ...severityOf('S1'), raised: { from: 'S3', at: NIGHT, ...(by === undefined ? {} : { by }) } },
      clocks: {
        ...timeClocks(triaged(), 'S1', pack, NIGHT),
        resolve: { startedAt: AT, dueAt: '2026-03-03T05:00:00.000Z' },
      },
      ...changes,
    });
  const purposes = (plan: Plan): readonly string[] => plan.notices.map(({ purpose, person }) => `${purpose} ${person}`);

  it('whoever has it is told, once, and has the grace before it is taken for forgotten', () => {
    const first = decide(raised(), { at: NIGHT });
    expect(purposes(first)).toContain('raised jonas-weber');
    expect(first.acts.map(({ happening }) => happening.what)).not.toContain('AcknowledgementTimedOut');
    expect(purposes(decide(raised(), { at: NIGHT, notices: told(first) }))).not.toContain('raised jonas-weber');
    const later = decide(raised(), { at: '2026-03-03T01:05:00.000Z', notices: told(first) });
    expect(later.acts.map(({ happening }) => happening.what)).toEqual(
      expect.arrayContaining(['AcknowledgementTimedOut', 'EscalationStepClaimed']),
    );
  });

  it.each([
    ['the one who has raised it', raised({}, 'jonas-weber')],
    ['one who took it after that', raised({ acknowledgedAt: '2026-03-03T01:01:00.000Z' })],
    [
      'anybody of a level that the policy does not name',
      raised({ severity: { ...severityOf('S3'), raised: { from: 'S4', at: NIGHT } } }),
    ],
    ['anybody while nobody has it', raised({ state: 'triaged' })],
  ])('does not tell %s', (_whom, record) => {
    expect(purposes(decide(record, { at: '2026-03-03T01:02:00.000Z' })).join()).not.toContain('raised');
  });
});
