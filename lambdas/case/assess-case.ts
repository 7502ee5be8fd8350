import type { Case, FactSet, PolicyPack } from '../contracts/index.ts';
import { nameOwner } from '../routing/name-owner.ts';
import { buildImpactFacts } from '../scoring/build-impact-facts.ts';
import { nextThreshold } from '../scoring/next-threshold.ts';
import { assessImpact, scoreSeverity } from '../scoring/score-severity.ts';
import type { TriageResult } from './decide-triage.ts';

/** What follows from the facts: what is at stake, how severe it is, and whose it is. Without any facts: severity by ignorance, owner by type. */
export function assessCase(record: Case, facts: readonly FactSet[], pack: PolicyPack, at: string): TriageResult {
  const seen = buildImpactFacts(record, facts, pack, at);
  const severity = scoreSeverity(seen, pack, at, record.severity);
  const rescoreAt = nextThreshold(record, facts, pack, severity, at);
  return {
    facts,
    impact: assessImpact(facts),
    severity: rescoreAt === undefined ? severity : { ...severity, rescoreAt },
    owner: nameOwner(seen, pack, at),
  };
}
