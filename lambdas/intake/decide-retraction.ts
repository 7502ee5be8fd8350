import type { Case, Signal } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { isLive } from '../case/states.ts';

export function withdrawn(by: Pick<Act, 'actor' | 'cause'>): Act {
  return { ...by, happening: { what: 'CaseWithdrawn', reason: 'Every report of it was taken back by its sender.' } };
}

/**
 * A report of this case is taken back; when none is left, the case is withdrawn. Empty when that was done already. `signals` are those of the
 * case, `before` the ids of those that were taken back.
 */
export function decideRetraction(
  record: Case,
  retracted: string,
  by: string,
  signals: readonly Signal[],
  before: ReadonlySet<string>,
): readonly Act[] {
  // Guard: what was taken back is not taken back again.
  if (before.has(retracted)) return [];
  const who = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: by } } as const;
  const isLast = isNothingLeft(signals, new Set([...before, retracted]));
  const isOver = isLast && !isLive(record) && record.state !== 'withdrawn';
  const nothingLeft = isOver ? { nothingLeft: true as const } : {};
  const act: Act = { ...who, happening: { what: 'SignalRetracted', signalId: retracted, by, ...nothingLeft } };
  return isLast && isLive(record) ? [act, withdrawn(who)] : [act];
}

/** What becomes of a case when the last report of those that were merged into it was taken back. `retracted` has that one already. */
export function decideHeirWithdrawal(
  record: Case,
  by: string,
  signals: readonly Signal[],
  retracted: ReadonlySet<string>,
): readonly Act[] {
  // Guard: what is over is not withdrawn.
  if (!isLive(record) || record.cause !== undefined || !isNothingLeft(signals, retracted)) return [];
  return [withdrawn({ actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: by } })];
}

/** A report and its corrections are one: who takes back one of them takes back all. */
function isNothingLeft(signals: readonly Signal[], retracted: ReadonlySet<string>): boolean {
  const byId = new Map(signals.map((signal) => [signal.id, signal]));
  const reportOf = (id: string, seen: readonly string[] = []): string => {
    const signal = byId.get(id);
    return signal?.kind === 'correction' && byId.has(signal.corrects) && !seen.includes(id)
      ? reportOf(signal.corrects, [...seen, id])
      : id;
  };
  const gone = new Set([...retracted].map((id) => reportOf(id)));
  return signals
    .filter(({ kind }) => kind === 'exception' || kind === 'correction')
    .every(({ id }) => gone.has(reportOf(id)));
}
