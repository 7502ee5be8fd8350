import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import * as z from 'zod';

const bodyRow = z.object({ body: z.instanceof(Uint8Array) });
const PREFIX = 'journal/';

/** Texts of all exported files in the folder of `npm start -- --data DIR`, each version of each. */
export function* exportInFolder(folder: string): Generator<string> {
  const database = new DatabaseSync(join(folder, 'state.sqlite'), { readOnly: true });
  try {
    const rows = database.prepare(
      `SELECT body FROM s3_bodies JOIN s3_versions USING (ord) WHERE key LIKE '${PREFIX}%' AND delete_marker = 0 ORDER BY key, ord`,
    );
    for (const row of rows.iterate()) yield Buffer.from(bodyRow.parse(row).body).toString();
  } finally {
    database.close();
  }
}

/** As they lie in the bucket of a deployment. All versions are read: one that was written over is held as well, and tells of it. */
export async function* exportInBucket(bucket: string): AsyncGenerator<string> {
  const client = new S3Client({});
  let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (after !== undefined) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: PREFIX, ...after }),
    );
    for (const { Key, VersionId } of page.Versions ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
      yield (await Body?.transformToString()) ?? '';
    }
    after =
      page.IsTruncated === true
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
  }
}
