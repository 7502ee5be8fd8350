import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { jsonIn, rotaFeed, sha256Hex } from '../../contracts/index.ts';
import type { Result, RotaFeed } from '../../contracts/index.ts';
import { nowInstant, randomHex } from '../../platform/index.ts';
import { policyProblem } from '../refuse.ts';
import { policyKeys, policyTable } from './policy-items.ts';

const item = z.object({ feed: z.string() }).transform(({ feed }) => rotaFeed.parse(jsonIn(feed)));
const BEFORE_ALL = ' ';
/** 256 bits: nobody guesses it. */
const TOKEN_BYTES = 32;

const idOf = (token: string): string => `feed_${sha256Hex(`rota-feed ${token}`).slice(0, 32)}`;

/** Addresses under which calendar programs read rotas. Only the hash of a token is kept, so whoever reads the table cannot read a feed. */
export function feedKeeper(table: string) {
  const { client, read, page } = policyTable(table);
  const write = async (feed: RotaFeed): Promise<void> => {
    const put = (key: object) => ({
      Put: { TableName: table, Item: marshall({ ...key, feed: JSON.stringify(feed) }) },
    });
    const both = [put(policyKeys.feed(feed.id)), put(policyKeys.rotaFeed(feed.rota, feed.id))];
    await client.send(new TransactWriteItemsCommand({ TransactItems: both }));
  };
  return {
    /** The token is told once. Asked for twice there are two feeds, and each is revoked by itself. */
    make: async (rota: string, by: string): Promise<{ readonly feed: RotaFeed; readonly token: string }> => {
      const token = randomHex(TOKEN_BYTES);
      const feed: RotaFeed = { contract: 'rota-feed/1', id: idOf(token), rota, madeBy: by, madeAt: nowInstant() };
      await write(feed);
      return { feed, token };
    },
    list: (rota: string, after?: string) => page(policyKeys.rotaFeed(rota, after ?? BEFORE_ALL), item),
    revoke: async (rota: string, id: string, by: string): Promise<Result<RotaFeed>> => {
      const feed = await read(policyKeys.rotaFeed(rota, id), item);
      if (feed === undefined) return { ok: false, problem: policyProblem('no-such-feed', id) };
      if (feed.revokedAt !== undefined) return { ok: true, value: feed };
      const revoked: RotaFeed = { ...feed, revokedBy: by, revokedAt: nowInstant() };
      await write(revoked);
      return { ok: true, value: revoked };
    },
    /** The rota that a token opens; undefined: none, or not any more. */
    rotaOf: async (token: string): Promise<string | undefined> => {
      const feed = await read(policyKeys.feed(idOf(token)), item);
      return feed?.revokedAt === undefined ? feed?.rota : undefined;
    },
  };
}
