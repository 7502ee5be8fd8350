import { gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { headerOf } from './exchange.ts';
import type { Exchange, GatewayAnswer } from './exchange.ts';
import { GatewayFailure } from './model.ts';
import type { ContentHandling, RestApi } from './model.ts';

/**
 * Whether content of that type is binary for the API. No type counts as `application/json`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function isBinary(api: RestApi, contentType: string | undefined): boolean {
  const bare = (contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  const [main = ''] = bare.split('/');
  return api.binaryMediaTypes.some((type) => type === '*/*' || type === bare || type === `${main}/*`);
}

export interface EventBody {
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** The request's body as an event carries it. */
export function eventBody(exchange: Exchange, handling: ContentHandling): EventBody {
  const bytes = decompressed(exchange);
  if (bytes.length === 0) return { body: null, isBase64Encoded: false };
  const binary =
    handling === 'CONVERT_TO_BINARY' ||
    (handling === undefined && isBinary(exchange.api, headerOf(exchange, 'content-type')));
  return { body: Buffer.from(bytes).toString(binary ? 'base64' : 'utf8'), isBase64Encoded: binary };
}

/** Only an API with compression switched on looks into compressed requests; else the bytes stay as they are. */
function decompressed(exchange: Exchange): Uint8Array {
  const { body } = exchange.request;
  const encoding = headerOf(exchange, 'content-encoding')?.toLowerCase();
  if (exchange.api.minimumCompressionSize === undefined || body.length === 0) return body;
  try {
    if (encoding === 'gzip') return gunzipSync(body);
    return encoding === 'deflate' ? inflateSync(body) : body;
  } catch {
    throw new GatewayFailure('BAD_REQUEST_BODY', 'Unable to decompress request body', 400);
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-enable-compression.html */
export function compressed(exchange: Exchange, answer: GatewayAnswer): GatewayAnswer {
  const minimum = exchange.api.minimumCompressionSize;
  const wanted = /\bgzip\b/i.test(headerOf(exchange, 'accept-encoding') ?? '');
  const already = answer.headers.some(([name]) => name.toLowerCase() === 'content-encoding');
  if (minimum === undefined || !wanted || already || answer.body.length < Math.max(1, minimum)) return answer;
  return { ...answer, headers: [...answer.headers, ['Content-Encoding', 'gzip']], body: gzipSync(answer.body) };
}
