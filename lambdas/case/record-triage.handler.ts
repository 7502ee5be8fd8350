import { recordTriageInput } from '../contracts/index.ts';
import { actionsOf, proposeFromPlaybook, putAction } from '../actions/index.ts';
import { packStore } from '../policy/index.ts';
import { taskHandler } from '../platform/index.ts';
import { caseStore, decideTriage, perform } from './index.ts';

const cases = caseStore();
const packs = packStore();

/** Last task of triage: commits facts, severity, owner and clocks to case and journal, with what the playbook proposes on these facts. */
export const handler = taskHandler('record-triage', recordTriageInput, async (input, { requestId, meters }) => {
  const { pack } = await packs.load((await cases.load(input.caseId))?.policyVersion ?? '');
  const cause = { kind: 'lifecycle', id: requestId } as const;
  const version = await perform(cases, input, async (record, at) => {
    const acts = decideTriage(record, input, pack, at, cause);
    if (acts.length === 0) return { commit: false, answer: record.version };
    const before = record.state === 'open' ? [] : await actionsOf(cases, record.id);
    const proposed = proposeFromPlaybook(record, input.facts, before, pack, at, cause);
    return {
      commit: true,
      acts: [...acts, ...proposed.map(({ act }) => act)],
      with: { extra: proposed.map(({ action }) => putAction(cases.table, action)) },
      answer: (after) => after.version,
    };
  });
  meters.count('CasesTriaged', version === undefined ? 0 : 1);
  return { version: version ?? 0 };
});
