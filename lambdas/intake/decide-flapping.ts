import { addDuration, durationMs } from '../case/duration.ts';
import { WITH_INCIDENT } from '../incident/membership.ts';
import type { Case, FlappingPolicy, Happening, PolicyPack, TroubleSignal } from '../contracts/index.ts';

/** When trouble of a type is taken for one that comes and goes. */
function flappingOf({ type }: Pick<Case, 'type'>, pack: PolicyPack): FlappingPolicy {
  return pack.types[type]?.flapping ?? pack.flapping;
}

/**
 * What it means that a case is reported anew after it was resolved. One that had settled itself comes back; when that is one coming too many within the policy's window,
 * it flaps from now on. One that a person had solved is simply opened again.
 */
export function decideReturn(record: Case, signal: TroubleSignal, pack: PolicyPack, at: string): readonly Happening[] {
  const hasSettledItself = record.resolvedBy === undefined && record.resolution !== WITH_INCIDENT;
  if (!hasSettledItself) return [{ what: 'CaseReopened', signalId: signal.id }];
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
  return Date.parse(signal.occurredAt) > Date.parse(flapping.settledAt)
    ? { what: 'TroubleBack', times: flapping.times + 1 }
    : undefined;
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
