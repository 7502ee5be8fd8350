import type { Act } from '../case/apply-acts.ts';
import { addDuration, isLater } from '../case/duration.ts';
import type { Case, Notice, PolicyPack } from '../contracts/index.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { playbookOf } from '../playbook/propose-actions.ts';
import { toPerson } from './call-step.ts';
import { onDutyFor, teamFor } from './late-tasks.ts';
import { claimsOf } from './notice-rules.ts';
import { quietUntil } from './watch-flapping.ts';

/** So near is a promise in danger: what would have to be moved has left, or leaves now. */
const NEAR = 'P2D';

type Announced = NonNullable<ReturnType<typeof playbookOf>>['tasks'][number];

interface Looked {
  readonly record: Case;
  readonly pack: PolicyPack;
  readonly at: string;
  readonly notices: readonly Notice[];
}

/**
 * Functions that the trouble concerns although others work on it (the account team, the owners of the demand) hear of their task when it is set, once for each time that the case is open. Who is
 * called for the case has it in the call; of an incident and its cases few messages are promised, and it has tasks of its own.
 */
export function announceMove(
  { record, pack, at, notices }: Looked,
  by: Pick<Act, 'actor' | 'cause'>,
): { readonly act: Act; readonly notices: readonly Notice[] } | undefined {
  if (record.playbook === undefined || !mayBeTold(record)) return undefined;
  const playbook = playbookOf(record.type, pack);
  const tasks = playbook?.id === record.playbook.id ? playbook.tasks : [];
  const wanted = tasks.filter(
    (task) =>
      isWanted(task, record, at) &&
      teamFor(record, task, pack) !== record.owner?.team &&
      !isTold(task, record, notices),
  );
  const told = Map.groupBy(wanted, (task) => onDutyFor(record, task, pack, at));
  const claimed = [...told].flatMap(([id, theirs]) => {
    const reader = pack.people.find((person) => person.id === id);
    const taskIds = theirs.map((task) => task.id);
    const about = { purpose: 'task_set', taskIds } as const;
    return reader === undefined ? [] : toPerson(record, reader, pack, about, [record.reopens, ...taskIds], at);
  });
  if (claimed.length === 0) return undefined;
  const happening = { what: 'NoticeClaimed', purpose: 'task_set', notices: claimsOf(claimed) } as const;
  return { act: { ...by, happening }, notices: claimed };
}

function mayBeTold(record: Case): boolean {
  const isAlone = record.incident === undefined && record.cause === undefined;
  return isAlone && !isSilenced(record) && quietUntil(record) === undefined;
}

function isWanted({ announce }: Announced, { impact }: Case, at: string): boolean {
  if (announce !== 'when_promise_is_near') return announce !== undefined;
  return impact?.promisedAt !== undefined && !isLater(impact.promisedAt, addDuration(at, NEAR));
}

/** Since the case was opened, or opened again, whoever was on duty then. */
function isTold({ id }: Announced, { openedAt, reopenedAt = openedAt }: Case, notices: readonly Notice[]): boolean {
  return notices.some(
    ({ purpose, taskIds, claimedAt }) =>
      purpose === 'task_set' && taskIds?.includes(id) === true && claimedAt >= reopenedAt,
  );
}
