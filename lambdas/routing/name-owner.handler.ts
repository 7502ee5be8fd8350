import { ownerInput } from '../contracts/index.ts';
import { caseStore } from '../case/index.ts';
import { packStore } from '../policy/index.ts';
import { nowInstant, taskHandler } from '../platform/index.ts';
import { buildImpactFacts } from '../scoring/index.ts';
import { nameOwner } from './index.ts';

const cases = caseStore();
const packs = packStore();

/** Task of triage: facts in, owner out: function, team, role, and the person on duty now. Writes nothing. */
export const handler = taskHandler('name-owner', ownerInput, async ({ caseId, facts }) => {
  const record = await cases.load(caseId);
  if (record === undefined) throw new Error(`no case ${caseId}`);
  const { pack } = await packs.load(record.policyVersion);
  const at = nowInstant();
  return { owner: nameOwner(buildImpactFacts(record, facts, pack, at), pack, at) };
});
