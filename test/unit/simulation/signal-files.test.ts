import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSignalFile } from '../../../lambdas/simulation/adapters/signal-files.s3.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
beforeEach(() => (fixture = openStores()));
afterEach(() => {
  fixture.close();
});
const read = (error: string): Promise<string | undefined> => {
  fixture.answer(() => {
    throw Object.assign(new Error(error), { name: error });
  });
  return readSignalFile('raw', 'a'.repeat(64));
};

it.each(['NoSuchKey', 'AccessDenied'])(
  'a file that was not uploaded is not there: the bucket says %s',
  async (error) => {
    expect(await read(error)).toBeUndefined();
  },
);

it('a file of which the bucket cannot say is not taken for missing', async () => {
  await expect(read('SlowDown')).rejects.toThrow('SlowDown');
});
