import type { Kernel } from '../../kernel/types.ts';
import type { RestApi, Stage } from './model.ts';
import type { Route } from './routing.ts';
import { decoded } from './routing.ts';

export interface GatewayRequest {
  readonly apiId: string;
  readonly stage: string;
  readonly method: string;
  /** Below the stage, percent-encoded as received: `/webhooks/acme`. */
  readonly path: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  readonly sourceIp: string;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: Uint8Array;
}

/** Values by name, in the two forms that events carry. */
export interface Multi {
  readonly single: Readonly<Record<string, string>>;
  readonly multi: Readonly<Record<string, readonly string[]>>;
}

/** One request on its way through the gateway, and what has been found out about it. */
export interface Exchange {
  readonly api: RestApi;
  readonly stage: Stage;
  readonly request: GatewayRequest;
  readonly headers: Multi;
  readonly query: Multi;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  readonly startedAt: number;
  route: Route | undefined;
  /** What the authorizer said: `requestContext.authorizer`. */
  authorizer: Readonly<Record<string, unknown>> | undefined;
  usageIdentifierKey: string | undefined;
  apiKey: { readonly id: string; readonly value: string } | undefined;
  /** The type of the answer that the gateway gives by itself. */
  refusal: string | undefined;
}

export function openExchange(kernel: Kernel, api: RestApi, stage: Stage, request: GatewayRequest): Exchange {
  const startedAt = kernel.now();
  const traceId = traceOf(request.headers) ?? newTrace(kernel, startedAt);
  return {
    api,
    stage,
    request,
    headers: headersFor(api, request, kernel, traceId),
    query: parseQuery(request.rawQuery),
    requestId: kernel.uuid(),
    extendedRequestId:
      Buffer.from(kernel.uuid().replaceAll('-', '').slice(0, 22), 'hex').toString('base64').slice(0, 15) + '=',
    traceId,
    startedAt,
    route: undefined,
    authorizer: undefined,
    usageIdentifierKey: undefined,
    apiKey: undefined,
    refusal: undefined,
  };
}

export function headerOf(exchange: Exchange, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return exchange.request.headers.findLast(([key]) => key.toLowerCase() === wanted)?.[1];
}

export function domainOf(kernel: Kernel, api: RestApi): string {
  return `${api.id}.execute-api.${kernel.region}.amazonaws.com`;
}

/** Hop-by-hop headers, which an event does not show. */
const notForwarded = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'expect',
  'te',
  'upgrade',
]);

function headersFor(api: RestApi, request: GatewayRequest, kernel: Kernel, traceId: string): Multi {
  const kept = request.headers.filter(
    ([name]) => !notForwarded.has(name.toLowerCase()) && name.toLowerCase() !== 'x-amzn-trace-id',
  );
  const forwardedFor = kept.find(([name]) => name.toLowerCase() === 'x-forwarded-for')?.[1];
  const rest = kept.filter(([name]) => !/^x-forwarded-(for|port|proto)$/i.test(name));
  const hasHost = rest.some(([name]) => name.toLowerCase() === 'host');
  return collect([
    ...rest,
    ...(hasHost ? [] : [['Host', domainOf(kernel, api)] as const]),
    ['X-Amzn-Trace-Id', traceId],
    ['X-Forwarded-For', forwardedFor === undefined ? request.sourceIp : `${forwardedFor}, ${request.sourceIp}`],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ]);
}

/** Names that differ in case only are one header, under the name seen first; the single form has the last value. */
function collect(pairs: readonly (readonly [string, string])[]): Multi {
  const names = new Map<string, string>();
  return gather(
    pairs.map(([name, value]) => {
      const key = names.get(name.toLowerCase()) ?? name;
      names.set(name.toLowerCase(), key);
      return [key, value];
    }),
  );
}

/** A semicolon splits too, as AWS notes among the known issues of REST APIs. */
export function parseQuery(rawQuery: string): Multi {
  return gather(
    rawQuery
      .split(/[&;]/)
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? [plain(part), ''] : [plain(part.slice(0, at)), plain(part.slice(at + 1))];
      }),
  );
}

/** A name may be one that every object has, such as `constructor`. */
function gather(pairs: readonly (readonly [name: string, value: string])[]): Multi {
  const multi = new Map<string, string[]>();
  for (const [name, value] of pairs) multi.set(name, [...(multi.get(name) ?? []), value]);
  return {
    single: Object.fromEntries([...multi].map(([name, values]) => [name, values.at(-1) ?? ''])),
    multi: Object.fromEntries(multi),
  };
}

function plain(text: string): string {
  return decoded(text.replaceAll('+', ' '));
}

function traceOf(headers: GatewayRequest['headers']): string | undefined {
  return headers.find(([name, value]) => name.toLowerCase() === 'x-amzn-trace-id' && value.includes('Root='))?.[1];
}

function newTrace(kernel: Kernel, now: number): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${kernel.uuid().replaceAll('-', '').slice(0, 24)}`;
}
