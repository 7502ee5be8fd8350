import type { Case, FactSet, Notice, PolicyPack } from '../contracts/index.ts';
import type { Explanation } from '../contracts/api/answers.ts';
import { explainLadder } from '../escalation/explain-ladder.ts';

/** Why a case is as severe as it is, whose it is, and who is called when: from what was decided, and from what holds now. */
export function explainCase(
  record: Case,
  { facts, notices }: { readonly facts: readonly FactSet[]; readonly notices: readonly Notice[] },
  pack: PolicyPack,
  at: string,
): Explanation {
  const { severity, impact, owner } = record;
  return {
    policy: { version: record.policyVersion, name: pack.name },
    ...(severity === undefined ? {} : { severity: { ...severity, base: pack.severity.base } }),
    ...(impact === undefined ? {} : { impact }),
    facts: facts.map((set) => ({ ...set, ...ageOf(set, at) })),
    unknown: facts.filter(({ state }) => state === 'missing').map(({ system }) => system),
    ...(owner === undefined ? {} : { owner }),
    ladder: explainLadder(record, notices, pack, at),
  };
}

function ageOf({ observedAt }: FactSet, at: string): { readonly ageSeconds?: number } {
  if (observedAt === undefined) return {};
  return { ageSeconds: Math.max(0, Math.floor((Date.parse(at) - Date.parse(observedAt)) / 1000)) };
}
