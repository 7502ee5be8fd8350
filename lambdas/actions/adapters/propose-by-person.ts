import type { Action, JournalEntry, Problem } from '../../contracts/index.ts';
import { isLive, latestFacts, noSuchCase, notPossible, perform } from '../../case/index.ts';
import type { Act, CaseStore } from '../../case/index.ts';
import type { PersonsProposal } from '../../contracts/api/proposals.ts';
import { addressDigest, addressIn, wantsNoMail, withAddress } from '../../customers/index.ts';
import { knownFacts } from '../../playbook/index.ts';
import { inInstance } from '../instance-of.ts';
import { madeBefore } from '../made-before.ts';
import { makeAction } from '../make-action.ts';
import type { MadeAction } from '../make-action.ts';
import { standingProposal } from '../standing-proposal.ts';
import { OPTED_OUT, tellByHand } from '../tell-customer.ts';
import type { Situation } from '../tell-customer.ts';
import { wishOfPerson } from '../wish-of-person.ts';
import { actionsOf, putAction } from './action-store.dynamo.ts';
import type { ActionStores, PersonsRequest } from './perform-on-action.ts';

export type ProposalResult =
  | { readonly outcome: 'changed' | 'unchanged'; readonly action: Action }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/** A proposal of a person, on the facts that the case knows; governed as any other. */
export async function proposeByPerson(
  { cases, packs }: ActionStores,
  request: PersonsRequest,
  proposal: PersonsProposal,
): Promise<ProposalResult> {
  const result = await perform<ProposalResult>(cases, request, async (record, at) => {
    const refuse = (why: string): { commit: false; answer: ProposalResult } => ({
      commit: false,
      answer: { outcome: 'refused', problem: notPossible(why) },
    });
    const [entries, actions, { pack }] = await Promise.all([
      cases.journal(record.id),
      actionsOf(cases, record.id),
      packs.load(record.policyVersion),
    ]);
    // Guard: what was written and whose answer got lost is not proposed once more, whatever has become of it since.
    const known = proposedWith(request.requestId, entries, actions);
    if (known !== undefined) return { commit: false, answer: { outcome: 'changed', action: known } };
    if (!isLive(record)) return refuse(`The case is ${record.state}.`);
    const by = {
      actor: { kind: 'person', id: request.person },
      cause: { kind: 'command', id: request.requestId },
    } as const;
    const situation = { record, factSets: latestFacts(entries), actions, pack, at };
    const made =
      proposal.type === 'customer_message'
        ? await messageByPerson(cases, situation, addressIn(entries), proposal, by)
        : changeByPerson(situation, proposal, by, request.requestId);
    if (typeof made === 'string') return refuse(made);
    const { act, action } = made;
    return {
      commit: true,
      acts: [
        { ...act, personal: { ...act.personal, [act.personal === undefined ? 'text' : 'reason']: proposal.reason } },
      ],
      with: { extra: [putAction(cases.table, action)] },
      answer: () => ({ outcome: 'changed', action }),
    };
  });
  return result ?? { outcome: 'refused', problem: noSuchCase(request.caseId) };
}

function proposedWith(
  requestId: string,
  entries: readonly JournalEntry[],
  actions: readonly Action[],
): Action | undefined {
  const mine = entries.find(
    ({ cause, happening }) => cause.kind === 'command' && cause.id === requestId && happening.what === 'ActionProposed',
  );
  const actionId = mine !== undefined && 'actionId' in mine.happening ? mine.happening.actionId : undefined;
  return actions.find(({ id }) => id === actionId);
}

type By = Pick<Act, 'actor' | 'cause'>;

/** The change that they want, or why it is none. */
function changeByPerson(
  { record, factSets, actions, pack, at }: Situation,
  proposal: Exclude<PersonsProposal, { type: 'customer_message' }>,
  by: By,
  requestId: string,
): MadeAction | string {
  const wished = wishOfPerson(proposal, record, knownFacts(factSets), pack);
  if (!wished.ok) return wished.why;
  const proposed = standingProposal(record.id, wished.wish, actions);
  if (!proposed.ok) return proposed.why;
  const wanted = inInstance(proposed.proposal, factSets);
  const same = actions.filter(({ type, subject }) => type === wanted.type && subject === wanted.subject);
  const open = same.find(({ endedAt }) => endedAt === undefined);
  // Guard: one open action of a type for a document at a time.
  if (open !== undefined) return `${open.title}: this is ${open.state.replace('_', ' ')}. End it first.`;
  // Guard: what was made anew is not made again; its key says that it is the same.
  if (Object.keys(wanted.basis).length === 0 && same.some(({ state }) => state === 'confirmed'))
    return `${wanted.title}: this was done for the case already.`;
  const already = madeBefore({ id: '', type: wanted.type }, actions, pack);
  return makeAction(record, wanted, by, pack, at, { replaced: requestId, already });
}

/** The message that they want sent, or why it is not. */
async function messageByPerson(
  cases: CaseStore,
  { factSets, ...situation }: Situation,
  address: string | undefined,
  { template }: Extract<PersonsProposal, { type: 'customer_message' }>,
  by: By,
): Promise<MadeAction | string> {
  const open = situation.actions.find(({ type, endedAt }) => type === 'customer_message' && endedAt === undefined);
  // Guard: one message of a case at a time.
  if (open !== undefined) return `${open.title}: this is ${open.state.replace('_', ' ')}. End it first.`;
  if (address !== undefined && (await wantsNoMail(cases, addressDigest(address))))
    return `No message is sent: ${OPTED_OUT}.`;
  const telling = tellByHand({ ...situation, factSets: withAddress(factSets, address) }, template, by);
  return telling.do === 'propose'
    ? telling.made
    : `No message is sent: ${telling.do === 'nothing' ? '' : telling.why}.`;
}
