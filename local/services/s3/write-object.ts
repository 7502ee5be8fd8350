import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, Operation } from '../../kernel/types.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { toRead, toWrite } from './authorize.ts';
import { checksumsOf, etagOf, readBody } from './body.ts';
import { bucketNamed } from './bucket.ts';
import type { Bucket } from './bucket.ts';
import { meter } from './context.ts';
import type { S3 } from './context.ts';
import { bodyOf, insertVersion, latestOf } from './object-store.ts';
import type { NewVersion, ObjectVersion } from './object-store.ts';
import { findReadable } from './read-object.ts';
import { sealingMembers, sealingOf } from './sealing.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html and UsingMetadata.html */
const MAX_KEY_BYTES = 1024;
const MAX_METADATA_BYTES = 2048;
const VERSION_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';

export const HEADERS = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Expires',
] as const;
const SEALING = ['BucketKeyEnabled', 'SSEKMSKeyId', 'ServerSideEncryption', 'StorageClass'];
const LOCK = ['ObjectLockMode', 'ObjectLockRetainUntilDate'];
const PUT_MEMBERS = [
  'Body',
  'Bucket',
  'ChecksumAlgorithm',
  'ChecksumCRC32',
  'ChecksumSHA256',
  'ContentLength',
  'ContentMD5',
  'ExpectedBucketOwner',
  'IfMatch',
  'IfNoneMatch',
  'Key',
  'Metadata',
  'Tagging',
  ...HEADERS,
  ...SEALING,
  ...LOCK,
];
const COPY_MEMBERS = [
  'Bucket',
  'CopySource',
  'ExpectedBucketOwner',
  'Key',
  'Metadata',
  'MetadataDirective',
  ...HEADERS,
  ...SEALING,
  ...LOCK,
];

const preconditionFailed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    httpStatusCode: 412,
    members: { Condition: condition },
  });

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function checkConditions(latest: ObjectVersion | undefined, input: { IfMatch?: string; IfNoneMatch?: string }): void {
  const live = latest?.delete_marker === 0 ? latest : undefined;
  if (input.IfNoneMatch !== undefined) {
    refuseOther('IfNoneMatch of PutObject', input.IfNoneMatch, '*');
    if (live !== undefined) throw preconditionFailed('If-None-Match');
  }
  if (input.IfMatch === undefined) return;
  if (live === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', { httpStatusCode: 404 });
  if (live.etag.replaceAll('"', '') !== input.IfMatch.replaceAll('"', '')) throw preconditionFailed('If-Match');
}

function checkInput(kernel: Kernel, input: any): void {
  refuseOther('StorageClass', input.StorageClass ?? 'STANDARD', 'STANDARD');
  refuseOther('ServerSideEncryption', input.ServerSideEncryption, undefined, 'AES256', 'aws:kms');
  refuseOther('ChecksumAlgorithm', input.ChecksumAlgorithm, undefined, 'SHA256', 'CRC32');
  if (Buffer.byteLength(input.Key) > MAX_KEY_BYTES) throw new AwsError('KeyTooLongError', 'Your key is too long');
  const metadata = Object.entries<string>(input.Metadata ?? {})
    .flat()
    .join('');
  if (Buffer.byteLength(metadata) > MAX_METADATA_BYTES) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== kernel.account) {
    throw new AwsError('AccessDenied', 'Access Denied', { httpStatusCode: 403 });
  }
}

function headersOf(input: any): string {
  const metadata = Object.fromEntries(
    Object.entries<string>(input.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const headers = Object.fromEntries(HEADERS.map((name) => [name, input[name]]));
  return JSON.stringify({
    ...headers,
    ContentType: input.ContentType ?? 'application/octet-stream',
    Metadata: metadata,
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
function retentionOf(kernel: Kernel, bucket: Bucket, input: any): Pick<NewVersion, 'lock_mode' | 'retain_until'> {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = input;
  if (mode === undefined && until === undefined) {
    const { retention } = bucket;
    return {
      lock_mode: retention?.mode ?? null,
      retain_until: retention === undefined ? null : kernel.now() + retention.milliseconds,
    };
  }
  if (!bucket.objectLock) throw new AwsError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  const time = new Date(until ?? NaN).getTime();
  if (!(time > kernel.now())) throw new AwsError('InvalidArgument', 'The retain until date must be in the future!');
  refuseOther('ObjectLockMode', mode, 'COMPLIANCE', 'GOVERNANCE');
  return { lock_mode: mode, retain_until: time };
}

export const newVersionId = (kernel: Kernel, bucket: Bucket): string =>
  bucket.versioning === 'Enabled'
    ? Array.from({ length: 32 }, () =>
        VERSION_LETTERS.charAt(Math.floor(kernel.random() * VERSION_LETTERS.length)),
      ).join('')
    : 'null';

/** `a=1&b=2` as in a query: at most ten. */
function parseTagging(tagging: string | undefined): string {
  const tags = [...new URLSearchParams(tagging ?? '')].map(([Key, Value]) => ({ Key, Value }));
  if (tags.length > 10) throw new AwsError('BadRequest', 'Object tags cannot be greater than 10');
  return JSON.stringify(tags);
}

interface Write {
  readonly key: string;
  readonly body: Uint8Array;
  readonly headers: string;
  readonly tags: string;
  readonly checksums: Readonly<Record<string, string>>;
  readonly input: any;
  readonly reason: 'PutObject' | 'CopyObject';
}

/** Everything after the body was read; without a wait in between. */
function store(s3: S3, bucket: Bucket, { key, body, headers, tags, checksums, input, reason }: Write): ObjectVersion {
  const { kernel } = s3;
  const sealing = sealingOf(bucket, input);
  const version = insertVersion(
    kernel,
    {
      bucket: bucket.name,
      key,
      version_id: newVersionId(kernel, bucket),
      delete_marker: 0,
      etag: etagOf(body),
      size: body.length,
      headers: JSON.stringify({ ...JSON.parse(headers), ...checksums }),
      tags,
      sse: sealing.algorithm,
      key_id: sealing.keyId ?? null,
      ...retentionOf(kernel, bucket, input),
    },
    body,
  );
  meter(s3, reason, bucket.name);
  if (sealing.algorithm === 'aws:kms' && !bucket.encryption.bucketKey) {
    kernel.meter.count('kms', 'Requests', 1, sealing.keyId ?? 'alias/aws/s3');
  }
  s3.notify(bucket, { name: reason === 'PutObject' ? 'ObjectCreated:Put' : 'ObjectCreated:Copy', reason, version });
  s3.planExpiry(bucket.name);
  return version;
}

const versionMember = (version: ObjectVersion): object =>
  version.version_id === 'null' ? {} : { VersionId: version.version_id };

function putObject(s3: S3): Operation {
  const { kernel, buckets } = s3;
  return {
    authorize: (input) => toWrite(s3, input),
    run: async (input) => {
      refuseUnknown('PutObject', input, PUT_MEMBERS);
      checkInput(kernel, input);
      const bucket = bucketNamed(buckets, input.Bucket);
      const body = await readBody(input.Body);
      const checksums = checksumsOf(body, input);
      checkConditions(latestOf(kernel, bucket.name, input.Key), input);
      const tags = parseTagging(input.Tagging);
      const version = store(s3, bucket, {
        key: input.Key,
        body,
        headers: headersOf(input),
        tags,
        checksums,
        input,
        reason: 'PutObject',
      });
      return {
        ETag: version.etag,
        ...checksums,
        ...versionMember(version),
        ...sealingMembers(kernel, bucket, sealingOf(bucket, input)),
      };
    },
  };
}

/** `bucket/key?versionId=…`, the key percent-encoded, perhaps with a leading slash. */
function parseSource(source: string): { readonly Bucket: string; readonly Key: string; readonly VersionId?: string } {
  const [path = '', versionId] = source.replace(/^\//, '').split('?versionId=');
  const slash = path.indexOf('/');
  const location = { Bucket: path.slice(0, slash), Key: decodeURIComponent(path.slice(slash + 1)) };
  return versionId === undefined ? location : { ...location, VersionId: versionId };
}

function copyObject(s3: S3): Operation {
  const { kernel, buckets } = s3;
  return {
    authorize: (input) => [...toRead(s3, parseSource(input.CopySource)), ...toWrite(s3, input)],
    run: (input, context) => {
      refuseUnknown('CopyObject', input, COPY_MEMBERS);
      checkInput(kernel, input);
      refuseOther('MetadataDirective', input.MetadataDirective ?? 'COPY', 'COPY', 'REPLACE');
      const source = findReadable(s3, parseSource(input.CopySource), context, 'CopyObject');
      const bucket = bucketNamed(buckets, input.Bucket);
      const headers = input.MetadataDirective === 'REPLACE' ? headersOf(input) : source.headers;
      const body = bodyOf(kernel, source);
      const version = store(s3, bucket, {
        key: input.Key,
        body,
        headers,
        tags: source.tags,
        checksums: {},
        input,
        reason: 'CopyObject',
      });
      return {
        CopyObjectResult: { ETag: version.etag, LastModified: new Date(version.modified_at) },
        ...(source.version_id === 'null' ? {} : { CopySourceVersionId: source.version_id }),
        ...versionMember(version),
        ...sealingMembers(kernel, bucket, sealingOf(bucket, input)),
      };
    },
  };
}

export const writeOperations = (s3: S3): Readonly<Record<string, Operation>> => ({
  PutObject: putObject(s3),
  CopyObject: copyObject(s3),
});
