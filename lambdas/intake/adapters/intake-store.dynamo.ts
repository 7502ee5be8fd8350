import { BatchGetItemCommand, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { Signal } from '../../contracts/index.ts';
import { correlationKey, guardKey, timelinePk } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { strongReferences } from '../correlate.ts';

/** Where an accepted signal went: exactly one place. */
const fate = z.object({ caseId: z.string().optional(), timeline: z.string().optional() });
export type Fate = z.infer<typeof fate>;

/** The guard outlives every redelivery and replay of its signal. */
const GUARD_LIFETIME_S = 120 * 24 * 3600;

export interface IntakeStore {
  fateOf(signalId: string): Promise<Fate | undefined>;
  /** Id of a retraction that came before its signal. */
  retractionOf(signalId: string): Promise<string | undefined>;
  /** Case ids by correlation key. */
  holdersOf(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Keeps progress on the timelines of its subjects. False when the signal has its fate already. */
  keepOnTimeline(signal: Signal, at: string): Promise<boolean>;
  /** Keeps a retraction for a signal that has not come yet. */
  keepRetraction(signal: Extract<Signal, { kind: 'retraction' }>, at: string): Promise<boolean>;
  guard(signalId: string, caseId: string, at: string): TransactWriteItem;
  holdKey(key: string, caseId: string, from?: string): TransactWriteItem;
}

export function createIntakeStore({ table, client }: CaseStore): IntakeStore {
  const get = async <Item>(key: { pk: string; sk: string }, shape: z.ZodType<Item>): Promise<Item | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : shape.parse(unmarshall(Item));
  };
  const putOnce = (item: Record<string, unknown>): TransactWriteItem => ({
    Put: { TableName: table, Item: marshall(item), ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const guardItem = (signalId: string, where: Fate, at: string): TransactWriteItem =>
    putOnce({ ...guardKey(signalId), ...where, expiresAt: Math.floor(Date.parse(at) / 1000) + GUARD_LIFETIME_S });
  const writeOnce = async (items: TransactWriteItem[]): Promise<boolean> => {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
      throw error;
    }
  };

  return {
    fateOf: (signalId) => get(guardKey(signalId), fate),
    retractionOf: async (signalId) => (await get(retractionKey(signalId), z.object({ by: z.string() })))?.by,
    holdersOf: async (keys) => {
      if (keys.length === 0) return new Map();
      const { Responses = {} } = await client.send(
        new BatchGetItemCommand({
          RequestItems: {
            [table]: { Keys: keys.slice(0, 100).map((key) => marshall(correlationKey(key))), ConsistentRead: true },
          },
        }),
      );
      const items = (Responses[table] ?? []).map((item) =>
        z.object({ pk: z.string(), caseId: z.string() }).parse(unmarshall(item)),
      );
      return new Map(items.map(({ pk, caseId }) => [pk, caseId]));
    },
    keepOnTimeline: (signal, at) => {
      const subjects = strongReferences(signal).slice(0, 10);
      const occurredAt = new Date(Date.parse(signal.occurredAt)).toISOString();
      return writeOnce([
        guardItem(
          signal.id,
          { timeline: timelinePk(subjects[0] ?? { kind: 'source', issuer: 'fairlead', value: signal.source.id }) },
          at,
        ),
        ...subjects.map((subject) =>
          putOnce({ pk: timelinePk(subject), sk: `EVENT#${occurredAt}#${signal.id}`, signal: JSON.stringify(signal) }),
        ),
      ]);
    },
    keepRetraction: (signal, at) =>
      writeOnce([
        guardItem(signal.id, { timeline: `SIGNAL#${signal.retracts}` }, at),
        putOnce({ ...retractionKey(signal.retracts), by: signal.id, signal: JSON.stringify(signal) }),
        // The signal may come in at this very moment: it has no fate yet, or this is decided again.
        {
          ConditionCheck: {
            TableName: table,
            Key: marshall(guardKey(signal.retracts)),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ]),
    guard: (signalId, caseId, at) => guardItem(signalId, { caseId }, at),
    holdKey: (key, caseId, from) => ({
      Put: {
        TableName: table,
        Item: marshall({ ...correlationKey(key), caseId }),
        ...(from === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'caseId = :from', ExpressionAttributeValues: marshall({ ':from': from }) }),
      },
    }),
  };
}

function retractionKey(signalId: string): { pk: string; sk: string } {
  return { pk: `SIGNAL#${signalId}`, sk: 'RETRACTION' };
}
