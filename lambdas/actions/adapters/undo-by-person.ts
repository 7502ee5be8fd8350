import { noSuchCase, notPossible, perform } from '../../case/index.ts';
import { decideUndo } from '../decide-undo.ts';
import { actionsOf, putAction } from './action-store.dynamo.ts';
import type { ActionStores, PersonsRequest } from './perform-on-action.ts';
import { noSuchAction } from './reply-to-action.ts';
import type { ReplyResult } from './reply-to-action.ts';

/** Proposes to take back what an action has changed. Of two who want it at once one proposes, and the other is shown that. */
export async function undoByPerson(
  { cases, packs }: ActionStores,
  request: PersonsRequest & { readonly actionId: string },
  reason: string,
): Promise<ReplyResult> {
  const { caseId, actionId, person, requestId } = request;
  const by = { actor: { kind: 'person', id: person }, cause: { kind: 'command', id: requestId } } as const;
  const result = await perform<ReplyResult>(cases, request, async (record, at) => {
    const actions = await actionsOf(cases, caseId);
    const action = actions.find(({ id }) => id === actionId);
    if (action === undefined)
      return { commit: false, answer: { outcome: 'refused', problem: noSuchAction(caseId, actionId) } };
    const { pack } = await packs.load(record.policyVersion);
    const decided = decideUndo(action, record, actions, { by, pack, at });
    if (decided.do === 'refuse')
      return { commit: false, answer: { outcome: 'refused', problem: notPossible(decided.why) } };
    if (decided.do === 'nothing')
      return { commit: false, answer: { outcome: 'unchanged', action: decided.action, why: decided.why } };
    const { act, action: undoing } = decided.made;
    return {
      commit: true,
      acts: [{ ...act, personal: { text: reason } }],
      with: { extra: [putAction(cases.table, undoing)] },
      answer: () => ({ outcome: 'changed', action: undoing }),
    };
  });
  return result ?? { outcome: 'refused', problem: noSuchCase(caseId) };
}
