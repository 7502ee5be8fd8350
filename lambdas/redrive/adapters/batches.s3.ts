import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { connect } from '../../platform/index.ts';
import { batchLetter, keyOf } from '../batch.ts';
import type { BatchPlace } from '../batch.ts';
import type { Letter } from '../letter.ts';
import type { LetterBox } from './letters.sqs.ts';

/** A listing has a thousand; more than that are counted when those are gone. */
const MOST_AT_ONCE = 10;

/** Batches that a stream has given up, as letters: objects that Lambda has put into a bucket. Nobody has one in hand, so two may send it back at once. */
export function createBatchBox(): LetterBox {
  const client = connect(S3Client);
  const keysOf = async ({ bucket, prefix }: BatchPlace): Promise<readonly string[]> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  };
  const read = async (place: BatchPlace, key: string): Promise<Letter | undefined> => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: place.bucket, Key: key }));
      return batchLetter(place, key, (await Body?.transformToString()) ?? '');
    } catch (error) {
      // Somebody else has sent it back meanwhile.
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
  return {
    count: async (url) => ({ letters: (await keysOf(placeOf(url))).length, inHand: 0 }),
    take: async (url, most, _seconds, seen) => {
      const place = placeOf(url);
      const keys = (await keysOf(place)).filter((key) => !seen.has(batchLetter(place, key, '').id));
      const some = keys.slice(0, Math.min(most, MOST_AT_ONCE));
      return (await Promise.all(some.map((key) => read(place, key)))).filter((letter) => letter !== undefined);
    },
    find: async (url, id) => {
      const place = placeOf(url);
      return read(place, keyOf(place, id));
    },
    giveBack: () => Promise.resolve(),
    drop: async (url, { receipt }) => {
      await client.send(new DeleteObjectCommand({ Bucket: placeOf(url).bucket, Key: receipt }));
    },
    send: (url) => Promise.reject(new Error(`nothing is sent to ${url}`)),
  };
}

/** Queues have addresses of the web, batches `s3://bucket/prefix`. */
export function boxByPlace(queues: LetterBox, batches: LetterBox): LetterBox {
  const at = (url: string): LetterBox => (url.startsWith('s3://') ? batches : queues);
  return {
    count: (url) => at(url).count(url),
    take: (url, ...more) => at(url).take(url, ...more),
    find: (url, id) => at(url).find(url, id),
    giveBack: (url, letter) => at(url).giveBack(url, letter),
    drop: (url, letter) => at(url).drop(url, letter),
    send: (url, ...more) => at(url).send(url, ...more),
  };
}

function placeOf(url: string): BatchPlace {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  return { bucket, prefix };
}
