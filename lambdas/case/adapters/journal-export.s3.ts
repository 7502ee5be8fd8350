import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { connect } from '../../platform/index.ts';
import type { ExportFile } from '../export-file.ts';

/** Writes into a bucket with Object Lock, whose default retention holds each version from the moment at which it was written. */
export function createJournalExport(bucket: string): (file: ExportFile) => Promise<void> {
  const client = connect(S3Client);
  return async ({ key, body }) => {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/x-ndjson' }),
    );
  };
}
