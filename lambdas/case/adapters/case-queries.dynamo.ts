import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { caseSummary, jsonIn } from '../../contracts/index.ts';
import type { CaseEvent } from '../../contracts/index.ts';
import * as keys from '../keys.ts';
import type { DueItem } from '../keys.ts';
import type { CaseStore, Page } from './case-store.dynamo.ts';

/** Longer than any part of a key of a case. */
const part = z.string().min(1).max(300);
const pageKey = z.strictObject({ pk: part, sk: part, queuePk: part, queueSk: part });

/** Rows of a team's queue, what falls due first coming first. `next` goes into `after` for the next page; undefined: `after` is none of this queue. */
export async function queueOf(
  store: CaseStore,
  team: string,
  limit: number,
  after?: string,
): Promise<Page<CaseEvent['case'] & { readonly dueAt: string }> | undefined> {
  const queuePk = `TEAM#${team}`;
  const start =
    after === undefined ? undefined : pageKey.safeParse(jsonIn(Buffer.from(after, 'base64url').toString('utf8'))).data;
  if (after !== undefined && start?.queuePk !== queuePk) return undefined;
  const { Items = [], LastEvaluatedKey } = await store.client.send(
    new QueryCommand({
      TableName: store.table,
      IndexName: 'queue',
      KeyConditionExpression: 'queuePk = :team',
      ExpressionAttributeValues: marshall({ ':team': queuePk }),
      Limit: limit,
      ...(start === undefined ? {} : { ExclusiveStartKey: marshall(start) }),
    }),
  );
  const rows = Items.map((item) => z.object({ summary: caseSummary, queueSk: z.string() }).parse(unmarshall(item)));
  return {
    items: rows.map(({ summary, queueSk }) => ({ ...summary, dueAt: queueSk.split('#')[0] ?? '' })),
    next:
      LastEvaluatedKey === undefined
        ? undefined
        : Buffer.from(JSON.stringify(unmarshall(LastEvaluatedKey))).toString('base64url'),
  };
}

/** Ids of the cases that name a subject, newest first. */
export async function casesOfSubject(store: CaseStore, kind: string, value: string): Promise<readonly string[]> {
  const { Items = [] } = await store.client.send(
    new QueryCommand({
      TableName: store.table,
      IndexName: 'subjects',
      KeyConditionExpression: 'subjectPk = :subject',
      ExpressionAttributeValues: marshall({ ':subject': keys.subjectPk(kind, value) }),
      ScanIndexForward: false,
      Limit: 50,
    }),
  );
  return Items.map((item) => z.object({ pk: z.string() }).parse(unmarshall(item)).pk);
}

/** What fell due in one shard before an instant, oldest first. */
export async function dueBefore(
  store: CaseStore,
  shard: string,
  instant: string,
  limit: number,
): Promise<readonly DueItem[]> {
  const found: DueItem[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await store.client.send(
      new QueryCommand({
        TableName: store.table,
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :shard AND dueSk < :instant',
        ExpressionAttributeValues: marshall({ ':shard': shard, ':instant': instant }),
        Limit: limit - found.length,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    for (const item of page.Items ?? []) {
      const due = keys.parseDueSk(z.object({ dueSk: z.string() }).parse(unmarshall(item)).dueSk);
      if (due !== undefined) found.push(due);
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined && found.length < limit);
  return found;
}

const fate = z.object({ caseId: z.string().optional(), timeline: z.string().optional() });
export type Fate = z.infer<typeof fate>;

/** Where a signal went: into a case, or onto a timeline. Undefined while it has not been taken in. */
export async function readFate(
  store: CaseStore,
  key: { readonly pk: string; readonly sk: string },
): Promise<Fate | undefined> {
  const { Item } = await store.client.send(
    new GetItemCommand({ TableName: store.table, Key: marshall(key), ConsistentRead: true }),
  );
  if (Item === undefined) return undefined;
  const where = fate.parse(unmarshall(Item));
  // A signal that was taken back before it came has a guard, and no fate yet.
  return where.caseId === undefined && where.timeline === undefined ? undefined : where;
}
