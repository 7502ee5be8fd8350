import { endStates, isLive } from '../case/states.ts';
import { isEnded, waitsOf } from '../case/task-readiness.ts';
import type { Action, ActionState, Case, CaseEvent, ProgressSignal, Task } from '../contracts/index.ts';
import { LEVEL_WORDS, ownerLine, shortReference } from './compose-message.ts';
import { whatHappened, whatIsAtStake } from './describe-case.ts';
import type { Read } from './describe-case.ts';
import { taskLine } from './describe-tasks.ts';
import type { LinkClaim } from './link-token.ts';
import type { Block, Line } from './message-line.ts';
import type { Door, Page } from './render-page.ts';
import { deadlineOf } from './say-deadline.ts';
import { instantsInWords, localTime, timeAndDistance } from './say-time.ts';
import { standingOf } from './standing.ts';
import type { ViewClaim } from './view-token.ts';

/** Where the page leads: each link is for its reader, and ends when the page does. */
export interface PageLinks {
  readonly see: (of: ViewClaim['of'], caseId: string) => string;
  /** Absent where several read it: nobody acts as one of them. */
  readonly act?: (claim: Pick<LinkClaim, 'act' | 'taskId' | 'actionId' | 'digest'>) => string;
}

export interface CasePage extends Read {
  readonly tasks: readonly Task[];
  readonly heard: readonly ProgressSignal[];
  readonly actions: readonly Action[];
  /** Those of the actions that wait for an answer which this reader may give. */
  readonly askedOf: ReadonlySet<string>;
  readonly links: PageLinks;
}

/** A case as it is now, for whoever was told of it: the six questions of a message, what is left to do, and a way to each thing that they may do. */
export function casePage(shown: CasePage): Page {
  const { record, person, pack, at } = shown;
  const toDo = isLive(record) ? [pack.types[record.type]?.nextStep, deadlineOf(record, { zone: person.zone, at })] : [];
  const blocks: readonly Block[] = [
    { title: 'What happened', lines: said(whatHappened(shown)) },
    { title: 'What is at stake', lines: said(whatIsAtStake(shown)) },
    { title: 'Who has it', lines: said([ownerLine(record, pack)]) },
    { title: 'What to do', lines: said(toDo) },
    { title: 'Tasks', lines: taskBlock(shown) },
    { title: 'Changes in other systems', lines: actionBlock(shown) },
    { title: 'Belongs together', lines: kinOf(shown) },
  ];
  return {
    title: `${shortReference(record)} ${record.title}`,
    lines: [`${LEVEL_WORDS[record.severity?.level ?? 'S2']}. ${standsNow(shown)}`],
    blocks,
    doors: doorsOf(shown),
  };
}

const said = (lines: readonly (string | undefined)[]): readonly Line[] =>
  lines.flatMap((line) => (line === undefined ? [] : [{ said: line }]));

function standsNow({ record, person, pack, at }: CasePage): string {
  const { pause, snoozedUntil } = record;
  const waits =
    pause !== undefined
      ? ` It waits for the ${pause.waitingFor} until ${localTime(pause.until, person.zone)}.`
      : snoozedUntil !== undefined && snoozedUntil > at
        ? ` It is snoozed until ${localTime(snoozedUntil, person.zone)}.`
        : '';
  return `${standingOf(record, person, pack)?.line ?? 'Nobody has it yet.'}${waits}`;
}

/** What somebody may do to the whole of it. */
function doorsOf({ record, links: { act } }: CasePage): readonly Door[] {
  if (act === undefined) return [];
  const isWanted = record.state === 'open' || record.state === 'triaged';
  return [
    ...(isWanted ? [{ label: 'I have it', url: act({ act: 'acknowledge' }) }] : []),
    ...(isLive(record)
      ? [{ label: 'It is over', url: act({ act: record.cause === undefined ? 'resolve' : 'end-incident' }) }]
      : []),
    ...(endStates.includes(record.state) ? [] : [{ label: 'Write a note', url: act({ act: 'add-note' }) }]),
  ];
}

/** What can be done now, then what waits or is blocked; of what has ended, how much that is. */
function taskBlock({ record, tasks, heard, person, links: { act } }: CasePage): readonly Line[] {
  const left = tasks
    .filter(({ state }) => !isEnded(state))
    .map((task) => ({ task, waits: waitsOf(task, tasks, heard) }));
  const now = left.filter(({ task, waits }) => task.state === 'open' && waits.length === 0);
  const lines = [...now, ...left.filter((one) => !now.includes(one))].map(({ task, waits }): Line => {
    const first = waits.length === 0 ? '' : ` First comes ${waits.join(' and ')}.`;
    const line = { said: `${taskLine(task, person.zone)}${first === '' ? '' : `.${first}`}` };
    return act === undefined || !isLive(record)
      ? line
      : { ...line, label: 'Say how it stands', url: act({ act: 'end-task', taskId: task.id }) };
  });
  const over = tasks.length - left.length;
  return over === 0 ? lines : [...lines, { said: `${String(over)} of ${String(tasks.length)} are done or not needed` }];
}

function actionBlock({ actions, askedOf, person, at, links: { act } }: CasePage): readonly Line[] {
  return actions.map((action): Line => {
    const { id: actionId, digest, title, state, problem, governance } = action;
    const until =
      state === 'awaiting_approval' && governance.expiresAt !== undefined
        ? `, until ${timeAndDistance(governance.expiresAt, person.zone, at)}`
        : '';
    const why = problem !== undefined && TROUBLED.has(state) ? `: ${instantsInWords(problem)}` : '';
    const line = { said: `${title}: ${ACTION_WORDS[state]}${until}${why}` };
    return act !== undefined && askedOf.has(actionId)
      ? { ...line, label: 'Look at it and decide', url: act({ act: 'decide-action', actionId, digest }) }
      : line;
  });
}

const TROUBLED: ReadonlySet<ActionState> = new Set(['failed', 'unconfirmed', 'by_hand']);
const ACTION_WORDS: Readonly<Record<ActionState, string>> = {
  awaiting_approval: 'waits for an approval',
  approved: 'approved, and done in a moment',
  executing: 'is being done',
  by_hand: 'to be done by hand',
  confirmed: 'done',
  compensated: 'done, and taken back since',
  refused: 'refused',
  expired: 'nobody approved in time',
  superseded: 'not wanted any more',
  failed: 'failed',
  unconfirmed: 'nobody knows whether it was done',
};

/** The incident that it belongs to, the cases that belong to it, and where it goes on. */
function kinOf({ record, children, links: { see } }: CasePage): readonly Line[] {
  const { id, cause, incident, mergedInto } = record;
  return [
    ...(mergedInto === undefined ? [] : [{ said: '', label: 'Where it goes on', url: see('case', mergedInto) }]),
    ...(incident === undefined ? [] : [{ said: '', label: 'The incident', url: see('case', incident.id) }]),
    ...(cause === undefined
      ? []
      : [{ said: '', label: `All of its cases (${String(children?.total ?? 0)})`, url: see('incident', id) }]),
  ];
}

/** The cases of an incident, the most severe of those that are open first. `total`: how many there are. */
export function incidentPage(
  record: Case,
  rows: readonly CaseEvent['case'][],
  total: number,
  links: Pick<PageLinks, 'see'>,
): Page {
  const more = total - rows.length;
  return {
    title: `Cases of ${shortReference(record)}`,
    lines: [record.title],
    doors: [{ label: 'The incident', url: links.see('case', record.id) }],
    blocks: [
      {
        title: total === 1 ? '1 case' : `${String(total)} cases`,
        lines: [
          ...rows.map(({ id, title, severity, state, team }) => ({
            said: `${severity ?? 'S2'} ${shortReference({ id })} ${title}: ${STATE_WORDS[state] ?? state}${team === undefined ? '' : `, ${team.replaceAll('-', ' ')}`}`,
            url: links.see('case', id),
          })),
          ...(more > 0 ? [{ said: `And ${String(more)} more, less severe or over.` }] : []),
        ],
      },
    ],
  };
}

const STATE_WORDS: Readonly<Record<string, string>> = {
  open: 'not assessed yet',
  triaged: 'nobody has it',
  acknowledged: 'somebody has it',
  in_progress: 'somebody works on it',
};
