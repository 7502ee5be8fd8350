import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { canonicalJson, publishedPack, sha256Hex } from '../../contracts/index.ts';
import type { PolicyPack, PublishedPack } from '../../contracts/index.ts';
import { connect, now, nowInstant } from '../../platform/index.ts';

/** How long a function goes on with the active version that it knows. Open cases keep theirs anyway. */
const ACTIVE_FOR_MS = 60_000;

export type PackStore = ReturnType<typeof createPackStore>;

/** Published packs: versions never change, so each is read once per environment; which one is active is asked again every minute. */
export function createPackStore(table: string, client: DynamoDBClient = connect(new DynamoDBClient({}))) {
  const versions = new Map<string, PublishedPack>();
  let active: { readonly version: string; readonly until: number } | undefined;

  const read = async <Item>(sk: string, shape: z.ZodType<Item>): Promise<Item | undefined> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: marshall({ pk: 'POLICY', sk }) }));
    return Item === undefined ? undefined : shape.parse(unmarshall(Item));
  };
  const load = async (version: string): Promise<PublishedPack> => {
    const known = versions.get(version);
    if (known !== undefined) return known;
    const item = await read(`VERSION#${version}`, z.object({ published: z.string() }));
    if (item === undefined) throw new Error(`there is no policy version ${version}`);
    const published = publishedPack.parse(JSON.parse(item.published));
    versions.set(version, published);
    return published;
  };

  /** False: that version is there already, and says who published it first. */
  const keep = async (published: PublishedPack): Promise<boolean> => {
    const { version } = published;
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: marshall({ pk: 'POLICY', sk: `VERSION#${version}`, published: JSON.stringify(published) }),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    load,
    active: async (): Promise<PublishedPack> => {
      if (active === undefined || active.until <= now()) {
        const item = await read('ACTIVE', z.object({ version: z.string() }));
        if (item === undefined) throw new Error('no policy pack is published: run `npm run set-up`');
        active = { version: item.version, until: now() + ACTIVE_FOR_MS };
      }
      return load(active.version);
    },
    /** Stores a checked pack under the hash of its content and makes it the active one. Publishing the same again changes nothing. */
    publish: async (pack: PolicyPack, publishedBy: string): Promise<PublishedPack> => {
      // Guard: the same pack is the same version.
      const version = sha256Hex(canonicalJson(pack)).slice(0, 16);
      const published: PublishedPack = { version, publishedAt: nowInstant(), publishedBy, pack };
      const isNew = await keep(published);
      await client.send(
        new PutItemCommand({ TableName: table, Item: marshall({ pk: 'POLICY', sk: 'ACTIVE', version }) }),
      );
      active = undefined;
      return isNew ? published : load(version);
    },
  };
}
