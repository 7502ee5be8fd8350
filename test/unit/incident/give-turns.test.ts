import { describe, expect, it } from 'vitest';
import { decideNotice } from '../../../lambdas/case/decide-notice.ts';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { pagesOfTurns } from '../../../lambdas/incident/child-pages.ts';
import { giveTurns, ownTurn, waitsForTurn } from '../../../lambdas/incident/give-turns.ts';
import type { Leaving } from '../../../lambdas/incident/give-turns.ts';
import { decideMembership } from '../../../lambdas/incident/membership.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case, Happening, SeverityLevel } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from '../case/history.ts';
import { claimedCall } from '../../support/notice.ts';

const END = '2026-03-02T10:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(END) + seconds * 1000).toISOString();
const leaving = (count: number, level: SeverityLevel = 'S3', team = 'transport-desk'): Leaving[] =>
  Array.from({ length: count }, (_unused, number) => ({
    caseId: deriveId('case', level, team, String(number)),
    level,
    team,
  }));
const turnsOf = (all: readonly Leaving[], perMinute = 5) => giveTurns(all, (team) => team ?? '', END, perMinute);

describe('when an incident lets its cases go', () => {
  it('the most severe call first', () => {
    const turns = [...turnsOf([...leaving(20, 'S4'), ...leaving(3, 'S2'), ...leaving(7, 'S3')])];
    const inOrder = turns.sort(([, one], [, other]) => one.localeCompare(other)).map(([id]) => id);
    const levels = new Map(
      [...leaving(20, 'S4'), ...leaving(3, 'S2'), ...leaving(7)].map((one) => [one.caseId, one.level]),
    );
    expect(inOrder.map((id) => levels.get(id))).toEqual([
      ...Array.from({ length: 3 }, () => 'S2'),
      ...Array.from({ length: 7 }, () => 'S3'),
      ...Array.from({ length: 20 }, () => 'S4'),
    ]);
  });

  it.each([1, 4, 5, 7, 60])('no minute has more than %i calls for one person, whenever it begins', (perMinute) => {
    const moments = [...turnsOf(leaving(300), perMinute).values()]
      .map((turn) => Date.parse(turn))
      .sort((a, b) => a - b);
    for (const [index, moment] of moments.entries())
      expect(moments.filter((other, at) => at >= index && other < moment + 60_000).length).toBeLessThanOrEqual(
        perMinute,
      );
    // And they are not held up for longer than that takes.
    expect(moments.at(-1)! - Date.parse(END)).toBeLessThanOrEqual((300 / perMinute) * 61_000);
  });

  it('each person has turns of their own, and two teams for which one person is on duty share theirs', () => {
    const both = [...leaving(2, 'S3', 'a'), ...leaving(2, 'S3', 'b')];
    const apart = [...giveTurns(both, (team) => team ?? '', END, 1).values()].sort();
    expect(apart).toEqual([END, END, after(60), after(60)]);
    const shared = [...giveTurns(both, () => 'dan-okafor', END, 1).values()].sort();
    expect(shared).toEqual([END, after(60), after(120), after(180)]);
  });
});

const CAUSE = { kind: 'place', value: 'US/CA/LONG BEACH', title: 'Long Beach, CA, US', rule: 'port-or-place' } as const;
const incident: Case = openCase({
  id: deriveId('case', 'the incident'),
  cause: CAUSE,
  state: 'resolved',
  resolvedAt: END,
  childrenAfter: 'continue',
});
const listed = (one: Leaving, changes: object = {}) => ({ ...one, isOver: false, isWanted: true, ...changes });
const pages = (here: readonly any[], letGo: readonly any[] = [], at = END) =>
  pagesOfTurns(incident, { here, letGo }, pack, TRACEPARENT, at);
const given = (...found: ReturnType<typeof pages>): Map<string, string | undefined> =>
  new Map(
    found.flatMap((page) =>
      page.do === 'let_go' ? page.turns.map(({ caseId, callsFrom }) => [caseId, callsFrom]) : [],
    ),
  );

describe('the turns of the children', () => {
  it('are the same whoever gives them again, when some have left already', () => {
    const here = leaving(230).map((one) => listed(one));
    const all = given(...pages(here));
    expect(pages(here)).toHaveLength(3);
    const left = here.slice(0, 77).map((one) => listed(one, { callsFrom: all.get(one.caseId) }));
    const again = given(...pages(here.slice(77), left, after(90)));
    expect(again.size).toBe(153);
    for (const [id, turn] of again) expect(turn).toBe(all.get(id));
    // One that leaves while the lists are read is in both.
    expect(given(...pages(here, left)).size).toBe(153);
  });

  it('begin anew where nobody has given them for long, and those of an earlier end take none of them', () => {
    const here = leaving(2).map((one) => listed(one));
    const before = leaving(50, 'S2').map((one) => listed(one, { callsFrom: after(-900) }));
    expect([...given(...pages(here, before, after(3600))).values()].sort()).toEqual([after(3600), after(3612)]);
  });

  it('are not for who calls alone, whom somebody has, or what is over', () => {
    const [worst] = leaving(1, 'S1').map((one) => listed(one));
    const [had, over, calls] = leaving(3).map((one, number) =>
      listed(one, [{ isWanted: false }, { isOver: true, isWanted: false }, {}][number]),
    );
    const unknown = { ...listed(leaving(1, 'S4')[0]!), level: undefined };
    expect(given(...pages([worst, had, over, calls, unknown]))).toEqual(
      new Map([
        [worst!.caseId, undefined],
        [had!.caseId, undefined],
        [unknown.caseId, undefined],
        [calls!.caseId, END],
      ]),
    );
  });
});

const child = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'triaged',
    signals: 1,
    triagedSignals: 1,
    severity: severityOf('S3'),
    impact: { unknown: [] },
    owner: ownerOf('transport-desk'),
    incident: { id: incident.id, cause: CAUSE, joinedAt: '2026-03-02T09:00:00.000Z' },
    ...changes,
  });
const act = (record: Case, at: string, ...happenings: readonly Happening[]): Case =>
  applyActs(
    record,
    happenings.map((happening) => ({
      happening,
      actor: { kind: 'system', id: 'incident' },
      cause: { kind: 'incident', id: incident.id },
    })),
    { at, traceparent: TRACEPARENT, salt: () => 's' },
  ).after;
const TURN = after(240);
const letGo = (record = child()): Case =>
  act(record, after(5), decideMembership(record, incident, pack, after(5), TURN)!);
const decide = (record: Case, at: string) =>
  decideNextStep({ record, notices: [], pack, at, generation: 1, execution: 'x', triageFailed: false });
const calls = (record: Case, at: string): boolean =>
  decide(record, at).acts.some(({ happening }) => happening.what === 'EscalationStepClaimed');

describe('a case that waits for its turn', () => {
  it('calls nobody and begins no playbook before it, and then calls once, as ever', () => {
    const record = letGo();
    expect(record).toMatchObject({ apart: true, escalation: { callsFrom: TURN } });
    expect(record.incident).toBeUndefined();
    const plan = decide(record, after(10));
    expect(plan).toMatchObject({ notices: [], next: { next: 'wait', until: TURN } });
    expect(plan.acts.map(({ happening }) => happening.what)).toEqual(['NextStepTimed']);
    const called = decide(record, TURN);
    expect(called.acts[0]?.happening).toMatchObject({ what: 'EscalationStepClaimed', step: 0 });
    expect(act(record, TURN, called.acts[0]!.happening).escalation).not.toHaveProperty('callsFrom');
  });

  it.each([
    ['somebody escalates it', { what: 'EscalatedByHand', via: 'api' }],
    [
      'somebody gives it to a person',
      { what: 'OwnerNamed', owner: { ...ownerOf('transport-desk'), assigned: true, person: 'dan-okafor' } },
    ],
  ] as [string, any][])('calls at once where %s', (_why, happening) => {
    expect(calls(act(letGo(), after(20), happening), after(20))).toBe(true);
  });

  it('calls at once where it has become S1', () => {
    expect(calls({ ...letGo(), severity: severityOf('S1') }, after(20))).toBe(true);
    expect(calls(letGo(), after(20))).toBe(false);
  });

  it('sends nothing that was claimed before it joined', () => {
    const notice = claimedCall({
      id: `ntc_${'0'.repeat(32)}`,
      caseId: child().id,
      claimedAt: '2026-03-02T08:59:00.000Z',
    });
    expect(decideNotice(notice, letGo(), after(20)).do).toBe('suppress');
    expect(decideNotice(notice, letGo(), TURN).do).toBe('hand-over');
  });

  it.each([
    ['one that somebody has', child({ state: 'acknowledged', acknowledgedBy: 'dan-okafor', acknowledgedAt: END })],
    ['one that is S1', child({ severity: severityOf('S1') })],
  ])('is not %s', (_which, record) => {
    expect(letGo(record).escalation).not.toHaveProperty('callsFrom');
    expect(waitsForTurn(letGo(record), after(6))).toBeUndefined();
  });

  it('has a turn of its own where it comes upon the end by itself: within a quarter of an hour, and not all at one moment', () => {
    const own = leaving(40).map(({ caseId }) => ownTurn(caseId, incident)!);
    expect(own.every((turn) => turn >= END && turn < after(900))).toBe(true);
    expect(new Set(own).size).toBeGreaterThan(30);
    const alone = decideNextStep({
      record: child(),
      notices: [],
      pack,
      at: END,
      generation: 1,
      execution: 'x',
      triageFailed: false,
      incident,
    });
    expect(alone.acts[0]?.happening).toMatchObject({ what: 'LeftIncident', callsFrom: ownTurn(child().id, incident) });
    expect(alone.notices).toEqual([]);
  });

  it('is none that came back after its incident was solved, or whose incident was solved with it', () => {
    const back = decideMembership(child({ reopenedAt: after(10) }), incident, pack, after(20), TURN);
    expect(back).not.toHaveProperty('callsFrom');
    const { childrenAfter: _none, ...solved } = incident;
    expect(decideMembership(child(), solved, pack, after(20), TURN)?.what).toBe('CaseResolved');
  });
});
