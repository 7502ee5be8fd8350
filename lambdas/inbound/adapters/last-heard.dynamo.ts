import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { SourceRegistration } from '../../contracts/index.ts';
import { connect, now } from '../../platform/index.ts';

/** Fine enough for any silence that is worth a word, and one write a minute and instance at most. */
const NOTED_EACH_MS = 60_000;

const keyOf = (sourceId: string) => marshall({ pk: `SOURCE#${sourceId}`, sk: 'HEARD' });

export interface LastHeard {
  /** A source that is not to be silent has said something. */
  note(source: Pick<SourceRegistration, 'id' | 'silence'>): Promise<void>;
  /** UTC; undefined where it never has. */
  of(sourceId: string): Promise<string | undefined>;
}

export function createLastHeard(table: string): LastHeard {
  const client = connect(DynamoDBClient);
  const noted = new Map<string, number>();
  return {
    note: async ({ id, silence }) => {
      const at = now();
      if (silence === undefined || at - (noted.get(id) ?? -Infinity) < NOTED_EACH_MS) return;
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(id),
          UpdateExpression: 'SET heardAt = :at',
          ExpressionAttributeValues: marshall({ ':at': new Date(at).toISOString() }),
        }),
      );
      noted.set(id, at);
    },
    of: async (sourceId) => {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(sourceId) }));
      return Item === undefined ? undefined : z.object({ heardAt: z.string() }).parse(unmarshall(Item)).heardAt;
    },
  };
}
