import { deriveId, sha256Hex } from '../contracts/index.ts';
import type { Case, JournalEntry, PartnerDocument, Signal } from '../contracts/index.ts';
import { isLive } from '../case/states.ts';
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
  | { readonly do: 'take'; readonly link: PartnerLink; readonly act: Act }
  | { readonly do: 'nothing'; readonly why: 'taken-already' | 'case-over' | 'enough' | Exclude<LinkState, 'open'> };

/** Whether an answer is taken now. The same answer twice is one: a double click, or a browser that sends again. */
export function decideAnswer(
  record: Case,
  link: PartnerLink,
  journal: readonly JournalEntry[],
  { arrivesAt, note, document }: TakenAnswer,
  at: string,
): AnswerDecision {
  const why = whyClosed(record, link, at);
  if (why !== undefined) return { do: 'nothing', why };
  const { linkId, partner } = link;
  const said = sha256Hex(JSON.stringify([arrivesAt, note, document?.sha256])).slice(0, 32);
  const id = `${linkId}-${said}`;
  if (journal.some(({ cause }) => cause.id === id)) return { do: 'nothing', why: 'taken-already' };
  if (link.answers >= MOST_ANSWERS) return { do: 'nothing', why: 'enough' };
  return {
    do: 'take',
    link: { ...link, answers: link.answers + 1 },
    act: {
      actor: byPartner(link),
      cause: { kind: 'command', id },
      happening: {
        what: 'PartnerAnswered',
        linkId,
        partner,
        ...(arrivesAt === undefined ? {} : { arrivesAt }),
        ...(document === undefined ? {} : { document }),
      },
      ...(note === undefined ? {} : { personal: { text: note } }),
    },
  };
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
