import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';

const isIterable = (value: unknown): value is AsyncIterable<Uint8Array | string> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** The bytes of what the SDK takes as a body. */
export async function readBody(body: unknown): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  if (!isIterable(body)) throw new UnsupportedError(`a body of type ${typeof body}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** A stream with what the SDK mixes in: transformToString, transformToByteArray, transformToWebStream. */
export function streamOf(bytes: Uint8Array): Readable {
  const stream = Readable.from([bytes], { objectMode: false });
  return Object.assign(stream, {
    transformToByteArray: () => Promise.resolve(new Uint8Array(bytes)),
    transformToString: (encoding?: BufferEncoding) => Promise.resolve(Buffer.from(bytes).toString(encoding)),
    transformToWebStream: () => Readable.toWeb(stream),
  });
}

export const etagOf = (bytes: Uint8Array): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
const crc = (bytes: Uint8Array): string => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(crc32(bytes));
  return buffer.toString('base64');
};

/**
 * Compares the checksums that were sent and gives those to be kept.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function checksumsOf(bytes: Uint8Array, input: any): Readonly<Record<string, string>> {
  const checksums: Record<string, string> = {};
  for (const [member, algorithm, compute] of [
    ['ChecksumSHA256', 'SHA256', sha256],
    ['ChecksumCRC32', 'CRC32', crc],
  ] as const) {
    if (input[member] === undefined && input.ChecksumAlgorithm !== algorithm) continue;
    const computed = compute(bytes);
    if (input[member] !== undefined && input[member] !== computed) {
      throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
    checksums[member] = computed;
  }
  if (input.ContentMD5 !== undefined && input.ContentMD5 !== createHash('md5').update(bytes).digest('base64')) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  return checksums;
}
