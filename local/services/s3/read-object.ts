import { AwsError } from '../../kernel/errors.ts';
import type { CallContext, Operation } from '../../kernel/types.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { onBucket, toRead } from './authorize.ts';
import { streamOf } from './body.ts';
import { bucketNamed } from './bucket.ts';
import { meter } from './context.ts';
import type { S3 } from './context.ts';
import { bodyOf, latestOf, versionOf } from './object-store.ts';
import type { ObjectVersion } from './object-store.ts';
import { sealingMembers } from './sealing.ts';

interface Location {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** A HEAD has no body, so the SDK knows its failures by status only. */
function failure(operation: string, name: string, message: string, status: number, members: object = {}): AwsError {
  const head = operation === 'HeadObject';
  const headName = status === 404 ? 'NotFound' : String(status);
  return new AwsError(head ? headName : name, head ? 'UnknownError' : message, {
    httpStatusCode: status,
    members: { ...members },
  });
}

/**
 * The version asked for. Who may not list the bucket does not learn that a key is missing: he is refused.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html ("Permissions")
 */
export function findReadable(s3: S3, location: Location, { principal }: CallContext, operation: string): ObjectVersion {
  const { kernel, buckets } = s3;
  const { Bucket, Key, VersionId } = location;
  bucketNamed(buckets, Bucket);
  const version = VersionId === undefined ? latestOf(kernel, Bucket, Key) : versionOf(kernel, Bucket, Key, VersionId);
  if (version?.delete_marker === 0) return version;
  if (version !== undefined && VersionId !== undefined) {
    throw failure(operation, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
      DeleteMarker: true,
    });
  }
  try {
    kernel.access.assertAllowed(principal, [
      onBucket(VersionId === undefined ? 'ListBucket' : 'ListBucketVersions', Bucket),
    ]);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw failure(operation, 'AccessDenied', error.message, 403);
  }
  if (VersionId !== undefined)
    throw failure(operation, 'NoSuchVersion', 'The specified version does not exist.', 404, { Key, VersionId });
  throw failure(operation, 'NoSuchKey', 'The specified key does not exist.', 404, {
    Key,
    ...(version === undefined ? {} : { DeleteMarker: true }),
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestParameters */
function checkConditions(version: ObjectVersion, input: { IfMatch?: string; IfNoneMatch?: string }): void {
  const etag = version.etag.replaceAll('"', '');
  if (input.IfMatch !== undefined && input.IfMatch.replaceAll('"', '') !== etag) {
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      httpStatusCode: 412,
    });
  }
  if (input.IfNoneMatch !== undefined && input.IfNoneMatch.replaceAll('"', '') === etag) {
    throw new AwsError('304', 'UnknownError', { httpStatusCode: 304 });
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** `bytes=0-9`, `bytes=5-`, `bytes=-3`; the end is included. */
function parseRange(range: string, size: number): Range {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  refuseOther('several ranges or units: Range', from === '' && to === '', false);
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start > end) {
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', { httpStatusCode: 416 });
  }
  return { start, end };
}

const CHECKSUMS = ['ChecksumSHA256', 'ChecksumCRC32'];

function describe({ kernel, buckets }: S3, version: ObjectVersion, checksumMode: string | undefined): object {
  const bucket = bucketNamed(buckets, version.bucket);
  const headers: Record<string, unknown> = JSON.parse(version.headers);
  const shown = Object.entries(headers).filter(([name]) => checksumMode === 'ENABLED' || !CHECKSUMS.includes(name));
  const tags: readonly unknown[] = JSON.parse(version.tags);
  return {
    ...Object.fromEntries(shown),
    AcceptRanges: 'bytes',
    ETag: version.etag,
    ContentLength: version.size,
    LastModified: new Date(version.modified_at),
    ...(version.version_id === 'null' ? {} : { VersionId: version.version_id }),
    ...(tags.length === 0 ? {} : { TagCount: tags.length }),
    ...(version.lock_mode === null || version.retain_until === null
      ? {}
      : { ObjectLockMode: version.lock_mode, ObjectLockRetainUntilDate: new Date(version.retain_until) }),
    ...sealingMembers(kernel, bucket, { algorithm: version.sse, keyId: version.key_id ?? undefined }),
  };
}

const MEMBERS = ['Bucket', 'ChecksumMode', 'ExpectedBucketOwner', 'IfMatch', 'IfNoneMatch', 'Key', 'VersionId'];

function find(s3: S3, operation: string, input: any, context: CallContext, members: readonly string[]): ObjectVersion {
  refuseUnknown(operation, input, members);
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== s3.kernel.account) {
    throw failure(operation, 'AccessDenied', 'Access Denied', 403);
  }
  meter(s3, operation, input.Bucket);
  const version = findReadable(s3, input, context, operation);
  checkConditions(version, input);
  return version;
}

export const readOperations = (s3: S3): Readonly<Record<string, Operation>> => ({
  GetObject: {
    authorize: (input) => toRead(s3, input),
    run: (input, context) => {
      const version = find(s3, 'GetObject', input, context, [...MEMBERS, 'Range']);
      const range = input.Range === undefined ? undefined : parseRange(input.Range, version.size);
      const body = bodyOf(s3.kernel, version);
      if (version.key_id !== null && !bucketNamed(s3.buckets, version.bucket).encryption.bucketKey) {
        s3.kernel.meter.count('kms', 'Requests', 1, version.key_id);
      }
      const described = describe(s3, version, input.ChecksumMode);
      if (range === undefined) return { ...described, Body: streamOf(body) };
      return {
        ...described,
        ContentLength: range.end - range.start + 1,
        ContentRange: `bytes ${range.start}-${range.end}/${version.size}`,
        Body: streamOf(body.subarray(range.start, range.end + 1)),
      };
    },
  },
  HeadObject: {
    authorize: (input) => toRead(s3, input),
    run: (input, context) => describe(s3, find(s3, 'HeadObject', input, context, MEMBERS), input.ChecksumMode),
  },
  HeadBucket: {
    authorize: (input) => [onBucket('ListBucket', input.Bucket)],
    run: (input) => {
      refuseUnknown('HeadBucket', input, ['Bucket']);
      meter(s3, 'HeadBucket', input.Bucket);
      if (!s3.buckets.has(input.Bucket)) throw new AwsError('NotFound', 'UnknownError', { httpStatusCode: 404 });
      return { BucketRegion: s3.kernel.region };
    },
  },
});
