import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { connect, unlessConditionFails } from '../../platform/index.ts';
import type { Notice } from '../../contracts/index.ts';
import type { Share } from '../share-of-rate.ts';

/** Nobody asks for a time that is over. */
const KEPT_MS = 3_600_000;

/** Takes the room for one message, where there is any. A try more after a death takes it twice, which holds others back sooner and never later. */
export type TakeRoom = (notice: Notice, share: Share) => Promise<boolean>;

export function messageRates(table: string): TakeRoom {
  const client = connect(DynamoDBClient);
  return ({ person, channel }, { most, since, until }) =>
    unlessConditionFails(
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: marshall({ pk: `RATE#${person}#${channel}`, sk: since }),
          UpdateExpression: 'ADD #sent :one SET expiresAt = :expiresAt',
          ConditionExpression: 'attribute_not_exists(#sent) OR #sent < :most',
          ExpressionAttributeNames: { '#sent': 'sent' },
          ExpressionAttributeValues: marshall({
            ':one': 1,
            ':most': most,
            ':expiresAt': Math.ceil((Date.parse(until) + KEPT_MS) / 1000),
          }),
        }),
      ),
    );
}
