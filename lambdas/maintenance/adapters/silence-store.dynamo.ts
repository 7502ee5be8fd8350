import { DeleteItemCommand, PutItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { silencedKey, silencedPk } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { silence as silenceContract } from '../../contracts/index.ts';
import type { Silence } from '../../contracts/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';

/** Silences that have work left: those that hold, will hold, or have cases that nobody has looked at since they ended. */
const CURRENT = 'SILENCES';
/** And those that are done with, for whoever asks who made them. */
const PAST = 'SILENCES#PAST';

const textOf = (silence: Silence): string => JSON.stringify(silence);
const item = (pk: string, silence: Silence): Record<string, AttributeValue> =>
  marshall({ pk, sk: silence.id, silence: textOf(silence) });

async function read({ client, table }: CaseStore, pk: string, id?: string): Promise<readonly Silence[]> {
  const found: Silence[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: id === undefined ? 'pk = :pk' : 'pk = :pk AND sk = :id',
        ExpressionAttributeValues: marshall({ ':pk': pk, ...(id === undefined ? {} : { ':id': id }) }),
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    found.push(...Items.map((one) => parse(one)));
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return found;
}

function parse(one: Record<string, AttributeValue>): Silence {
  return silenceContract.parse(JSON.parse(z.object({ silence: z.string() }).parse(unmarshall(one)).silence));
}

/** At most as many as may be at a time: one query for a report that may open a case. */
export const currentSilences = (cases: CaseStore): Promise<readonly Silence[]> => read(cases, CURRENT);
export const pastSilences = (cases: CaseStore): Promise<readonly Silence[]> => read(cases, PAST);

export async function findSilence(cases: CaseStore, id: string): Promise<Silence | undefined> {
  const [[current], [past]] = await Promise.all([read(cases, CURRENT, id), read(cases, PAST, id)]);
  return current ?? past;
}

/** False: it has changed since it was read, or is there already. */
export async function saveSilence({ client, table }: CaseStore, after: Silence, before?: Silence): Promise<boolean> {
  const unless =
    before === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'silence = :before',
          ExpressionAttributeValues: marshall({ ':before': textOf(before) }),
        };
  return unlessConditionFails(
    client.send(new PutItemCommand({ TableName: table, Item: item(CURRENT, after), ...unless })),
  );
}

/** Nothing of it is left to look at. Done twice, it is done once. */
export async function putAway({ client, table }: CaseStore, silence: Silence): Promise<void> {
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: table, Item: item(PAST, silence) } },
        { Delete: { TableName: table, Key: marshall({ pk: CURRENT, sk: silence.id }) } },
      ],
    }),
  );
}

/** Some of the cases of a silence. */
export async function casesSilencedBy(
  { client, table }: CaseStore,
  silence: string,
  shard: number,
  limit: number,
): Promise<readonly string[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': silencedPk(silence, shard) }),
      Limit: limit,
      ConsistentRead: true,
    }),
  );
  return Items.map((one) => z.object({ sk: z.string() }).parse(unmarshall(one)).sk);
}

/** A case that the silence has nothing to do with any more. */
export async function forgetSilenced({ client, table }: CaseStore, silence: string, caseId: string): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: table, Key: marshall(silencedKey(silence, caseId)) }));
}
