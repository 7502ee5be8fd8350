import { expect, test } from 'vitest';
import type { Case, Notice } from '../../../lambdas/contracts/index.ts';
import { explainLadder } from '../../../lambdas/escalation/explain-ladder.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const called = openCase().escalation;
const triaged = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'triaged',
    triagedSignals: 1,
    severity: severityOf('S2'),
    owner: { ...ownerOf('customer-service'), namedAt: '2026-03-02T08:50:00.000Z' },
    escalation: { ...called, nextStep: 1, level: 1, lastCallAt: '2026-03-02T08:50:00.000Z' },
    ...changes,
  });

const call = (step: number, round = 1) => ({ purpose: 'call', step, round }) as Notice;

test('says what was called, what comes next and when, and whom it would call', () => {
  const { round, waitsFor, steps } = explainLadder(triaged(), [call(0)], pack, AT);
  expect([round, waitsFor]).toEqual([1, undefined]);
  expect(steps.map(({ id, stands, dueAt }) => [id, stands, dueAt])).toEqual([
    ['owner', 'called', undefined],
    // S2: half an hour after the last call.
    ['operations', 'next', '2026-03-02T09:20:00.000Z'],
    ['last-owner', 'later', undefined],
  ]);
  expect(steps[2]?.calls).toEqual(['ines-duarte']);
});

test('a step that does not apply is passed over with its reason, and the one after it comes next', () => {
  const [ladder] = pack.escalation;
  if (ladder === undefined) throw new Error('no ladder');
  const steps = ladder.steps.map((step) =>
    step.id === 'operations' ? { ...step, when: { levels: ['S1' as const] } } : step,
  );
  const explained = explainLadder(triaged(), [], { ...pack, escalation: [{ ...ladder, steps }] }, AT).steps;
  expect(explained[1]).toMatchObject({ stands: 'passed_over', calls: [], why: [{ text: 'Only for S1.' }] });
  expect(explained[2]).toMatchObject({ stands: 'next' });
});

test('a step behind which the ladder has gone on was not called, and one that a person has named was, whatever its condition', () => {
  const [ladder] = pack.escalation;
  if (ladder === undefined) throw new Error('no ladder');
  const when = { levels: ['S1' as const] };
  const steps = ladder.steps.map((step) => (step.id === 'owner' ? { ...step, when } : step));
  const stands = (notices: readonly Notice[]) => {
    const record = triaged({ escalation: { ...called, round: 2, nextStep: 2, lastCallAt: AT } });
    return explainLadder(record, notices, { ...pack, escalation: [{ ...ladder, steps }] }, AT).steps.map((step) => [
      step.stands,
      step.why[0]?.text,
    ]);
  };
  // Those of the round before are no calls of this one.
  expect(stands([call(0, 1), call(1, 1)])).toEqual([
    ['passed_over', 'Only for S1.'],
    ['passed_over', 'The ladder went on without operations management.'],
    ['next', undefined],
  ]);
  expect(stands([call(0, 2)])[0]).toEqual(['called', undefined]);
});

test('while it waits for somebody outside, people are called all the same unless the clock to acknowledge waits', () => {
  const time = { startedAt: AT, dueAt: '2026-03-02T10:00:00.000Z' };
  const waiting = { ...time, pausedAt: AT };
  const pause = { since: AT, until: '2026-03-02T12:00:00.000Z', waitingFor: 'carrier' as const, by: 'jonas-weber' };
  const said = (clocks: Case['clocks']) => explainLadder(triaged({ pause, clocks }), [call(0)], pack, AT).waitsFor;
  expect(said({ acknowledge: time, resolve: waiting, communicate: time })).toBeUndefined();
  expect(said({ acknowledge: waiting, resolve: time, communicate: time })).toBe(
    'It waits for somebody outside until 2026-03-02T12:00:00.000Z.',
  );
});

test('a child that calls by itself does not leave it to its incident', () => {
  const incident = { id: 'case_x', cause: { kind: 'carrier', value: 'X' }, joinedAt: AT };
  const said = (more: object) =>
    explainLadder(triaged({ incident: { ...incident, ...more } as Case['incident'] }), [], pack, AT).waitsFor;
  expect(said({})).toBe('Its incident case_x calls for it.');
  expect(said({ callsAlone: ['S1', 'S2'] })).toBeUndefined();
});

test.each<[string, Partial<Case>]>([
  ['Jonas Weber has it.', { state: 'acknowledged', acknowledgedBy: 'jonas-weber' }],
  ['It is snoozed until 2026-03-02T12:00:00.000Z.', { snoozedUntil: '2026-03-02T12:00:00.000Z' }],
  ['The case is resolved.', { state: 'resolved' }],
])('nobody is called meanwhile: %s', (waitsFor, changes) => {
  const explained = explainLadder(triaged(changes), [], pack, AT);
  expect(explained.waitsFor).toBe(waitsFor);
  expect(explained.steps.filter(({ dueAt }) => dueAt !== undefined)).toEqual([]);
});
