import type { APIGatewayProxyResult } from 'aws-lambda';
import { actionsOf, proposeByPerson, replyToAction, undoByPerson, worklist } from '../../actions/index.ts';
import type { ActionStores } from '../../actions/index.ts';
import { proposal } from '../../contracts/api/proposals.ts';
import { actionCommands, worklistQuery } from '../../contracts/api/requests.ts';
import { invalid, noSuchCommand, ok, refuse } from '../answer.ts';
import { may } from '../rights.ts';
import type { Right } from '../rights.ts';
import { readBodyBy } from '../read-request.ts';
import { idInPath } from '../../platform/index.ts';
import { forbidden } from './request.ts';
import type { Request } from './request.ts';

const VERBS = {
  approve: 'approve-action',
  refuse: 'approve-action',
  retry: 'retry-action',
  undo: 'propose-action',
} as const satisfies Record<keyof typeof actionCommands, Right>;

/** Routes about actions: what is proposed for a case, the worklists, and what people say to a proposal. */
export function actionRoutes(stores: ActionStores) {
  return {
    ofCase: async ({ caseId }: Request): Promise<APIGatewayProxyResult> =>
      ok({ actions: await actionsOf(stores.cases, caseId) }),

    list: async ({ event }: Request): Promise<APIGatewayProxyResult> => {
      const query = worklistQuery.safeParse(event.queryStringParameters ?? {});
      if (!query.success) return refuse(invalid(query.error));
      return ok({ items: await worklist(stores.cases, query.data.state, query.data.limit) });
    },

    propose: async (request: Request): Promise<APIGatewayProxyResult> => {
      if (!may(request.caller.roles, 'propose-action')) return forbidden('propose-action');
      const read = readBodyBy(proposal, request.body);
      if (!read.ok) return refuse(read.problem);
      const { caseId, traceparent, requestId, caller } = request;
      const result = await proposeByPerson(stores, { caseId, traceparent, requestId, person: caller.id }, read.body);
      return result.outcome === 'refused' ? refuse(result.problem) : ok(result);
    },

    answer: async (request: Request): Promise<APIGatewayProxyResult> => {
      const { command: name = '' } = request.event.pathParameters ?? {};
      const verb = verbOf(name);
      if (verb === undefined) return refuse(noSuchCommand(name, Object.keys(VERBS)));
      if (!may(request.caller.roles, VERBS[verb])) return forbidden(VERBS[verb]);
      const { caseId, traceparent, requestId, caller, event } = request;
      const actionId = idInPath(event, 'actionId');
      const by = { caseId, actionId, traceparent, requestId, person: caller.id };
      if (verb === 'undo') return undo(stores, by, request.body);
      const read = readBodyBy(actionCommands[verb], request.body);
      if (!read.ok) return refuse(read.problem);
      const { digest, reason } = read.body;
      const result = await replyToAction(stores, by, {
        verb,
        via: 'api',
        ...(digest === undefined ? {} : { digest }),
        ...(reason === undefined ? {} : { reason }),
      });
      return result.outcome === 'refused' ? refuse(result.problem) : ok(result);
    },
  };
}

async function undo(
  stores: ActionStores,
  by: Parameters<typeof undoByPerson>[1],
  body: Request['body'],
): Promise<APIGatewayProxyResult> {
  const read = readBodyBy(actionCommands.undo, body);
  if (!read.ok) return refuse(read.problem);
  const result = await undoByPerson(stores, by, read.body.reason);
  return result.outcome === 'refused' ? refuse(result.problem) : ok(result);
}

function verbOf(name: string): keyof typeof VERBS | undefined {
  return Object.keys(VERBS).find((verb): verb is keyof typeof VERBS => verb === name);
}
