import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Payload } from '../formats/translator.ts';

type Request = Pick<APIGatewayProxyEvent, 'body' | 'headers' | 'isBase64Encoded'>;

/** The bytes as they were sent: the gateway hands every body over in base64, and signatures are made over bytes. Header names in lower case. */
export function readPayload({ body, headers, isBase64Encoded }: Request): Payload {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value ?? '']));
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  return { bytes, contentType: lower['content-type'] ?? '', headers: lower };
}
