import { CopyObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { connect } from '../../platform/index.ts';

/** A file in the inbox, in the version that came. */
export interface FileAddress {
  readonly key: string;
  readonly versionId?: string | undefined;
}

export interface FileStore {
  /** Its bytes in pieces; undefined where it is not there any more. */
  open(address: FileAddress): Promise<AsyncIterable<Uint8Array> | undefined>;
  copy(from: FileAddress, toKey: string): Promise<void>;
  put(key: string, text: string, contentType: string): Promise<void>;
}

export function createFileStore(bucket: string): FileStore {
  const client = connect(S3Client);
  return {
    open: async ({ key, versionId }) => {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: key,
            ...(versionId === undefined ? {} : { VersionId: versionId }),
          }),
        );
        return Body === undefined ? undefined : piecesOf(Body.transformToWebStream());
      } catch (error) {
        if (error instanceof NoSuchKey || (error instanceof Error && error.name === 'NoSuchVersion')) return undefined;
        throw error;
      }
    },
    copy: async ({ key, versionId }, toKey) => {
      const path = key.split('/').map(encodeURIComponent).join('/');
      const CopySource = `${bucket}/${path}${versionId === undefined ? '' : `?versionId=${encodeURIComponent(versionId)}`}`;
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: toKey, CopySource }));
    },
    put: async (key, text, contentType) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType }));
    },
  };
}

async function* piecesOf(stream: ReadableStream<unknown>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (value instanceof Uint8Array) yield value;
  }
}
