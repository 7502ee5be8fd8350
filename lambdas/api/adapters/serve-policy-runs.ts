import type { APIGatewayProxyResult } from 'aws-lambda';
import { moveStart, moveWish, simulationWish, slug } from '../../contracts/index.ts';
import type { CasesBehind, PolicyMove, PolicySimulation, Problem } from '../../contracts/index.ts';
import { moveKeeper, moveQueue } from '../../moving/index.ts';
import { errandQueue, simulationKeeper } from '../../simulation/index.ts';
import { invalid, ok, refuse } from '../answer.ts';
import { byRight, withBody } from './serve-routes.ts';
import type { Ask, Routes, Serve } from './serve-routes.ts';

export interface RunPlace {
  readonly table: string;
  readonly bucket: string;
  readonly errands: string;
  readonly moves: string;
}

type Done<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

/** What of policies takes longer than a call: simulations, and open cases that go over to what holds. */
export function policyRunRoutes({ table, bucket, errands, moves: movesQueue }: RunPlace): Routes {
  const ask = errandQueue(errands);
  const simulations = simulationKeeper({ table, bucket, ask });
  const moves = moveKeeper({ table, bucket, ask, goOn: moveQueue(movesQueue) });
  return {
    'GET /v1/policy/simulations': ['see-policy', async (asked) => ok(await simulations.list(afterOf(asked)))],
    'PUT /v1/policy/simulations/{simulationId}': [
      'simulate-policy',
      withBody(simulationWish, (wish, asked) =>
        named(asked, 'simulationId', async (id) => simulated(await simulations.begin(id, wish, asked.caller.id))),
      ),
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
}

type Part = 'simulationId' | 'moveId';
const partOf = ({ event }: Ask, name: Part): string => decodeURIComponent(event.pathParameters?.[name] ?? '');
const afterOf = ({ event }: Ask): string | undefined => event.queryStringParameters?.['after'] || undefined;

/** What is new gets a name that fits into a path. */
async function named(
  asked: Ask,
  part: Part,
  serve: (id: string) => Promise<APIGatewayProxyResult>,
): Promise<APIGatewayProxyResult> {
  const id = slug.safeParse(partOf(asked, part));
  return id.success ? serve(id.data) : refuse(invalid(id.error));
}

function behind(part: Part, find: (id: string, key: string, after?: string) => Promise<Done<CasesBehind>>): Serve {
  return async (asked) => {
    const key = asked.event.queryStringParameters?.['behind'] ?? '';
    const found = await find(partOf(asked, part), key, afterOf(asked));
    return found.ok ? ok(found.value) : refuse(found.problem);
  };
}

const simulated = (done: Done<PolicySimulation>): APIGatewayProxyResult =>
  done.ok ? ok({ simulation: done.value }) : refuse(done.problem);
const moved = (done: Done<PolicyMove>): APIGatewayProxyResult =>
  done.ok ? ok({ move: done.value }) : refuse(done.problem);
