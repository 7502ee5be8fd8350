import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import { now } from './clock.ts';

/** What Lambda sets for every function. The address of S3 is set where it is not the one of AWS. */
const environment = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL_S3: z.url().optional(),
});

export interface ToPresign {
  readonly bucket: string;
  readonly key: string;
  /** At most a week; and never longer than the credentials of the function, which Lambda changes every few hours. */
  readonly expiresInSeconds: number;
}

export interface PutToPresign extends ToPresign {
  /** All that the upload has to send as it stands here; size and checksum bind it to one content. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * An address to which somebody without credentials may PUT one object, with the rights of this function at that moment. The headers are signed where they stand:
 * S3 takes no checksum from the query.
 */
export function presignPut(wish: PutToPresign): Promise<string> {
  return presign('PUT', wish);
}

/** An address from which somebody without credentials may GET one object, also one that is yet to be written. */
export function presignGet(wish: ToPresign): Promise<string> {
  return presign('GET', { ...wish, headers: {} });
}

async function presign(
  method: 'PUT' | 'GET',
  { bucket, key, headers, expiresInSeconds }: PutToPresign,
): Promise<string> {
  const { AWS_REGION: region, AWS_ENDPOINT_URL_S3: other, ...keys } = environment.parse(process.env);
  const url = new URL(other ?? `https://${bucket}.s3.${region}.amazonaws.com`);
  const path = `/${other === undefined ? '' : `${bucket}/`}${key}`.split('/').map(escapeUri).join('/');
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: {
      accessKeyId: keys.AWS_ACCESS_KEY_ID,
      secretAccessKey: keys.AWS_SECRET_ACCESS_KEY,
      ...(keys.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: keys.AWS_SESSION_TOKEN }),
    },
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const signed = await signer.presign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path,
      query: {},
      headers: { ...headers, host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    {
      expiresIn: expiresInSeconds,
      signingDate: new Date(now()),
      unhoistableHeaders: new Set(names),
      signableHeaders: new Set([...names, 'host']),
    },
  );
  const query = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${escapeUri(name)}=${escapeUri(String(value))}`,
  );
  return `${url.protocol}//${url.host}${path}?${query.join('&')}`;
}

/** The hash of Node in the shape that the library asks for. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** RFC 3986, as signatures want it. */
function escapeUri(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
