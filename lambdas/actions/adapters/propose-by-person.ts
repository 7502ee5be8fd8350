import type { Action, FactSet, JournalEntry, Problem } from '../../contracts/index.ts';
import { isLive, noSuchCase, notPossible, perform } from '../../case/index.ts';
import { promiseDate } from '../../playbook/index.ts';
import { makeAction } from '../make-action.ts';
import { actionsOf, putAction } from './action-store.dynamo.ts';
import type { ActionStores } from './perform-on-action.ts';

/** What a person proposes by hand. */
export interface PersonsProposal {
  readonly type: 'promise_date';
  readonly promisedAt: string;
  readonly reason: string;
}

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
    const wanted = promiseDate(latestFacts(await cases.journal(record.id)), proposal.promisedAt);
    if (wanted === undefined)
      return refuse(
        'The case knows no order with an earlier promise date than this: look at its facts in the journal.',
      );
    const before = await actionsOf(cases, record.id);
    const open = before.find(({ type, endedAt }) => type === proposal.type && endedAt === undefined);
    // Guard: one open action of a type at a time.
    if (open !== undefined) return refuse(`${open.title}: this is ${open.state.replace('_', ' ')}. End it first.`);
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

/** What the systems said when they were asked last. */
function latestFacts(entries: readonly JournalEntry[]): readonly FactSet[] {
  for (const { happening } of entries.toReversed()) {
    if ((happening.what === 'CaseTriaged' || happening.what === 'SeverityChanged') && happening.facts.length > 0)
      return happening.facts;
  }
  return [];
}
