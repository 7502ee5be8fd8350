import { AwsError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { onObject } from './authorize.ts';
import { bucketNamed } from './bucket.ts';
import type { Bucket } from './bucket.ts';
import { meter } from './context.ts';
import type { S3 } from './context.ts';
import { insertVersion, latestOf, removeVersion, versionOf } from './object-store.ts';
import type { ObjectVersion } from './object-store.ts';
import { newVersionId } from './write-object.ts';

const MAX_OBJECTS = 1000;

interface Target {
  readonly Key: string;
  readonly VersionId?: string;
}
type Reason = 'DeleteObject' | 'Lifecycle Expiration';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes */
export const isLocked = (kernel: Kernel, version: ObjectVersion, bypassGovernance: boolean): boolean =>
  version.retain_until !== null &&
  version.retain_until > kernel.now() &&
  !(version.lock_mode === 'GOVERNANCE' && bypassGovernance);

/** The version itself goes. */
export function deleteVersion(s3: S3, bucket: Bucket, version: ObjectVersion, reason: Reason): void {
  removeVersion(s3.kernel, version);
  const name = reason === 'DeleteObject' ? 'ObjectRemoved:Delete' : 'LifecycleExpiration:Delete';
  s3.notify(bucket, { name, reason, version });
}

/**
 * Without a version: the object goes in a bucket without versions, otherwise a delete marker hides it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
export function deleteLatest(s3: S3, bucket: Bucket, key: string, reason: Reason): ObjectVersion | undefined {
  const { kernel } = s3;
  if (bucket.versioning === 'Off') {
    const version = latestOf(kernel, bucket.name, key);
    if (version !== undefined) deleteVersion(s3, bucket, version, reason);
    return undefined;
  }
  const marker = insertVersion(
    kernel,
    {
      bucket: bucket.name,
      key,
      version_id: newVersionId(kernel, bucket),
      delete_marker: 1,
      etag: '',
      size: 0,
      headers: '{}',
      tags: '[]',
      sse: 'AES256',
      key_id: null,
      lock_mode: null,
      retain_until: null,
    },
    undefined,
  );
  const kind = reason === 'DeleteObject' ? 'ObjectRemoved' : 'LifecycleExpiration';
  s3.notify(bucket, { name: `${kind}:DeleteMarkerCreated`, reason, version: marker });
  s3.planExpiry(bucket.name);
  return marker;
}

function remove(s3: S3, bucket: Bucket, { Key, VersionId }: Target, bypassGovernance: boolean): object {
  if (VersionId === undefined) {
    const marker = deleteLatest(s3, bucket, Key, 'DeleteObject');
    return marker === undefined ? {} : { DeleteMarker: true, VersionId: marker.version_id };
  }
  const version = versionOf(s3.kernel, bucket.name, Key, VersionId);
  if (version === undefined) return { VersionId };
  if (isLocked(s3.kernel, version, bypassGovernance)) {
    throw new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', {
      httpStatusCode: 403,
    });
  }
  deleteVersion(s3, bucket, version, 'DeleteObject');
  return version.delete_marker === 1 ? { DeleteMarker: true, VersionId } : { VersionId };
}

function requestsOf(
  bucket: Bucket,
  { Key, VersionId }: Target,
  bypassGovernance: boolean,
): readonly AuthorizationRequest[] {
  return [
    onObject(VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion', bucket.name, Key),
    ...(bypassGovernance ? [onObject('BypassGovernanceRetention', bucket.name, Key)] : []),
  ];
}

export const deleteOperations = (s3: S3): Readonly<Record<string, Operation>> => ({
  DeleteObject: {
    authorize: (input) =>
      requestsOf(bucketNamed(s3.buckets, input.Bucket), input, input.BypassGovernanceRetention === true),
    run: (input) => {
      refuseUnknown('DeleteObject', input, [
        'Bucket',
        'BypassGovernanceRetention',
        'ExpectedBucketOwner',
        'Key',
        'VersionId',
      ]);
      meter(s3, 'DeleteObject', input.Bucket);
      return remove(s3, bucketNamed(s3.buckets, input.Bucket), input, input.BypassGovernanceRetention === true);
    },
  },
  DeleteObjects: {
    // Each object is decided by itself, and what is refused is an entry of the answer.
    authorize: (input) => {
      bucketNamed(s3.buckets, input.Bucket);
      return [];
    },
    run: (input, { principal }) => {
      refuseUnknown('DeleteObjects', input, [
        'Bucket',
        'BypassGovernanceRetention',
        'ChecksumAlgorithm',
        'Delete',
        'ExpectedBucketOwner',
      ]);
      const bucket = bucketNamed(s3.buckets, input.Bucket);
      const targets: readonly Target[] = input.Delete.Objects;
      if (targets.length === 0 || targets.length > MAX_OBJECTS) {
        throw new AwsError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      }
      meter(s3, 'DeleteObjects', bucket.name);
      const bypass = input.BypassGovernanceRetention === true;
      const Deleted: object[] = [];
      const Errors: object[] = [];
      for (const target of targets) {
        try {
          s3.kernel.access.assertAllowed(principal, requestsOf(bucket, target, bypass));
          const { DeleteMarker, VersionId }: { DeleteMarker?: boolean; VersionId?: string } = remove(
            s3,
            bucket,
            target,
            bypass,
          );
          Deleted.push({
            Key: target.Key,
            ...(target.VersionId === undefined ? {} : { VersionId: target.VersionId }),
            ...(DeleteMarker === true ? { DeleteMarker, DeleteMarkerVersionId: VersionId } : {}),
          });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Errors.push({ Key: target.Key, VersionId: target.VersionId, Code: error.name, Message: error.message });
        }
      }
      return { ...(input.Delete.Quiet === true ? {} : { Deleted }), ...(Errors.length === 0 ? {} : { Errors }) };
    },
  },
});
