import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, Principal } from '../../kernel/types.ts';
import { sessionsOf } from '../iam/session-credentials.ts';
import type { HttpAnswer, HttpRequest } from '../serve-http.ts';
import { signerOf } from './presigned-query.ts';
import { errorAsXml, s3Error } from './xml-error.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: 5 GB in one operation. Here it lies in memory. */
export const MOST_BYTES = 600_000_000;

/** Headers of PutObject and their members. What else begins with `x-amz-` would mean something that is not kept. */
const MEMBERS: Readonly<Record<string, string>> = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-md5': 'ContentMD5',
  'content-type': 'ContentType',
  'if-none-match': 'IfNoneMatch',
  'x-amz-checksum-crc32': 'ChecksumCRC32',
  'x-amz-checksum-sha256': 'ChecksumSHA256',
};

/** S3 over HTTP, as far as presigned addresses go: PUT and GET of an object, by whoever has an address that a function has signed. */
export function createFront(kernel: Kernel): (request: HttpRequest) => Promise<HttpAnswer> {
  const get = async (reader: Principal, where: ReturnType<typeof addressed>): Promise<HttpAnswer> => {
    const { Body, ContentType, ETag } = await kernel.call(reader, 's3', 'GetObject', where);
    const headers: (readonly [string, string])[] = [
      ['Content-Type', ContentType],
      ['ETag', ETag],
    ];
    return { status: 200, headers, body: await Body.transformToByteArray() };
  };
  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    const [path, rawQuery] = split(request.url);
    const { roleArn } = signerOf({ ...request, path, rawQuery }, sessionsOf(kernel).find, {
      region: kernel.region,
      now: kernel.now(),
    });
    const headers = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
    if (request.method === 'GET') return get({ kind: 'role', roleArn }, addressed(headers.get('host') ?? '', path));
    if (request.method !== 'PUT') throw s3Error('MethodNotAllowed');
    if (!headers.has('content-length')) throw s3Error('MissingContentLength');
    if (Number(headers.get('content-length')) > MOST_BYTES) throw s3Error('EntityTooLarge');
    const { ETag, VersionId } = await kernel.call({ kind: 'role', roleArn }, 's3', 'PutObject', {
      ...addressed(headers.get('host') ?? '', path),
      ...membersOf(headers),
      Body: request.body,
    });
    const version: (readonly [string, string])[] = VersionId === undefined ? [] : [['x-amz-version-id', VersionId]];
    return { status: 200, headers: [['ETag', ETag], ...version], body: new Uint8Array() };
  };
  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      const known = error instanceof URIError ? s3Error('InvalidURI') : error;
      if (!(known instanceof AwsError)) throw known;
      const body = Buffer.from(errorAsXml(known, kernel.uuid()));
      return { status: known.httpStatusCode, headers: [['Content-Type', 'application/xml']], body };
    }
  };
}

function membersOf(headers: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const members: Record<string, string> = {};
  for (const [name, value] of headers) {
    const member = MEMBERS[name];
    if (member !== undefined) members[member] = value;
    else if (name.startsWith('x-amz-')) throw s3Error('NotImplemented', undefined, { Header: name });
  }
  return members;
}

/** `bucket.s3.region.amazonaws.com/key`, else `/bucket/key`. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
function addressed(host: string, path: string): { readonly Bucket: string; readonly Key: string } {
  const whole = decodeURIComponent(path).slice(1);
  const [, named] = /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com$/.exec(host) ?? [];
  if (named !== undefined) return { Bucket: named, Key: whole };
  const slash = whole.indexOf('/');
  if (slash < 1 || slash === whole.length - 1) throw s3Error('MethodNotAllowed');
  return { Bucket: whole.slice(0, slash), Key: whole.slice(slash + 1) };
}

function split(url: string): readonly [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}
