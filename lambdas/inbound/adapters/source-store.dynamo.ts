import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sourceRegistration } from '../../contracts/index.ts';
import type { SourceRegistration } from '../../contracts/index.ts';
import { connect, now } from '../../platform/index.ts';

/** How long a function goes on with a registration that it knows. */
const KEPT_FOR_MS = 60_000;

export interface SourceStore {
  byPathKey(pathKey: string): Promise<SourceRegistration | undefined>;
  byId(id: string): Promise<SourceRegistration | undefined>;
  save(registration: SourceRegistration): Promise<void>;
}

export function createSourceStore(table: string): SourceStore {
  const client = connect(new DynamoDBClient({}));
  const kept = new Map<string, { readonly value: SourceRegistration; readonly until: number }>();
  const get = async <Item>(pk: string, sk: string, shape: z.ZodType<Item>): Promise<Item | undefined> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: marshall({ pk, sk }) }));
    return Item === undefined ? undefined : shape.parse(unmarshall(Item));
  };
  const byId = async (id: string): Promise<SourceRegistration | undefined> => {
    const known = kept.get(id);
    if (known !== undefined && known.until > now()) return known.value;
    const item = await get(`SOURCE#${id}`, 'SOURCE', z.object({ registration: sourceRegistration }));
    if (item === undefined) return undefined;
    const value = item.registration;
    kept.set(id, { value, until: now() + KEPT_FOR_MS });
    return value;
  };
  return {
    byId,
    byPathKey: async (pathKey) => {
      const item = await get(`PATH#${pathKey}`, 'PATH', z.object({ sourceId: z.string() }));
      return item === undefined ? undefined : byId(item.sourceId);
    },
    // The path comes second: a path never leads to a source that is not there yet.
    save: async (registration) => {
      const put = (item: Readonly<Record<string, unknown>>): Promise<unknown> =>
        client.send(new PutItemCommand({ TableName: table, Item: marshall(item, { removeUndefinedValues: true }) }));
      await put({ pk: `SOURCE#${registration.id}`, sk: 'SOURCE', registration });
      kept.delete(registration.id);
      await put({ pk: `PATH#${registration.pathKey}`, sk: 'PATH', sourceId: registration.id });
    },
  };
}
