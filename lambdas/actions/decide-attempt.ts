import type { Action, Case } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { addDuration } from '../case/duration.ts';
import { isLive, isTakenBack } from '../case/states.ts';
import { ATTEMPT_PATIENCE, goesWithItsCase } from './decide-action.ts';
import { ended } from './decide-reply.ts';
import { handOver } from './hand-over.ts';
import type { HandTerms } from './hand-over.ts';
import { digestOf } from './make-action.ts';

/** What a document in the system of record says now. */
export interface Document {
  readonly etag: string;
  readonly values: Readonly<Record<string, string | number | boolean | undefined>>;
}

export type Verdict =
  | { readonly do: 'write'; readonly etag: string }
  | { readonly do: 'confirm' }
  | { readonly do: 'supersede'; readonly reason: string }
  /** It cannot be known whether we have written it. */
  | { readonly do: 'ask'; readonly reason: string }
  | { readonly do: 'fail'; readonly reason: string };

/**
 * What is right to do with the document as it is now. It has our values already (an attempt whose answer was lost, or somebody was faster): confirmed. It has
 * what we decided on: write. It has something else: others have changed it since, and nothing is forced.
 */
export function judgeDocument(action: Action, document: Document | undefined): Verdict {
  if (document === undefined)
    return { do: 'fail', reason: `${action.system.toUpperCase()} has no document ${action.subject}.` };
  const says = (wanted: Action['change']): boolean =>
    Object.entries(wanted).every(([name, value]) => isSame(document.values[name], value));
  // Guard: what the system has is not written again.
  if (says(action.change)) return { do: 'confirm' };
  // What is made anew has no basis: whatever is there under its key is not ours to change.
  const isAsDecided = Object.keys(action.basis).length === 0 ? isEmpty(document) : says(action.basis);
  // Guard: what we may have written, and somebody has put back since, is not written again.
  if (isAsDecided && action.triedUnder !== undefined && action.triedUnder !== document.etag)
    return {
      do: 'ask',
      reason: `${action.subject} says what it said before, but was changed meanwhile: nobody knows whether by us.`,
    };
  if (isAsDecided) return { do: 'write', etag: document.etag };
  const now = Object.keys(action.change)
    .map((name) => `${name} is ${String(document.values[name] ?? 'empty')}`)
    .join(', ');
  return { do: 'supersede', reason: `Somebody has changed ${action.subject} meanwhile: ${now}.` };
}

function isEmpty({ values }: Document): boolean {
  return Object.values(values).every((value) => value === undefined);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** Instants are the same moment however they are written; an empty text is a field that is not there. Other texts are no dates: `Dock 1` and `Gate 1` are the same day to Date.parse. */
export function isSame(left: string | number | boolean | undefined, right: string | number | boolean): boolean {
  if ((left ?? '') === right) return true;
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  if (!INSTANT.test(left) || !INSTANT.test(right)) return false;
  const [one, other] = [Date.parse(left), Date.parse(right)];
  return !Number.isNaN(one) && one === other;
}

/** How an attempt ended. `postponed` without a known outcome: the system may have written it, and is asked before anything is written again. */
export type AttemptOutcome =
  | { readonly end: 'confirmed'; readonly found: 'written' | 'there_already' }
  | { readonly end: 'superseded'; readonly reason: string; readonly document?: Document }
  | { readonly end: 'failed' | 'unclear'; readonly reason: string }
  | {
      readonly end: 'postponed';
      readonly reason: string;
      readonly isOutcomeKnown: boolean;
      /** The tag under which something was sent that got no answer. */
      readonly triedUnder?: string;
      readonly notBefore?: string;
      /** The system works, and somebody else is at the document. */
      readonly isBusy?: true;
    };

export interface Begun {
  readonly act: Act;
  readonly after: Action;
}

/** The claim of an attempt; undefined when it is not its turn. Committed before the system is touched. */
export function beginAttempt(action: Action, record: Case, at: string): Begun | undefined {
  const isDead =
    action.state === 'executing' && Date.parse(addDuration(action.begunAt ?? at, ATTEMPT_PATIENCE)) <= Date.parse(at);
  const isDue = action.state === 'approved' && (action.retryAt === undefined || action.retryAt <= at);
  // Guard: an attempt has its turn, and the one before it is over.
  if (!(isDead || isDue) || (action.state === 'approved' && !mayLook(action, record))) return undefined;
  const attempt = action.attempts + 1;
  return {
    act: { ...by(action), happening: { what: 'ActionAttempted', actionId: action.id, attempt } },
    after: {
      ...action,
      state: 'executing',
      attempts: attempt,
      mayBeWritten: action.mayBeWritten || isDead,
      begunAt: at,
      nextDueAt: addDuration(at, ATTEMPT_PATIENCE),
    },
  };
}

/** Undefined: it is what somebody has agreed to. Its id and each agreement name its digest, so whoever changes it in the table has it failed and not written. */
export function notAsAgreed(action: Action): AttemptOutcome | undefined {
  // Guard: what is done is what was agreed to.
  if (digestOf(action) === action.digest) return undefined;
  const reason =
    'It is not what was proposed any more, so nothing is written: somebody has changed the proposal itself.';
  return { end: action.mayBeWritten ? 'unclear' : 'failed', reason };
}

/** Whether an attempt makes sense: of a withdrawn case only an undoing, or to learn what became of an earlier one. */
function mayLook(action: Action, record: Case): boolean {
  return mayWrite(action, record) || action.mayBeWritten;
}

/** Of a withdrawn case nothing is written any more, except what takes back; and nothing is taken back with the case when the trouble was reported again. */
export function mayWrite(action: Action, record: Case): boolean {
  if (action.undoes === undefined) return !isTakenBack(record);
  return !goesWithItsCase(action) || !isLive(record);
}

/** So long a system may be down before the action goes to a person. */
const GIVE_UP_AFTER = 'P1D';
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** The end of the attempt that began at `begunAt`: the action after it, and its act. `hand`: how a person does it while the system is down; absent where nobody works on the case any more. */
export function endAttempt(action: Action, outcome: AttemptOutcome, at: string, hand?: HandTerms): Begun {
  const { id: actionId } = action;
  const end = (state: Action['state'], happening: Act['happening'], problem?: string): Begun => ({
    act: { ...by(action), ...(action.amount === undefined ? {} : { amount: action.amount }), happening },
    after: { ...ended(action, at), state, ...(problem === undefined ? {} : { problem }) },
  });
  switch (outcome.end) {
    case 'confirmed': {
      const confirmed = end('confirmed', { what: 'ActionConfirmed', actionId, found: outcome.found });
      // What stood in the way on the way here is over.
      delete confirmed.after.problem;
      // A message is nothing that could be compared or taken back.
      const isOurs = action.system !== 'mail' && (outcome.found === 'written' || action.mayBeWritten);
      return isOurs ? { ...confirmed, after: { ...confirmed.after, wroteAt: at } } : confirmed;
    }
    case 'superseded':
      return end('superseded', { what: 'ActionSuperseded', actionId, reason: outcome.reason }, outcome.reason);
    case 'failed':
      return end('failed', { what: 'ActionFailed', actionId, reason: outcome.reason }, outcome.reason);
    case 'unclear':
      return end('unconfirmed', { what: 'ActionUnconfirmed', actionId, reason: outcome.reason }, outcome.reason);
    case 'postponed':
      return toPerson(action, outcome, at, hand) ?? postpone(action, outcome, at, end, hand);
  }
}

type Postponed = Extract<AttemptOutcome, { end: 'postponed' }>;

/** Beyond the time of the policy; and not while an earlier try may be at work still, or the system only has somebody else at the document. */
function toPerson(action: Action, outcome: Postponed, at: string, hand: HandTerms | undefined): Begun | undefined {
  const since = action.silentSince;
  if (hand === undefined || since === undefined || outcome.isBusy === true) return undefined;
  // Guard: a change that may yet be made is not made by hand beside it.
  const mayBeAtWork = !outcome.isOutcomeKnown && outcome.notBefore !== undefined && outcome.notBefore > at;
  if (mayBeAtWork || addDuration(since, hand.after) > at) return undefined;
  const { reason } = outcome;
  const tried = { ...triedOf(action, outcome), problem: reason };
  const { task, byHand } = handOver(tried, hand, at);
  return {
    act: { ...by(action), happening: { what: 'ActionHandedOver', actionId: action.id, reason, since, task } },
    after: { ...tried, state: 'by_hand', byHand, nextDueAt: addDuration(at, FIRST_LOOK) },
  };
}

/** The system may be back as soon as the task is written. */
const FIRST_LOOK = 'PT5M';

/** What is known after a try that came to no end. */
function triedOf(action: Action, { isOutcomeKnown, triedUnder }: Postponed): Action {
  const open = { ...action };
  delete open.begunAt;
  delete open.retryAt;
  return { ...open, mayBeWritten: !isOutcomeKnown, ...(triedUnder === undefined ? {} : { triedUnder }) };
}

function postpone(
  action: Action,
  outcome: Postponed,
  at: string,
  end: (state: Action['state'], happening: Act['happening'], problem?: string) => Begun,
  hand: HandTerms | undefined,
): Begun {
  const { id: actionId } = action;
  const { reason, isOutcomeKnown, notBefore } = outcome;
  const silentSince = action.silentSince ?? action.begunAt ?? at;
  if (addDuration(silentSince, GIVE_UP_AFTER) <= at) {
    return isOutcomeKnown
      ? end('failed', { what: 'ActionFailed', actionId, reason }, reason)
      : end('unconfirmed', { what: 'ActionUnconfirmed', actionId, reason }, reason);
  }
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(action.attempts, 10), LONGEST_PAUSE_MS);
  const paused = new Date(Date.parse(at) + pause).toISOString();
  // Tried once more just when it would go to a person.
  const handAt = hand === undefined ? undefined : addDuration(silentSince, hand.after);
  const inTime = handAt !== undefined && at < handAt && handAt < paused ? handAt : paused;
  const retryAt = notBefore !== undefined && notBefore > inTime ? notBefore : inTime;
  return {
    act: { ...by(action), happening: { what: 'ActionPostponed', actionId, reason, isOutcomeKnown } },
    after: {
      ...triedOf(action, outcome),
      silentSince,
      state: 'approved',
      retryAt,
      nextDueAt: retryAt,
      problem: reason,
    },
  };
}

function by({ id, generation }: Action): Pick<Act, 'actor' | 'cause'> {
  return {
    actor: { kind: 'system', id: 'actions' },
    cause: { kind: 'lifecycle', id: `${id}-${String(generation)}` },
  };
}
