import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { signal } from '../../contracts/index.ts';
import type { Signal } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';

const pendingFile = z.object({ signals: z.array(signal) });

/** Payloads as they came, and signals that could not be published yet. */
export interface RawStore {
  keep(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** The bytes of what was kept. */
  read(key: string): Promise<Uint8Array>;
  keepPending(key: string, signals: readonly Signal[]): Promise<void>;
  /** Keys of what waits, oldest name first. */
  listPending(most: number): Promise<readonly string[]>;
  /** Undefined where the file is not one that this version reads. */
  readPending(key: string): Promise<readonly Signal[] | undefined>;
  dropPending(key: string): Promise<void>;
}

export function createRawStore(bucket: string): RawStore {
  const client = connect(S3Client);
  return {
    keep: async (key, bytes, contentType) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }));
    },
    read: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    keepPending: async (key, signals) => {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: JSON.stringify({ signals }),
          ContentType: 'application/json',
        }),
      );
    },
    listPending: async (most) => {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: 'pending/', MaxKeys: most }),
      );
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
    readPending: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return readFile((await Body?.transformToString()) ?? '');
    },
    dropPending: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}

function readFile(text: string): readonly Signal[] | undefined {
  try {
    return pendingFile.parse(JSON.parse(text)).signals;
  } catch {
    return undefined;
  }
}
