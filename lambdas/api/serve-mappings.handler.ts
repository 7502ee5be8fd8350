import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { mappingRollBack, mappingTrial } from '../contracts/index.ts';
import type { Mapping, Result } from '../contracts/index.ts';
import { mappingKeeper, mappingProblem } from '../inbound/index.ts';
import { httpHandler, idInPath, parseEnvironment } from '../platform/index.ts';
import { actorOf, commandOf, seenVersion, serveRoutes } from './adapters/serve-routes.ts';
import type { Ask, Routes } from './adapters/serve-routes.ts';
import { answered, invalid, ok, refuse } from './answer.ts';

const mappings = mappingKeeper(parseEnvironment({ REFERENCE_TABLE: z.string() }).REFERENCE_TABLE);

const routes: Routes = {
  'GET /v1/mappings': ['see-mappings', async () => ok({ items: await mappings.list() })],
  'GET /v1/mappings/{mappingId}': ['see-mappings', show],
  'PUT /v1/mappings/{mappingId}': ['administer-mappings', put],
  'GET /v1/mappings/{mappingId}/{command}': ['see-mappings', (ask) => commandOf({ versions })(ask)],
  'POST /v1/mappings/{mappingId}/{command}': [
    'administer-mappings',
    (ask) => commandOf({ try: tryOut, 'roll-back': rollBack })(ask),
  ],
};

/** How tables and JSON of sources are read: data that people change, try and take back. */
export const handler = httpHandler('serve-mappings', (event, tools) => serveRoutes(routes, event, tools));

const idOf = ({ event }: Ask): string => idInPath(event, 'mappingId');

const saved = (done: Result<Mapping>): APIGatewayProxyResult => (done.ok ? shown(done.value) : refuse(done.problem));

function shown(mapping: Mapping): APIGatewayProxyResult {
  const answer = ok({ mapping });
  return { ...answer, headers: { ...answer.headers, etag: `"${String(mapping.version)}"` } };
}

async function show(ask: Ask): Promise<APIGatewayProxyResult> {
  const found = await mappings.find(idOf(ask));
  return found === undefined ? noSuchMapping(ask) : shown(found);
}

async function versions(ask: Ask): Promise<APIGatewayProxyResult> {
  const items = await mappings.versions(idOf(ask));
  const isThere = items.length > 0 || (await mappings.find(idOf(ask))) !== undefined;
  return isThere ? ok({ items }) : noSuchMapping(ask);
}

function noSuchMapping(ask: Ask): APIGatewayProxyResult {
  return refuse(mappingProblem('no-such-mapping', idOf(ask)));
}

async function put(ask: Ask): Promise<APIGatewayProxyResult> {
  const seen = seenVersion(ask);
  return saved(await mappings.put(idOf(ask), ask.body, seen, actorOf(ask)));
}

async function rollBack(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = mappingRollBack.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  return saved(await mappings.rollBack(idOf(ask), read.data.version, actorOf(ask)));
}

async function tryOut(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = mappingTrial.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  return answered(await mappings.tryOut(idOf(ask), read.data));
}
