import type { Kernel, Service } from '../../kernel/types.ts';
import { createCognitoAuthorizers } from './cognito-authorizer.ts';
import { createHandle } from './handle.ts';
import type { Handle } from './handle.ts';
import { createKeys } from './keys.ts';
import { createLambdaAuthorizers } from './lambda-authorizer.ts';
import { methodResourceTypes } from './method-types.ts';
import type { Registry } from './model.ts';
import { createOperations } from './operations.ts';
import { planResourceTypes } from './plan-types.ts';
import { apiResourceTypes } from './resource-types.ts';
import { listen } from './server.ts';
import type { Listening, ListenOptions } from '../serve-http.ts';
import { createThrottles } from './throttle.ts';
import { createUsage } from './usage.ts';

export { endpointOf } from './endpoint.ts';
export type { GatewayAnswer, GatewayRequest } from './exchange.ts';
export type { Listening, ListenOptions } from '../serve-http.ts';

export interface ApiGateway extends Service {
  /** One request, addressed by API id and stage, through the whole gateway. */
  readonly handle: Handle;
  /** Serves the APIs over HTTP on loopback. */
  listen(options: ListenOptions): Promise<Listening>;
  /** The APIs of the template, for whoever prints their addresses. */
  apis(): { readonly id: string; readonly name: string; readonly stages: readonly string[] }[];
}

export function createApiGateway(kernel: Kernel): ApiGateway {
  const registry: Registry = { apis: new Map(), plans: new Map() };
  const keys = createKeys(kernel);
  const usage = createUsage(kernel, registry, keys, createThrottles());
  const handle = createHandle(kernel, {
    registry,
    usage,
    lambdaAuthorizers: createLambdaAuthorizers(kernel),
    cognitoAuthorizers: createCognitoAuthorizers(kernel),
  });
  return {
    name: 'apigateway',
    operations: createOperations(kernel, registry, keys, usage),
    resourceTypes: [
      ...apiResourceTypes(kernel, registry),
      ...methodResourceTypes(registry),
      ...planResourceTypes(registry, keys),
    ],
    start: () => {
      keys.dropUndeclared();
    },
    handle,
    listen: (options) => listen(kernel, registry, handle, options),
    apis: () => [...registry.apis.values()].map(({ id, name, stages }) => ({ id, name, stages: [...stages.keys()] })),
  };
}
