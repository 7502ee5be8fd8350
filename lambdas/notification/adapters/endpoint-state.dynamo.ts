import { DeleteItemCommand, DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { connect, now } from '../../platform/index.ts';
import type { EndpointTrouble } from '../judge-endpoint.ts';

const item = z.object({ failures: z.number(), failingSince: z.number(), leftAloneUntil: z.number().optional() });
export type EndpointState = z.infer<typeof item>;

/** How a webhook's endpoint stands, for all instances of its sender. */
export interface EndpointStates {
  /** Undefined: it took what it got last. */
  readonly read: (name: string) => Promise<EndpointState | undefined>;
  readonly failed: (name: string) => Promise<EndpointTrouble>;
  readonly leaveAlone: (name: string, until: number) => Promise<void>;
  readonly took: (name: string) => Promise<void>;
}

export function endpointStates(table: string): EndpointStates {
  const client = connect(DynamoDBClient);
  const at = (name: string) => ({ TableName: table, Key: marshall({ pk: `WEBHOOK#${name}`, sk: 'STATE' }) });
  return {
    read: async (name) => {
      const { Item } = await client.send(new GetItemCommand(at(name)));
      return Item === undefined ? undefined : item.parse(unmarshall(Item));
    },
    failed: async (name) => {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          ...at(name),
          UpdateExpression: 'SET failingSince = if_not_exists(failingSince, :now) ADD failures :one',
          ExpressionAttributeValues: marshall({ ':now': now(), ':one': 1 }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return item.parse(unmarshall(Attributes));
    },
    leaveAlone: async (name, until) => {
      await client.send(
        new UpdateItemCommand({
          ...at(name),
          UpdateExpression: 'SET leftAloneUntil = :until',
          ExpressionAttributeValues: marshall({ ':until': until }),
        }),
      );
    },
    took: async (name) => {
      await client.send(new DeleteItemCommand(at(name)));
    },
  };
}
