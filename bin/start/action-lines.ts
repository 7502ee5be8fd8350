import type { Governance, Happening } from '../../lambdas/contracts/index.ts';
import type { Line } from './line.ts';

/** Titles of actions, which only their proposal says. One that was proposed before this start has none. */
export type Titles = Map<string, string>;

/** What becomes of a change in a system of record, and of tasks. Undefined: it is about something else. */
export function actionLine(
  happening: Happening,
  titles: Titles,
  who: string,
): (Omit<Line, 'text'> & { readonly said: string }) | undefined {
  const title = 'actionId' in happening ? (titles.get(happening.actionId ?? '') ?? 'A change') : '';
  switch (happening.what) {
    case 'ActionProposed':
      titles.set(happening.actionId, happening.title);
      return { label: 'proposal', colour: 'yellow', said: `${happening.title}: ${decisionOf(happening.governance)}` };
    case 'ActionApproved': {
      const more = happening.isEnough ? '' : ' It takes somebody else, too.';
      return { label: 'approved', colour: 'green', said: `${title}, by ${who} (by ${happening.via}).${more}` };
    }
    case 'ActionRefused':
      return { label: 'refused', colour: 'yellow', said: `${title}, by ${who} (by ${happening.via})` };
    case 'ApprovalEscalated':
      return {
        label: 'proposal',
        colour: 'red',
        said: `${title}: nobody has answered; ${decisionOf(happening.governance)}`,
      };
    case 'ActionExpired':
      return { label: 'expired', colour: 'red', said: `${title}: nobody has answered in time` };
    case 'ActionConfirmed':
      return { label: 'done', colour: 'green', said: `${title}${FOUND[happening.found]}` };
    case 'ActionPostponed':
      return { label: 'later', colour: 'dim', said: `${title}: ${happening.reason}` };
    case 'ActionHandedOver':
      return { label: 'by hand', colour: 'red', said: `${title}: ${happening.reason}` };
    case 'ActionFailed':
      return { label: 'failed', colour: 'red', said: `${title}: ${happening.reason}` };
    case 'ActionUnconfirmed':
      return { label: 'unconfirmed', colour: 'red', said: `${title}: ${happening.reason}` };
    case 'ActionSuperseded':
      return { label: 'given up', colour: 'dim', said: `${title}: ${happening.reason}` };
    case 'ActionCompensated':
      return { label: 'taken back', colour: 'yellow', said: title };
    case 'TaskEnded':
      return {
        label: 'task',
        colour: 'green',
        said: `${happening.taskId} is ${happening.as.replace('_', ' ')}, by ${who}`,
      };
    case 'TaskBlocked':
      return { label: 'task', colour: 'red', said: `${happening.taskId} is blocked, says ${who}` };
    default:
      return undefined;
  }
}

const FOUND = { written: '', there_already: ': it was so already', by_hand: ': by hand' } as const;

function decisionOf({ decision, functions, of, count, reasons }: Governance): string {
  if (decision === 'automatic') return 'nobody has to be asked';
  if (decision === 'forbidden') return `forbidden. ${reasons.at(-1)?.text ?? ''}`;
  const names = functions.map((name) => name.replaceAll('_', ' ')).join(of === 'each' ? ' and ' : ' or ');
  return `it waits for ${count > 1 ? `${String(count)} of ` : ''}${names}`;
}
