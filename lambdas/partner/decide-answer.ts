import { deriveId, sha256Hex } from '../contracts/index.ts';
import type { Case, Happening, JournalEntry, PartnerDocument, Signal, Task } from '../contracts/index.ts';
import { isLive } from '../case/states.ts';
import { freesLate, isEnded, uncheckedOf, waitsOf } from '../case/task-readiness.ts';
import type { Act } from '../case/apply-acts.ts';
import { byPartner } from './decide-link.ts';
import { MOST_ANSWERS, stateOf } from './partner-link.ts';
import type { LinkState, PartnerLink } from './partner-link.ts';

export interface TakenAnswer {
  readonly arrivesAt?: string | undefined;
  readonly note?: string | undefined;
  readonly document?: PartnerDocument | undefined;
}

export type AnswerDecision =
  | { readonly do: 'take'; readonly link: PartnerLink; readonly acts: readonly Act[] }
  | { readonly do: 'nothing'; readonly why: 'taken-already' | 'case-over' | 'enough' | Exclude<LinkState, 'open'> };

/** Whether an answer is taken now, and which tasks it ends. The same answer twice is one: a double click, or a browser that sends again. */
export function decideAnswer(
  record: Case,
  link: PartnerLink,
  journal: readonly JournalEntry[],
  answer: TakenAnswer,
  at: string,
  tasks: readonly Task[] = [],
): AnswerDecision {
  const { arrivesAt, note, document } = answer;
  const why = whyClosed(record, link, at);
  if (why !== undefined) return { do: 'nothing', why };
  const { linkId, partner } = link;
  const said = sha256Hex(JSON.stringify([arrivesAt, note, document?.sha256])).slice(0, 32);
  const id = `${linkId}-${said}`;
  if (journal.some(({ cause }) => cause.id === id)) return { do: 'nothing', why: 'taken-already' };
  if (link.answers >= MOST_ANSWERS) return { do: 'nothing', why: 'enough' };
  const by = { actor: byPartner(link), cause: { kind: 'command', id } } as const;
  return {
    do: 'take',
    link: { ...link, answers: link.answers + 1 },
    acts: [
      {
        ...by,
        happening: {
          what: 'PartnerAnswered',
          linkId,
          partner,
          ...(arrivesAt === undefined ? {} : { arrivesAt }),
          ...(document === undefined ? {} : { document }),
        },
        ...(note === undefined ? {} : { personal: { text: note } }),
      },
      ...answeredTasks(tasks, answer, at).map((happening) => ({ ...by, happening })),
    ],
  };
}

/** The tasks for which this was asked, and that nothing else keeps open: what people have to tick or to say themselves stays theirs. */
function answeredTasks(tasks: readonly Task[], answer: TakenAnswer, at: string): readonly Happening[] {
  const has = { arrival: answer.arrivesAt !== undefined, document: answer.document !== undefined, words: true };
  return tasks
    .filter(({ partner, state }) => partner !== undefined && has[partner.wants] && !isEnded(state))
    .filter((task) => task.by === undefined && waitsOf(task, tasks, []).length + uncheckedOf(task).length === 0)
    .map(({ id, state }) => ({
      what: 'TaskEnded',
      taskId: id,
      from: state,
      as: 'done',
      via: 'link',
      ...(freesLate(id, tasks, at) ? { late: true } : {}),
    }));
}

/** Why nothing can be answered by a link now; undefined: it can. */
export function whyClosed(
  record: Case,
  link: PartnerLink,
  at: string,
): 'case-over' | Exclude<LinkState, 'open'> | undefined {
  const state = stateOf(link, at);
  if (state !== 'open') return state;
  return isLive(record) ? undefined : 'case-over';
}

/** The arrival as a report, so that it stands on the timeline of the goods as one by EDI does: an estimate is progress, which opens no case and settles none. */
export function arrivalReport(
  { references, region, businessUnit }: Case,
  {
    linkId,
    arrivesAt,
    at,
    traceparent,
  }: {
    readonly linkId: string;
    readonly arrivesAt: string;
    readonly at: string;
    readonly traceparent: string;
  },
): Signal {
  return {
    contract: 'signal/1',
    kind: 'progress',
    id: deriveId('sig', 'partner', linkId, arrivesAt),
    source: { id: 'fairlead', format: 'partner-link' },
    milestone: { name: 'arrived', at: 'estimated' },
    references: references.slice(0, 50),
    region,
    businessUnit,
    occurredAt: arrivesAt,
    timeBasis: 'sent',
    receivedAt: at,
    // Nobody has sent a payload: the journal has what was said.
    raw: { key: 'none' },
    traceparent,
  };
}
