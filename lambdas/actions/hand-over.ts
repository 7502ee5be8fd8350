import type { Action, ActionType, ByHandRule, PlannedTask, PolicyPack } from '../contracts/index.ts';
import { addDuration } from '../case/duration.ts';
import { BEGIN, handTaskId } from '../case/hand-task.ts';
import { CATALOGUE } from './catalogue.ts';

export type HandTerms = Omit<ByHandRule, 'action'>;

/** Where the pack says nothing of an action type: it stays with operations management, who know where to look. */
const DEFAULT_TERMS: HandTerms = {
  after: 'PT1H',
  function: 'operations_management',
  due: 'PT4H',
  where: 'Where your people change it when Fairlead is not there.',
  steps: [],
  confirm: 'Open the document again: it says what it should.',
  proof: 'note',
  onReturn: 'leave',
};

export function handTermsOf(type: ActionType, pack: PolicyPack): HandTerms {
  return pack.byHand.find(({ action }) => action === type) ?? DEFAULT_TERMS;
}

export interface HandedOver {
  readonly task: PlannedTask;
  readonly byHand: NonNullable<Action['byHand']>;
}

/** An action whose system takes no change, as a task: what to change, where, from what to what, and how it is confirmed. */
export function handOver(action: Action, terms: HandTerms, at: string): HandedOver {
  const round = (action.byHand?.round ?? 0) + 1;
  const id = handTaskId(action.id, round);
  const dueAt = addDuration(at, terms.due);
  const task: PlannedTask = {
    id,
    title: `By hand: ${action.title}`,
    function: terms.function,
    dueAt,
    after: [],
    required: true,
    checklist: [{ id: BEGIN, text: 'I do it now: from here on nothing is written beside me.' }],
    instructions: [...instructionsFor(action, terms)],
    proof: terms.proof,
  };
  return { task, byHand: { taskId: id, round, since: at, dueAt } };
}

/** Line by line: the same for the task and for the message about it. */
export function instructionsFor(action: Action, { where, steps, confirm, proof }: HandTerms): readonly string[] {
  const { system, subject, mayBeWritten, type, change, basis } = action;
  const { collection, made, fields } = CATALOGUE[type];
  const name = system.toUpperCase();
  const values = Object.entries(change).map(([ours, to]) => {
    const field = fields[ours] ?? ours;
    return made === undefined ? `${field}: from ${said(basis[ours])} to ${said(to)}` : `${field}: ${said(to)}`;
  });
  return [
    'Tick “I do it now” before you begin. Where that is refused, the change was made without you.',
    where,
    ...(mayBeWritten ? [`An earlier try may have reached ${name}: look first whether it is there already.`] : []),
    made === undefined
      ? `${name}, ${collection} ${subject}:`
      : `${name}, a new ${collection}; ${made.key}: ${subject}, by which it is found again:`,
    ...values,
    ...(made === undefined ? ['If it says something else than that now, change nothing and block the task.'] : []),
    ...steps,
    `It is done when: ${confirm}`,
    proof === 'number' ? 'End the task as done, with the number in the note.' : 'End the task as done, with a note.',
  ].map((line) => line.slice(0, LONGEST));
}

const LONGEST = 500;

function said(value: Action['change'][string] | undefined): string {
  return value === undefined || value === '' ? '(empty)' : String(value);
}
