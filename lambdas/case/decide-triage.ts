import { PERSONAL_FACTS, withoutPersonal } from '../contracts/index.ts';
import type { Case, FactSet, Impact, Owner, PolicyPack, Severity } from '../contracts/index.ts';
import type { Act } from './apply-acts.ts';
import { moveDeadlines, timeClocks } from './clocks.ts';
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
  const { impact, severity } = result;
  const { facts, ...beside } = apart(result.facts);
  // A person was faster than the rules, and knows better.
  const owner = record.owner?.assigned === true ? record.owner : result.owner;
  const known = { ...record, owner: record.state === 'open' ? owner : (record.owner ?? owner), impact };
  if (record.state === 'open') {
    const clocks = timeClocks(known, severity.level, pack, at);
    const nextDueAt = addDuration(at, LIFECYCLE_PATIENCE);
    return [
      {
        ...by,
        ...beside,
        nextDueAt,
        happening: { what: 'CaseTriaged', facts: [...facts], impact, severity, owner, clocks },
      },
    ];
  }
  // Guard: what is over is not assessed again.
  if (!['triaged', 'acknowledged', 'in_progress'].includes(record.state)) return [];
  const from = record.severity?.level;
  const clocks = (from === severity.level ? moveDeadlines : timeClocks)(known, severity.level, pack, at);
  // Somebody was faster than the first triage: the case has no owner yet.
  const named: Act[] = record.owner === undefined ? [{ ...by, happening: { what: 'OwnerNamed', owner } }] : [];
  return [
    {
      ...by,
      ...beside,
      happening: {
        what: 'SeverityChanged',
        ...(from === undefined ? {} : { from }),
        severity,
        impact,
        facts: [...facts],
        ...(clocks === undefined ? {} : { clocks }),
      },
    },
    ...named,
  ];
}

/** What the systems said of a person stands beside the other facts, where it can be erased. */
function apart(factSets: readonly FactSet[]): { readonly facts: readonly FactSet[] } & Pick<Act, 'personal'> {
  const personal = Object.fromEntries(
    factSets.flatMap(({ facts }) =>
      PERSONAL_FACTS.flatMap((name) => (typeof facts[name] === 'string' ? [[name, facts[name]] as const] : [])),
    ),
  );
  if (Object.keys(personal).length === 0) return { facts: factSets };
  return { facts: factSets.map((set) => ({ ...set, facts: withoutPersonal(set.facts) })), personal };
}
