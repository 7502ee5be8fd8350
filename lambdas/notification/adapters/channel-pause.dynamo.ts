import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { connect } from '../../platform/index.ts';

/** Until when a channel wants to be left alone, for all instances of its sender: a limit is told to one of them only. Milliseconds since the epoch. */
export interface ChannelPause {
  /** In the past where there is no pause. */
  readonly until: () => Promise<number>;
  readonly pause: (until: number) => Promise<void>;
}

const item = z.object({ until: z.number() });

export function channelPause(table: string, channel: string): ChannelPause {
  const client = connect(DynamoDBClient);
  const key = { pk: `CHANNEL#${channel}`, sk: 'PAUSE' };
  return {
    until: async () => {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: marshall(key) }));
      return Item === undefined ? 0 : item.parse(unmarshall(Item)).until;
    },
    pause: async (until) => {
      const expiresAt = Math.ceil(until / 1000);
      await client.send(new PutItemCommand({ TableName: table, Item: marshall({ ...key, until, expiresAt }) }));
    },
  };
}
