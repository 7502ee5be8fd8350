import { describe, expect, it } from 'vitest';
import type { Case, Notice } from '../../../lambdas/contracts/index.ts';
import { announceMove } from '../../../lambdas/escalation/announce-tasks.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import { whyUnwanted } from '../../../lambdas/case/decide-notice.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const hours = (count: number): string => new Date(Date.parse(AT) + count * 3_600_000).toISOString();
const by = { actor: { kind: 'system', id: 'escalation' }, cause: { kind: 'lifecycle', id: 'x-1' } } as const;
const held = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'triaged',
    type: 'compliance.customs_hold',
    severity: severityOf('S2'),
    impact: { unknown: [] },
    owner: { ...ownerOf('trade-compliance'), function: 'trade_compliance' },
    triagedSignals: 1,
    openedAt: hours(-1),
    playbook: { id: 'customs-hold', tasks: 5, open: 5 },
    ...changes,
  });
const look = (record: Case, notices: readonly Notice[] = [], at = AT) =>
  announceMove({ record, pack, at, notices }, by);
const told = (record: Case, notices: readonly Notice[] = [], at = AT): readonly string[] =>
  (look(record, notices, at)?.notices ?? []).map(
    ({ person, channel, taskIds }) => `${person} ${channel} ${String(taskIds)}`,
  );
const first = look(held())!.notices;

describe('a task that is announced', () => {
  it('is told to who is on duty for its function, by one channel, and nobody has to have the case for that', () => {
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({
      purpose: 'task_set',
      state: 'claimed',
      claimedAt: AT,
      taskIds: ['tell-account-team'],
    });
    expect(told(held({ state: 'in_progress', acknowledgedBy: 'jonas-weber' }))).toEqual(told(held()));
  });

  it('is told once, whoever is on duty later, and once more when the case was opened again', () => {
    expect(told(held(), first, hours(30))).toEqual([]);
    expect(told(held({ reopens: 1, reopenedAt: hours(2) }), first, hours(3))).toHaveLength(1);
  });

  it('waits until the promise is near where only that puts it in danger; one that nobody knows is not', () => {
    const near = (promisedAt?: string) =>
      told(
        held({
          type: 'transport.capacity_rejected',
          owner: { ...ownerOf('transport'), function: 'transport_planning' },
          playbook: { id: 'no-carrier', tasks: 4, open: 4 },
          impact: { unknown: [], ...(promisedAt === undefined ? {} : { promisedAt }) },
        }),
      );
    expect([near(), near(hours(49))]).toEqual([[], []]);
    for (const promisedAt of [hours(48), hours(1), hours(-5)]) expect(near(promisedAt)).toHaveLength(1);
  });

  it('is not told to those who are called for the case, and not before its playbook has begun', () => {
    expect(told(held({ owner: ownerOf('customer-service') }))).toEqual([]);
    const { playbook: _none, ...before } = held();
    expect(told(before)).toEqual([]);
    expect(told(held({ playbook: { id: 'by-hand', tasks: 1, open: 1 } }))).toEqual([]);
  });

  it('is left to the incident where there is one, and to the end of a silence', () => {
    const cause = { rule: 'port', kind: 'place', value: 'DEHAM', title: 'Port DEHAM' } as const;
    expect(told(held({ cause }))).toEqual([]);
    const silences = [`sil_${'0'.repeat(32)}`];
    expect(told(held({ silenced: { silences, until: hours(1), since: AT } as never }))).toEqual([]);
  });

  it('is claimed with the first call, and not sent where the case is over', () => {
    const { playbook: _none, ...opened } = held();
    const plan = decideNextStep({
      record: opened,
      notices: [],
      pack,
      at: AT,
      generation: opened.escalation.generation,
      execution: 'x-1',
      triageFailed: false,
    });
    expect(plan.notices.map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['call', 'task_set']));
    expect(plan.notices.filter(({ purpose }) => purpose === 'task_set')).toHaveLength(1);
    expect(whyUnwanted(first[0]!, held(), AT)).toBeUndefined();
    expect(whyUnwanted(first[0]!, held({ state: 'resolved' }), AT)).toContain('resolved');
  });
});
