import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { problemOf, refuse } from '../answer.ts';
import type { Caller } from '../caller.ts';
import { may } from '../rights.ts';
import type { Right } from '../rights.ts';

/** A call of somebody who is known, with what its routes need. */
export interface Request {
  readonly event: APIGatewayProxyEvent;
  readonly caller: Caller;
  readonly requestId: string;
  readonly traceparent: string;
  readonly caseId: string;
  readonly body: string;
}

export type Route = (request: Request) => Promise<APIGatewayProxyResult>;

/** A route that takes one right, whatever is asked of it. */
export function allowed(right: Right, route: Route): Route {
  return (request) => (may(request.caller.roles, right) ? route(request) : Promise.resolve(forbidden(right)));
}

export function forbidden(right: Right): APIGatewayProxyResult {
  return refuse(problemOf('not-allowed', 403, 'Not allowed', `None of your roles may ${right.replaceAll('-', ' ')}.`));
}

/** The gateway hands every body over as base64, because the routes beside these take binary ones. */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}
