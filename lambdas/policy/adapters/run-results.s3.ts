import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { jsonIn } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';
import { runResult } from '../count-behind.ts';
import type { RunResult } from '../count-behind.ts';

/** What a run has found of each case: more than an item holds. */
export interface RunResults {
  put(id: string, result: RunResult): Promise<void>;
  get(id: string): Promise<RunResult | undefined>;
}

/** Objects below `policy-runs/`; the bucket forgets them after a while. */
export function runResults(bucket: string, kind: 'simulations' | 'moves'): RunResults {
  const s3 = connect(S3Client);
  const at = (id: string) => ({ Bucket: bucket, Key: `policy-runs/${kind}/${id}.json` });
  return {
    put: async (id, result) => {
      await s3.send(new PutObjectCommand({ ...at(id), Body: JSON.stringify(result), ContentType: 'application/json' }));
    },
    get: async (id) => {
      try {
        const { Body } = await s3.send(new GetObjectCommand(at(id)));
        return runResult.parse(jsonIn((await Body?.transformToString()) ?? ''));
      } catch (error) {
        // Guard: what was forgotten is not there; everything else is tried again.
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
}
