import { describe, expect, it } from 'vitest';
import { applyActs } from '../../../lambdas/case/apply-acts.ts';
import type { Command, CommandContext } from '../../../lambdas/case/command.ts';
import { decideCommand } from '../../../lambdas/case/decide-command.ts';
import type { Case, ProgressSignal, Task } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { progress, shipment } from '../intake/signals.ts';
import { pack, TRACEPARENT } from './history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const base: Omit<Task, 'id' | 'title'> = {
  function: 'finance',
  dueAt: '2026-03-02T10:00:00.000Z',
  after: [],
  state: 'open',
};
const task = (id: string, changes: Partial<Task> = {}): Task => ({ id, title: `Do ${id}`, ...base, ...changes });
const record = openCase({ state: 'in_progress', playbook: { id: 'damage', tasks: 3, open: 3 } });

const arrived = (changes: Partial<ProgressSignal> = {}): ProgressSignal => ({
  ...progress('unloaded', [shipment('SO-1')], { name: 'unloaded', at: 'actual' }),
  ...changes,
});

const context = (tasks: readonly Task[], changes: Partial<CommandContext> = {}): CommandContext => ({
  actor: { kind: 'person', id: 'jonas-weber' },
  requestId: 'r1',
  at: AT,
  pack,
  tasks,
  ...changes,
});

/** What comes of it, in brief: what happened and how many tasks are left, or status and detail. */
function outcome(command: Command, tasks: readonly Task[], changes: Partial<CommandContext> = {}, on: Case = record) {
  const decision = decideCommand(on, command, context(tasks, changes));
  if (decision.outcome === 'refused') return [decision.problem.status, decision.problem.detail ?? ''] as const;
  if (decision.outcome === 'unchanged') return ['unchanged', decision.why] as const;
  const { after, entries } = applyActs(on, decision.acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
  return [entries.map(({ happening }) => happening.what).join(' '), after.playbook?.open] as const;
}

const end = (as: 'done' | 'not_needed' | 'waived', note?: string): Command => ({
  kind: 'end-task',
  via: 'api',
  taskId: 'one',
  as,
  ...(note === undefined ? {} : { note }),
});
const block: Command = { kind: 'block-task', via: 'api', taskId: 'one', note: 'The surveyor is ill.' };
const open: Command = { kind: 'open-task', via: 'api', taskId: 'one', note: 'She is back.' };
const tick = (items: readonly string[], ticked = true): Command => ({
  kind: 'check-task',
  via: 'api',
  taskId: 'one',
  items,
  ticked,
});
const resolve: Command = { kind: 'resolve', via: 'api', resolution: 'solved' };
const checklist = [
  { id: 'photos', text: 'Photos' },
  { id: 'log', text: 'The log' },
];

describe('a task', () => {
  it.each<[string, Command, Task, string | number, string | number]>([
    ['is done', end('done'), task('one'), 'TaskEnded', 2],
    [
      'is done once',
      end('done'),
      task('one', { state: 'done', endedBy: 'maria' }),
      'unchanged',
      'The task is done already, by maria.',
    ],
    ['that is blocked can be done all the same', end('done'), task('one', { state: 'blocked' }), 'TaskEnded', 2],
    ['is blocked, and stays to be done', block, task('one'), 'TaskBlocked', 3],
    [
      'is blocked once',
      block,
      task('one', { state: 'blocked', blockedBy: 'maria' }),
      'unchanged',
      'The task is blocked already, by maria.',
    ],
    ['that is done is not blocked', block, task('one', { state: 'done' }), 409, 'The task is done.'],
    ['goes on', open, task('one', { state: 'blocked' }), 'TaskOpened', 3],
    ['that was left out is to be done after all', open, task('one', { state: 'not_needed' }), 'TaskOpened', 4],
    ['that is open stays open', open, task('one'), 'unchanged', 'The task is open already.'],
    ['is left out', end('not_needed', 'why'), task('one'), 'TaskEnded', 2],
    [
      'that is required is not left out',
      end('not_needed', 'why'),
      task('one', { required: true }),
      409,
      'The task is required: do it, or whoever may waive a task waives it.',
    ],
    ['that is required is waived', end('waived', 'why'), task('one', { required: true }), 'TaskEnded', 2],
    [
      'that is not required needs no waiver',
      end('waived', 'why'),
      task('one'),
      409,
      'The task is not required: say that it is not needed.',
    ],
    [
      'has points first',
      end('done'),
      task('one', { checklist, checked: ['log'] }),
      409,
      'Of its checklist is open: “Photos”.',
    ],
    ['has all its points', end('done'), task('one', { checklist, checked: ['log', 'photos'] }), 'TaskEnded', 2],
    ['gets a point', tick(['log']), task('one', { checklist }), 'TaskChecked', 3],
    [
      'gets a point once',
      tick(['log']),
      task('one', { checklist, checked: ['log'] }),
      'unchanged',
      'It is ticked already.',
    ],
    ['loses a point', tick(['log'], false), task('one', { checklist, checked: ['log'] }), 'TaskChecked', 3],
    [
      'does not get the point of another',
      tick(['weight']),
      task('one', { checklist }),
      400,
      'weight is not in it. Its checklist has photos, log.',
    ],
    [
      'that is done keeps its points',
      tick(['log'], false),
      task('one', { checklist, checked: ['log'], state: 'done' }),
      409,
      'The task is done.',
    ],
  ])('%s', (_name, command, one, what, more) => {
    expect(outcome(command, [one, task('two')])).toEqual([what, more]);
  });

  it('that is opened again may be late: at its due time, or at once, where nothing else is looked at sooner', () => {
    const DUE = '2026-03-02T10:00:00.000Z';
    const opened = (state: Task['state'], looked: string | undefined, dueAt = DUE) => {
      const { nextDueAt: _none, ...playbook } = { id: 'damage', tasks: 3, open: 3, nextDueAt: looked };
      const on = { ...record, playbook: looked === undefined ? playbook : { ...playbook, nextDueAt: looked } };
      const decision = decideCommand(on, open, context([task('one', { state, dueAt }), task('two')]));
      if (decision.outcome !== 'changed') throw new Error(decision.outcome);
      const { after } = applyActs(on, decision.acts, { at: AT, traceparent: TRACEPARENT, salt: () => 's' });
      // Whoever waits for something later has to hear of it.
      return [after.playbook?.nextDueAt, after.attention > on.attention];
    };
    for (const state of ['done', 'not_needed', 'waived'] as const) {
      expect(opened(state, undefined)).toEqual([DUE, true]);
      expect(opened(state, undefined, '2026-03-02T08:00:00.000Z')).toEqual([AT, true]);
      expect(opened(state, '2026-03-02T12:00:00.000Z')).toEqual([DUE, true]);
      expect(opened(state, '2026-03-02T09:30:00.000Z')).toEqual(['2026-03-02T09:30:00.000Z', false]);
    }
    // It was to be done all the while.
    expect(opened('blocked', '2026-03-02T12:00:00.000Z')).toEqual(['2026-03-02T12:00:00.000Z', false]);
  });

  it('that is done by hand is known by what is said of it', () => {
    const said = (proof: 'number' | 'note', note?: string) =>
      outcome(end('done', note), [task('one', { proof }), task('two')])[1];
    const number = 'Say in the note by which number the system knows it, as the task tells.';
    expect([said('number'), said('number', 'It is done.'), said('number', 'Credit 17')]).toEqual([number, number, 2]);
    const note = 'Say in the note how you have seen that it is done.';
    expect([said('note'), said('note', '  '), said('note', 'Seen.')]).toEqual([note, note, 2]);
    // What is left out was not done, and needs no proof of it.
    expect(outcome(end('not_needed'), [task('one', { proof: 'note' }), task('two')])[0]).toBe('TaskEnded');
  });

  it('that was ended by hand goes its own way: it is not begun beside that', () => {
    const id = `by-hand-${'a'.repeat(32)}-1`;
    const again: Command = { kind: 'open-task', via: 'api', taskId: id, note: 'again' };
    expect(outcome(again, [task(id, { state: 'done' })])).toEqual([409, 'The task is done: look at its action.']);
    expect(outcome(again, [task(id, { state: 'blocked' })])[0]).toBe('TaskOpened');
  });

  it('that is not there says which there are', () => {
    const missing = (tasks: readonly Task[]) => decideCommand(record, end('done'), context(tasks));
    expect(missing([task('two'), task('three')])).toEqual({
      outcome: 'refused',
      problem: {
        type: 'https://fairlead.dev/problems/no-such-task',
        title: 'No such task',
        status: 404,
        detail: `The case ${record.id} has no task one; it has two, three.`,
      },
    });
    expect(missing([])).toMatchObject({ problem: { detail: `The case ${record.id} has no task one; it has none.` } });
    const { tasks: _none, ...bare } = context([]);
    expect(decideCommand(record, end('done'), bare)).toMatchObject({ problem: { status: 404 } });
  });

  it('keeps what the person wrote and attached beside it, where it can be erased', () => {
    const attachments = [{ key: 'k', name: 'photo.jpg' }] as never;
    const decision = decideCommand(
      record,
      { ...end('done', 'Maria saw it'), attachments } as Command,
      context([task('one')]),
    );
    expect(decision).toMatchObject({
      acts: [
        {
          happening: { what: 'TaskEnded', taskId: 'one', from: 'open', as: 'done', via: 'api' },
          personal: { text: 'Maria saw it', attachments: JSON.stringify(attachments) },
        },
      ],
    });
    const plain = decideCommand(record, end('done'), context([task('one')]));
    expect(plain.outcome === 'changed' && plain.acts[0]?.personal).toEqual({});
    for (const [command, one] of [
      [block, task('one')],
      [open, task('one', { state: 'blocked' })],
    ] as const)
      expect(decideCommand(record, command, context([one]))).toMatchObject({
        acts: [
          {
            happening: { taskId: 'one', from: one.state, via: 'api' },
            personal: { text: (command as { note: string }).note },
          },
        ],
      });
    expect(
      decideCommand(record, tick(['log']), context([task('one', { checklist, checked: ['photos'] })])),
    ).toMatchObject({
      acts: [{ happening: { what: 'TaskChecked', taskId: 'one', checked: ['photos', 'log'], via: 'api' } }],
    });
  });

  it('goes with what somebody puts beside it, however it ends and when it waits; the words and where the document lies are erasable', () => {
    const attachments = [{ title: 'Photo', url: 'https://dms.example/7' }];
    const personal = { text: 'See there.', attachments: JSON.stringify(attachments) };
    const said = { note: 'See there.', attachments };
    const ended = (as: 'done' | 'not_needed' | 'waived') => ({ ...end(as), ...said }) as Command;
    const rows: readonly (readonly [Command, Task])[] = [
      [ended('done'), task('one')],
      [ended('not_needed'), task('one')],
      [ended('waived'), task('one', { required: true })],
      [{ ...block, ...said }, task('one')],
    ];
    for (const [command, one] of rows)
      expect(decideCommand(record, command, context([one]))).toMatchObject({
        outcome: 'changed',
        acts: [{ personal }],
      });
  });

  it('waits for another, and names it', () => {
    const one = task('one', { after: ['two'] });
    const waits = [409, 'First comes “Do two”: do it, or say that it is not needed.'];
    expect(outcome(end('done'), [one, task('two')])).toEqual(waits);
    // What is blocked is not done.
    expect(outcome(end('done'), [one, task('two', { state: 'blocked' })])).toEqual(waits);
    for (const state of ['done', 'not_needed', 'waived'] as const)
      expect(outcome(end('done'), [one, task('two', { state })])[0]).toBe('TaskEnded');
    // Nobody says of a required one that it is not needed.
    expect(outcome(end('done'), [one, task('two', { required: true })])).toEqual([
      409,
      'First comes “Do two”: do it, or whoever may waive a task waives it.',
    ]);
  });

  it('waits for a report of what has happened: not of what is expected, nor of what may have been before', () => {
    const tasks = [task('one', { awaits: ['unloaded', 'delivered'] })];
    const waits = 'First comes a report that the goods are unloaded or delivered: it is done after that, or ';
    expect(outcome(end('done'), tasks)).toEqual([409, `${waits}say that it is not needed.`]);
    const needed = tasks.map((one) => ({ ...one, required: true as const }));
    expect(outcome(end('done'), needed)).toEqual([409, `${waits}whoever may waive a task waives it.`]);
    expect(
      outcome(end('done'), tasks, { heard: [arrived({ milestone: { name: 'departed', at: 'actual' } })] })[0],
    ).toBe(409);
    expect(
      outcome(end('done'), tasks, { heard: [arrived({ milestone: { name: 'unloaded', at: 'estimated' } })] })[0],
    ).toBe(409);
    expect(outcome(end('done'), tasks, { heard: [arrived({ timeBasis: 'received' })] })[0]).toBe(409);
    expect(outcome(end('done'), tasks, { heard: [arrived()] })).toEqual(['TaskEnded', 2]);
    // Nobody has to wait for what will never come.
    expect(outcome(end('not_needed', 'It is scrap.'), tasks)).toEqual(['TaskEnded', 2]);
  });

  it('of a function is for its people; whoever may waive it needs no function', () => {
    const tasks = [task('one', { by: 'function', required: true, checklist, checked: ['photos', 'log'] })];
    const [status, detail] = outcome(end('done'), tasks);
    expect([status, detail]).toEqual([403, expect.stringContaining('Only finance ends “Do one”: ')]);
    expect(detail).toContain('Tom Baker');
    expect(outcome(tick(['log'], false), tasks)[0]).toBe(403);
    expect(decideCommand(record, end('done'), context(tasks))).toMatchObject({
      problem: { type: 'https://fairlead.dev/problems/task-of-others', title: 'A task of others', status: 403 },
    });
    // Without that it is for whoever has the case.
    expect(outcome(end('done'), [task('one', { checklist, checked: ['photos', 'log'] })])[0]).toBe('TaskEnded');
    expect(outcome(end('waived', 'why'), tasks)).toEqual(['TaskEnded', 2]);
    expect(outcome(end('done'), tasks, { actor: { kind: 'person', id: 'tom-baker' } })).toEqual(['TaskEnded', 2]);
  });

  it('of a case that is over is not begun again', () => {
    const over = openCase({ state: 'resolved' });
    expect(outcome(open, [task('one', { state: 'done' })], {}, over)).toEqual([409, 'The case is resolved.']);
    expect(outcome(block, [task('one')], {}, over)).toEqual([409, 'The case is resolved.']);
  });

  it('that somebody ends on a case that they have makes it work', () => {
    const taken = openCase({ ...record, state: 'acknowledged' });
    for (const command of [end('done'), block, tick(['log'])])
      expect(outcome(command, [task('one', command.kind === 'check-task' ? { checklist } : {})], {}, taken)[0]).toMatch(
        /^WorkStarted /,
      );
  });
});

describe('a case with required tasks', () => {
  const tasks = [task('one', { required: true, state: 'blocked' }), task('two', { required: true }), task('three')];
  it('is not resolved before they are done or waived, and names what is open', () => {
    const decision = decideCommand(record, resolve, context(tasks));
    expect(decision).toMatchObject({
      outcome: 'refused',
      problem: {
        type: 'https://fairlead.dev/problems/tasks-open',
        title: 'Required tasks are open',
        status: 409,
        detail: 'Before it is resolved: “Do one”, “Do two”.',
        errors: [
          {
            pointer: '/tasks/one',
            detail: '“Do one” is blocked.',
            mend: 'do it, or whoever may waive a task waives it with a reason',
          },
          { pointer: '/tasks/two', detail: '“Do two” is open.' },
        ],
      },
    });
  });
  it('is resolved with others open', () => {
    const done = [
      task('one', { required: true, state: 'waived' }),
      task('two', { required: true, state: 'done' }),
      task('three'),
    ];
    expect(outcome(resolve, done)[0]).toBe('CaseResolved');
  });
});
