import { clockName } from '../contracts/index.ts';
import type { Call, Course } from './tell-course.ts';

export const changeKind = ['severity', 'owner', 'path', 'clocks', 'actions', 'messages'] as const;
export type ChangeKind = (typeof changeKind)[number];

/** A call so much earlier or later is the same call: production takes its time to decide and to send. */
export const SAME_TIME_MS = 120_000;

/** In what two courses of one case differ. */
export function differencesOf(before: Course, after: Course): readonly ChangeKind[] {
  const differs: Readonly<Record<ChangeKind, boolean>> = {
    severity: !isSame(before.levels, after.levels, ({ level }) => level),
    owner: !isSame(before.owners, after.owners, ({ team, person }) => `${team} ${person ?? ''}`),
    path: !isSamePath(before.calls, after.calls),
    clocks: clockName.options.some((name) => before.clocks[name] !== after.clocks[name]),
    actions: !isSame(before.actions, after.actions, ({ type, decision }) => `${type} ${decision}`),
    messages: messagesOf(before) !== messagesOf(after),
  };
  return changeKind.filter((kind) => differs[kind]);
}

export function messagesOf({ messages }: Course): number {
  return Object.values(messages).reduce((sum, count) => sum + count, 0);
}

function isSame<Item>(before: readonly Item[], after: readonly Item[], text: (item: Item) => string): boolean {
  return before.map(text).join('\n') === after.map(text).join('\n');
}

function isSamePath(before: readonly Call[], after: readonly Call[]): boolean {
  return (
    isSame(before, after, ({ round, step, told }) => `${String(round)} ${step} ${told.join()}`) &&
    before.every(({ at }, index) => Math.abs(Date.parse(at) - Date.parse(after[index]?.at ?? at)) <= SAME_TIME_MS)
  );
}
