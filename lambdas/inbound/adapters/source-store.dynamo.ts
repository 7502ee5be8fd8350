import {
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sourceAudit, sourceRegistration } from '../../contracts/index.ts';
import type { SourceAudit, SourceRegistration } from '../../contracts/index.ts';
import { connect, now } from '../../platform/index.ts';

/** How long a function goes on with a registration that it knows. */
const KEPT_FOR_MS = 60_000;

const summary = z.object({ id: z.string(), title: z.string(), format: z.string(), enabled: z.boolean() });
export type SourceSummary = z.infer<typeof summary>;

export interface SourceStore {
  byPathKey(pathKey: string): Promise<SourceRegistration | undefined>;
  /** As it is known, or was within the last minute. */
  byId(id: string): Promise<SourceRegistration | undefined>;
  /** As it is now. */
  read(id: string): Promise<SourceRegistration | undefined>;
  list(): Promise<readonly SourceSummary[]>;
  /** Oldest first. */
  history(id: string): Promise<readonly SourceAudit[]>;
  /** With its record, if there is none of that id. False: there is. */
  create(registration: SourceRegistration, audit: SourceAudit): Promise<boolean>;
  /** With its record, if the version before is the one that is there. False: somebody was faster. */
  change(registration: SourceRegistration, audit: SourceAudit): Promise<boolean>;
  /** Adds what was made after it was created; the first time only. */
  complete(registration: SourceRegistration): Promise<boolean>;
}

type Item = Readonly<Record<string, unknown>>;

export function createSourceStore(table: string): SourceStore {
  const client = connect(DynamoDBClient);
  const kept = new Map<string, { readonly value: SourceRegistration; readonly until: number }>();
  const get = async <Shape>(
    pk: string,
    sk: string,
    shape: z.ZodType<Shape>,
    ConsistentRead = false,
  ): Promise<Shape | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: marshall({ pk, sk }), ConsistentRead }),
    );
    return Item === undefined ? undefined : shape.parse(unmarshall(Item));
  };
  const query = async <Shape>(pk: string, shape: z.ZodType<Shape>, prefix?: string): Promise<readonly Shape[]> => {
    const within = prefix === undefined ? {} : { ':prefix': prefix };
    const found: Shape[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: marshall({ ':pk': pk, ...within }),
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      found.push(...Items.map((item) => shape.parse(unmarshall(item))));
      start = LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  };
  const put = (item: Item, condition: Omit<NonNullable<TransactWriteItem['Put']>, 'TableName' | 'Item'> = {}) => ({
    Put: { TableName: table, Item: marshall(item, { removeUndefinedValues: true }), ...condition },
  });
  const commit = async (items: readonly TransactWriteItem[], id: string): Promise<boolean> => {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [...items] }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed') !== true) throw error;
      return false;
    } finally {
      kept.delete(id);
    }
  };
  const stored = z.object({ registration: sourceRegistration });
  const read = async (id: string): Promise<SourceRegistration | undefined> =>
    (await get(`SOURCE#${id}`, 'SOURCE', stored, true))?.registration;
  const byId = async (id: string): Promise<SourceRegistration | undefined> => {
    const known = kept.get(id);
    if (known !== undefined && known.until > now()) return known.value;
    const value = (await get(`SOURCE#${id}`, 'SOURCE', stored))?.registration;
    if (value !== undefined) kept.set(id, { value, until: now() + KEPT_FOR_MS });
    return value;
  };
  const recordOf = (audit: SourceAudit): Item => ({
    pk: `SOURCE#${audit.sourceId}`,
    sk: `AUDIT#${String(audit.version).padStart(6, '0')}`,
    audit,
  });
  const summaryOf = ({ id, title, format, enabled }: SourceRegistration): Item => ({
    pk: 'SOURCES',
    sk: id,
    summary: { id, title, format, enabled },
  });
  const itemOf = (registration: SourceRegistration): Item => ({
    pk: `SOURCE#${registration.id}`,
    sk: 'SOURCE',
    registration,
  });

  return {
    byId,
    read,
    byPathKey: async (pathKey) => {
      const item = await get(`PATH#${pathKey}`, 'PATH', z.object({ sourceId: z.string() }));
      return item === undefined ? undefined : byId(item.sourceId);
    },
    list: async () => (await query('SOURCES', z.object({ summary }))).map((item) => item.summary),
    history: async (id) =>
      (await query(`SOURCE#${id}`, z.object({ audit: sourceAudit }), 'AUDIT#')).map(({ audit }) => audit),
    create: (registration, audit) =>
      commit(
        [
          put(itemOf(registration), { ConditionExpression: 'attribute_not_exists(pk)' }),
          put({ pk: `PATH#${registration.pathKey}`, sk: 'PATH', sourceId: registration.id }),
          put(summaryOf(registration)),
          put(recordOf(audit)),
        ],
        registration.id,
      ),
    change: (registration, audit) =>
      commit(
        [
          put(itemOf(registration), unchangedSince(registration.version - 1)),
          put(summaryOf(registration)),
          put(recordOf(audit)),
        ],
        registration.id,
      ),
    complete: (registration) =>
      commit(
        [
          put(itemOf(registration), {
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(registration.apiKeyId)',
          }),
          put(summaryOf(registration)),
        ],
        registration.id,
      ),
  };
}

/** What was stored before versions were counted is of the first. */
function unchangedSince(version: number): Omit<NonNullable<TransactWriteItem['Put']>, 'TableName' | 'Item'> {
  const same = 'registration.#version = :version';
  return {
    ConditionExpression:
      version === 1 ? `attribute_exists(pk) AND (attribute_not_exists(registration.#version) OR ${same})` : same,
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: marshall({ ':version': version }),
  };
}
