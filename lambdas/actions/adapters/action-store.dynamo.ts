import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { actionSk, dueActionSk, dueShard } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { action } from '../../contracts/index.ts';
import type { Action, ActionState } from '../../contracts/index.ts';

const text = z.object({ action: z.string() });
const parse = (item: Record<string, AttributeValue>): Action =>
  action.parse(JSON.parse(text.parse(unmarshall(item)).action));

export async function loadAction(store: CaseStore, caseId: string, actionId: string): Promise<Action | undefined> {
  const { Item } = await store.client.send(
    new GetItemCommand({
      TableName: store.table,
      Key: marshall({ pk: caseId, sk: actionSk(actionId) }),
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? undefined : parse(Item);
}

/** Actions of one case; a playbook proposes a handful, so one page holds them all. */
export async function actionsOf(store: CaseStore, caseId: string): Promise<readonly Action[]> {
  const { Items = [] } = await store.client.send(
    new QueryCommand({
      TableName: store.table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': caseId, ':prefix': 'ACTION#' }),
      ConsistentRead: true,
    }),
  );
  return Items.map(parse);
}

/** States in which somebody has to do something: each is a worklist. */
const WORKLISTS: readonly ActionState[] = ['awaiting_approval', 'by_hand', 'failed', 'unconfirmed'];

/**
 * The item of an action, as part of the commit that journals what happened to it. No condition of its own: the case's version, which the same
 * transaction checks, rises with every change of an action.
 */
export function putAction(table: string, after: Action): TransactWriteItem {
  const { id, caseId, title, type, state, nextDueAt, amount, digest } = after;
  const since = sinceOf(after);
  return {
    Put: {
      TableName: table,
      Item: marshall({
        pk: caseId,
        sk: actionSk(id),
        action: JSON.stringify(after),
        state,
        attention: after.attention,
        ...(nextDueAt === undefined ? {} : { duePk: dueShard(caseId), dueSk: dueActionSk(nextDueAt, caseId, id) }),
        ...(WORKLISTS.includes(state)
          ? {
              queuePk: worklistPk(state),
              queueSk: `${since}#${caseId}#${id}`,
              summary: {
                id,
                caseId,
                type,
                title,
                state,
                since,
                ...(amount === undefined ? {} : { amount }),
                ...(state === 'awaiting_approval' ? { digest } : {}),
              },
            }
          : {}),
      }),
    },
  };
}

/** What comes first on its worklist: what has to be answered soonest, what its system has kept waiting longest, what ended first. */
function sinceOf({ state, governance, byHand, endedAt, proposedAt }: Action): string {
  if (state === 'awaiting_approval') return governance.expiresAt ?? proposedAt;
  return (state === 'by_hand' ? byHand?.since : endedAt) ?? proposedAt;
}

const worklistPk = (state: string): string => `ACTIONS#${state}`;
const row = z.object({ summary: z.record(z.string(), z.unknown()), queueSk: z.string() });

/** A worklist, the oldest first. */
export async function worklist(
  store: CaseStore,
  state: ActionState,
  limit: number,
): Promise<readonly Record<string, unknown>[]> {
  const { Items = [] } = await store.client.send(
    new QueryCommand({
      TableName: store.table,
      IndexName: 'queue',
      KeyConditionExpression: 'queuePk = :state',
      ExpressionAttributeValues: marshall({ ':state': worklistPk(state) }),
      Limit: limit,
    }),
  );
  return Items.map((item) => row.parse(unmarshall(item)).summary);
}
