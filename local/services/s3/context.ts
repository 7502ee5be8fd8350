import type { Kernel } from '../../kernel/types.ts';
import type { Buckets } from './bucket.ts';
import type { Notifier } from './notify.ts';

/** What all operations work with. */
export interface S3 {
  readonly kernel: Kernel;
  readonly buckets: Buckets;
  readonly notify: Notifier;
  /** An object may have come under a lifecycle rule. */
  readonly planExpiry: (bucketName: string) => void;
}

const GETS = new Set(['GetObject', 'HeadObject', 'HeadBucket', 'GetObjectTagging', 'GetObjectRetention']);
const FREE = new Set(['DeleteObject', 'DeleteObjects']);

/** https://aws.amazon.com/s3/pricing/: lists cost as writes do, deletions nothing. */
export function meter({ kernel }: S3, operation: string, bucket: string): void {
  if (FREE.has(operation)) return;
  kernel.meter.count('s3', GETS.has(operation) ? 'GetRequests' : 'PutRequests', 1, bucket);
}
