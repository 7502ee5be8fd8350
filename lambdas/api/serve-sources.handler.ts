import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { createFileStatusStore, sourceManager, sourceProblem } from '../inbound/index.ts';
import type { SourceResult } from '../inbound/index.ts';
import { httpHandler, parseEnvironment, settingReader } from '../platform/index.ts';
import { actorOf, commandOf, seenVersion, serveRoutes } from './adapters/serve-routes.ts';
import type { Ask, Routes, Serve } from './adapters/serve-routes.ts';
import { invalid, ok, problemOf, refuse, unfit } from './answer.ts';
import { nothing, registration, sourceCommands } from '../contracts/api/requests.ts';
import { sourceWish } from '../contracts/index.ts';
import { shownSource } from './read-source-request.ts';

const environment = parseEnvironment({
  STAGE: z.string(),
  REFERENCE_TABLE: z.string(),
  KEY_ARN: z.string(),
  SENDER_POOL: z.string(),
  OAUTH_ENDPOINT: z.string(),
});
// Settings and not environment: a plan needs the stage of the API, and that needs this function.
const setting = settingReader(`/fairlead/${environment.STAGE}`);
const sources = sourceManager({
  stage: environment.STAGE,
  referenceTable: environment.REFERENCE_TABLE,
  kmsKeyId: environment.KEY_ARN,
  senders: { id: environment.SENDER_POOL, tokenUrl: environment.OAUTH_ENDPOINT },
  usagePlanOf: (tier) => setting(`usage-plans/${tier}`),
});

const files = createFileStatusStore(environment.REFERENCE_TABLE);
/** The newest files of an inbox. */
const MOST_FILES = 100;

const routes: Routes = {
  'GET /v1/sources': ['see-sources', async () => ok({ items: await sources.list() })],
  'POST /v1/sources': [
    'administer-sources',
    async (ask) => {
      const read = registration.safeParse(ask.body);
      if (!read.success) return refuse(invalid(read.error));
      const { secret, ...wish } = read.data;
      return registered(wish.id, await sources.register(wish, actorOf(ask), secret));
    },
  ],
  'GET /v1/sources/{sourceId}': ['see-sources', show],
  'PUT /v1/sources/{sourceId}': ['administer-sources', change],
  'GET /v1/sources/{sourceId}/{command}': [
    'see-sources',
    async ({ event, id }) => {
      const part = event.pathParameters?.['command'];
      if (part === 'history') return itemsOf(id, await sources.history(id));
      if (part === 'files') return itemsOf(id, await files.list(id, MOST_FILES));
      return refuse(problemOf('no-such-part', 404, 'No such part', 'A source has a history and files.'));
    },
  ],
  'POST /v1/sources/{sourceId}/{command}': ['administer-sources', (ask) => commandOf(commands)(ask)],
};

const plain =
  (run: (ask: Ask) => Promise<SourceResult>): Serve =>
  async (ask) => {
    const read = nothing.safeParse(ask.body);
    return read.success ? answerOf(await run(ask)) : refuse(invalid(read.error));
  };
const commands: Readonly<Record<keyof typeof sourceCommands, Serve>> = {
  'switch-on': plain((ask) => sources.switchTo(ask.id, true, actorOf(ask))),
  'switch-off': plain((ask) => sources.switchTo(ask.id, false, actorOf(ask))),
  'rotate-secret': async (ask) => {
    const read = sourceCommands['rotate-secret'].safeParse(ask.body);
    if (!read.success) return refuse(invalid(read.error));
    return answerOf(await sources.rotateSecret(ask.id, actorOf(ask), read.data.secret));
  },
  'retire-secret': plain((ask) => sources.retireSecret(ask.id, actorOf(ask))),
};

/** The registry of sources, for people who administer the platform. */
export const handler = httpHandler('serve-sources', (event, tools) => serveRoutes(routes, event, tools));

/** Nothing of a source that is there, and nothing because there is no such source, are two answers. */
async function itemsOf(id: string, items: readonly unknown[]): Promise<APIGatewayProxyResult> {
  const isThere = items.length > 0 || (await sources.read(id)) !== undefined;
  return isThere ? ok({ items }) : refuse(sourceProblem('no-such-source', id));
}

async function show({ id }: Ask): Promise<APIGatewayProxyResult> {
  const found = await sources.read(id);
  if (found === undefined) return refuse(sourceProblem('no-such-source', id));
  return withVersion(ok({ source: shownSource(found) }), found.version);
}

async function change(ask: Ask): Promise<APIGatewayProxyResult> {
  const seen = seenVersion(ask);
  if (seen === undefined) {
    const detail = 'Send the version that you have seen in If-Match: GET says it in ETag.';
    return refuse(problemOf('version-required', 428, 'Which version do you change?', detail));
  }
  const read = sourceWish.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  if (read.data.id !== ask.id) {
    const detail = `The path names ${ask.id}, the body ${read.data.id}: an id never changes.`;
    return refuse(unfit('/id', detail));
  }
  return answerOf(await sources.change(read.data, seen, actorOf(ask)));
}

function registered(id: string, result: SourceResult): APIGatewayProxyResult {
  const answer = answerOf(result);
  if (!result.ok) return answer;
  // Relative, because only the caller knows what stands before the path.
  return { ...answer, statusCode: 201, headers: { ...answer.headers, location: `sources/${id}` } };
}

function answerOf(result: SourceResult): APIGatewayProxyResult {
  if (!result.ok) return refuse(result.problem);
  const { registration: source, secret, unchanged } = result;
  const body = {
    source: shownSource(source),
    ...(secret === undefined ? {} : { secret }),
    ...(unchanged === undefined ? {} : { outcome: 'unchanged' }),
  };
  return withVersion(ok(body), source.version);
}

function withVersion(answer: APIGatewayProxyResult, version: number): APIGatewayProxyResult {
  return { ...answer, headers: { ...answer.headers, etag: `"${String(version)}"` } };
}
