import type { Action, Problem } from '../../contracts/index.ts';
import { isLive, latestFacts, noSuchCase, notPossible, perform } from '../../case/index.ts';
import type { PersonsProposal } from '../../contracts/api/proposals.ts';
import { knownFacts } from '../../playbook/index.ts';
import { proposalOf } from '../catalogue.ts';
import { makeAction } from '../make-action.ts';
import { wishOfPerson } from '../wish-of-person.ts';
import { actionsOf, putAction } from './action-store.dynamo.ts';
import type { ActionStores } from './perform-on-action.ts';

export type ProposalResult =
  | { readonly outcome: 'changed' | 'unchanged'; readonly action: Action }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/** A proposal of a person, on the facts that the case knows; governed as any other. */
export async function proposeByPerson(
  { cases, packs }: ActionStores,
  request: {
    readonly caseId: string;
    readonly traceparent: string;
    readonly person: string;
    readonly requestId: string;
  },
  proposal: PersonsProposal,
): Promise<ProposalResult> {
  const result = await perform<ProposalResult>(cases, request, async (record, at) => {
    const refuse = (why: string): { commit: false; answer: ProposalResult } => ({
      commit: false,
      answer: { outcome: 'refused', problem: notPossible(why) },
    });
    if (!isLive(record)) return refuse(`The case is ${record.state}.`);
    const wished = wishOfPerson(proposal, record, knownFacts(latestFacts(await cases.journal(record.id))));
    if (!wished.ok) return refuse(wished.why);
    const proposed = proposalOf(record.id, wished.wish);
    if (!proposed.ok) return refuse(proposed.why);
    const wanted = proposed.proposal;
    const same = (await actionsOf(cases, record.id)).filter(
      ({ type, subject }) => type === wanted.type && subject === wanted.subject,
    );
    const open = same.find(({ endedAt }) => endedAt === undefined);
    // Guard: one open action of a type for a document at a time.
    if (open !== undefined) return refuse(`${open.title}: this is ${open.state.replace('_', ' ')}. End it first.`);
    // Guard: what was made anew is not made again; its key says that it is the same.
    if (Object.keys(wanted.basis).length === 0 && same.some(({ state }) => state === 'confirmed'))
      return refuse(`${wanted.title}: this was done for the case already.`);
    const { pack } = await packs.load(record.policyVersion);
    const by = {
      actor: { kind: 'person', id: request.person },
      cause: { kind: 'command', id: request.requestId },
    } as const;
    const { act, action } = makeAction(record, wanted, by, pack, at, { replaced: request.requestId });
    return {
      commit: true,
      acts: [{ ...act, personal: { text: proposal.reason } }],
      with: { extra: [putAction(cases.table, action)] },
      answer: () => ({ outcome: 'changed', action }),
    };
  });
  return result ?? { outcome: 'refused', problem: noSuchCase(request.caseId) };
}
