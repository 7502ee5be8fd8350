import type { Kernel } from '../../kernel/types.ts';
import { resolveKeyArn } from '../kms/index.ts';
import type { Bucket } from './bucket.ts';

export interface Sealing {
  readonly algorithm: string;
  readonly keyId: string | undefined;
}

/** How an object will be encrypted: as the request says, or else as the bucket says. */
export function sealingOf(bucket: Bucket, input: { ServerSideEncryption?: string; SSEKMSKeyId?: string }): Sealing {
  const { algorithm, keyId } = bucket.encryption;
  if (input.ServerSideEncryption === undefined) return { algorithm, keyId };
  if (input.ServerSideEncryption !== 'aws:kms') return { algorithm: 'AES256', keyId: undefined };
  return { algorithm: 'aws:kms', keyId: input.SSEKMSKeyId ?? keyId };
}

/** Members that tell how an object is encrypted; in answers to writing and reading. */
export function sealingMembers(kernel: Kernel, bucket: Bucket, { algorithm, keyId }: Sealing): object {
  if (algorithm === 'AES256') return { ServerSideEncryption: 'AES256' };
  const managed = keyId === undefined || keyId.includes('alias/aws/');
  return {
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: managed ? kernel.arn('kms', 'alias/aws/s3') : resolveKeyArn(kernel, keyId),
    ...(bucket.encryption.bucketKey ? { BucketKeyEnabled: true } : {}),
  };
}
