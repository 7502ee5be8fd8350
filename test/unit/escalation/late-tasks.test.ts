import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import { freesLate, isLate, waitsForTask } from '../../../lambdas/case/task-readiness.ts';
import type { Case, PolicyPack, Task } from '../../../lambdas/contracts/index.ts';
import { decideNextStep } from '../../../lambdas/escalation/decide-next-step.ts';
import { lateMoments, lateMove, mayBeLate } from '../../../lambdas/escalation/late-tasks.ts';
import { fallBack } from '../../../lambdas/escalation/fall-back.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf, TRACEPARENT } from '../case/history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const task = (id: string, changes: Partial<Task> = {}): Task => ({
  id,
  title: `Do ${id}`,
  function: 'finance',
  dueAt: AT,
  after: [],
  state: 'open',
  ...changes,
});
const held = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'in_progress',
    severity: severityOf('S2'),
    impact: { unknown: [] },
    owner: ownerOf('customer-service'),
    acknowledgedAt: minutes(-60),
    acknowledgedBy: 'jonas-weber',
    lastProgressAt: minutes(-1),
    triagedSignals: 1,
    playbook: { id: 'x', tasks: 3, open: 3, nextDueAt: AT },
    ...changes,
  });
const by = { actor: { kind: 'system', id: 'escalation' }, cause: { kind: 'lifecycle', id: 'x-1' } } as const;
const look = (tasks: readonly Task[], record = held(), policy: PolicyPack = pack, at = AT) =>
  lateMove({ record, pack: policy, at, tasks }, by);
const told = (tasks: readonly Task[], record = held(), policy: PolicyPack = pack) =>
  (look(tasks, record, policy)?.notices ?? []).map(
    ({ person, channel, taskIds = [] }) => `${person} ${channel} ${taskIds.join('+')}`,
  );
const lateIn = (tasks: readonly Task[], record = held()) => {
  const happening = look(tasks, record)?.act.happening;
  return happening?.what === 'TasksLookedAt' ? happening.late : undefined;
};
const [finance] = look([task('a')])?.notices ?? [];
const FINANCE = finance?.person ?? '';
const telling = (...tell: ('function' | 'holder')[]): PolicyPack => ({
  ...pack,
  clocks: { ...pack.clocks, lateTasks: { tell } },
});

describe('a task that is late', () => {
  it('is told to who is on duty for its function, and to whoever has the case, by one channel', () => {
    expect(FINANCE).not.toBe('jonas-weber');
    expect(told([task('a')])).toEqual([`${FINANCE} slack a`, 'jonas-weber slack a']);
    expect(finance).toMatchObject({ purpose: 'task_late', state: 'claimed', claimedAt: AT, taskIds: ['a'] });
  });

  it('is told with the others that are, and to nobody twice', () => {
    const tasks = [task('a'), task('b', { function: 'customer_service' }), task('c')];
    const readers = told(tasks);
    expect(readers).toContain(`${FINANCE} slack a+c`);
    expect(readers).toContain('jonas-weber slack a+b+c');
    expect(new Set(readers.map((reader) => reader.split(' ')[0])).size).toBe(readers.length);
  });

  it('is told to whom the pack says; and while nobody has the case, to nobody', () => {
    expect(told([task('a')], held(), telling('function'))).toEqual([`${FINANCE} slack a`]);
    expect(told([task('a')], held(), telling('holder'))).toEqual(['jonas-weber slack a']);
    expect(look([task('a')], held(), telling())).toBeUndefined();
    expect(
      lateMoments(held({ playbook: { id: 'x', tasks: 1, open: 1, nextDueAt: minutes(1) } }), telling(), AT),
    ).toEqual([]);
  });

  it.each<[string, Partial<Task>, boolean]>([
    ['open', {}, true],
    ['blocked', { state: 'blocked' }, true],
    ['done', { state: 'done' }, false],
    ['waived', { state: 'waived' }, false],
    ['not due yet', { dueAt: minutes(1) }, false],
    ['told before', { lateAt: minutes(-5) }, false],
  ])('is one that is %s', (_name, changes, isIt) => {
    expect(isLate(task('a', changes), AT)).toBe(isIt);
    expect(lateIn([task('a', changes)])).toEqual(isIt ? ['a'] : []);
  });

  it('that waits for another is told when that one has ended, and the other one first', () => {
    const tasks = [task('a'), task('b', { after: ['a'] }), task('c', { after: ['a', 'd'] }), task('d')];
    expect(lateIn(tasks)).toEqual(['a', 'd']);
    expect(waitsForTask(task('b', { after: ['a'] }), [task('a', { state: 'not_needed' })])).toBe(false);
    expect(freesLate('a', tasks, AT)).toBe(true);
    expect(freesLate('a', tasks, minutes(-1))).toBe(false);
    expect(freesLate('d', tasks, AT)).toBe(false);
    expect(freesLate('b', tasks, AT)).toBe(false);
  });

  it('that was opened again is told anew, by messages of its own', () => {
    const idsOf = (changes: Partial<Task>) => look([task('a', changes), task('b')])?.notices.map(({ id }) => id) ?? [];
    const before = idsOf({});
    expect(before).toHaveLength(2);
    const again = idsOf({ openedAgainAt: minutes(-2) });
    expect(again.filter((id) => before.includes(id))).toEqual([]);
    expect(idsOf({ openedAgainAt: minutes(-2) })).toEqual(again);
    expect(idsOf({ openedAgainAt: minutes(-1) })).not.toEqual(again);
  });

  it('is looked at again when the next is due, and no more when none is', () => {
    const next = (tasks: readonly Task[]) => look(tasks)?.act.happening;
    expect(next([task('a'), task('b', { dueAt: minutes(90) }), task('c', { dueAt: minutes(30) })])).toMatchObject({
      late: ['a'],
      nextDueAt: minutes(30),
    });
    expect(next([task('a'), task('b', { dueAt: minutes(9), state: 'done' })])).not.toHaveProperty('nextDueAt');
  });

  it.each<[string, Partial<Case>]>([
    ['over', { state: 'resolved' }],
    ["nobody's, so that the ladder calls", { state: 'triaged', acknowledgedBy: undefined }],
    ['paused', { pause: { since: AT, until: minutes(60), waitingFor: 'customer', by: 'jonas-weber' } }],
    ['snoozed', { snoozedUntil: minutes(5) }],
    ['silenced', { silenced: { ids: ['sil_1'], until: minutes(60), since: AT } }],
    [
      'of an incident, also where it calls by itself',
      {
        severity: severityOf('S1'),
        incident: { id: 'case_i', cause: { kind: 'port', value: 'X', title: 'X' }, joinedAt: AT },
      },
    ],
    ['quiet until it flaps again', { flapping: { since: AT, times: 3, settledAt: AT, quietUntil: minutes(60) } }],
    ['not so far', { playbook: { id: 'x', tasks: 1, open: 1, nextDueAt: minutes(1) } }],
    ['done with all of them', { playbook: { id: 'x', tasks: 1, open: 0, nextDueAt: AT } }],
    ['without tasks', { playbook: undefined }],
  ] as [string, Partial<Case>][])('is told to nobody while the case is %s', (_name, changes) => {
    expect(look([task('a')], held(changes))).toBeUndefined();
  });

  it('is looked for at its time, not where nobody would be told, and not where nobody has looked', () => {
    const at = (nextDueAt: string) => held({ playbook: { id: 'x', tasks: 1, open: 1, nextDueAt } });
    expect(lateMoments(at(minutes(1)), pack, AT)).toEqual([minutes(1)]);
    expect(lateMoments(at(AT), pack, AT)).toEqual([]);
    expect(lateMoments({ ...at(minutes(1)), snoozedUntil: minutes(5) }, pack, AT)).toEqual([]);
    expect([mayBeLate(at(minutes(1)), AT), mayBeLate(at(AT), AT)]).toEqual([false, true]);
    expect(lateMove({ record: held(), pack, at: AT }, by)).toBeUndefined();
  });

  it('is decided once: the journal says so, and each of its messages is another one than those of other tasks', () => {
    const plan = (record: Case, tasks: readonly Task[], at = AT) =>
      decideNextStep({ record, notices: [], pack, at, tasks, generation: 1, execution: 'x', triageFailed: false });
    const tasks = [task('a'), task('b', { dueAt: minutes(30) })];
    const first = plan(held(), tasks);
    expect(first.acts.map(({ happening }) => happening.what)).toContain('TasksLookedAt');
    expect(first.next).toMatchObject({ next: 'call', until: minutes(30) });
    const { after } = applyActs(held(), first.acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
    expect(after.playbook).toMatchObject({ open: 3, nextDueAt: minutes(30) });
    const toldOf = [task('a', { lateAt: AT }), task('b', { dueAt: minutes(30) })];
    expect(plan(after, toldOf, minutes(1)).notices).toEqual([]);
    const second = plan(after, toldOf, minutes(30)).notices;
    expect(second.map(({ taskIds }) => taskIds)).toEqual([['b'], ['b']]);
    const ids = [...first.notices, ...second].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(look([task('a')], held({ reopens: 1 }))?.notices[0]?.id).not.toBe(finance?.id);
    // What did not arrive falls back by itself, whatever became of the other one.
    const [lost, other] = second;
    const known = [
      { ...lost!, state: 'failed' as const },
      { ...other!, state: 'handed_over' as const },
      { ...first.notices[0]!, state: 'handed_over' as const },
    ];
    expect(fallBack(after, known, pack, minutes(31))?.notice).toMatchObject({
      person: lost?.person,
      taskIds: ['b'],
      channel: 'sms',
    });
  });
});
