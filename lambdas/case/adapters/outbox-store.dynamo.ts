import { DeleteItemCommand, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { unlessConditionFails } from '../../platform/index.ts';
import * as keys from '../keys.ts';
import type { CaseStore } from './case-store.dynamo.ts';

const tokenItem = z.object({ token: z.string(), generation: z.number(), execution: z.string() });
export type WaitingToken = z.infer<typeof tokenItem>;

/** The token with which a waiting execution is woken, if one waits: that of the lifecycle, or of an action (`sk`). */
export async function readToken(
  store: CaseStore,
  caseId: string,
  sk: string = keys.TOKEN_SK,
): Promise<WaitingToken | undefined> {
  const { Item } = await store.client.send(
    new GetItemCommand({
      TableName: store.table,
      Key: marshall({ pk: caseId, sk }),
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? undefined : tokenItem.parse(unmarshall(Item));
}

/** Forgets a token that was answered; a newer one stays. */
export async function dropToken(
  store: CaseStore,
  caseId: string,
  token: string,
  sk: string = keys.TOKEN_SK,
): Promise<void> {
  await unlessConditionFails(
    store.client.send(
      new DeleteItemCommand({
        TableName: store.table,
        Key: marshall({ pk: caseId, sk }),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: marshall({ ':token': token }),
      }),
    ),
  );
}

/** The entry has left: it is no longer due. */
export async function markPublished(store: CaseStore, caseId: string, sequence: number): Promise<void> {
  await store.client.send(
    new UpdateItemCommand({
      TableName: store.table,
      Key: marshall({ pk: caseId, sk: keys.journalSk(sequence) }),
      UpdateExpression: 'REMOVE duePk, dueSk',
    }),
  );
}
