import type { Case, Notice, NoticeOrder } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { decideNotice, endOfNotice, takenBack } from '../decide-notice.ts';
import type { NoticeOutcome, Postponed } from '../decide-notice.ts';
import { afterEnd } from './after-end.ts';
import type { AnotherWay } from './after-end.ts';
import type { CaseStore } from './case-store.dynamo.ts';
import { beginHandOver, endNotice, postponeNotice, takeBackHandOver } from './notice-store.dynamo.ts';
import { perform } from './perform.ts';

/** Asked before anything begins: until when the notice waits by the wish of its reader. */
export type AskTime = (notice: Notice, record: Case) => Promise<string | undefined>;
export type HandOver = (notice: Notice, record: Case, order: NoticeOrder) => Promise<NoticeOutcome | Postponed>;

interface Surroundings {
  readonly askTime?: AskTime;
  readonly anotherWay?: AnotherWay;
}

/** `lost`: it failed, the case is over, and its reader hears that by no other channel. */
type Outcome = NoticeOutcome['state'] | 'lost';

const ATTEMPTS = 5;

/**
 * Takes one notice from its claim to its outcome: begins it in a transaction with the check that the case still wants it, hands it to the channel,
 * records the outcome on notice and journal. A death before the hand-over loses nothing, one after it leads to one message more, marked as
 * possibly repeated, never to silence.
 */
export async function handOverNotice(
  store: CaseStore,
  order: NoticeOrder,
  handOver: HandOver,
  { askTime = () => Promise.resolve(undefined), anotherWay = noOtherWay }: Surroundings = {},
): Promise<Outcome | 'postponed' | 'nothing'> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const [notice, record] = await Promise.all([
      store.loadNotice(order.caseId, order.noticeId),
      store.load(order.caseId),
    ]);
    if (notice === undefined || record === undefined)
      throw new Error(`no notice ${order.noticeId} of case ${order.caseId}`);
    const decision = decideNotice(notice, record, nowInstant());
    switch (decision.do) {
      case 'nothing':
        return 'nothing';
      case 'come-back-later':
        throw new Error(`the hand-over of ${notice.id} has begun elsewhere and has no outcome yet`);
      case 'suppress':
        return recordOutcome(store, order, { notice, outcome: { state: 'suppressed', reason: decision.why } });
      case 'hand-over': {
        const until = await askTime(notice, record);
        if (until !== undefined) {
          await postponeNotice(store, notice, until);
          return 'postponed';
        }
        // Guard: only who has won the claim hands over.
        if (!(await beginHandOver(store, notice, decision.begun, record))) break;
        const outcome = await handOver(decision.begun, record, order);
        if (outcome.state !== 'postponed')
          return recordOutcome(store, order, { notice: decision.begun, outcome }, anotherWay);
        await takeBackHandOver(store, decision.begun, takenBack(decision.begun, outcome), outcome.until);
        return 'postponed';
      }
    }
  }
  throw new Error(`case ${order.caseId} kept changing while notice ${order.noticeId} was begun`);
}

export interface Begun {
  readonly notice: Notice;
  readonly record: Case;
}

/** Begins the hand-over of a notice that goes along with another one; undefined: nobody wants it any more, or somebody else has it. */
export async function beginAlong(store: CaseStore, order: NoticeOrder): Promise<Begun | undefined> {
  const [notice, record] = await Promise.all([
    store.loadNotice(order.caseId, order.noticeId),
    store.load(order.caseId),
  ]);
  if (notice === undefined || record === undefined) return undefined;
  const decision = decideNotice(notice, record, nowInstant());
  if (decision.do === 'suppress')
    await recordOutcome(store, order, { notice, outcome: { state: 'suppressed', reason: decision.why } });
  if (decision.do !== 'hand-over') return undefined;
  // Guard: only who has won the claim hands over.
  return (await beginHandOver(store, notice, decision.begun, record)) ? { notice: decision.begun, record } : undefined;
}

/** What became of one that went along: the same as of the notice that it went with. */
export async function endAlong(
  store: CaseStore,
  order: NoticeOrder,
  { notice, outcome }: { readonly notice: Notice; readonly outcome: NoticeOutcome | Postponed },
  anotherWay: AnotherWay,
): Promise<void> {
  if (outcome.state === 'postponed') await takeBackHandOver(store, notice, takenBack(notice, outcome), outcome.until);
  else await recordOutcome(store, order, { notice, outcome }, anotherWay);
}

/** Ends a notice that no channel took for too long: its failure is on record, and with the people of the runbook. */
export async function giveUpNotice(
  store: CaseStore,
  order: NoticeOrder,
  reason: string,
  anotherWay: AnotherWay,
): Promise<Outcome | undefined> {
  const notice = await store.loadNotice(order.caseId, order.noticeId);
  return notice?.state === 'claimed' || notice?.state === 'sending'
    ? recordOutcome(store, order, { notice, outcome: { state: 'failed', reason } }, anotherWay)
    : undefined;
}

async function recordOutcome(
  store: CaseStore,
  order: NoticeOrder,
  { notice, outcome }: { readonly notice: Notice; readonly outcome: NoticeOutcome },
  anotherWay: AnotherWay = noOtherWay,
): Promise<Outcome> {
  const recorded = await perform<Outcome>(store, order, async (record, at) => {
    const current = await store.loadNotice(notice.caseId, notice.id);
    // Guard: the outcome of a hand-over is recorded once, by whoever began it.
    if (current === undefined || current.state !== notice.state || current.begunAt !== notice.begunAt)
      return { commit: false, answer: outcome.state };
    const { after, act } = endOfNotice(notice, outcome, at);
    const then = await afterEnd(store, { record, after, at }, anotherWay);
    return {
      commit: true,
      acts: [act, ...then.acts],
      with: { notices: then.notices, extra: [endNotice(store.table, notice, after)] },
      answer: () => (then.isLastWordLost ? 'lost' : outcome.state),
    };
  });
  return recorded ?? outcome.state;
}

const noOtherWay: AnotherWay = () => Promise.resolve(undefined);
