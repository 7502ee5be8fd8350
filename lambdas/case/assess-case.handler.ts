import { actionsOf, notTold, proposeFromPlaybook, putAction, tellByPlaybook } from '../actions/index.ts';
import { assessInput } from '../contracts/index.ts';
import { wantsNoMail } from '../customers/index.ts';
import { packStore } from '../policy/index.ts';
import { taskHandler } from '../platform/index.ts';
import { foresee } from './apply-acts.ts';
import { assessCase } from './assess-case.ts';
import type { Case, FactSet, Signal } from '../contracts/index.ts';
import { caseStore, decideTriage, perform, progressSince } from './index.ts';

const cases = caseStore();
const packs = packStore();

/** Last task of triage: severity, impact and owner from the facts, committed with them to case and journal, with what the playbook proposes on these facts. */
export const handler = taskHandler('assess-case', assessInput, async (input, { requestId, meters }) => {
  const { caseId, facts } = input;
  // Assessed inside the commit: when somebody was faster, the facts are weighed again against the case as it is then.
  const version = await perform(cases, input, async (record, at) => {
    const { pack } = await packs.load(record.policyVersion);
    const result = assessCase(record, facts, pack, at, await reportsOf(record, facts));
    const cause = { kind: 'lifecycle', id: requestId } as const;
    const acts = decideTriage(record, result, pack, at, cause);
    if (acts.length === 0) return { commit: false, answer: record.version };
    // Also of an open case: it may be open again, or somebody has proposed something by hand.
    const before = await actionsOf(cases, caseId);
    // As the case is by this triage: who decides goes by what is at stake, and by when the customer was promised word.
    const known = acts.reduce((now, act) => foresee(now, act, at), record);
    const telling = await tellByPlaybook(
      { record: known, factSets: facts, actions: before, pack, at },
      cause,
      (address) => wantsNoMail(cases, address),
    );
    const proposed = [
      ...proposeFromPlaybook(known, facts, before, pack, at, cause),
      ...(telling.do === 'propose' ? [telling.made] : []),
    ];
    const by = { actor: { kind: 'system', id: 'playbook' }, cause } as const;
    const told = telling.do === 'ask-a-person' ? notTold(known, telling.why, by) : [];
    return {
      commit: true,
      acts: [...acts, ...proposed.map(({ act }) => act), ...told],
      with: { extra: proposed.map(({ action }) => putAction(cases.table, action)) },
      answer: (after) => after.version,
    };
  });
  if (version === undefined) throw new Error(`no case ${caseId}`);
  meters.count('CasesTriaged', 1);
  return { version };
});

/** What was said of goods that come to us, also of when they will: nothing is read for any others. */
async function reportsOf(
  { id, references, occurredAt, retracted }: Case,
  facts: readonly FactSet[],
): Promise<readonly Signal[]> {
  if (!facts.some(({ supplies }) => supplies !== undefined)) return [];
  const [reported, heard, journal] = await Promise.all([
    cases.signals(id),
    progressSince(cases, references, occurredAt),
    retracted === 0 ? [] : cases.journal(id),
  ]);
  const takenBack = journal.flatMap(({ happening }) =>
    happening.what === 'SignalRetracted' ? [happening.signalId] : [],
  );
  return [...reported.filter((one) => !takenBack.includes(one.id)), ...heard];
}
