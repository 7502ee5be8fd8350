import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { SystemOfRecord, SystemLimits } from '../../contracts/index.ts';
import { connect, unlessConditionFails } from '../../platform/index.ts';
import { WELL } from '../health.ts';
import type { Health } from '../health.ts';
import { placesIn } from './place-store.dynamo.ts';
import type { Place } from './place-store.dynamo.ts';

export interface KnownHealth {
  readonly health: Health;
  /** 0: nothing is kept of it. */
  readonly version: number;
}

/** What all functions share about an instance of a system. */
export interface HealthStore {
  read(instance: string): Promise<KnownHealth>;
  /** False: somebody else wrote meanwhile. */
  write(instance: string, known: KnownHealth, next: Health, at: number): Promise<boolean>;
  /** Takes one request out of the window that `at` is in; false: it has none left. */
  take(instance: string, rate: NonNullable<SystemLimits['rate']>, at: number): Promise<boolean>;
  /** One of so many places for requests that are under way at once, until it is given back or its time is over; undefined: it has none left. */
  enter(instance: string, atOnce: number, at: number, until: number): Promise<Place | undefined>;
  leave(instance: string, place: Place): Promise<boolean>;
}

const item = z.object({ health: z.string(), version: z.number() });
const health = z.object({
  failures: z.number(),
  pauses: z.number(),
  notBefore: z.number().optional(),
  why: z.string().optional(),
});

/** An hour after the longest pause nobody needs to know. */
const KEPT_FOR_S = 2 * 3_600;

export function createHealthStore(table: string, system: SystemOfRecord): HealthStore {
  const client = connect(DynamoDBClient);
  const keyOf = (instance: string, sk: string) => ({ pk: `SYSTEM#${system}#${instance}`, sk });
  const expiresAt = (at: number): number => Math.floor(at / 1_000) + KEPT_FOR_S;
  return {
    ...placesIn(table, client, keyOf),
    read: async (instance) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: marshall(keyOf(instance, 'HEALTH')) }),
      );
      if (Item === undefined) return { health: WELL, version: 0 };
      const kept = item.parse(unmarshall(Item));
      const { failures, pauses, notBefore, why } = health.parse(JSON.parse(kept.health));
      return {
        health: {
          failures,
          pauses,
          ...(notBefore === undefined ? {} : { notBefore }),
          ...(why === undefined ? {} : { why }),
        },
        version: kept.version,
      };
    },
    write: (instance, { version }, next, at) =>
      unlessConditionFails(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: marshall({
              ...keyOf(instance, 'HEALTH'),
              health: JSON.stringify(next),
              version: version + 1,
              expiresAt: expiresAt(at),
            }),
            ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
            ...(version === 0 ? {} : { ExpressionAttributeValues: marshall({ ':version': version }) }),
          }),
        ),
      ),
    take: (instance, { requests, seconds }, at) =>
      unlessConditionFails(
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: marshall(keyOf(instance, `RATE#${String(Math.floor(at / 1_000 / seconds))}`)),
            UpdateExpression: 'SET expiresAt = :expiresAt ADD used :one',
            ConditionExpression: 'attribute_not_exists(used) OR used < :most',
            ExpressionAttributeValues: marshall({ ':one': 1, ':most': requests, ':expiresAt': expiresAt(at) }),
          }),
        ),
      ),
  };
}
