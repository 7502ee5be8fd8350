import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { decideTriage } from '../../../lambdas/case/decide-triage.ts';
import type { Case, Clocks, SeverityLevel } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from './history.ts';

const OPENED = '2026-03-02T08:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(OPENED) + count * 60_000).toISOString();

function triage(
  record: Case,
  level: SeverityLevel,
  at: string,
  team = 'customer-service',
): { after: Case; whats: string[] } {
  const result = { facts: [], impact: { unknown: [] }, severity: severityOf(level), owner: ownerOf(team) };
  const acts = decideTriage(record, result, pack, at, { kind: 'lifecycle', id: 'x' });
  const { after } = applyActs(record, acts, { at, traceparent: TRACEPARENT, salt: () => 's' });
  return { after, whats: acts.map(({ happening }) => happening.what) };
}
const opened = (changes: Partial<Case> = {}): Case => openCase({ openedAt: OPENED, ...changes });
const dues = (clocks: Clocks | undefined): string[] =>
  [clocks!.acknowledge, clocks!.resolve, clocks!.communicate].map(({ dueAt }) => dueAt);

describe('the first triage', () => {
  it('names severity, owner and clocks from the opening, whenever it ends', () => {
    const { after, whats } = triage(opened(), 'S2', minutes(1));
    expect(whats).toEqual(['CaseTriaged']);
    expect(after).toMatchObject({
      state: 'triaged',
      triagedSignals: 1,
      severity: { level: 'S2' },
      owner: { team: 'customer-service' },
    });
    // policies/default, S2: acknowledge PT30M, resolve PT8H, communicate PT2H.
    expect(dues(after.clocks)).toEqual([minutes(30), minutes(480), minutes(120)]);
  });

  it('counts from when it came back, not from when it was first opened', () => {
    const back = minutes(10_000);
    const { after } = triage(opened({ reopens: 1, reopenedAt: back }), 'S2', minutes(10_001));
    expect(after.clocks?.acknowledge).toMatchObject({ startedAt: back, dueAt: minutes(10_030) });
  });

  it('gives a case that somebody took before it an owner, and a kept promise', () => {
    const taken = opened({ state: 'acknowledged', acknowledgedAt: minutes(1), acknowledgedBy: 'maria' });
    const { after, whats } = triage(taken, 'S2', minutes(2));
    expect(whats).toEqual(['SeverityChanged', 'OwnerNamed']);
    expect(after).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'maria',
      owner: { team: 'customer-service' },
    });
    expect(after.clocks?.acknowledge.stoppedAt).toBe(minutes(1));
    expect(after.clocks?.resolve).not.toHaveProperty('stoppedAt');
  });
});

describe('what a triage puts into the journal', () => {
  const facts = [
    {
      system: 'crm',
      state: 'live',
      askedAt: OPENED,
      observedAt: OPENED,
      facts: { customerTier: 'gold', contactEmail: 'maria@example.com' },
    },
  ] as never;
  const result = { facts, impact: { unknown: [] }, severity: severityOf('S2'), owner: ownerOf('customer-service') };
  const cause = { kind: 'lifecycle', id: 'x' } as const;
  const acts = (record: Case) => decideTriage(record, result, pack, minutes(1), cause);

  it('what the systems said of a person stands apart, where it can be erased', () => {
    for (const record of [opened(), triage(opened(), 'S3', minutes(1)).after]) {
      const [act] = acts(record);
      expect(act).toMatchObject({
        actor: { kind: 'system', id: 'triage' },
        cause,
        personal: { contactEmail: 'maria@example.com' },
      });
      expect(act?.happening).toMatchObject({ facts: [{ system: 'crm', facts: { customerTier: 'gold' } }] });
      expect(JSON.stringify(act?.happening)).not.toContain('maria@');
    }
    const [plain] = decideTriage(opened(), { ...result, facts: [] }, pack, minutes(1), cause);
    expect(plain).not.toHaveProperty('personal');
  });

  it('is followed within two minutes by the next decision, or the auditor looks', () => {
    expect(acts(opened())[0]?.nextDueAt).toBe(minutes(3));
    expect(acts(triage(opened(), 'S3', minutes(1)).after)[0]).not.toHaveProperty('nextDueAt');
  });

  it('says from which severity, where there was one', () => {
    expect(acts(triage(opened(), 'S3', minutes(1)).after)[0]?.happening).toMatchObject({ from: 'S3' });
    const taken = opened({ state: 'acknowledged', acknowledgedAt: minutes(1), acknowledgedBy: 'maria' });
    expect(acts(taken)[0]?.happening).not.toHaveProperty('from');
    // What moves no clock names none: the record keeps those that run.
    const same = decideTriage(triage(opened(), 'S2', minutes(1)).after, result, pack, minutes(9), cause);
    expect(same[0]?.happening).not.toHaveProperty('clocks');
  });

  it('times the clocks in the hours of whoever has the case afterwards: the new owner at first, later the one that stays', () => {
    const office = { ...pack, clocks: { ...pack.clocks, businessHours: { resolve: ['S2' as const] } } };
    const teamOf = (record: Case, owner: string) => {
      const [act] = decideTriage(record, { ...result, owner: ownerOf(owner) }, office, minutes(2), cause);
      const happening = act?.happening;
      return happening !== undefined && 'clocks' in happening ? happening.clocks?.resolve.team : undefined;
    };
    expect(teamOf(opened({ owner: ownerOf('logistics') }), 'customer-service')).toBe('customer-service');
    expect(teamOf(triage(opened(), 'S3', minutes(1)).after, 'logistics')).toBe('customer-service');
    // Somebody was faster than the first triage, so nobody owned it.
    const taken = opened({ state: 'acknowledged', acknowledgedAt: minutes(1), acknowledgedBy: 'maria' });
    expect(teamOf(taken, 'logistics')).toBe('logistics');
  });

  it('an owner that a person has named stays, also before the first triage', () => {
    const assigned = { ...ownerOf('logistics'), assigned: true as const };
    const { after } = triage(opened({ owner: assigned }), 'S2', minutes(1));
    expect(after.owner).toEqual(assigned);
    const { after: named } = triage(opened({ owner: ownerOf('logistics') }), 'S2', minutes(1));
    expect(named.owner?.team).toBe('customer-service');
  });
});

describe('a later triage', () => {
  const first = triage(opened(), 'S3', minutes(1)).after;

  it('a raised severity times each clock anew: start + new duration, and never sooner than the grace', () => {
    const { after, whats } = triage({ ...first, signals: 2 }, 'S1', minutes(50));
    expect(whats).toEqual(['SeverityChanged']);
    // S1: acknowledge PT15M is past, so now + grace (PT5M); resolve PT4H; communicate PT1H.
    expect(pack.clocks.grace).toBe('PT5M');
    expect(dues(after.clocks)).toEqual([minutes(55), minutes(240), minutes(60)]);
    expect(after).toMatchObject({ triagedSignals: 2, state: 'triaged' });
  });

  it('the same severity leaves the clocks and knows the new reports', () => {
    const { after, whats } = triage({ ...first, signals: 3 }, 'S3', minutes(50));
    expect(whats).toEqual(['SeverityChanged']);
    expect(after.clocks).toEqual(first.clocks);
    expect(after.triagedSignals).toBe(3);
  });

  it('leaves a clock that has stopped', () => {
    const stopped = {
      ...first,
      clocks: { ...first.clocks!, acknowledge: { ...first.clocks!.acknowledge, stoppedAt: minutes(5) } },
    };
    expect(triage({ ...stopped, state: 'acknowledged' }, 'S1', minutes(50)).after.clocks?.acknowledge).toEqual(
      stopped.clocks.acknowledge,
    );
  });

  it('leaves the owner: taking a case from somebody is a decision of people', () => {
    expect(triage(first, 'S1', minutes(50), 'logistics').after.owner).toEqual(first.owner);
  });

  it.each(['resolved', 'closed', 'withdrawn', 'merged'] as const)('changes nothing when the case is %s', (state) => {
    expect(triage({ ...first, state }, 'S1', minutes(50))).toEqual({ after: { ...first, state }, whats: [] });
  });
});
