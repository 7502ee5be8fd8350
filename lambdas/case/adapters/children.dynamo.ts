import { BatchGetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { caseId, caseSummary, instant, jsonIn, severityLevel } from '../../contracts/index.ts';
import type { CaseEvent, ChildCounts } from '../../contracts/index.ts';
import * as keys from '../keys.ts';
import type { CaseStore, Page } from './case-store.dynamo.ts';
import type { ListedChild } from '../listed-child.ts';

const position = z.strictObject({
  shard: z
    .int()
    .min(0)
    .max(keys.CHILD_SHARDS.length - 1),
  after: caseId.optional(),
});
interface Position {
  readonly shard: number;
  readonly after?: string | undefined;
}
const childItem = z.object({
  sk: z.string(),
  state: z.string(),
  level: severityLevel.optional(),
  team: z.string().optional(),
  callsFrom: instant.optional(),
});
type Child = z.infer<typeof childItem>;

/** Ids of the children of an incident, shard by shard. `next` goes into `after` for the next page; undefined: `after` is none of ours. */
export async function childrenOf(
  store: CaseStore,
  incidentId: string,
  limit: number,
  after?: string,
): Promise<Page<string> | undefined> {
  let at: Position | undefined = after === undefined ? { shard: 0 } : readPosition(after);
  if (at === undefined) return undefined;
  const items: string[] = [];
  for (;;) {
    const page = await childPage(store, keys.childrenPk(incidentId, at.shard), limit - items.length, at.after);
    items.push(...page.children.map(({ sk }) => sk));
    const next: Position | undefined =
      page.last === undefined
        ? at.shard + 1 < keys.CHILD_SHARDS.length
          ? { shard: at.shard + 1 }
          : undefined
        : { shard: at.shard, after: page.last };
    if (next === undefined) return { items, next: undefined };
    if (items.length >= limit) return { items, next: Buffer.from(JSON.stringify(next)).toString('base64url') };
    at = next;
  }
}

function readPosition(after: string): Position | undefined {
  return position.safeParse(jsonIn(Buffer.from(after, 'base64url').toString('utf8'))).data;
}

async function childPage(
  store: CaseStore,
  pk: string,
  limit?: number,
  after?: string,
): Promise<{ readonly children: readonly Child[]; readonly last: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await store.client.send(
    new QueryCommand({
      TableName: store.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
      ConsistentRead: true,
      ...(limit === undefined ? {} : { Limit: limit }),
      ...(after === undefined ? {} : { ExclusiveStartKey: marshall({ pk, sk: after }) }),
    }),
  );
  return {
    children: Items.map((item) => childItem.parse(unmarshall(item))),
    last:
      LastEvaluatedKey === undefined ? undefined : z.object({ sk: z.string() }).parse(unmarshall(LastEvaluatedKey)).sk,
  };
}

/** Ids of the children in one shard, for whoever works through all of them. */
export async function childrenInShard(
  store: CaseStore,
  incidentId: string,
  shard: number,
  limit: number,
  after?: string,
): Promise<{ readonly caseIds: readonly string[]; readonly next: string | undefined }> {
  const { children, last } = await childPage(store, keys.childrenPk(incidentId, shard), limit, after);
  return { caseIds: children.map(({ sk }) => sk), next: last };
}

const OVER = new Set(['resolved', 'closed', 'withdrawn', 'merged']);

/** The children of an incident in numbers: the sum of its shards, each read to its end. Reads some 150 bytes a child, and nothing of other cases. */
export async function countChildren(store: CaseStore, incidentId: string): Promise<ChildCounts> {
  const shards = await Promise.all(
    keys.CHILD_SHARDS.map((shard) => childrenIn(store, keys.childrenPk(incidentId, shard))),
  );
  const bySeverity = { S1: 0, S2: 0, S3: 0, S4: 0 };
  let [total, open] = [0, 0];
  for (const { level, state } of shards.flat()) {
    total += 1;
    if (!OVER.has(state)) open += 1;
    if (level !== undefined) bySeverity[level] += 1;
  }
  return { total, open, bySeverity };
}

async function childrenIn(store: CaseStore, pk: string): Promise<readonly Child[]> {
  const found: Child[] = [];
  let after: string | undefined;
  do {
    const page = await childPage(store, pk, undefined, after);
    found.push(...page.children);
    after = page.last;
  } while (after !== undefined);
  return found;
}

/** Those that an incident still has, and those that it has let go by turns. */
export async function listedChildren(
  store: CaseStore,
  incidentId: string,
): Promise<{ readonly here: readonly ListedChild[]; readonly letGo: readonly ListedChild[] }> {
  const read = async (pkOf: (incidentId: string, shard: number) => string): Promise<readonly ListedChild[]> => {
    const shards = await Promise.all(keys.CHILD_SHARDS.map((shard) => childrenIn(store, pkOf(incidentId, shard))));
    return shards.flat().map(({ sk, state, level, team, callsFrom }) => ({
      caseId: sk,
      isOver: OVER.has(state),
      isWanted: state === 'triaged',
      level,
      team,
      callsFrom,
    }));
  };
  // In this order one that leaves meanwhile is in both lists, and in none never.
  const here = await read(keys.childrenPk);
  return { here, letGo: await read(keys.letGoPk) };
}

/** DynamoDB gives at most 100 items at a time: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MOST_AT_ONCE = 100;

/** The rows of at most 100 cases, in the order asked for. */
export async function summariesOf(store: CaseStore, ids: readonly string[]): Promise<readonly CaseEvent['case'][]> {
  const found = new Map<string, CaseEvent['case']>();
  let wanted: Record<string, AttributeValue>[] = ids
    .slice(0, MOST_AT_ONCE)
    .map((pk) => marshall({ pk, sk: keys.CASE_SK }));
  while (wanted.length > 0) {
    const { Responses = {}, UnprocessedKeys = {} } = await store.client.send(
      new BatchGetItemCommand({
        RequestItems: { [store.table]: { Keys: wanted, ProjectionExpression: 'summary' } },
      }),
    );
    for (const item of Responses[store.table] ?? []) {
      const { summary } = z.object({ summary: caseSummary }).parse(unmarshall(item));
      found.set(summary.id, summary);
    }
    wanted = UnprocessedKeys[store.table]?.Keys ?? [];
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}
