import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { connect } from '../../platform/index.ts';
import { quotaDay } from '../decide-quota.ts';

const KEPT_FOR_S = 40 * 86_400;

/** Counts a request of a source and answers how many there were on that day; one more than the quota when there is none left. */
export type CountRequest = (sourceId: string, quota: number, now: number) => Promise<number>;

/**
 * One small write a request, and none is counted beyond the quota, so the item says how much was used. One item a day and source takes a thousand writes a
 * second, twice what the largest tier lets in.
 */
export function countRequest(table: string): CountRequest {
  const client = connect(DynamoDBClient);
  return async (sourceId, quota, now) => {
    const values = { ':one': 1, ':quota': quota, ':expires': Math.floor(now / 1000) + KEPT_FOR_S };
    try {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: marshall({ pk: `USAGE#${sourceId}`, sk: quotaDay(now) }),
          UpdateExpression: 'SET expiresAt = :expires ADD used :one',
          ConditionExpression: 'attribute_not_exists(used) OR used < :quota',
          ExpressionAttributeValues: marshall(values),
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return z.object({ used: z.number() }).parse(unmarshall(Attributes)).used;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return quota + 1;
      throw error;
    }
  };
}
