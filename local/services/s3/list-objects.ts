import type { Kernel, Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { onBucket } from './authorize.ts';
import { bucketNamed } from './bucket.ts';
import { meter } from './context.ts';
import type { S3 } from './context.ts';
import { listLatest, listVersions, pastPrefix, versionOf } from './object-store.ts';
import type { ObjectVersion } from './object-store.ts';

const MAX_KEYS = 1000;

interface Page {
  readonly objects: readonly ObjectVersion[];
  readonly prefixes: readonly string[];
  /** Where the next page begins; undefined at the end. */
  readonly next: string | undefined;
}

interface Query {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly after: string;
  readonly limit: number;
}

/** A common prefix counts as one, and everything below it is skipped, not read. */
function collect(kernel: Kernel, { bucket, prefix, delimiter, after, limit }: Query): Page {
  const objects: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let position = after;
  for (;;) {
    const rows = listLatest(kernel, bucket, prefix, position, delimiter === undefined ? limit + 1 : 100);
    if (rows.length === 0) return { objects, prefixes, next: undefined };
    for (const row of rows) {
      if (objects.length + prefixes.length === limit) return { objects, prefixes, next: position };
      const end = delimiter === undefined ? -1 : row.key.indexOf(delimiter, prefix.length);
      if (delimiter !== undefined && end >= 0) {
        const common = row.key.slice(0, end + delimiter.length);
        prefixes.push(common);
        position = pastPrefix(common);
        break;
      }
      objects.push(row);
      position = row.key;
    }
  }
}

const encode = (position: string): string => Buffer.from(position).toString('base64url');
const decode = (token: string): string => Buffer.from(token, 'base64url').toString();

const describe = (version: ObjectVersion): object => ({
  Key: version.key,
  LastModified: new Date(version.modified_at),
  ETag: version.etag,
  Size: version.size,
  StorageClass: 'STANDARD',
});

function listObjects({ kernel }: S3, input: any): object {
  refuseUnknown('ListObjectsV2', input, [
    'Bucket',
    'ContinuationToken',
    'Delimiter',
    'ExpectedBucketOwner',
    'MaxKeys',
    'Prefix',
    'StartAfter',
  ]);
  const prefix: string = input.Prefix ?? '';
  const limit = Math.min(input.MaxKeys ?? MAX_KEYS, MAX_KEYS);
  const after: string =
    input.ContinuationToken === undefined ? (input.StartAfter ?? '') : decode(input.ContinuationToken);
  const { objects, prefixes, next } = collect(kernel, {
    bucket: input.Bucket,
    prefix,
    delimiter: input.Delimiter,
    after,
    limit,
  });
  return {
    Name: input.Bucket,
    Prefix: prefix,
    ...(input.Delimiter === undefined ? {} : { Delimiter: input.Delimiter }),
    MaxKeys: limit,
    KeyCount: objects.length + prefixes.length,
    ...(objects.length === 0 ? {} : { Contents: objects.map(describe) }),
    ...(prefixes.length === 0 ? {} : { CommonPrefixes: prefixes.map((Prefix) => ({ Prefix })) }),
    IsTruncated: next !== undefined,
    ...(next === undefined ? {} : { NextContinuationToken: encode(next) }),
  };
}

function listObjectVersions({ kernel }: S3, input: any): object {
  refuseUnknown('ListObjectVersions', input, [
    'Bucket',
    'ExpectedBucketOwner',
    'KeyMarker',
    'MaxKeys',
    'Prefix',
    'VersionIdMarker',
  ]);
  const limit = Math.min(input.MaxKeys ?? MAX_KEYS, MAX_KEYS);
  const key: string = input.KeyMarker ?? '';
  const marker =
    input.VersionIdMarker === undefined ? undefined : versionOf(kernel, input.Bucket, key, input.VersionIdMarker);
  const rows = listVersions(kernel, input.Bucket, input.Prefix ?? '', { key, ord: marker?.ord ?? 0 }, limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const common = (version: ObjectVersion): object => ({
    Key: version.key,
    VersionId: version.version_id,
    IsLatest: version.is_latest === 1,
    LastModified: new Date(version.modified_at),
  });
  return {
    Name: input.Bucket,
    Prefix: input.Prefix ?? '',
    MaxKeys: limit,
    Versions: page
      .filter((version) => version.delete_marker === 0)
      .map((version) => ({ ...common(version), ETag: version.etag, Size: version.size, StorageClass: 'STANDARD' })),
    DeleteMarkers: page.filter((version) => version.delete_marker === 1).map(common),
    IsTruncated: last !== undefined,
    ...(last === undefined ? {} : { NextKeyMarker: last.key, NextVersionIdMarker: last.version_id }),
  };
}

const contextOf = (input: any): Readonly<Record<string, string>> => ({
  ...(input.Prefix === undefined ? {} : { 's3:prefix': input.Prefix }),
  ...(input.Delimiter === undefined ? {} : { 's3:delimiter': input.Delimiter }),
});

export const listOperations = (s3: S3): Readonly<Record<string, Operation>> => ({
  ListObjectsV2: {
    authorize: (input) => [onBucket('ListBucket', bucketNamed(s3.buckets, input.Bucket).name, contextOf(input))],
    run: (input) => {
      meter(s3, 'ListObjectsV2', bucketNamed(s3.buckets, input.Bucket).name);
      return listObjects(s3, input);
    },
  },
  ListObjectVersions: {
    authorize: (input) => [
      onBucket('ListBucketVersions', bucketNamed(s3.buckets, input.Bucket).name, contextOf(input)),
    ],
    run: (input) => {
      meter(s3, 'ListObjectVersions', bucketNamed(s3.buckets, input.Bucket).name);
      return listObjectVersions(s3, input);
    },
  },
});
