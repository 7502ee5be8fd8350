import type { Act } from '../case/apply-acts.ts';
import { hasReached } from '../case/decide-delivery.ts';
import { isLive } from '../case/states.ts';
import type { Case, Notice, PolicyPack } from '../contracts/index.ts';
import { isQuiet } from '../incident/membership.ts';
import type { Incident } from '../incident/membership.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { personForTeam } from '../routing/who-is-on-duty.ts';
import { customerNotices, partnerNotices, raisedNotices, toPerson } from './call-step.ts';
import { claimsOf, notClaimed } from './notice-rules.ts';
import { passedOnNotices } from './passed-on.ts';

interface News {
  readonly record: Case;
  readonly notices: readonly Notice[];
  readonly pack: PolicyPack;
  readonly at: string;
  readonly incident?: Incident | undefined;
}

export interface NewsMove {
  readonly act: Act;
  readonly notices: readonly Notice[];
}

type By = Pick<Act, 'actor' | 'cause'>;

/** Whoever has it hears that it has become more severe, what a partner says, or that nobody has told the customer, and whoever had it that others have it; where nobody has it, the ladder calls, and that says more. */
export function newsMove(news: News, by: By): NewsMove | undefined {
  const { record, notices, incident, pack, at } = news;
  if (isSilenced(record) || isQuiet(record, incident)) return undefined;
  return (
    claimMissing(news, 'raised', raisedNotices(record, pack, at), by) ??
    claimMissing(news, 'partner', partnerNotices(record, pack, at), by) ??
    claimMissing(news, 'customer_not_told', customerNotices(record, pack, at), by) ??
    claimMissing(news, 'passed_on', passedOnNotices(record, notices, pack, at), by)
  );
}

/** Of a case that is over, only this is news: what was promised to somebody outside has not arrived, and nobody of ours has heard of it. */
export function newsAtEnd(news: News, by: By): NewsMove | undefined {
  return isLive(news.record) ? undefined : (customerAtEnd(news, by) ?? partnerAtEnd(news, by));
}

/** A message that its customer was promised. */
function customerAtEnd(news: News, by: By): NewsMove | undefined {
  const { customer } = news.record;
  if (customer?.state !== 'not_told' || customer.actionId === undefined) return undefined;
  return tellHadIt(news, 'customer_not_told', [customer.at], by);
}

/** Our question to a partner: whoever waits for the answer waits in vain. Who has taken the case later saw it there. */
function partnerAtEnd(news: News, by: By): NewsMove | undefined {
  const { partner, acknowledgedAt } = news.record;
  if (partner?.notReached === undefined) return undefined;
  if (acknowledgedAt !== undefined && partner.at <= acknowledgedAt) return undefined;
  return tellHadIt(news, 'partner', [partner.linkId, partner.at], by);
}

/** `which`: what was lost, and last when that was known. */
function tellHadIt(
  news: News,
  purpose: 'customer_not_told' | 'partner',
  which: readonly [...string[], string],
  by: By,
): NewsMove | undefined {
  const { record, notices, pack, at } = news;
  const since = which.at(-1) ?? at;
  // Guard: who was told of it, or called since, is not told again.
  if (notices.some((notice) => notice.claimedAt >= since && saysIt(notice, purpose))) return undefined;
  const reader = pack.people.find(({ id }) => id === whoHadIt(record, pack, at));
  return claimMissing(
    news,
    purpose,
    reader === undefined ? [] : toPerson(record, reader, pack, { purpose }, which, at),
    by,
  );
}

function saysIt(notice: Notice, news: Notice['purpose']): boolean {
  const { purpose, state } = notice;
  return purpose === news ? state !== 'suppressed' : purpose === 'call' && hasReached(notice);
}

/** Whoever had it knows the customer's trouble best; else who would be called for it now. */
function whoHadIt({ acknowledgedBy, resolvedBy, owner }: Case, pack: PolicyPack, at: string): string {
  const known = [acknowledgedBy, resolvedBy].find((id) => pack.people.some((person) => person.id === id));
  const team = pack.teams.find(({ id }) => id === owner?.team);
  return known ?? (team === undefined ? pack.lastOwner : personForTeam(team, pack, at).person);
}

/** Those of the notices that were not claimed before. */
function claimMissing(
  news: News,
  purpose: 'raised' | 'partner' | 'customer_not_told' | 'passed_on',
  wanted: readonly Notice[],
  by: By,
): NewsMove | undefined {
  const missing = notClaimed(wanted, news.notices);
  if (missing.length === 0) return undefined;
  return {
    act: { ...by, happening: { what: 'NoticeClaimed', purpose, notices: claimsOf(missing) } },
    notices: missing,
  };
}
