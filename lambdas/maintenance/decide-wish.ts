import { addDuration } from '../case/duration.ts';
import { notKnown, notPossible } from '../case/command.ts';
import { canonicalJson, deriveId } from '../contracts/index.ts';
import type { PolicyPack, Problem, Silence } from '../contracts/index.ts';
import { endOf } from './silences.ts';

/** So many at a time: every report that may open a case reads them. */
export const MOST_CURRENT = 100;

/** What a person asks for; times with an offset. */
export interface Wish {
  readonly matcher: Silence['matcher'];
  readonly reason: string;
  /** Absent: from now on. */
  readonly startsAt?: string | undefined;
  readonly endsAt: string;
}

export type WishDecision =
  | { readonly outcome: 'changed'; readonly silence: Silence; readonly before?: Silence }
  | { readonly outcome: 'unchanged'; readonly silence: Silence; readonly why: string }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/** A silence as a person wants it. The same wish of the same person is the same silence. */
export function decideWish(
  { matcher, reason, startsAt, endsAt }: Wish,
  by: string,
  current: readonly Silence[],
  pack: PolicyPack,
  at: string,
): WishDecision {
  const from = startsAt === undefined ? at : inUtc(startsAt);
  const to = inUtc(endsAt);
  const refuse = (field: string, why: string): WishDecision => ({ outcome: 'refused', problem: notKnown(field, why) });
  if (to <= at) return refuse('endsAt', 'It must be in the future.');
  if (to <= from) return refuse('endsAt', 'It must be after the start.');
  const { longest } = pack.silences;
  if (to > addDuration(from, longest))
    return refuse('endsAt', `A silence lasts ${longest} at most; make another one then.`);
  const id = deriveId('sil', by, canonicalJson(matcher), startsAt === undefined ? '' : from, to, reason);
  const known = current.find((silence) => silence.id === id);
  if (known !== undefined) return { outcome: 'unchanged', silence: known, why: 'It was made before.' };
  if (current.length >= MOST_CURRENT)
    return {
      outcome: 'refused',
      problem: notPossible(`There are ${String(MOST_CURRENT)} silences already; end some, or make one of several.`),
    };
  return {
    outcome: 'changed',
    silence: { contract: 'silence/1', id, matcher, reason, startsAt: from, endsAt: to, madeBy: by, madeAt: at },
  };
}

/** Ended before its time, or before it began. */
export function decideEarlyEnd(silence: Silence, reason: string, by: string, at: string): WishDecision {
  if (silence.endedAt !== undefined)
    return { outcome: 'unchanged', silence, why: `${silence.endedBy ?? 'Somebody'} has ended it already.` };
  if (endOf(silence) <= at) return { outcome: 'unchanged', silence, why: 'It is over already.' };
  return { outcome: 'changed', silence: { ...silence, endedAt: at, endedBy: by, endReason: reason }, before: silence };
}

function inUtc(instant: string): string {
  return new Date(Date.parse(instant)).toISOString();
}
