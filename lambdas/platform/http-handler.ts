import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import * as z from 'zod';
import { deprecationHeaders, routeNameOf } from '../contracts/api/deprecation.ts';
import { ROUTES } from '../contracts/api/routes.ts';
import type { Routes } from '../contracts/api/routes.ts';
import { now } from './clock.ts';
import { around } from './handlers.ts';
import type { HandlerTools } from './handlers.ts';
import { createLog } from './logger.ts';
import type { LogFields } from './logger.ts';
import { createMeters } from './metrics.ts';

export interface HttpTools extends HandlerTools {
  /** Puts ids and codes on the record of this call; never what somebody has written. */
  readonly note: (fields: LogFields) => void;
}

/** Ids in paths. A token or the key of a webhook is a secret, and stands nowhere. */
const IDS = [
  ...['caseId', 'taskId', 'actionId', 'silenceId', 'sha256'],
  ...['sourceId', 'quarantineId', 'mailId', 'mappingId', 'queue', 'letterId'],
  ...['draftId', 'number', 'simulationId', 'moveId', 'rotaId', 'changeId', 'feedId'],
];
const LOOKS_LIKE_AN_ID = /^[\w-]{1,80}$/;
const problem = z.object({ type: z.string() });

/**
 * A function behind the gateway. `requestId` is that of the gateway: the sender has it in a header, the access log by the same name, and the journal as its cause. Each
 * answer says when its call is deprecated, one to HEAD has no body, and each call leaves one line with what the access log cannot know.
 */
export function httpHandler(
  room: string,
  run: (event: APIGatewayProxyEvent, tools: HttpTools) => Promise<APIGatewayProxyResult>,
  routes: Routes = ROUTES,
): (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult> {
  const log = createLog(room);
  const meters = createMeters(room);
  const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const began = now();
    const { requestId } = event.requestContext;
    const noted: Record<string, LogFields[string]> = {};
    const note = (fields: LogFields): void => void Object.assign(noted, fields);
    const answer = await run(event, { log, meters, requestId, note });
    const name = routeNameOf(event.httpMethod, event.resource, event.pathParameters?.['command']);
    log.info('call.answered', {
      requestId,
      // A command that there is not is what somebody has written.
      call: Object.hasOwn(routes, name) ? name : `${event.httpMethod} ${event.resource}`,
      status: answer.statusCode,
      problem: problemOf(answer),
      ms: now() - began,
      ...idsOf(event),
      ...noted,
    });
    return {
      ...answer,
      headers: { ...answer.headers, ...deprecationHeaders(name, () => baseOf(event), routes) },
      ...(event.httpMethod === 'HEAD' ? { body: '' } : {}),
    };
  };
  return middy(handler).use(around(room, log, meters));
}

function baseOf({ path, requestContext: { path: whole } }: APIGatewayProxyEvent): string {
  return whole.endsWith(path) ? whole.slice(0, whole.length - path.length) : '';
}

function idsOf({ pathParameters }: APIGatewayProxyEvent): LogFields {
  const found = IDS.flatMap((name) => {
    const value = pathParameters?.[name];
    return value !== undefined && LOOKS_LIKE_AN_ID.test(value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The last part of the type of a problem: `not-possible-now`. */
function problemOf({ statusCode, body }: APIGatewayProxyResult): string | undefined {
  if (statusCode < 400 || !body.startsWith('{')) return undefined;
  const parsed = problem.safeParse(JSON.parse(body));
  return parsed.success ? parsed.data.type.split('/').at(-1) : undefined;
}
