import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { HttpTools } from '../../platform/index.ts';
import { problemOf, refuse } from '../answer.ts';
import { readCaller, recordOf } from '../caller.ts';
import type { Caller } from '../caller.ts';

export type FoundRoute<Route> =
  | { readonly ok: true; readonly caller: Caller; readonly route: Route }
  | { readonly ok: false; readonly answer: APIGatewayProxyResult };

/** Who asks, and for what. The gateway has routed already: what is left is a table by method and resource. */
export function findRoute<Route>(
  routes: Readonly<Record<string, Route>>,
  event: APIGatewayProxyEvent,
  note: HttpTools['note'],
): FoundRoute<Route> {
  const caller = readCaller(event.requestContext.authorizer);
  if (caller === undefined) {
    const problem = problemOf('unauthenticated', 401, 'Who are you?', 'Send an identity token of the user pool.');
    return { ok: false, answer: refuse(problem) };
  }
  note(recordOf(caller));
  const name = `${event.httpMethod} ${event.resource}`;
  const route = routes[name];
  return route === undefined
    ? { ok: false, answer: refuse(problemOf('no-such-route', 404, 'No such route', name)) }
    : { ok: true, caller, route };
}
