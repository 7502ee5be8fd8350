import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import * as z from 'zod';
import { eventHandler, parseEnvironment } from '../platform/index.ts';
import { authorizeSource } from './adapters/authorize-source.ts';
import { createSourceStore } from './adapters/source-store.dynamo.ts';

const sources = createSourceStore(parseEnvironment({ REFERENCE_TABLE: z.string() }).REFERENCE_TABLE);

/**
 * Finds the source by its unguessable path, by the header `fairlead-source` on /v1/signals, or by its id where it asks for an upload, and lends the request the source's API key, so that its usage plan
 * counts. Who really sent it is known only after the signature: the gateway does not show the body here.
 */
export const handler = eventHandler(
  'authorize-source',
  async (event: APIGatewayRequestAuthorizerEvent, { log }): Promise<APIGatewayAuthorizerResult> => {
    const pathKey = event.pathParameters?.['pathKey'];
    const name = Object.entries(event.headers ?? {}).find(
      ([header]) => header.toLowerCase() === 'fairlead-source',
    )?.[1];
    const uploader = event.pathParameters?.['sourceId'];
    const decision = await authorizeSource(sources, { pathKey, name, uploader }, event.methodArn);
    if (decision.context === undefined) log.warn('source.unknown', { byPath: pathKey !== undefined });
    return decision;
  },
);
