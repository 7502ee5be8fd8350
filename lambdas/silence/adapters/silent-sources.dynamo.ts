import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { connect } from '../../platform/index.ts';
import type { SilenceState } from '../decide-silent-source.ts';

const stored = z.object({ since: z.string(), raised: z.string().optional() });

export interface SilentSources {
  read(sourceId: string): Promise<SilenceState | undefined>;
  keep(sourceId: string, state: SilenceState): Promise<void>;
}

/** Only the minutely check writes it, and writing the same twice changes nothing. */
export function createSilentSources(table: string): SilentSources {
  const client = connect(DynamoDBClient);
  const keyOf = (sourceId: string) => ({ pk: `SOURCE#${sourceId}`, sk: 'SILENCE' });
  return {
    read: async (sourceId) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: marshall(keyOf(sourceId)), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : stored.parse(unmarshall(Item));
    },
    keep: async (sourceId, state) => {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: marshall({ ...keyOf(sourceId), ...state }, { removeUndefinedValues: true }),
        }),
      );
    },
  };
}
