import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import { idInPath } from '../../platform/index.ts';
import type { HttpTools } from '../../platform/index.ts';
import { invalid, noSuchCommand, notJson, refuse } from '../answer.ts';
import type { Caller } from '../caller.ts';
import { parseJson } from '../read-request.ts';
import { readVersion } from '../read-source-request.ts';
import { may } from '../rights.ts';
import type { Right } from '../rights.ts';
import { findRoute } from './find-route.ts';
import { bodyOf, forbidden } from './request.ts';

/** A call about a source, by somebody who may make it. */
export interface Ask {
  readonly event: APIGatewayProxyEvent;
  readonly caller: Caller;
  /** Of the source. */
  readonly id: string;
  readonly body: unknown;
}
export type Serve = (ask: Ask) => Promise<APIGatewayProxyResult>;

/** By method and resource, each with the right that it takes. A GET changes nothing. */
export type Routes = Readonly<Record<string, readonly [right: Right, serve: Serve]>>;

/** A part of the path, by its name in the route. */
export const partOf = ({ event }: Ask, name: string): string => idInPath(event, name);

/** The id after which a page begins; one that is longer than any is cut, since a key of the table has an end. */
export const afterOf = ({ event }: Ask): string | undefined =>
  event.queryStringParameters?.['after']?.slice(0, 200) || undefined;

/** The version that a change was made from, by If-Match; undefined where none is named. */
export const seenVersion = ({ event }: Ask): number | undefined =>
  readVersion(Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'if-match')?.[1]);

export const actorOf = ({ caller }: Ask) => ({ kind: 'person', id: caller.id }) as const;

/** Who asks, for what, may they, and is the body one: then the route. */
export async function serveRoutes(
  routes: Routes,
  event: APIGatewayProxyEvent,
  { note }: HttpTools,
): Promise<APIGatewayProxyResult> {
  const found = findRoute(routes, event, note);
  if (!found.ok) return found.answer;
  const { caller, route } = found;
  const [right, serve] = route;
  if (!may(caller.roles, right)) return forbidden(right);
  const json = parseJson(bodyOf(event));
  if (json === undefined) return refuse(notJson('Send a JSON object, or nothing.'));
  const id = idInPath(event, 'sourceId');
  return serve({ event, caller, id, body: json.value });
}

/** The commands of a resource, by the last part of the path. */
export function commandOf(commands: Readonly<Record<string, Serve>>): Serve {
  return (ask) => {
    const name = ask.event.pathParameters?.['command'] ?? '';
    const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
    return run === undefined ? Promise.resolve(refuse(noSuchCommand(name, Object.keys(commands)))) : run(ask);
  };
}

/** Commands of one resource that take different rights. */
export function byRight(commands: Readonly<Record<string, readonly [Right, Serve]>>): Serve {
  const guarded = Object.entries(commands).map(([name, [right, serve]]): [string, Serve] => [
    name,
    (ask) => (may(ask.caller.roles, right) ? serve(ask) : Promise.resolve(forbidden(right))),
  ]);
  return commandOf(Object.fromEntries(guarded));
}

export function withBody<Body>(
  shape: z.ZodType<Body>,
  serve: (body: Body, ask: Ask) => Promise<APIGatewayProxyResult>,
): Serve {
  return async (ask) => {
    const read = shape.safeParse(ask.body);
    return read.success ? serve(read.data, ask) : refuse(invalid(read.error));
  };
}
