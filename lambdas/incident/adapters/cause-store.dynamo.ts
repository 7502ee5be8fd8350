import { BatchGetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { correlationKey, shardOf } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { Case, IncidentCause, PolicyPack, PossibleCause } from '../../contracts/index.ts';
import { incidentKey } from '../open-incident.ts';
import { markedUntil } from '../find-incident.ts';
import type { Count } from '../find-incident.ts';

/**
 * A partition takes 1,000 write units a second and a marker in a transaction costs two, so two shards take 1,000 cases a second of one cause, six times ten
 * thousand a minute. Each shard more is a query more for every case that looks for its storm.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export const CAUSE_SHARDS = [0, 1] as const;

const markersPk = ({ rule, kind, value }: PossibleCause, shard: number): string =>
  `CAUSE#${rule}#${kind}#${value.replaceAll('%', '%25').replaceAll('#', '%23')}#${String(shard)}`;

/**
 * What makes a case count for its causes: an item of its own for each, in the transaction that opens the case. So each case counts once however often
 * its report comes, and no two cases write the same item: concurrent transactions have nothing to conflict on, as they would on a counter.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export function causeMarkers(table: string, record: Case, pack: PolicyPack): readonly TransactWriteItem[] {
  if (record.state !== 'open') return [];
  return (record.causes ?? []).flatMap((cause) => {
    const rule = pack.grouping.find(({ id }) => id === cause.rule);
    if (rule === undefined) return [];
    const item = {
      pk: markersPk(cause, shardOf(record.id, CAUSE_SHARDS.length)),
      sk: `${record.openedAt}#${record.id}`,
      expiresAt: markedUntil(record.openedAt, rule.window),
    };
    return [{ Put: { TableName: table, Item: marshall(item) } }];
  });
}

/** How many cases share a cause since an instant; the count stops above the threshold, so it costs no more in a storm. */
export async function countCases(store: CaseStore, { cause, since, threshold }: Count): Promise<number> {
  const counts = await Promise.all(
    CAUSE_SHARDS.map(async (shard) => {
      const { Count = 0 } = await store.client.send(
        new QueryCommand({
          TableName: store.table,
          KeyConditionExpression: 'pk = :cause AND sk >= :since',
          ExpressionAttributeValues: marshall({ ':cause': markersPk(cause, shard), ':since': since }),
          Select: 'COUNT',
          Limit: threshold + 1,
          ConsistentRead: true,
        }),
      );
      return Count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

export interface MarkedPage {
  readonly caseIds: readonly string[];
  /** Goes into `after` for the next page. */
  readonly next: string | undefined;
}

/** Cases of one shard that share a cause since an instant, oldest first. */
export async function casesSharing(
  store: CaseStore,
  cause: PossibleCause,
  shard: number,
  since: string,
  limit: number,
  after?: string,
): Promise<MarkedPage> {
  const pk = markersPk(cause, shard);
  const { Items = [], LastEvaluatedKey } = await store.client.send(
    new QueryCommand({
      TableName: store.table,
      KeyConditionExpression: 'pk = :cause AND sk >= :since',
      ExpressionAttributeValues: marshall({ ':cause': pk, ':since': since }),
      Limit: limit,
      ConsistentRead: true,
      ...(after === undefined ? {} : { ExclusiveStartKey: marshall({ pk, sk: after }) }),
    }),
  );
  const marked = z.object({ sk: z.string() });
  return {
    caseIds: Items.map((item) => marked.parse(unmarshall(item)).sk.split('#')[1] ?? ''),
    next: LastEvaluatedKey === undefined ? undefined : marked.parse(unmarshall(LastEvaluatedKey)).sk,
  };
}

/** The incidents that hold these causes, or held them until they were over, by the key of the cause. */
export async function holdersOf(
  store: CaseStore,
  causes: readonly IncidentCause[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let wanted = [...new Set(causes.map(incidentKey))].map((key) => marshall(correlationKey(key)));
  while (wanted.length > 0) {
    const { Responses = {}, UnprocessedKeys = {} } = await store.client.send(
      new BatchGetItemCommand({ RequestItems: { [store.table]: { Keys: wanted, ConsistentRead: true } } }),
    );
    for (const item of Responses[store.table] ?? []) {
      const { pk, caseId } = z.object({ pk: z.string(), caseId: z.string() }).parse(unmarshall(item));
      found.set(pk, caseId);
    }
    wanted = UnprocessedKeys[store.table]?.Keys ?? [];
  }
  return found;
}

/** Makes an incident the holder of its cause: nobody holds it, or one that is over does. */
export function holdCause(table: string, incident: Case, cause: IncidentCause, from?: string): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: marshall({ ...correlationKey(incidentKey(cause)), caseId: incident.id }),
      ...(from === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'caseId = :from', ExpressionAttributeValues: marshall({ ':from': from }) }),
    },
  };
}

/**
 * A key goes over from one case to the one in which it goes on. It needs no condition: nobody takes a key of a case that is live, and the transaction holds
 * the giver to the version that was read, when it was live.
 */
export function passKey(table: string, key: string, to: string): TransactWriteItem {
  return { Put: { TableName: table, Item: marshall({ ...correlationKey(key), caseId: to }) } };
}
