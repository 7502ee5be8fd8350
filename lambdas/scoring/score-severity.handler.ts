import { scoreInput } from '../contracts/index.ts';
import { caseStore } from '../case/index.ts';
import { packStore } from '../policy/index.ts';
import { nowInstant, taskHandler } from '../platform/index.ts';
import { assessImpact, buildImpactFacts, scoreSeverity } from './index.ts';

const cases = caseStore();
const packs = packStore();

/** Task of triage: facts in, severity and impact out. Writes nothing. */
export const handler = taskHandler('score-severity', scoreInput, async ({ caseId, facts }) => {
  const record = await cases.load(caseId);
  if (record === undefined) throw new Error(`no case ${caseId}`);
  const { pack } = await packs.load(record.policyVersion);
  const at = nowInstant();
  return {
    severity: scoreSeverity(buildImpactFacts(record, facts, pack, at), pack, at, record.severity),
    impact: assessImpact(facts),
  };
});
