import type { Action, Case, Problem } from '../../contracts/index.ts';
import { decideReply } from '../decide-reply.ts';
import type { Reply } from '../decide-reply.ts';
import { performOnAction } from './perform-on-action.ts';
import type { ActionStores, PersonsRequest } from './perform-on-action.ts';

export type ReplyResult =
  | { readonly outcome: 'changed'; readonly action: Action }
  | { readonly outcome: 'unchanged'; readonly action: Action; readonly why: string }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/** Carries out what a person says to an action. Doing it twice does it once. */
export async function replyToAction(
  stores: ActionStores,
  request: PersonsRequest & { readonly actionId: string },
  reply: Reply,
): Promise<ReplyResult> {
  const { person, requestId } = request;
  const result = await performOnAction<ReplyResult>(stores, request, async ({ action, record, task, pack, at }) => {
    const decision = decideReply(action, record, reply, {
      person,
      requestId,
      pack,
      at,
      ...(task === undefined ? {} : { task }),
    });
    switch (decision.outcome) {
      case 'changed': {
        // Guard: the right to decide is of the policy, and whoever has left it since has none, also by a token that is valid still.
        if (reply.verb !== 'retry' && !(await isStillHere(stores, person, record)))
          return { commit: false, answer: { outcome: 'refused', problem: HAS_LEFT } };
        const { acts, after } = decision;
        return { commit: true, acts, actions: [after], answer: { outcome: 'changed', action: after } };
      }
      case 'unchanged':
        return { commit: false, answer: { outcome: 'unchanged', action, why: decision.why } };
      case 'refused':
        return { commit: false, answer: decision };
    }
  });
  return result ?? { outcome: 'refused', problem: noSuchAction(request.caseId, request.actionId) };
}

async function isStillHere({ packs }: ActionStores, person: string, record: Case): Promise<boolean> {
  return (await packs.active(record)).pack.people.some(({ id }) => id === person);
}

const HAS_LEFT: Problem = {
  type: 'https://fairlead.dev/problems/not-allowed',
  title: 'Not allowed',
  status: 403,
  detail: 'The policy that holds now does not have you any more: somebody else decides.',
};

export function noSuchAction(caseId: string, actionId: string): Problem {
  return {
    type: 'https://fairlead.dev/problems/no-such-action',
    title: 'No such action',
    status: 404,
    detail: `The case ${caseId} has no action ${actionId}.`,
  };
}
