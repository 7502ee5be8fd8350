import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { canonicalJson } from '../../contracts/index.ts';
import { connect, unlessConditionFails } from '../../platform/index.ts';
import { foresight } from '../decide-foresight.ts';
import type { Foresight } from '../decide-foresight.ts';

/** Longer than a case of late goods is open, and gone in time. */
const KEPT_FOR_S = 400 * 24 * 3_600;

const stored = z.object({ body: z.string() });

export interface ForesightStore {
  read(caseId: string): Promise<Foresight | undefined>;
  /** False: somebody else has written since it was read. `at` in UTC. */
  replace(caseId: string, before: Foresight | undefined, after: Foresight, at: string): Promise<boolean>;
}

/** What each case of late goods has raised for its materials. */
export function createForesightStore(table: string): ForesightStore {
  const client = connect(DynamoDBClient);
  const keyOf = (caseId: string) => ({ pk: `CASE#${caseId}`, sk: 'FORESIGHT' });
  return {
    read: async (caseId) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: marshall(keyOf(caseId)), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : foresight.parse(JSON.parse(stored.parse(unmarshall(Item)).body));
    },
    replace: (caseId, before, after, at) =>
      unlessConditionFails(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: marshall({
              ...keyOf(caseId),
              body: canonicalJson(after),
              expiresAt: Math.floor(Date.parse(at) / 1_000) + KEPT_FOR_S,
            }),
            ConditionExpression: before === undefined ? 'attribute_not_exists(pk)' : 'body = :before',
            ...(before === undefined
              ? {}
              : { ExpressionAttributeValues: marshall({ ':before': canonicalJson(before) }) }),
          }),
        ),
      ),
  };
}
