import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { connect } from '../../platform/index.ts';
import type { Letter } from '../letter.ts';

export type KeepLetter = (queue: string, letter: Letter) => Promise<string>;

/** A letter that is given up lies beside the raw payloads, and is forgotten with them. */
export function letterKeeper(bucket: string): KeepLetter {
  const client = connect(S3Client);
  return async (queue, { id, body }) => {
    const key = `raw/dead-letters/${queue}/${id}`;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }));
    return key;
  };
}
