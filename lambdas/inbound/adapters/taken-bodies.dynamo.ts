import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { connect } from '../../platform/index.ts';

/** Longer than a secret is good (it is changed once a year), and than intake remembers a signal (120 days). */
const REMEMBERED_FOR_S = 400 * 86_400;

const taken = z.object({ at: z.string(), signals: z.number(), first: z.string().optional() });
export type TakenBody = z.infer<typeof taken>;

/** Bodies that were taken whole, of senders that sign no time (ADR 0010). */
export interface TakenBodies {
  find(sourceId: string, digest: string): Promise<TakenBody | undefined>;
  remember(sourceId: string, digest: string, body: TakenBody): Promise<void>;
}

export function createTakenBodies(table: string): TakenBodies {
  const client = connect(DynamoDBClient);
  const keyOf = (sourceId: string, digest: string) => ({ pk: `TAKEN#${sourceId}#${digest}`, sk: 'TAKEN' });
  return {
    find: async (sourceId, digest) => {
      const Key = marshall(keyOf(sourceId, digest));
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key }));
      return Item === undefined ? undefined : taken.parse(unmarshall(Item));
    },
    remember: async (sourceId, digest, body) => {
      const expiresAt = Math.floor(Date.parse(body.at) / 1000) + REMEMBERED_FOR_S;
      const Item = marshall({ ...keyOf(sourceId, digest), ...body, expiresAt }, { removeUndefinedValues: true });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}
