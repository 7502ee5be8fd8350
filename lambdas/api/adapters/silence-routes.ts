import type { APIGatewayProxyResult } from 'aws-lambda';
import { silenceCommands, silencesQuery, silenceWish } from '../../contracts/api/requests.ts';
import type { CaseStore } from '../../case/index.ts';
import { idInPath } from '../../platform/index.ts';
import { currentSilences, endSilence, findSilence, makeSilence, pastSilences } from '../../maintenance/index.ts';
import type { WishDecision } from '../../maintenance/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { invalid, noSuchCommand, ok, problemOf, refuse } from '../answer.ts';
import { readBodyBy } from '../read-request.ts';
import { allowed } from './request.ts';
import type { Request, Route } from './request.ts';

/** Maintenance windows: who wants quiet for what, why and until when. */
export function silenceRoutes(stores: { readonly cases: CaseStore; readonly packs: PackStore }): Record<string, Route> {
  const idOf = ({ event }: Request): string => idInPath(event, 'silenceId');
  return {
    'GET /v1/silences': allowed('see-cases', async ({ event }) => {
      const query = silencesQuery.safeParse(event.queryStringParameters ?? {});
      if (!query.success) return refuse(invalid(query.error));
      const list = query.data.state === 'past' ? pastSilences : currentSilences;
      return ok({ items: await list(stores.cases) });
    }),
    'GET /v1/silences/{silenceId}': allowed('see-cases', async (request) => {
      const silence = await findSilence(stores.cases, idOf(request));
      return silence === undefined ? noSuchSilence() : ok({ silence });
    }),
    'POST /v1/silences': allowed('silence', async ({ body, caller }) => {
      const read = readBodyBy(silenceWish, body);
      return read.ok ? shown(await makeSilence(stores, read.body, caller.id)) : refuse(read.problem);
    }),
    'POST /v1/silences/{silenceId}/{command}': allowed('silence', async (request) => {
      const { command: name = '' } = request.event.pathParameters ?? {};
      if (name !== 'end') return refuse(noSuchCommand(name, Object.keys(silenceCommands)));
      const read = readBodyBy(silenceCommands.end, request.body);
      if (!read.ok) return refuse(read.problem);
      const ended = await endSilence(stores, idOf(request), read.body.reason, request.caller.id);
      return ended === undefined ? noSuchSilence() : shown(ended);
    }),
  };
}

function shown(decision: WishDecision): APIGatewayProxyResult {
  if (decision.outcome === 'refused') return refuse(decision.problem);
  const { outcome, silence } = decision;
  return ok({ outcome, silence, ...(outcome === 'unchanged' ? { why: decision.why } : {}) });
}

function noSuchSilence(): APIGatewayProxyResult {
  return refuse(problemOf('no-such-silence', 404, 'No such silence', 'GET /v1/silences lists those that there are.'));
}
