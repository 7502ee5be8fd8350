import type { Case, FactSet, Impact, PolicyPack, Signal } from '../contracts/index.ts';
import { foreseeStockOuts, sayStockOutlook } from '../foresight/foresee-stock-outs.ts';
import { nameOwner } from '../routing/name-owner.ts';
import { buildImpactFacts } from '../scoring/build-impact-facts.ts';
import { amountsIn, sayWhatHasNoRate, sayWhatRateIsOld } from '../scoring/convert-money.ts';
import { freeTimeEndOf, readFreeTime } from '../scoring/read-free-time.ts';
import type { HeldContainer } from '../scoring/read-free-time.ts';
import { nextThreshold } from '../scoring/next-threshold.ts';
import { assessImpact, scoreSeverity } from '../scoring/score-severity.ts';
import { addDuration } from './duration.ts';
import { askAgainAt, isUnanswered, sayWhatIsOld } from '../scoring/unanswered.ts';
import type { TriageResult } from './decide-triage.ts';

/** What follows from the facts: what is at stake, how severe it is, and whose it is. Without any facts: severity by ignorance, owner by type. */
export function assessCase(
  record: Case,
  facts: readonly FactSet[],
  pack: PolicyPack,
  at: string,
  reports: readonly Signal[] = [],
): TriageResult {
  const amounts = amountsIn(facts);
  const seen = buildImpactFacts(record, facts, pack, at);
  const told = assessImpact(facts, pack);
  const held = readFreeTime(record, facts, pack, at);
  const severity = scoreSeverity(seen, pack, at, record.severity);
  const incompleteSince = facts.some(isUnanswered) ? (record.impact?.incompleteSince ?? at) : undefined;
  const stockOutlook = foreseeStockOuts({ record, facts, reports }, pack, at);
  const [rescoreAt] = [
    nextThreshold(seen, pack, severity, at),
    incompleteSince === undefined ? undefined : askAgainAt(incompleteSince, pack, at),
    stockOutlook === undefined ? undefined : addDuration(at, pack.foresight.lookAgain),
    held?.nextDayAt,
  ]
    .filter((moment) => moment !== undefined)
    .sort();
  return {
    facts,
    impact: {
      ...told,
      ...withFreeTime(told, held),
      ...(incompleteSince === undefined ? {} : { incompleteSince }),
      ...(stockOutlook === undefined ? {} : { stockOutlook: [...stockOutlook] }),
    },
    severity: {
      ...severity,
      reasons: [
        ...severity.reasons,
        ...sayWhatIsOld(facts, at),
        ...sayWhatHasNoRate(amounts, pack),
        ...sayWhatRateIsOld(amounts, pack, at),
        ...sayStockOutlook(stockOutlook),
      ],
      ...(rescoreAt === undefined ? {} : { rescoreAt }),
    },
    owner: nameOwner(seen, pack, at),
  };
}

/** What a held container costs, and when its free time ends by all that is known. */
function withFreeTime({ freeTimeEndsAt: told }: Impact, held: HeldContainer | undefined): Partial<Impact> {
  if (held === undefined) return {};
  const freeTimeEndsAt = freeTimeEndOf(told, held.freeTimeEndsAt);
  return { freeTime: held.freeTime, ...(freeTimeEndsAt === undefined ? {} : { freeTimeEndsAt }) };
}
