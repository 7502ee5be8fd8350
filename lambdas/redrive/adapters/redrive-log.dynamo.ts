import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { redriveRecord } from '../../contracts/index.ts';
import type { RedriveRecord } from '../../contracts/index.ts';
import { connect, randomHex } from '../../platform/index.ts';

/** As long as other records of administration. */
const KEPT_FOR_S = 400 * 86_400;
const MOST_SHOWN = 100;

/** Who did what with which letter: an item for each act, in `reference`. */
export interface RedriveLog {
  /** Notes that it was begun; the answer notes how it ended, in place of that. */
  begin(record: RedriveRecord): Promise<(end: RedriveRecord) => Promise<void>>;
  /** The newest first. */
  list(queue: string): Promise<readonly RedriveRecord[]>;
}

export function createRedriveLog(table: string): RedriveLog {
  const client = connect(DynamoDBClient);
  const put = async (sk: string, record: RedriveRecord): Promise<void> => {
    const expiresAt = Math.floor(Date.parse(record.at) / 1000) + KEPT_FOR_S;
    const item = { pk: `DEADLETTERS#${record.queue}`, sk, record, expiresAt };
    await client.send(new PutItemCommand({ TableName: table, Item: marshall(item, { removeUndefinedValues: true }) }));
  };
  return {
    begin: async (record) => {
      // Two people may act on one letter in the same millisecond, and each of the acts is on record.
      const sk = `${record.at}#${record.letterId}#${randomHex(4)}`;
      await put(sk, record);
      return (end) => put(sk, end);
    },
    list: async (queue) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: marshall({ ':pk': `DEADLETTERS#${queue}` }),
          ScanIndexForward: false,
          Limit: MOST_SHOWN,
        }),
      );
      return Items.map((item) => z.object({ record: redriveRecord }).parse(unmarshall(item)).record);
    },
  };
}
