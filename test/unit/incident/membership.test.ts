import { describe, expect, it } from 'vitest';
import {
  canJoin,
  decideMembership,
  decideTransfer,
  isQuiet,
  leavesCallsToIncident,
  nextLook,
} from '../../../lambdas/incident/membership.ts';
import type { Incident } from '../../../lambdas/incident/membership.ts';
import { hasGrown, nextGrowthLook } from '../../../lambdas/incident/growth.ts';
import { caseState } from '../../../lambdas/contracts/index.ts';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { decideNotice } from '../../../lambdas/case/decide-notice.ts';
import { indexAttributes } from '../../../lambdas/case/keys.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T10:00:00.000Z';
const cause = { kind: 'place', value: 'US/CA/LONG BEACH', title: 'Long Beach, CA, US' } as const;
const ID = deriveId('case', 'the incident');
const incident = (changes: Partial<Incident> = {}): Incident => ({
  id: ID,
  state: 'triaged',
  cause: { ...cause, rule: 'port-or-place' },
  ...changes,
});
const clock = (startedAt: string, dueAt: string) => ({ startedAt, dueAt });
/** Opened at 08:05, to be acknowledged by 10:05. */
const alone = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'triaged',
    severity: severityOf('S3'),
    owner: ownerOf('transport-desk'),
    clocks: {
      acknowledge: clock('2026-03-02T08:05:01.000Z', '2026-03-02T10:05:01.000Z'),
      resolve: clock('2026-03-02T08:05:01.000Z', '2026-03-03T08:05:01.000Z'),
      communicate: clock('2026-03-02T08:05:01.000Z', '2026-03-02T16:05:01.000Z'),
    },
    ...changes,
  });
const child = (changes: Partial<Case> = {}): Case =>
  alone({ incident: { id: ID, cause, joinedAt: '2026-03-02T09:00:00.000Z' }, ...changes });
const decide = (record: Case, of: Incident | undefined = incident()) => decideMembership(record, of, pack, AT);

describe('what an incident does to a case', () => {
  it.each(caseState.options)('that stands alone and is %s', (state) => {
    const joins = ['triaged', 'acknowledged', 'in_progress'].includes(state);
    expect(decide(alone({ state }))).toEqual(joins ? { what: 'JoinedIncident', incidentId: ID, cause } : undefined);
  });
  it.each(caseState.options)('that could join, when the incident is %s', (state) => {
    const isLive = ['open', 'triaged', 'acknowledged', 'in_progress'].includes(state);
    expect(decide(alone(), incident({ state }))?.what).toBe(isLive ? 'JoinedIncident' : undefined);
  });
  it.each([
    ['resolved', 'CaseResolved'],
    ['closed', 'CaseResolved'],
    ['withdrawn', 'LeftIncident'],
    ['merged', 'LeftIncident'],
    ['open', undefined],
    ['triaged', undefined],
    ['acknowledged', undefined],
    ['in_progress', undefined],
  ] as const)('that is its child, when the incident is %s', (state, what) => {
    expect(decide(child(), incident({ state, resolvedAt: '2026-03-02T09:30:00.000Z' }))?.what).toBe(what);
  });
  it('nothing to an incident, to the child of another, or without one', () => {
    expect(decide(alone({ cause: { ...cause, rule: 'x' } }))).toBeUndefined();
    expect(decide(child({ incident: { id: deriveId('case', 'other'), cause, joinedAt: AT } }))).toBeUndefined();
    expect(decideMembership(alone(), undefined, pack, AT)).toBeUndefined();
    // A case that only looks like one: its type, but no cause.
    expect(decide(alone(), { id: ID, state: 'triaged' })).toBeUndefined();
  });
  it('solved with it, until when it can be reopened by its own type', () => {
    expect(decide(child(), incident({ state: 'resolved', resolvedAt: '2026-03-02T09:30:00.000Z' }))).toEqual({
      what: 'CaseResolved',
      via: 'system',
      resolution: 'with_incident',
      reopenUntil: '2026-03-07T10:00:00.000Z',
    });
  });
  it('what came back after the end goes on by itself', () => {
    const solved = incident({ state: 'resolved', resolvedAt: '2026-03-02T09:30:00.000Z' });
    expect(decide(child({ reopenedAt: '2026-03-02T09:45:00.000Z' }), solved)?.what).toBe('LeftIncident');
    expect(decide(child({ reopenedAt: '2026-03-02T09:15:00.000Z' }), solved)?.what).toBe('CaseResolved');
  });
});

describe('which cases can join an incident', () => {
  const silenced = { ids: ['sil_1'], since: '2026-03-02T08:00:00.000Z', until: '2026-03-02T12:00:00.000Z' };
  it.each<[string, Case, boolean]>([
    ['one that stands alone', alone(), true],
    ['an incident', alone({ cause: { ...cause, rule: 'x' } }), false],
    ['a child', child(), false],
    ['one that a person has taken out', alone({ apart: true }), false],
    ['one that is silenced', alone({ silenced }), false],
    ['one that calls in spite of its silence', alone({ silenced, severity: severityOf('S1') }), true],
  ])('%s', (_name, record, can) => {
    expect(canJoin(record)).toBe(can);
    expect(caseState.options.filter((state) => canJoin({ ...record, state }))).toEqual(
      can ? ['triaged', 'acknowledged', 'in_progress'] : [],
    );
  });
});

describe('the heir of an incident that was merged', () => {
  const FIRST = deriveId('case', 'the first');
  const before = child({ incident: { id: FIRST, cause, joinedAt: '2026-03-02T09:00:00.000Z' } });
  const heir = (changes: Partial<Incident> = {}): Incident => incident({ merged: [FIRST], ...changes });
  it('takes its children, who come from there', () => {
    expect(decide(before, heir())).toEqual({ what: 'JoinedIncident', incidentId: ID, cause, from: FIRST });
    // Its own children stay, and of a stranger it knows nothing.
    expect(decide(child(), heir())).toBeUndefined();
    expect(decide(before, incident())).toBeUndefined();
    expect(decide(before, heir({ merged: [deriveId('case', 'another')] }))).toBeUndefined();
  });
  it('that is over by then ends them as it ends its own', () => {
    const solved = heir({ state: 'resolved', resolvedAt: '2026-03-02T09:30:00.000Z' });
    expect(decide(before, solved)).toMatchObject({ what: 'CaseResolved', resolution: 'with_incident' });
    expect(decide(before, heir({ state: 'withdrawn' }))).toEqual({
      what: 'LeftIncident',
      incidentId: FIRST,
      reason: 'The incident was withdrawn.',
    });
  });
});

describe('a child that one incident gives to another', () => {
  const SECOND = deriveId('case', 'the second');
  const to = (changes: Partial<Incident> = {}): Incident => incident({ id: SECOND, ...changes });
  const give = (record: Case, incidentTo: Incident, from = ID) => decideTransfer(record, from, incidentTo, pack, AT);

  it.each(caseState.options)('that is %s goes with it, unless it is over for good', (state) => {
    const goes = !['closed', 'withdrawn', 'merged'].includes(state);
    expect(give(child({ state }), to())).toEqual(
      goes ? { what: 'JoinedIncident', incidentId: SECOND, cause, from: ID } : undefined,
    );
  });
  it('and is not, or no longer, its child stays where it is', () => {
    expect(give(alone(), to())).toBeUndefined();
    expect(give(child(), to(), deriveId('case', 'another'))).toBeUndefined();
    expect(give(child(), { id: SECOND, state: 'triaged' })).toBeUndefined();
  });
  it.each(caseState.options)('that has ended before it came, when the child is %s', (state) => {
    const solved = to({ state: 'resolved', resolvedAt: '2026-03-02T09:30:00.000Z' });
    const ends = ['triaged', 'acknowledged', 'in_progress'].includes(state);
    expect(give(child({ state }), solved)?.what).toBe(ends ? 'CaseResolved' : undefined);
  });
});

describe('how a child is let go', () => {
  const TURN = '2026-03-02T10:03:00.000Z';
  const endOf = (of: Partial<Incident>, record = child()) => decideMembership(record, incident(of), pack, AT, TURN);
  const solved = { state: 'resolved', resolvedAt: '2026-03-02T09:30:00.000Z' } as const;

  it.each([
    ['withdrawn', { state: 'withdrawn' }, { reason: 'The incident was withdrawn.', callsFrom: TURN }],
    ['merged, and nobody knows its heir', { state: 'merged' }, { reason: 'The incident was merged.', callsFrom: TURN }],
    [
      'solved, and whoever ended it wants them to go on',
      { ...solved, childrenAfter: 'continue' },
      {
        reason: 'Whoever ended the incident has let its cases go on by themselves.',
        apart: true,
        callsFrom: TURN,
      },
    ],
  ] as const)('%s: with its turn to call', (_name, of, told) => {
    expect(endOf(of)).toEqual({ what: 'LeftIncident', incidentId: ID, ...told });
  });

  it('came back after the end: at once, and it may join again', () => {
    expect(endOf(solved, child({ reopenedAt: '2026-03-02T09:45:00.000Z' }))).toEqual({
      what: 'LeftIncident',
      incidentId: ID,
      reason: 'It came back after the incident was solved.',
    });
    // At that very moment it was part of it.
    expect(endOf(solved, child({ reopenedAt: '2026-03-02T09:30:00.000Z' }))?.what).toBe('CaseResolved');
  });

  it.each<[string, Case, boolean]>([
    ['that waits for its call', child(), true],
    ['that somebody has', child({ state: 'acknowledged' }), false],
    ['that calls by itself already', child({ severity: severityOf('S1') }), false],
    ['without a severity', child({ severity: undefined as never }), false],
  ])('one %s: has a turn %s', (_name, record, has) => {
    const left = endOf({ state: 'withdrawn' }, record);
    expect(left !== undefined && 'callsFrom' in left).toBe(has);
    // Nobody has given it a turn.
    expect(decideMembership(record, incident({ state: 'withdrawn' }), pack, AT)).not.toHaveProperty('callsFrom');
  });

  it('solved of a type that the policy does not know any more, it can be opened again for a day', () => {
    expect(endOf(solved, child({ type: 'unknown.type' }))).toMatchObject({ reopenUntil: '2026-03-03T10:00:00.000Z' });
  });
});

describe('the promise to acknowledge a child', () => {
  const took = (changes: Partial<Incident>) => decide(child(), incident({ state: 'acknowledged', ...changes }));
  const stopped = (stoppedAt: string): NonNullable<Case['clocks']> => ({
    ...alone().clocks!,
    acknowledge: { ...clock('2026-03-02T08:00:00.000Z', '2026-03-02T08:15:00.000Z'), stoppedAt },
  });
  it.each([
    [
      'is kept when somebody takes the incident in time',
      { acknowledgedAt: '2026-03-02T09:50:00.000Z' },
      '2026-03-02T09:50:00.000Z',
    ],
    [
      'at the start of the child, where the incident was taken before',
      { acknowledgedAt: '2026-03-02T08:00:00.000Z' },
      '2026-03-02T08:05:01.000Z',
    ],
    [
      'is kept when the incident was forgotten afterwards',
      { clocks: stopped('2026-03-02T09:00:00.000Z') },
      '2026-03-02T09:00:00.000Z',
    ],
    [
      'is not kept by an incident that was taken and forgotten before',
      { clocks: stopped('2026-03-02T08:03:00.000Z') },
      undefined,
    ],
    ['is kept at the last moment', { acknowledgedAt: '2026-03-02T10:05:01.000Z' }, '2026-03-02T10:05:01.000Z'],
    [
      'is kept when the incident was taken at the moment at which it began, and forgotten afterwards',
      { clocks: stopped('2026-03-02T08:05:01.000Z') },
      '2026-03-02T08:05:01.000Z',
    ],
    ['is not kept by an incident that has a clock and nobody ever', { clocks: alone().clocks! }, undefined],
    ['is not kept too late', { acknowledgedAt: '2026-03-02T10:06:00.000Z' }, undefined],
    ['is not kept while nobody has it', {}, undefined],
  ] as const)('%s', (_title, changes, at) => {
    expect(took(changes)).toEqual(
      at === undefined ? undefined : { what: 'IncidentAcknowledged', incidentId: ID, acknowledgedAt: at },
    );
  });
  it('is kept once, not after a breach, and not for one that calls by itself', () => {
    const taken = incident({ state: 'acknowledged', acknowledgedAt: '2026-03-02T09:50:00.000Z' });
    const { acknowledge, ...others } = alone().clocks!;
    expect(
      decide(child({ clocks: { ...others, acknowledge: { ...acknowledge, stoppedAt: AT } } }), taken),
    ).toBeUndefined();
    expect(
      decide(child({ clocks: { ...others, acknowledge: { ...acknowledge, breachedAt: AT } } }), taken),
    ).toBeUndefined();
    expect(decide(child({ severity: severityOf('S1') }), taken)).toBeUndefined();
  });
});

describe('who calls', () => {
  const later = '2026-03-02T09:30:00.000Z';
  const { escalation, owner } = child();
  it.each([
    ['S2', child({ severity: severityOf('S2') }), true],
    ['S3', child(), true],
    ['S4', child({ severity: severityOf('S4') }), true],
    ['S1', child({ severity: severityOf('S1') }), false],
    ['alone', alone(), false],
    ['escalated by a person', child({ escalation: { ...escalation, askedAt: later } }), false],
    ['escalated before it joined', child({ escalation: { ...escalation, askedAt: '2026-03-02T08:30:00.000Z' } }), true],
    ['to be called now', child({ escalation: { ...escalation, callNow: true } }), false],
    [
      'escalated at the moment it joined',
      child({ escalation: { ...escalation, askedAt: '2026-03-02T09:00:00.000Z' } }),
      true,
    ],
    ['given to somebody', child({ owner: { ...owner!, assigned: true, namedAt: later } }), false],
    [
      'given to somebody before it joined',
      child({ owner: { ...owner!, assigned: true, namedAt: '2026-03-02T09:00:00.000Z' } }),
      true,
    ],
    ['whose owner the rules have named since', child({ owner: { ...owner!, namedAt: later } }), true],
    ['that nobody owns', child({ owner: undefined as never }), true],
    ['of a severity that nobody knows', child({ severity: undefined as never }), false],
  ])('%s', (_title, record, isIncident) => {
    expect(leavesCallsToIncident(record)).toBe(isIncident);
    expect(isQuiet(record, incident())).toBe(isIncident);
    // Nor does that of another.
    expect(isQuiet(record, incident({ id: deriveId('case', 'other') }))).toBe(false);
    expect(isQuiet(record, undefined)).toBe(false);
    // An ended incident speaks for nobody.
    expect(isQuiet(record, incident({ state: 'resolved' }))).toBe(false);
    // What was claimed and not begun before it joined is not begun any more, and the team's queue shows the incident instead.
    const notice = claimedCall({
      id: deriveId('ntc', 'x'),
      caseId: record.id,
      person: 'maria',
      channel: 'email',
      claimedAt: AT,
    });
    expect(decideNotice(notice, record, AT).do).toBe(isIncident ? 'suppress' : 'hand-over');
    expect('queuePk' in indexAttributes(record)).toBe(!isIncident);
    expect(indexAttributes(record)).toHaveProperty('duePk');
  });
});

it('a quiet child is looked at every six hours, at the same times whenever one asks', () => {
  const joined = '2026-03-02T09:00:00.000Z';
  expect(nextLook(joined, '2026-03-02T08:59:00.000Z')).toBe('2026-03-02T15:00:00.000Z');
  expect(nextLook(joined, '2026-03-02T14:59:59.999Z')).toBe('2026-03-02T15:00:00.000Z');
  expect(nextLook(joined, '2026-03-02T15:00:00.000Z')).toBe('2026-03-02T21:00:00.000Z');
});

it('growth is told at ten times, and looked for five times', () => {
  const storm = openCase({ cause: { ...cause, rule: 'x' }, toldChildren: 26 });
  expect([259, 260].map((children) => hasGrown(storm, children, pack))).toEqual([false, true]);
  expect(hasGrown({ ...storm, toldGrowths: 5 }, 260, pack)).toBe(false);
  expect(hasGrown(openCase(), 1_000_000, pack)).toBe(false);
  const looks: string[] = [];
  for (let at: string | undefined = storm.openedAt; at !== undefined; at = nextGrowthLook(storm, pack, at))
    looks.push(at.slice(11, 16));
  expect(looks).toEqual(['08:05', '08:10', '08:20', '08:50', '10:20', '14:50']);
  expect(nextGrowthLook(openCase(), pack, AT)).toBeUndefined();
});

describe('what the grouping rule of an incident says', () => {
  const ruled = (changes: object) => ({
    ...pack,
    grouping: pack.grouping.map((rule) => (rule.id === 'port-or-place' ? { ...rule, ...changes } : rule)),
  });
  it('bounds how often its growth is told, and how much it is', () => {
    const storm = openCase({ cause: { ...cause, rule: 'port-or-place' }, toldChildren: 26, toldGrowths: 1 });
    const twice = ruled({ growth: { times: 3, messages: 2 } });
    expect([77, 78].map((children) => hasGrown(storm, children, twice))).toEqual([false, true]);
    expect(hasGrown({ ...storm, toldGrowths: 2 }, 78, twice)).toBe(false);
    const later = ruled({ growth: { times: 3, messages: 2, firstLook: 'PT1H' } });
    const began = Date.parse(storm.openedAt);
    const looks = [0, 60, 181].map((minutes) =>
      nextGrowthLook(storm, later, new Date(began + minutes * 60_000).toISOString()),
    );
    expect(looks).toEqual(
      [60, 180].map((minutes) => new Date(began + minutes * 60_000).toISOString()).concat(undefined as never),
    );
    const never = ruled({ growth: { times: 3, messages: 0 } });
    expect(hasGrown({ ...storm, toldGrowths: 0 }, 1_000_000, never)).toBe(false);
    expect(nextGrowthLook(storm, never, storm.openedAt)).toBeUndefined();
  });
  it('names the severities that call by themselves, and each child keeps that', () => {
    const joined = decideMembership(alone(), incident(), ruled({ callsAlone: ['S1', 'S2'] }), AT);
    expect(joined).toMatchObject({ what: 'JoinedIncident', callsAlone: ['S1', 'S2'] });
    const below = (level: 'S1' | 'S2' | 'S3'): Case =>
      child({
        severity: severityOf(level),
        incident: { id: ID, cause, joinedAt: '2026-03-02T09:00:00.000Z', callsAlone: ['S1', 'S2'] },
      });
    expect([below('S1'), below('S2'), below('S3')].map(leavesCallsToIncident)).toEqual([false, false, true]);
  });
});
