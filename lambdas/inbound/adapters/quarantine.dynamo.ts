import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { actor, place, subjectReference } from '../../contracts/index.ts';
import { connect, unlessConditionFails } from '../../platform/index.ts';
import { keptAgain } from '../decide-quarantine.ts';
import type { Quarantined, Unreadable } from '../decide-quarantine.ts';

/** Whoever loses that often against others is asked again by who has called. */
const TRIES = 5;

const rejection = z.object({
  part: z.string(),
  pointer: z.string(),
  detail: z.string(),
  mend: z.string().exactOptional(),
  toDecide: z
    .object({
      candidates: z.array(z.object({ type: z.string(), probability: z.number() })),
      references: z.array(subjectReference),
      days: z.array(z.string()),
      places: z.array(place),
    })
    .exactOptional(),
});
const act = z.object({
  act: z.enum(['replayed', 'discarded', 'decided']),
  at: z.string(),
  actor,
  reason: z.string().exactOptional(),
  signals: z.number().exactOptional(),
  rejected: z.number().exactOptional(),
  decision: z.string().exactOptional(),
});
const stored = z.object({
  id: z.string(),
  sourceId: z.string(),
  at: z.string(),
  lastAt: z.string(),
  times: z.number(),
  rawKey: z.string(),
  contentType: z.string(),
  headers: z.record(z.string(), z.string()),
  via: z.enum(['request', 'file', 'mail']),
  rejections: z.array(rejection),
  rejected: z.number(),
  state: z.enum(['open', 'replayed', 'discarded', 'decided']),
  acts: z.array(act),
  expiresAt: z.number(),
  version: z.number(),
});

export interface Page {
  readonly limit: number;
  /** Id of the last one that was seen. */
  readonly after?: string | undefined;
}

/** What could not be read, and where it lies: an item for each payload of a source, by the id that its sender was told. */
export interface QuarantineStore {
  /** Remembers it, or that it came again. */
  keep(payload: Unreadable): Promise<void>;
  readonly read: (sourceId: string, id: string) => Promise<Quarantined | undefined>;
  readonly list: (
    sourceId: string,
    page: Page,
  ) => Promise<{ readonly items: readonly Quarantined[]; readonly after?: string }>;
  /** What `decide` makes of it as it is now; undefined where it leaves it as it is. It is asked again when somebody else was faster. */
  change(
    sourceId: string,
    id: string,
    decide: (found: Quarantined | undefined) => Quarantined | undefined,
  ): Promise<Quarantined | undefined>;
}

export function createQuarantine(table: string): QuarantineStore {
  const client = connect(DynamoDBClient);
  const keyOf = (sourceId: string, id: string) => ({ pk: `QUARANTINE#${sourceId}`, sk: id });
  const find = async (sourceId: string, id: string) => {
    const Key = marshall(keyOf(sourceId, id));
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item === undefined ? undefined : stored.parse(unmarshall(Item));
  };
  const put = async (next: Quarantined, seen: number): Promise<boolean> => {
    const item = { ...keyOf(next.sourceId, next.id), ...next, version: seen + 1 };
    return unlessConditionFails(
      client.send(
        new PutItemCommand({
          TableName: table,
          Item: marshall(item, { removeUndefinedValues: true }),
          ConditionExpression: seen === 0 ? 'attribute_not_exists(pk)' : '#version = :seen',
          ...(seen === 0
            ? {}
            : {
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: marshall({ ':seen': seen }),
              }),
        }),
      ),
    );
  };
  const change: QuarantineStore['change'] = async (sourceId, id, decide) => {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const found = await find(sourceId, id);
      const next = decide(found);
      if (next === undefined || (await put(next, found?.version ?? 0))) return next;
    }
    throw new Error(`${id} is changed by others all the time`);
  };
  return {
    change,
    keep: async (payload) => {
      await change(payload.sourceId, payload.id, (found) => keptAgain(found, payload));
    },
    read: find,
    list: async (sourceId, { limit, after }) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: marshall({ ':pk': `QUARANTINE#${sourceId}` }),
          Limit: limit,
          ...(after === undefined ? {} : { ExclusiveStartKey: marshall(keyOf(sourceId, after)) }),
        }),
      );
      const items = Items.map((item) => stored.parse(unmarshall(item)));
      const last = items.at(-1);
      return LastEvaluatedKey === undefined || last === undefined ? { items } : { items, after: last.id };
    },
  };
}
