import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { moveStart, moveWish, signalFileWish, simulationWish, slug } from '../contracts/index.ts';
import type { CasesBehind, PolicyMove, PolicySimulation, Result } from '../contracts/index.ts';
import { moveKeeper, moveQueue } from '../moving/index.ts';
import { httpHandler, parseEnvironment } from '../platform/index.ts';
import { errandQueue, grantSignalFile, simulationKeeper } from '../simulation/index.ts';
import { answered, invalid, ok, refuse, unfit } from './answer.ts';
import { afterOf, byRight, partOf, serveRoutes, withBody } from './adapters/serve-routes.ts';
import type { Ask, Routes, Serve } from './adapters/serve-routes.ts';

const { REFERENCE_TABLE, RAW_BUCKET, ERRANDS_QUEUE, MOVES_QUEUE } = parseEnvironment({
  REFERENCE_TABLE: z.string(),
  RAW_BUCKET: z.string(),
  ERRANDS_QUEUE: z.string(),
  MOVES_QUEUE: z.string(),
});
const place = { table: REFERENCE_TABLE, bucket: RAW_BUCKET, ask: errandQueue(ERRANDS_QUEUE) };
const simulations = simulationKeeper(place);
const moves = moveKeeper({ ...place, goOn: moveQueue(MOVES_QUEUE) });

const routes: Routes = {
  'GET /v1/policy/simulations': ['see-policy', async (asked) => ok(await simulations.list(afterOf(asked)))],
  'PUT /v1/policy/simulations/{simulationId}': [
    'simulate-policy',
    withBody(simulationWish, (wish, asked) =>
      named(asked, 'simulationId', async (id) => simulated(await simulations.begin(id, wish, asked.caller.id))),
    ),
  ],
  'POST /v1/policy/signal-files': [
    'simulate-policy',
    withBody(signalFileWish, async (wish) => ({ ...ok(await grantSignalFile(RAW_BUCKET, wish)), statusCode: 201 })),
  ],
  'GET /v1/policy/simulations/{simulationId}': [
    'see-policy',
    async (asked) => simulated(await simulations.find(partOf(asked, 'simulationId'))),
  ],
  'GET /v1/policy/simulations/{simulationId}/cases': ['see-policy', behind('simulationId', simulations.behind)],
  'GET /v1/policy/moves': ['see-policy', async (asked) => ok(await moves.list(afterOf(asked)))],
  'PUT /v1/policy/moves/{moveId}': [
    'publish-policy',
    withBody(moveWish, (wish, asked) =>
      named(asked, 'moveId', async (id) => moved(await moves.preview(id, wish, asked.caller.id))),
    ),
  ],
  'GET /v1/policy/moves/{moveId}': ['see-policy', async (asked) => moved(await moves.find(partOf(asked, 'moveId')))],
  'GET /v1/policy/moves/{moveId}/cases': ['see-policy', behind('moveId', moves.behind)],
  'POST /v1/policy/moves/{moveId}/{command}': [
    'publish-policy',
    byRight({
      start: [
        'publish-policy',
        withBody(moveStart, async ({ reason }, asked) =>
          moved(await moves.start(partOf(asked, 'moveId'), reason, asked.caller.id)),
        ),
      ],
      stop: ['publish-policy', async (asked) => moved(await moves.stop(partOf(asked, 'moveId'), asked.caller.id))],
    }),
  ],
};

/** What of policies takes longer than a call: simulations, and open cases that go over to what holds. */
export const handler = httpHandler('serve-policy-runs', (event, tools) => serveRoutes(routes, event, tools));

/** What is new gets a name that fits into a path. */
async function named(
  asked: Ask,
  part: string,
  serve: (id: string) => Promise<APIGatewayProxyResult>,
): Promise<APIGatewayProxyResult> {
  const id = slug.safeParse(partOf(asked, part));
  return id.success ? serve(id.data) : refuse(invalid(id.error));
}

function behind(part: string, find: (id: string, key: string, after?: string) => Promise<Result<CasesBehind>>): Serve {
  return async (asked) => {
    const key = asked.event.queryStringParameters?.['behind'] ?? '';
    if (key === '') return refuse(unfit('/behind', 'Name one of the `behind` that the run has told.'));
    const found = await find(partOf(asked, part), key, afterOf(asked));
    return answered(found);
  };
}

const simulated = (done: Result<PolicySimulation>): APIGatewayProxyResult =>
  answered(done, (simulation) => ({ simulation }));
const moved = (done: Result<PolicyMove>): APIGatewayProxyResult => answered(done, (move) => ({ move }));
