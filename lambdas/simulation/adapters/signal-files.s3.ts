import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { SignalFileGrant, SignalFileWish } from '../../contracts/index.ts';
import { connect, now, presignPut } from '../../platform/index.ts';
import { decideSignalFile, signalFileKey } from '../decide-signal-file.ts';

/** An address for a file of reports. Nothing is written: what is never uploaded leaves no trace. */
export async function grantSignalFile(bucket: string, wish: SignalFileWish): Promise<SignalFileGrant> {
  const { key, expiresInSeconds, grant } = decideSignalFile(wish, now());
  return { ...grant, url: await presignPut({ bucket, key, headers: grant.headers, expiresInSeconds }) };
}

/** The text of a file of reports; undefined: it was not uploaded, or is forgotten. */
export async function readSignalFile(bucket: string, sha256: string): Promise<string | undefined> {
  const s3 = connect(S3Client);
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: signalFileKey(sha256) }));
    return await Body?.transformToString();
  } catch (error) {
    // Guard: what is not there may be asked for; whoever may not list a bucket is told of it as of what is forbidden. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    if (error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'AccessDenied')) return undefined;
    throw error;
  }
}
