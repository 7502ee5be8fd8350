import type { Case, FactSet, PolicyPack, Signal } from '../contracts/index.ts';
import { foreseeStockOuts, sayStockOutlook } from '../foresight/foresee-stock-outs.ts';
import { nameOwner } from '../routing/name-owner.ts';
import { buildImpactFacts } from '../scoring/build-impact-facts.ts';
import { amountsIn, sayWhatHasNoRate, sayWhatRateIsOld } from '../scoring/convert-money.ts';
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
  const severity = scoreSeverity(seen, pack, at, record.severity);
  const incompleteSince = facts.some(isUnanswered) ? (record.impact?.incompleteSince ?? at) : undefined;
  const stockOutlook = foreseeStockOuts({ record, facts, reports }, pack, at);
  const [rescoreAt] = [
    nextThreshold(seen, pack, severity, at),
    incompleteSince === undefined ? undefined : askAgainAt(incompleteSince, pack, at),
    stockOutlook === undefined ? undefined : addDuration(at, pack.foresight.lookAgain),
  ]
    .filter((moment) => moment !== undefined)
    .sort();
  return {
    facts,
    impact: {
      ...assessImpact(facts, pack),
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
