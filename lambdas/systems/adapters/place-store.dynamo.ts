import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { random, unlessConditionFails } from '../../platform/index.ts';
import { freePlace } from '../places.ts';

const places = z
  .record(z.string(), z.unknown())
  .transform((item) =>
    Object.fromEntries(
      Object.entries(item).flatMap(([name, until]): [string, number][] =>
        name.startsWith('place') && typeof until === 'number' ? [[name, until]] : [],
      ),
    ),
  );

/** One of the places at an instance, and until when it is taken. */
export interface Place {
  readonly name: string;
  readonly until: number;
}

/** So often another function was faster in taking the place that was free. */
const TAKES = 4;

/** The places at an instance: so many requests are under way to it at once, of all functions together. */
export function placesIn(table: string, client: DynamoDBClient, keyOf: (instance: string, sk: string) => object) {
  const read = async (instance: string) => {
    const Key = marshall(keyOf(instance, 'PLACES'));
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    return places.parse(Item === undefined ? {} : unmarshall(Item));
  };
  return {
    /** Undefined: all are taken. */
    enter: async (instance: string, atOnce: number, at: number, until: number): Promise<Place | undefined> => {
      for (let takes = 0; takes < TAKES; takes += 1) {
        const name = freePlace(await read(instance), atOnce, at, random());
        if (name === undefined) return undefined;
        const isMine = await unlessConditionFails(
          client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: marshall(keyOf(instance, 'PLACES')),
              UpdateExpression: 'SET #place = :until, expiresAt = :expiresAt',
              ConditionExpression: 'attribute_not_exists(#place) OR #place <= :at',
              ExpressionAttributeNames: { '#place': name },
              ExpressionAttributeValues: marshall({
                ':until': until,
                ':at': at,
                ':expiresAt': Math.ceil(until / 1_000) + 3_600,
              }),
            }),
          ),
        );
        if (isMine) return { name, until };
      }
      return undefined;
    },
    /** Gives it back, where it is not another's by now. */
    leave: (instance: string, { name, until }: Place): Promise<boolean> =>
      unlessConditionFails(
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: marshall(keyOf(instance, 'PLACES')),
            UpdateExpression: 'REMOVE #place',
            ConditionExpression: '#place = :until',
            ExpressionAttributeNames: { '#place': name },
            ExpressionAttributeValues: marshall({ ':until': until }),
          }),
        ),
      ),
  };
}
