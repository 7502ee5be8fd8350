import type { AuthorizationRequest, Kernel } from '../../kernel/types.ts';
import { keyRequests } from '../kms/index.ts';
import { bucketNamed } from './bucket.ts';
import type { Bucket } from './bucket.ts';
import type { S3 } from './context.ts';
import { latestOf, versionOf } from './object-store.ts';
import type { ObjectVersion } from './object-store.ts';
import { sealingOf } from './sealing.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
export const onObject = (action: string, bucket: string, key: string): AuthorizationRequest => ({
  action: `s3:${action}`,
  resource: `arn:aws:s3:::${bucket}/${key}`,
});

export const onBucket = (
  action: string,
  bucket: string,
  context?: Readonly<Record<string, string>>,
): AuthorizationRequest => ({
  action: `s3:${action}`,
  resource: `arn:aws:s3:::${bucket}`,
  ...(context === undefined || Object.keys(context).length === 0 ? {} : { context }),
});

/** With a bucket key the context is the bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
function keyAccess(
  kernel: Kernel,
  bucket: Bucket,
  key: string,
  keyId: string | undefined,
  action: 'kms:GenerateDataKey' | 'kms:Decrypt',
): readonly AuthorizationRequest[] {
  const arn = bucket.encryption.bucketKey ? bucket.arn : `${bucket.arn}/${key}`;
  return keyRequests(kernel, keyId, 's3', [action], { 'aws:s3:arn': arn });
}

export function toWrite({ kernel, buckets }: S3, input: any): readonly AuthorizationRequest[] {
  const bucket = bucketNamed(buckets, input.Bucket);
  const { Key: key, ServerSideEncryption: encryption, SSEKMSKeyId: keyId } = input;
  const context: Record<string, string> = {};
  if (encryption !== undefined) context['s3:x-amz-server-side-encryption'] = encryption;
  if (keyId !== undefined) context['s3:x-amz-server-side-encryption-aws-kms-key-id'] = keyId;
  const put = onObject('PutObject', bucket.name, key);
  return [
    Object.keys(context).length === 0 ? put : { ...put, context },
    ...(input.Tagging === undefined ? [] : [onObject('PutObjectTagging', bucket.name, key)]),
    ...(input.ObjectLockMode === undefined ? [] : [onObject('PutObjectRetention', bucket.name, key)]),
    // To compare is to read: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    ...(input.IfMatch === undefined ? [] : [onObject('GetObject', bucket.name, key)]),
    ...keyAccess(kernel, bucket, key, sealingOf(bucket, input).keyId, 'kms:GenerateDataKey'),
  ];
}

export function toRead(
  { kernel, buckets }: S3,
  input: { Bucket: string; Key: string; VersionId?: string },
): readonly AuthorizationRequest[] {
  const bucket = bucketNamed(buckets, input.Bucket);
  const found: ObjectVersion | undefined =
    input.VersionId === undefined
      ? latestOf(kernel, bucket.name, input.Key)
      : versionOf(kernel, bucket.name, input.Key, input.VersionId);
  return [
    onObject(input.VersionId === undefined ? 'GetObject' : 'GetObjectVersion', bucket.name, input.Key),
    ...keyAccess(kernel, bucket, input.Key, found?.key_id ?? undefined, 'kms:Decrypt'),
  ];
}
