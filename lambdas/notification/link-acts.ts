import type { Case, Person, Task } from '../contracts/index.ts';
import type { Command } from '../case/command.ts';
import { endStates, isLive } from '../case/states.ts';
import { isEnded, uncheckedOf } from '../case/task-readiness.ts';
import { shortReference } from './compose-message.ts';
import type { Field, Page } from './render-page.ts';
import { instantsInWords, timeAndDistance } from './say-time.ts';

/** What a link lets somebody do to a case by themselves. */
export type LinkAct = 'acknowledge' | 'resolve' | 'add-note' | 'end-task';

export interface Asked {
  readonly record: Case;
  readonly person: Person;
  readonly at: string;
  /** Of `end-task`: the one that it is about. */
  readonly task?: Task;
  /** What has to come before that task. */
  readonly waits?: readonly string[];
}

/** Wanted of whoever has pressed a button without it. */
export type Wanted = { readonly commands: readonly Command[] } | { readonly missing: string };

interface Way {
  readonly ask: (asked: Asked) => Page;
  readonly wish: (form: URLSearchParams, asked: Asked) => Wanted;
  readonly done: (after: Case, form: URLSearchParams) => Page;
  /** Title of the answer where it was so already. */
  readonly already: string;
  /** What was done by the link is looked for in the journal: the act, or the same words, where the page takes more than one. */
  readonly once?: 'act' | 'words';
  /** What is answered to that. */
  readonly repeated?: string;
}

const via = 'link' as const;
const LONGEST = 2000;
const saidIn = (form: URLSearchParams, name: string): string => (form.get(name) ?? '').trim().slice(0, LONGEST);

/** Each act of one person on one case: the page that asks, what is done by its form, and the page after that. */
export const LINK_ACTS: Readonly<Record<LinkAct, Way>> = {
  acknowledge: {
    ask: ({ record, person }) =>
      record.state === 'open' || record.state === 'triaged'
        ? {
            title: `Do you have ${shortReference(record)}?`,
            lines: [
              record.title,
              `By confirming, ${person.name} takes this case. Nobody else is called for it, and it is recorded.`,
            ],
            buttons: { acknowledge: 'Yes, I have it' },
          }
        : nothingToDo(`The case is ${inWords(record.state)} already.`),
    wish: () => ({ commands: [{ kind: 'acknowledge', via }] }),
    done: ({ title, acknowledgedBy }) =>
      acknowledgedBy === undefined
        ? { title: 'You are one of them', lines: [title, 'It takes somebody else, too, so others are still called.'] }
        : { title: 'You have it', lines: [title, 'Nobody else is called. Thank you.'] },
    already: 'It is taken',
    once: 'act',
    repeated: 'You have acknowledged the case already.',
  },
  resolve: {
    ask: ({ record }) =>
      isLive(record)
        ? {
            title: `Is ${shortReference(record)} over?`,
            lines: [record.title, 'Whoever was called for it hears that it is, with your words.'],
            fields: [
              { kind: 'one', name: 'manner', label: 'How did it end?', options: MANNER_OPTIONS },
              { kind: 'words', name: 'note', label: 'What was done' },
            ],
            buttons: { resolve: 'Yes, it is over' },
          }
        : nothingToDo(`The case is ${inWords(record.state)} already.`),
    wish: (form) => {
      const [resolution, note] = [form.get('manner') ?? '', saidIn(form, 'note')];
      return MANNER_OPTIONS.some(({ value }) => value === resolution)
        ? { commands: [{ kind: 'resolve', via, resolution, ...(note === '' ? {} : { note }) }] }
        : { missing: 'Say how it ended' };
    },
    done: ({ title }) => ({ title: 'It is over', lines: [title, 'Whoever was called for it hears so. Thank you.'] }),
    already: 'It is over',
    once: 'act',
    repeated: 'You have said so already.',
  },
  'add-note': {
    ask: ({ record }) =>
      endStates.includes(record.state)
        ? nothingToDo(`The case is ${inWords(record.state)}; nothing more is written down of it.`)
        : {
            title: `What is there to know about ${shortReference(record)}?`,
            lines: [record.title],
            asks: 'Your note. It stands in the journal of the case.',
            buttons: { note: 'Write it down' },
          },
    wish: (form) => {
      const text = saidIn(form, 'reason');
      return text === '' ? { missing: 'Write something' } : { commands: [{ kind: 'add-note', via, text }] };
    },
    done: ({ title }) => ({ title: 'Written down', lines: [title, 'Your note stands in the journal of the case.'] }),
    already: 'It is written down',
    once: 'words',
    repeated: 'Your note stands in the journal of the case.',
  },
  'end-task': { ask: askOfTask, wish: wishOfTask, done: afterTask, already: 'It stands so already' },
};

const MANNER_OPTIONS = [
  { value: 'solved', label: 'It is solved' },
  { value: 'worked_around', label: 'There is a way around it' },
  { value: 'no_action_needed', label: 'Nothing had to be done' },
  { value: 'not_a_problem', label: 'It was none' },
  { value: 'duplicate', label: 'It was reported twice' },
];

/** How a task stands, and what may be said of it now. */
function askOfTask({ record, person, at, task, waits = [] }: Asked): Page {
  if (task === undefined) return { title: 'There is no such task', lines: [] };
  if (!isLive(record)) return nothingToDo(`The case is ${inWords(record.state)}.`);
  if (isEnded(task.state)) return nothingToDo(`“${task.title}” is ${inWords(task.state)} already.`);
  const { title, dueAt, required, instructions = [], state } = task;
  const lines = [
    `For the case ${shortReference(record)}: ${record.title}`,
    `To be done by ${timeAndDistance(dueAt, person.zone, at)}.`,
    ...(state === 'blocked' ? ['Somebody has said that something blocks it.'] : []),
    ...(waits.length === 0 ? [] : [`First comes ${waits.join(' and ')}.`]),
  ];
  return {
    title,
    lines,
    ...(instructions.length === 0
      ? {}
      : { blocks: [{ title: 'How to do it', lines: instructions.map((said) => ({ said: instantsInWords(said) })) }] }),
    fields: [...pointsOf(task), { kind: 'words', name: 'note', label: noteLabel(task) }],
    buttons: {
      ...(waits.length === 0 ? { done: 'It is done' } : {}),
      ...(uncheckedOf(task).length === 0 ? {} : { tick: 'Only tick these points' }),
      ...(state === 'blocked' ? { open: 'Nothing blocks it any more' } : { blocked: 'Something blocks it' }),
      ...(required === true ? {} : { 'not-needed': 'It is not needed' }),
    },
  };
}

/** Points that are ticked already are not asked again. */
function pointsOf({ checklist = [], checked = [] }: Task): readonly Field[] {
  const options = checklist
    .filter(({ id }) => !checked.includes(id))
    .map(({ id, text }) => ({ value: id, label: text }));
  return options.length === 0 ? [] : [{ kind: 'some', name: 'points', label: 'Checklist', options, ticked: false }];
}

function noteLabel({ proof }: Task): string {
  if (proof === 'number')
    return 'Note. Of what is done: the number by which the system knows it. Of anything else: why.';
  return proof === 'note'
    ? 'Note. Of what is done: how you have seen that it is.'
    : 'Note. Of all but what is done: why.';
}

function wishOfTask(form: URLSearchParams, { task }: Asked): Wanted {
  const taskId = task?.id ?? '';
  const [note, items] = [saidIn(form, 'note'), form.getAll('points').slice(0, task?.checklist?.length ?? 0)];
  const ticks: readonly Command[] =
    items.length === 0 ? [] : [{ kind: 'check-task', via, taskId, items, ticked: true }];
  const decision = form.get('decision') ?? '';
  if (decision === 'done')
    return { commands: [...ticks, { kind: 'end-task', via, taskId, as: 'done', ...(note === '' ? {} : { note }) }] };
  if (decision === 'tick') return ticks.length === 0 ? { missing: 'Tick what is done' } : { commands: ticks };
  if (!Object.hasOwn(REASONED, decision)) return { missing: 'Press one of the buttons' };
  if (note === '') return { missing: 'Say why, in the note' };
  if (decision === 'blocked') return { commands: [{ kind: 'block-task', via, taskId, note }] };
  if (decision === 'open') return { commands: [{ kind: 'open-task', via, taskId, note }] };
  return { commands: [{ kind: 'end-task', via, taskId, as: 'not_needed', note }] };
}

/** What only goes with a note, and what is answered to it. */
const REASONED: Readonly<Record<string, string>> = {
  blocked: 'It is known that something blocks it',
  open: 'It can be done again',
  'not-needed': 'It is not needed',
};

function afterTask({ title }: Case, form: URLSearchParams): Page {
  const decision = form.get('decision') ?? '';
  return { title: REASONED[decision] ?? (decision === 'tick' ? 'Ticked' : 'It is done'), lines: [title, 'Thank you.'] };
}

function nothingToDo(why: string): Page {
  return { title: 'Nothing to do', lines: [why] };
}

const inWords = (state: string): string => state.replaceAll('_', ' ');
