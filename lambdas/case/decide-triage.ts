import { Temporal } from 'temporal-polyfill';
import type { Case, Clocks, FactSet, Impact, Owner, PolicyPack, Severity, SeverityLevel } from '../contracts/index.ts';
import type { Act } from './apply-acts.ts';
import { addDuration } from './duration.ts';

/** A lifecycle that died between triage and its next decision is noticed by the auditor after so long. */
export const LIFECYCLE_PATIENCE = 'PT2M';

export interface TriageResult {
  readonly facts: readonly FactSet[];
  readonly impact: Impact;
  readonly severity: Severity;
  readonly owner: Owner;
}

/**
 * What a triage changes. The first one names severity, owner and clocks; a later one (more reports came in) changes the severity and leaves
 * the owner: taking a case from somebody is a person's decision. Nothing to commit once the case is over.
 */
export function decideTriage(
  record: Case,
  result: TriageResult,
  pack: PolicyPack,
  at: string,
  cause: Act['cause'],
): readonly Act[] {
  const by = { actor: { kind: 'system', id: 'triage' }, cause } as const;
  const { facts, impact, severity } = result;
  // A person was faster than the rules, and knows better.
  const owner = record.owner?.assigned === true ? record.owner : result.owner;
  const clocks = timeClocks(record, severity.level, pack, at);
  if (record.state === 'open') {
    const nextDueAt = addDuration(at, LIFECYCLE_PATIENCE);
    return [
      { ...by, nextDueAt, happening: { what: 'CaseTriaged', facts: [...facts], impact, severity, owner, clocks } },
    ];
  }
  // Guard: what is over is not assessed again.
  if (!['triaged', 'acknowledged', 'in_progress'].includes(record.state)) return [];
  const from = record.severity?.level;
  // Somebody was faster than the first triage: the case has no owner yet.
  const named: Act[] = record.owner === undefined ? [{ ...by, happening: { what: 'OwnerNamed', owner } }] : [];
  return [
    {
      ...by,
      happening: {
        what: 'SeverityChanged',
        ...(from === undefined ? {} : { from }),
        severity,
        impact,
        facts: [...facts],
        ...(from === severity.level ? {} : { clocks }),
      },
    },
    ...named,
  ];
}

/** Clocks for a level. Those that run already are re-timed: `due = max(start + new duration, now + grace)`; stopped ones stay. */
export function timeClocks(record: Case, level: SeverityLevel, pack: PolicyPack, at: string): Clocks {
  const time = (name: keyof Clocks): Clocks[keyof Clocks] => {
    const running = record.clocks?.[name];
    if (running?.stoppedAt !== undefined) return running;
    const startedAt = running?.startedAt ?? record.reopenedAt ?? record.openedAt;
    const due = addDuration(startedAt, pack.clocks[name][level]);
    const earliest = addDuration(at, pack.clocks.grace);
    const isRetimed =
      running !== undefined &&
      Temporal.Instant.compare(Temporal.Instant.from(due), Temporal.Instant.from(earliest)) < 0;
    // Somebody had it before the first triage: the promise was kept before it had a time.
    const keptAt = name === 'acknowledge' && running === undefined ? record.acknowledgedAt : undefined;
    return {
      ...running,
      startedAt,
      dueAt: isRetimed ? earliest : due,
      ...(keptAt === undefined ? {} : { stoppedAt: keptAt }),
    };
  };
  return { acknowledge: time('acknowledge'), resolve: time('resolve'), communicate: time('communicate') };
}
