import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { quarantineKeeper, sourceProblem } from '../inbound/index.ts';
import type { ReplayResult } from '../inbound/index.ts';
import { createLog, httpHandler, idInPath, parseEnvironment } from '../platform/index.ts';
import { actorOf, commandOf, serveRoutes } from './adapters/serve-routes.ts';
import type { Ask, Routes } from './adapters/serve-routes.ts';
import { shownPayload, shownQuarantined } from './adapters/show-quarantined.ts';
import { invalid, ok, problemOf, refuse } from './answer.ts';
import { quarantineCommands, quarantineQuery, replaying } from '../contracts/api/requests.ts';
import { may } from './rights.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const quarantine = quarantineKeeper({
  referenceTable: environment.REFERENCE_TABLE,
  rawBucket: environment.RAW_BUCKET,
  eventBus: environment.EVENT_BUS,
  log: createLog('serve-quarantine'),
});

const routes: Routes = {
  'GET /v1/sources/{sourceId}/quarantine': ['see-quarantine', list],
  'GET /v1/sources/{sourceId}/quarantine/{quarantineId}': ['see-quarantine', look],
  'POST /v1/sources/{sourceId}/quarantine/{quarantineId}/{command}': [
    'mend-quarantine',
    commandOf({ replay, discard }),
  ],
  'POST /v1/sources/{sourceId}/replay-quarantine': ['mend-quarantine', replayAll],
};

/** Payloads that could not be read: a function of its own, because it may read them and publish what is in them. */
export const handler = httpHandler('serve-quarantine', (event, tools) => serveRoutes(routes, event, tools));

const idOf = ({ event }: Ask): string => idInPath(event, 'quarantineId');

async function list({ event, id }: Ask): Promise<APIGatewayProxyResult> {
  const read = quarantineQuery.safeParse(event.queryStringParameters ?? {});
  if (!read.success) return refuse(invalid(read.error));
  const { state, ...page } = read.data;
  const found = await quarantine.list(id, page);
  if (found === undefined) return refuse(sourceProblem('no-such-source', id));
  const { items, after } = found;
  const shown = items.filter((item) => state === undefined || item.state === state).map(shownQuarantined);
  return ok({ items: shown, ...(after === undefined ? {} : { after }) });
}

async function look(ask: Ask): Promise<APIGatewayProxyResult> {
  const found = await quarantine.read(ask.id, idOf(ask));
  if (found === undefined)
    return refuse(problemOf('quarantine-no-such-payload', 404, 'No such payload', 'The list of its source has them.'));
  const isWhole = may(ask.caller.roles, 'see-quarantined-payload');
  const bytes = await quarantine.bytesOf(found);
  return ok({ ...shownQuarantined(found), payload: shownPayload(found, bytes, isWhole) });
}

async function replay(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = quarantineCommands.replay.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  const result = await quarantine.replay(ask.id, idOf(ask), actorOf(ask));
  return result.ok ? ok(replayed(result)) : refuse(result.problem);
}

async function replayAll(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = replaying.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  const done = await quarantine.replayAll(ask.id, read.data, actorOf(ask));
  if (!done.ok) return refuse(done.problem);
  const items = done.results.map(({ id, result }) =>
    result.ok ? replayed(result) : { id, outcome: 'refused', problem: result.problem },
  );
  return ok({ items, ...(done.after === undefined ? {} : { after: done.after }) });
}

async function discard(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = quarantineCommands.discard.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  const result = await quarantine.discard(ask.id, idOf(ask), actorOf(ask), read.data.reason);
  return result.ok ? ok(shownQuarantined(result.quarantined)) : refuse(result.problem);
}

function replayed({ outcome, quarantined, signals }: Extract<ReplayResult, { ok: true }>): object {
  const { id, rejections } = quarantined;
  return { id, outcome, signals, ...(outcome === 'still_unreadable' ? { rejections } : {}) };
}
