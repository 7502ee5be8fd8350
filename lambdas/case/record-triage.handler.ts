import { recordTriageInput } from '../contracts/index.ts';
import { packStore } from '../policy/index.ts';
import { taskHandler } from '../platform/index.ts';
import { caseStore, decideTriage, perform } from './index.ts';

const cases = caseStore();
const packs = packStore();

/** Last task of triage: commits facts, severity, owner and clocks to case and journal. */
export const handler = taskHandler('record-triage', recordTriageInput, async (input, { requestId, meters }) => {
  const { pack } = await packs.load((await cases.load(input.caseId))?.policyVersion ?? '');
  const version = await perform(cases, input, (record, at) => {
    const acts = decideTriage(record, input, pack, at, { kind: 'lifecycle', id: requestId });
    return acts.length === 0
      ? { commit: false, answer: record.version }
      : { commit: true, acts, answer: (after) => after.version };
  });
  meters.count('CasesTriaged', version === undefined ? 0 : 1);
  return { version: version ?? 0 };
});
