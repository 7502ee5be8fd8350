import { TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem, Update } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Case, Notice } from '../../contracts/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';
import * as keys from '../keys.ts';
import type { CaseStore } from './case-store.dynamo.ts';

/**
 * Marks that the hand-over of a notice begins, in one transaction with the check that the case still wants it. False when somebody else
 * was first, or the case has changed: read again.
 */
export async function beginHandOver(store: CaseStore, before: Notice, begun: Notice, record: Case): Promise<boolean> {
  try {
    await store.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            ConditionCheck: {
              TableName: store.table,
              Key: marshall({ pk: record.id, sk: keys.CASE_SK }),
              ConditionExpression: '#state = :state AND #round = :round',
              ExpressionAttributeNames: { '#state': 'state', '#round': 'round' },
              ExpressionAttributeValues: marshall({ ':state': record.state, ':round': record.escalation.round }),
            },
          },
          {
            Update: changeNotice(store.table, before, begun, 'SET notice = :after, #state = :next, begunAt = :begun', {
              ':begun': begun.begunAt ?? '',
            }),
          },
        ],
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
    throw error;
  }
}

/** The channel took nothing: the notice is claimed again as if nothing had begun, and due at `until`. Whoever was faster has the last word. */
export async function takeBackHandOver(store: CaseStore, begun: Notice, after: Notice, until: string): Promise<void> {
  const update = 'SET notice = :after, #state = :next, dueSk = :due REMOVE begunAt';
  const due = keys.dueNoticeSk(until, begun.caseId, begun.id);
  await unlessConditionFails(
    store.client.send(new UpdateItemCommand(changeNotice(store.table, begun, after, update, { ':due': due }))),
  );
}

/** The item that ends a notice, as part of the commit that journals its outcome; with it the notice leaves the due index. */
export function endNotice(table: string, before: Notice, after: Notice): TransactWriteItem {
  return { Update: changeNotice(table, before, after, 'SET notice = :after, #state = :next REMOVE duePk, dueSk', {}) };
}

/** Looks at a notice without an outcome again at `until`; one that has ended meanwhile has no shard any more, so it stays out of the due index. */
export async function postponeNotice(store: CaseStore, notice: Notice, until: string): Promise<void> {
  await store.client.send(
    new UpdateItemCommand({
      TableName: store.table,
      Key: marshall({ pk: notice.caseId, sk: keys.noticeSk(notice.id) }),
      UpdateExpression: 'SET dueSk = :due',
      ExpressionAttributeValues: marshall({ ':due': keys.dueNoticeSk(until, notice.caseId, notice.id) }),
    }),
  );
}

/**
 * Changes a notice that still stands as it was read: its state, when its hand-over began, and whether its message may have left. One that was begun and taken back in between has its state again, and nothing else tells it from
 * one that nobody has tried.
 */
function changeNotice(
  table: string,
  before: Notice,
  after: Notice,
  update: string,
  values: Readonly<Record<string, string>>,
): Update {
  return {
    TableName: table,
    Key: marshall({ pk: before.caseId, sk: keys.noticeSk(before.id) }),
    UpdateExpression: after.possiblyRepeated ? update.replace('SET ', 'SET mayHaveLeft = :yes, ') : update,
    ConditionExpression: [
      '#state = :state',
      before.begunAt === undefined ? 'attribute_not_exists(begunAt)' : 'begunAt = :before',
      ...(before.possiblyRepeated ? [] : ['attribute_not_exists(mayHaveLeft)']),
    ].join(' AND '),
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':state': before.state,
      ':after': JSON.stringify(after),
      ':next': after.state,
      ...(before.begunAt === undefined ? {} : { ':before': before.begunAt }),
      ...(after.possiblyRepeated ? { ':yes': true } : {}),
      ...values,
    }),
  };
}
