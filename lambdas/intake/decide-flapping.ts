import { addDuration, durationMs, isLater } from '../case/duration.ts';
import { mayComeBack } from '../case/states.ts';
import { WITH_INCIDENT } from '../incident/membership.ts';
import type { Case, FlappingPolicy, Happening, PolicyPack, TroubleSignal } from '../contracts/index.ts';

/** When trouble of a type is taken for one that comes and goes. */
export function flappingOf({ type }: Pick<Case, 'type'>, pack: PolicyPack): FlappingPolicy {
  return pack.types[type]?.flapping ?? pack.flapping;
}

/**
 * What it means that a case is reported anew after it was resolved, or taken back by its sender. One that had gone by itself comes back; when that is one coming too many within the policy's window,
 * it flaps from now on. One that a person had solved is simply opened again.
 */
export function decideReturn(record: Case, signal: TroubleSignal, pack: PolicyPack, at: string): readonly Happening[] {
  const hasGoneByItself = record.resolvedBy === undefined && record.resolution !== WITH_INCIDENT;
  if (!hasGoneByItself) return [{ what: 'CaseReopened', signalId: signal.id }];
  const { window, count } = flappingOf(record, pack);
  const start = new Date(Date.parse(at) - durationMs(window)).toISOString();
  const comings = [record.openedAt, ...(record.comings ?? []), at].filter((coming) => coming >= start);
  const reopened: Happening = { what: 'CaseReopened', signalId: signal.id, comesBack: true };
  return comings.length < count
    ? [reopened]
    : [reopened, { what: 'FlappingBegan', since: comings[0] ?? at, times: comings.length }];
}

/** A report of what flaps: it is there again, unless it is about a time before it was settled. Undefined: nothing new. */
export function decideBack({ flapping, state }: Case, signal: TroubleSignal): Happening | undefined {
  if (flapping?.settledAt === undefined || state === 'resolved') return undefined;
  // Of what was taken back no report stands, so any that does is news.
  const isNews = flapping.takenBack === true || Date.parse(signal.occurredAt) > Date.parse(flapping.settledAt);
  return isNews ? { what: 'TroubleBack', times: flapping.times + 1 } : undefined;
}

const TAKEN_BACK = 'Every report of it was taken back by its sender.';

/**
 * No report of an open case stands any more: it is withdrawn, and reported anew within the window it is the same trouble come back. What flaps already is not withdrawn before it has
 * been quiet for the window. Undefined: that was said already.
 */
export function decideGone(record: Case, pack: PolicyPack, at: string): Happening | undefined {
  const { flapping } = record;
  const until = addDuration(at, flappingOf(record, pack).window);
  if (flapping === undefined) return { what: 'CaseWithdrawn', reason: TAKEN_BACK, reopenUntil: until };
  if (flapping.takenBack === true) return undefined;
  const { settledAt = at, quietUntil = until } = flapping;
  return { what: 'TroubleQuieted', settledAt, quietUntil, reason: TAKEN_BACK, takenBack: true };
}

/** Of the cases that hold the keys of a report the one that was taken back last, and not too long ago for this to be the same trouble. */
export function takenBackBefore({ type }: Pick<Case, 'type'>, holders: readonly Case[], at: string): Case | undefined {
  return holders
    .filter((record) => mayComeBack(record) && record.type === type && isLater(record.reopenUntil ?? at, at))
    .toSorted((left, right) => ((left.withdrawnAt ?? '') < (right.withdrawnAt ?? '') ? 1 : -1))[0];
}

/** What flaps was settled: it is not solved before it has been quiet for the window. Undefined: it was settled already. */
export function decideQuiet(
  record: Case,
  settledAt: string,
  reason: string,
  pack: PolicyPack,
  at: string,
): Happening | undefined {
  if (record.flapping === undefined || record.flapping.settledAt !== undefined) return undefined;
  return {
    what: 'TroubleQuieted',
    settledAt: new Date(Date.parse(settledAt)).toISOString(),
    quietUntil: addDuration(at, flappingOf(record, pack).window),
    reason,
  };
}
