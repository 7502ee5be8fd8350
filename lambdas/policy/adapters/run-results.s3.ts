import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { jsonIn } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';

/** What a run has found of each case: more than an item holds. */
export interface RunResults<Result> {
  put(id: string, result: Result): Promise<void>;
  get(id: string): Promise<Result | undefined>;
}

/** Objects below `policy-runs/`; the bucket forgets them after a while. */
export function runResults<Result>(
  bucket: string,
  kind: 'simulations' | 'moves',
  shape: z.ZodType<Result>,
): RunResults<Result> {
  const s3 = connect(S3Client);
  const at = (id: string) => ({ Bucket: bucket, Key: `policy-runs/${kind}/${id}.json` });
  return {
    put: async (id, result) => {
      await s3.send(new PutObjectCommand({ ...at(id), Body: JSON.stringify(result), ContentType: 'application/json' }));
    },
    get: async (id) => {
      try {
        const { Body } = await s3.send(new GetObjectCommand(at(id)));
        return shape.parse(jsonIn((await Body?.transformToString()) ?? ''));
      } catch (error) {
        // Guard: what was forgotten is not there; everything else is tried again.
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
}
