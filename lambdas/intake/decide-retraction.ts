import type { Case, PolicyPack, Signal, TroubleSignal } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { isLive } from '../case/states.ts';
import { decideGone } from './decide-flapping.ts';

interface Context {
  readonly at: string;
  readonly pack: PolicyPack;
}

/** What was reported of a case, and the ids of what was taken back of it. */
export interface Reported {
  readonly signals: readonly Signal[];
  readonly retracted: ReadonlySet<string>;
}

/** What becomes of an open case of which no report stands any more. */
export function gone(record: Case, by: Pick<Act, 'actor' | 'cause'>, { at, pack }: Context): readonly Act[] {
  const happening = decideGone(record, pack, at);
  return happening === undefined ? [] : [{ ...by, happening }];
}

/** A report of this case is taken back; when none is left, the case is gone. Empty when that was done already. `reported` does not have it yet. */
export function decideRetraction(
  record: Case,
  { retracts, id: by }: Extract<Signal, { kind: 'retraction' }>,
  { signals, retracted: before }: Reported,
  context: Context,
): readonly Act[] {
  // Guard: what was taken back is not taken back again.
  if (before.has(retracts)) return [];
  const who = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: by } } as const;
  const isLast = standingReports({ signals, retracted: new Set([...before, retracts]) }).length === 0;
  const isOver = isLast && !isLive(record) && record.state !== 'withdrawn';
  const nothingLeft = isOver ? { nothingLeft: true as const } : {};
  const act: Act = { ...who, happening: { what: 'SignalRetracted', signalId: retracts, by, ...nothingLeft } };
  return isLast && isLive(record) ? [act, ...gone(record, who, context)] : [act];
}

/** What becomes of a case when the last report of those that were merged into it was taken back. `reported` has that one already. */
export function decideHeirWithdrawal(record: Case, by: string, reported: Reported, context: Context): readonly Act[] {
  // Guard: what is over is not withdrawn.
  if (!isLive(record) || record.cause !== undefined || standingReports(reported).length > 0) return [];
  return gone(record, { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: by } }, context);
}

/** The reports of a case that still stand. A report and its corrections are one: who takes back one of them takes back all. */
export function standingReports({ signals, retracted }: Reported): readonly TroubleSignal[] {
  const byId = new Map(signals.map((signal) => [signal.id, signal]));
  const reportOf = (id: string, seen: readonly string[] = []): string => {
    const signal = byId.get(id);
    return signal?.kind === 'correction' && byId.has(signal.corrects) && !seen.includes(id)
      ? reportOf(signal.corrects, [...seen, id])
      : id;
  };
  const takenBack = new Set([...retracted].map((id) => reportOf(id)));
  return signals.filter(
    (signal): signal is TroubleSignal =>
      (signal.kind === 'exception' || signal.kind === 'correction') && !takenBack.has(reportOf(signal.id)),
  );
}
