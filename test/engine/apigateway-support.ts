import { createApiGateway } from '../../local/services/apigateway/index.ts';
import type { ApiGateway, GatewayAnswer, GatewayRequest } from '../../local/services/apigateway/index.ts';
import { createCognito } from '../../local/services/cognito/index.ts';
import type { Cognito } from '../../local/services/cognito/index.ts';
import type { CallContext, Service } from '../../local/kernel/types.ts';
import { testKernel } from '../support/kernel.ts';
import type { TestKernel } from '../support/kernel.ts';

export interface FunctionCall {
  readonly functionName: string;
  readonly event: any;
  readonly context: CallContext;
}
/** Answers like a function: a value is its result, `{ throws }` its failure, a promise takes its time. */
export type FakeFunction = (event: any, call: FunctionCall) => unknown;

export class Throws {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

export interface GatewayBench {
  readonly engine: TestKernel;
  readonly calls: FunctionCall[];
  readonly functions: Map<string, FakeFunction>;
  gateway(): ApiGateway;
  cognito(): Cognito;
  send(
    request: Partial<Omit<GatewayRequest, 'headers' | 'body'>> & {
      headers?: Record<string, string>;
      body?: Uint8Array | string;
    },
  ): Promise<GatewayAnswer>;
  callsOf(functionName: string): FunctionCall[];
}

export const functionArn = (name: string): string => `arn:aws:lambda:eu-central-1:111122223333:function:${name}`;
export const uri = (name: string): string =>
  `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
export const proxy = (name = 'backend', more: object = {}): object => ({
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: uri(name),
  ...more,
});

export function gatewayBench(): GatewayBench {
  const calls: FunctionCall[] = [];
  const functions = new Map<string, FakeFunction>([['backend', () => ({ statusCode: 200, body: 'ok' })]]);
  let gateway: ApiGateway | undefined;
  let cognito: Cognito | undefined;
  const lambda: Service = {
    name: 'lambda',
    resourceTypes: [],
    operations: {
      Invoke: {
        authorize: () => [],
        run: async (input, context) => {
          const functionName = String(input.FunctionName).split(':').at(-1) ?? '';
          const call = { functionName, event: JSON.parse(Buffer.from(input.Payload).toString()), context };
          calls.push(call);
          const run = functions.get(functionName);
          if (run === undefined) throw new Error(`no function ${functionName}`);
          const result = await run(call.event, call);
          if (result instanceof Throws) {
            const error = { errorType: 'Error', errorMessage: result.message, trace: [] };
            return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(error)) };
          }
          return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(result ?? null)) };
        },
      },
    },
  };
  const engine = testKernel((kernel) => {
    gateway = createApiGateway(kernel);
    cognito = createCognito(kernel);
    return [gateway, cognito, lambda];
  });
  const open = <T>(service: T | undefined): T => {
    if (service === undefined) throw new Error('the engine is not there yet');
    return service;
  };
  return {
    engine,
    calls,
    functions,
    gateway: () => open(gateway),
    cognito: () => open(cognito),
    send: ({ headers = {}, body = '', ...request }) =>
      open(gateway).handle({
        apiId: open(gateway).apis()[0]?.id ?? '',
        stage: 'v1',
        method: 'GET',
        path: '/',
        rawQuery: '',
        sourceIp: '203.0.113.7',
        headers: Object.entries(headers),
        body: typeof body === 'string' ? Buffer.from(body) : body,
        ...request,
      }),
    callsOf: (name) => calls.filter(({ functionName }) => functionName === name),
  };
}

export interface MethodSpec {
  readonly path: string;
  readonly method?: string;
  readonly properties?: object;
}

/** Declares an API as CDK's constructs synthesize it: the resources of the paths, the methods, a deployment and the stage `v1`. */
export function declareApi(
  bench: GatewayBench,
  methods: readonly MethodSpec[],
  options: { api?: object; stage?: object; before?: (apiId: string) => void } = {},
): string {
  const { engine } = bench;
  const api = engine.provision('AWS::ApiGateway::RestApi', 'Api', { Name: 'Api', ...options.api });
  const resources = new Map<string, string>([['', String(api.attributes?.['RootResourceId'])]]);
  options.before?.(api.ref);
  for (const { path, method = 'GET', properties } of methods) {
    let parent = '';
    for (const part of path.split('/').filter((text) => text !== '')) {
      const here = `${parent}/${part}`;
      if (!resources.has(here)) {
        const declared = { RestApiId: api.ref, ParentId: resources.get(parent), PathPart: part };
        resources.set(here, engine.provision('AWS::ApiGateway::Resource', `Resource${here}`, declared).ref);
      }
      parent = here;
    }
    engine.provision('AWS::ApiGateway::Method', `Method${path}${method}`, {
      RestApiId: api.ref,
      ResourceId: resources.get(parent),
      HttpMethod: method,
      AuthorizationType: 'NONE',
      Integration: proxy(),
      ...properties,
    });
  }
  const deployment = engine.provision('AWS::ApiGateway::Deployment', 'Deployment', { RestApiId: api.ref });
  engine.provision('AWS::ApiGateway::Stage', 'Stage', {
    RestApiId: api.ref,
    DeploymentId: deployment.ref,
    StageName: 'v1',
    ...options.stage,
  });
  return api.ref;
}

export const textOf = (answer: GatewayAnswer): string => Buffer.from(answer.body).toString();
export const jsonOf = (answer: GatewayAnswer): any => JSON.parse(textOf(answer));
export const headerOf = (answer: GatewayAnswer, name: string): string | undefined =>
  answer.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
