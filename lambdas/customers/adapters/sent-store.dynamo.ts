import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { CaseStore } from '../../case/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';

/** That the mail service has taken a message, and what it has said of it since. */
export const sentMail = z.object({
  state: z.enum(['sent', 'delivered', 'failed']),
  providerMessageId: z.string(),
  complained: z.boolean().optional(),
});
export type SentMail = z.infer<typeof sentMail>;
type Place = Pick<CaseStore, 'table' | 'client'>;
export interface MessageKey {
  readonly caseId: string;
  readonly actionId: string;
}

const keyOf = ({ caseId, actionId }: MessageKey) => ({ pk: caseId, sk: `SENT#${actionId}` });

export async function loadSent({ table, client }: Place, key: MessageKey): Promise<SentMail | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: marshall(keyOf(key)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : sentMail.parse(unmarshall(Item));
}

/** By whoever knows it first: the function that has sent it, or the mail service, where that function has died. */
export async function noteSent({ table, client }: Place, key: MessageKey, providerMessageId: string): Promise<void> {
  const put = new PutItemCommand({
    TableName: table,
    Item: marshall({ ...keyOf(key), state: 'sent', providerMessageId }),
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  await unlessConditionFails(client.send(put));
}

/** Part of a commit of the case, whose version guards it. */
export function putSent(table: string, key: MessageKey, after: SentMail): TransactWriteItem {
  return { Put: { TableName: table, Item: marshall({ ...keyOf(key), ...after }, { removeUndefinedValues: true }) } };
}
