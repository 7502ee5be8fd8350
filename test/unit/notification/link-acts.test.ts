import { describe, expect, it } from 'vitest';
import { LINK_ACTS } from '../../../lambdas/notification/link-acts.ts';
import type { Asked } from '../../../lambdas/notification/link-acts.ts';
import type { Task } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const person = defaultPack().people.find(({ id }) => id === 'dan-okafor')!;
const at = '2026-03-02T09:30:00.000Z';
const task: Task = {
  id: 'inspect',
  title: 'Inspect the goods',
  function: 'customer_service',
  dueAt: '2026-03-02T11:00:00.000Z',
  after: [],
  state: 'open',
};
const checklist = [
  { id: 'seal', text: 'The seal is whole' },
  { id: 'photos', text: 'Photos are taken' },
];
const asked = (more: Partial<Asked> = {}): Asked => ({ record: openCase(), person, at, ...more });
const form = (fields: Record<string, string>): URLSearchParams => new URLSearchParams(fields);
const wishOfTask = (fields: Record<string, string>, of: Partial<Task> = {}) =>
  LINK_ACTS['end-task'].wish(form(fields), asked({ task: { ...task, ...of } }));
const buttons = (of: Partial<Task> = {}, waits: readonly string[] = []): readonly string[] =>
  Object.keys(LINK_ACTS['end-task'].ask(asked({ task: { ...task, ...of }, waits })).buttons ?? {});

describe('what may be said of a task', () => {
  it.each<[string, Partial<Task>, readonly string[], readonly string[]]>([
    ['any', {}, [], ['done', 'blocked', 'not-needed']],
    ['required: nobody leaves it out by link', { required: true }, [], ['done', 'blocked']],
    ['one that waits', {}, ['“Call them”'], ['blocked', 'not-needed']],
    ['with points', { checklist }, [], ['done', 'tick', 'blocked', 'not-needed']],
    ['with all points ticked', { checklist, checked: ['seal', 'photos'] }, [], ['done', 'blocked', 'not-needed']],
    ['blocked', { state: 'blocked' }, [], ['done', 'open', 'not-needed']],
    ['done', { state: 'done' }, [], []],
  ])('%s', (_name, of, waits, expected) => {
    expect(buttons(of, waits)).toEqual(expected);
  });

  it('nothing, of a case that is over', () => {
    const page = LINK_ACTS['end-task'].ask(asked({ task, record: openCase({ state: 'resolved' }) }));
    expect(page).toMatchObject({ title: 'Nothing to do' });
    expect(page.buttons).toBeUndefined();
  });

  it('only points that are open are asked, and none is ticked before its time', () => {
    const { fields } = LINK_ACTS['end-task'].ask(asked({ task: { ...task, checklist, checked: ['seal'] } }));
    expect(fields).toContainEqual(
      expect.objectContaining({
        name: 'points',
        ticked: false,
        options: [{ value: 'photos', label: 'Photos are taken' }],
      }),
    );
  });
});

describe('what is done by the form of a task', () => {
  const about = { via: 'link', taskId: 'inspect' };
  it('done, with what was ticked before it', () => {
    expect(wishOfTask({ decision: 'done', points: 'seal', note: ' seen ' }, { checklist })).toEqual({
      commands: [
        { kind: 'check-task', ...about, items: ['seal'], ticked: true },
        { kind: 'end-task', ...about, as: 'done', note: 'seen' },
      ],
    });
    expect(wishOfTask({ decision: 'done' })).toEqual({ commands: [{ kind: 'end-task', ...about, as: 'done' }] });
  });

  it('only ticked', () => {
    expect(wishOfTask({ decision: 'tick', points: 'seal' }, { checklist })).toEqual({
      commands: [{ kind: 'check-task', ...about, items: ['seal'], ticked: true }],
    });
    expect(wishOfTask({ decision: 'tick' }, { checklist })).toEqual({ missing: 'Tick what is done' });
  });

  it.each([
    ['blocked', { kind: 'block-task' }],
    ['open', { kind: 'open-task' }],
    ['not-needed', { kind: 'end-task', as: 'not_needed' }],
  ])('%s goes with a reason only', (decision, command) => {
    expect(wishOfTask({ decision, note: '  ' })).toEqual({ missing: 'Say why, in the note' });
    expect(wishOfTask({ decision, note: 'No crane' })).toEqual({
      commands: [{ ...command, ...about, note: 'No crane' }],
    });
  });

  it.each(['', 'waived', 'waive', 'constructor'])('nothing by “%s”', (decision) => {
    expect(wishOfTask({ decision, note: 'x' })).toEqual({ missing: 'Press one of the buttons' });
  });
});

it('what is over is neither taken nor ended again', () => {
  for (const state of ['resolved', 'closed', 'withdrawn', 'merged'] as const)
    for (const act of ['acknowledge', 'resolve'] as const) {
      const page = LINK_ACTS[act].ask(asked({ record: openCase({ state }) }));
      expect([state, act, page.title, page.buttons]).toEqual([state, act, 'Nothing to do', undefined]);
    }
});

it('the first of two who have to take it is not told that nobody else is called', () => {
  const told = (acknowledgedBy?: string) =>
    LINK_ACTS.acknowledge
      .done(openCase(acknowledgedBy === undefined ? {} : { acknowledgedBy }), form({}))
      .lines.join(' ');
  expect(told()).toContain('others are still called');
  expect(told('dan-okafor')).toContain('Nobody else is called');
});

it('words are cut where a case takes no more', () => {
  const long = 'x'.repeat(5000);
  const { commands } = LINK_ACTS['add-note'].wish(form({ reason: long }), asked()) as any;
  expect(commands[0].text).toHaveLength(2000);
  expect(LINK_ACTS.resolve.wish(form({ manner: 'solved', note: long }), asked())).toEqual({
    commands: [{ kind: 'resolve', via: 'link', resolution: 'solved', note: 'x'.repeat(2000) }],
  });
});

it('asks for no note where none is taken any more: whoever wrote one would lose it', () => {
  const ask = (state: Asked['record']['state']) => LINK_ACTS['add-note'].ask(asked({ record: openCase({ state }) }));
  for (const state of ['open', 'triaged', 'acknowledged', 'in_progress', 'resolved'] as const)
    expect([state, ask(state).buttons]).toEqual([state, { note: 'Write it down' }]);
  for (const state of ['closed', 'withdrawn', 'merged'] as const)
    expect([state, ask(state).buttons, ask(state).title]).toEqual([state, undefined, 'Nothing to do']);
});
