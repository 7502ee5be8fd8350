import { NoSuchKey } from '@aws-sdk/client-s3';
import { afterEach, expect, it } from 'vitest';
import { createBatchBox } from '../../../lambdas/redrive/adapters/batches.s3.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
afterEach(() => {
  fixture.close();
});

/** What S3 says to whoever reads the one batch that it lists. */
function reading(error: Error): ReturnType<typeof createBatchBox> {
  fixture = openStores();
  fixture.answer(({ command }) => {
    if (command === 'ListObjectsV2Command') return { Contents: [{ Key: 'aws/lambda/one' }] };
    throw error;
  });
  return createBatchBox();
}
const PLACE = 's3://raw/aws/lambda/';

it('a batch that somebody else has sent back meanwhile is not there, and no error', async () => {
  const box = reading(new NoSuchKey({ message: 'gone', $metadata: {} }));
  expect(await box.take(PLACE, 10, 60, new Set())).toEqual([]);
  expect(await box.find(PLACE, 'one')).toBeUndefined();
});

it('that S3 does not answer is said', async () => {
  await expect(reading(new Error('slow down')).take(PLACE, 10, 60, new Set())).rejects.toThrow('slow down');
});
