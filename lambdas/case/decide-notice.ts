import type { Case, Notice } from '../contracts/index.ts';
import type { Act } from './apply-acts.ts';
import { waitsForTurn } from '../incident/give-turns.ts';
import { leavesCallsToIncident } from '../incident/membership.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { pausedClocks } from './clocks.ts';
import { hasAgreed } from './ladder.ts';
import { withWhom } from './passed-on.ts';
import { callingStates, isLive } from './states.ts';

/** After so long without an outcome a hand-over that began is taken for lost, and the notice is handed over once more. */
export const HAND_OVER_PATIENCE_MS = 60_000;

export type NoticeDecision =
  | { readonly do: 'nothing'; readonly why: string }
  | { readonly do: 'come-back-later' }
  | { readonly do: 'suppress'; readonly why: string }
  | { readonly do: 'hand-over'; readonly begun: Notice };

/** Whether a notice is to be handed to its channel now. A recorded hand-over is never repeated; one that nobody wants any more is not begun. */
export function decideNotice(notice: Notice, record: Case, at: string): NoticeDecision {
  // Guard: a notice with an outcome is not handed over again.
  if (notice.state !== 'claimed' && notice.state !== 'sending') return { do: 'nothing', why: `it was ${notice.state}` };
  const unwanted = whyUnwanted(notice, record, at);
  const began = notice.begunAt === undefined ? undefined : Date.parse(at) - Date.parse(notice.begunAt);
  // Guard: nobody hands over what another one is handing over.
  if (began !== undefined && began < HAND_OVER_PATIENCE_MS) return { do: 'come-back-later' };
  // Guard: nobody is called for what is no longer wanted.
  if (unwanted !== undefined) return { do: 'suppress', why: unwanted };
  return {
    do: 'hand-over',
    begun: {
      ...notice,
      state: 'sending',
      begunAt: at,
      possiblyRepeated: notice.possiblyRepeated || began !== undefined,
    },
  };
}

/** Why a notice shall not be sent any more. */
export function whyUnwanted(notice: Notice, record: Case, at: string): string | undefined {
  if (notice.purpose === 'resolved')
    return record.state === 'resolved' || record.state === 'closed' ? undefined : `the case is ${record.state}`;
  if (notice.purpose === 'withdrawn' || notice.purpose === 'merged')
    return record.state === notice.purpose ? undefined : `the case is ${record.state}`;
  if (notice.purpose === 'grown') return isLive(record) ? undefined : `the incident is ${record.state}`;
  const isReminder = notice.purpose === 'clock' && notice.clock === 'acknowledge' && notice.percent !== 0;
  if (notice.purpose === 'clock' && !isReminder)
    return whyNotTheirs(notice, record) ?? whyTimeDoesNotMatter(notice, record);
  if (notice.purpose === 'raised') return whyNotTheirs(notice, record);
  if (notice.purpose === 'partner') return whyPartnerIsNoNews(notice, record);
  if (notice.purpose === 'task_late' || notice.purpose === 'task_set') return whyTasksDoNotMatter(record);
  if (notice.purpose === 'customer_not_told') return whyCustomerIsNoNews(notice, record);
  if (notice.purpose === 'passed_on') return whyItIsTheirs(notice, record);
  if (notice.purpose !== 'call' && !isReminder) return undefined;
  if (!callingStates.includes(record.state)) return `the case is ${record.state}`;
  if (leavesCallsToIncident(record)) return 'its incident speaks for it';
  if (waitsForTurn(record, at) !== undefined) return 'others that its incident has let go are called first';
  if (isSilenced(record)) return 'it is silenced';
  if (record.snoozedUntil !== undefined && Date.parse(record.snoozedUntil) > Date.parse(at))
    return 'the case is snoozed';
  if (pausedClocks(record.clocks).includes('acknowledge')) return 'the case waits for somebody outside';
  if (hasAgreed(record, notice.person)) return 'they have acknowledged it';
  if (record.escalation.round !== notice.round) return 'the ladder has started again';
  return isReminder ? whyTooLate(notice, record) : undefined;
}

function whyTasksDoNotMatter(record: Case): string | undefined {
  if (!isLive(record)) return `the case is ${record.state}`;
  return isSilenced(record) ? 'it is silenced' : undefined;
}

/** A message that was promised and has not arrived is news also when the case is over. */
function whyCustomerIsNoNews(notice: Notice, record: Case): string | undefined {
  const { customer } = record;
  const isOwed = !isLive(record) && customer?.actionId !== undefined;
  const why = isOwed ? undefined : whyNotTheirs(notice, record);
  return why ?? (customer?.state === 'not_told' ? undefined : 'the customer was told');
}

/** That a partner was not reached is news also when the case is over: somebody may wait for their answer. */
function whyPartnerIsNoNews(notice: Notice, record: Case): string | undefined {
  const isOwed = !isLive(record) && record.partner?.notReached !== undefined;
  return isOwed ? undefined : whyNotTheirs(notice, record);
}

/** How it stands is told to whoever has the case. */
function whyNotTheirs({ person }: Notice, { state, acknowledgedBy }: Case): string | undefined {
  if (state !== 'acknowledged' && state !== 'in_progress') return `the case is ${state}`;
  return acknowledgedBy === person ? undefined : 'somebody else has it';
}

/** That a case is no longer theirs, while it goes on without them. */
function whyItIsTheirs({ person }: Notice, record: Case): string | undefined {
  if (!isLive(record)) return `the case is ${record.state}`;
  return withWhom(record) === person ? 'it is theirs again' : undefined;
}

/** And of a clock, while that clock matters. */
function whyTimeDoesNotMatter(notice: Notice, record: Case): string | undefined {
  const { clock, percent } = notice;
  const known = clock === undefined ? undefined : record.clocks?.[clock];
  if (known?.stoppedAt !== undefined) return 'the promise was kept';
  if (known?.pausedAt !== undefined && percent !== 100) return 'the case waits for somebody outside';
  return whyTooLate(notice, record);
}

/** Who was told late, by a digest or after quiet hours, hears only how late it is now. */
function whyTooLate({ clock, percent = 0 }: Notice, { clocks }: Case): string | undefined {
  const known = clock === undefined ? undefined : clocks?.[clock];
  if (percent === 0 || percent === 100 || known === undefined) return undefined;
  if (known.breachedAt !== undefined) return 'its time is over by now';
  return (known.noticed ?? 0) > percent ? 'more of its time is over by now' : undefined;
}

export type NoticeOutcome =
  | { readonly state: 'handed_over'; readonly providerMessageId?: string }
  | { readonly state: 'suppressed' | 'failed'; readonly reason: string };

/** The channel has said that it took nothing, and when it will, or has said nothing: no outcome yet. */
export interface Postponed {
  readonly state: 'postponed';
  readonly until: string;
  /** Nobody knows whether it was taken: what comes next may be a repetition. */
  readonly mayHaveArrived?: boolean;
}

/** The notice as it was before its hand-over began; whether an earlier one may have arrived is not forgotten. */
export function takenBack(notice: Notice, { mayHaveArrived = false }: Pick<Postponed, 'mayHaveArrived'>): Notice {
  const before: Notice = {
    ...notice,
    state: 'claimed',
    possiblyRepeated: notice.possiblyRepeated || mayHaveArrived,
  };
  delete before.begunAt;
  return before;
}

/** The notice with its outcome, and the act that puts it into the journal. */
export function endOfNotice(
  notice: Notice,
  outcome: NoticeOutcome,
  at: string,
): { readonly after: Notice; readonly act: Act } {
  const { id: noticeId, channel, possiblyRepeated } = notice;
  const by = {
    actor: { kind: 'system', id: `notification/${channel}` },
    cause: { kind: 'lifecycle', id: noticeId },
  } as const;
  if (outcome.state === 'handed_over') {
    const provider = outcome.providerMessageId === undefined ? {} : { providerMessageId: outcome.providerMessageId };
    return {
      after: { ...notice, state: 'handed_over', handedOverAt: at, ...provider },
      act: { ...by, happening: { what: 'NoticeHandedOver', noticeId, channel, possiblyRepeated, ...provider } },
    };
  }
  const what = outcome.state === 'suppressed' ? 'NoticeSuppressed' : 'NoticeFailed';
  return {
    after: { ...notice, state: outcome.state, failure: outcome.reason },
    act: { ...by, happening: { what, noticeId, channel, reason: outcome.reason } },
  };
}
