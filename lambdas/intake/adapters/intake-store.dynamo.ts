import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { ProgressSignal, Signal, SubjectReference } from '../../contracts/index.ts';
import {
  correlationKey,
  distinct,
  guardKey,
  MAX_SUBJECTS,
  progressSince,
  readEvent,
  strongReferences,
  timelinePk,
} from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';

type Retraction = Extract<Signal, { kind: 'retraction' }>;

/** Where an accepted signal went: exactly one place. Neither: it has not come yet, and was taken back beforehand. */
const fate = z.object({
  source: z.string(),
  caseId: z.string().optional(),
  timeline: z.string().optional(),
  events: z.array(z.object({ pk: z.string(), sk: z.string() })).optional(),
  retractedBy: z.string().optional(),
});
export type Fate = z.infer<typeof fate>;

/** The guard outlives every redelivery and replay of its signal. */
const GUARD_LIFETIME_S = 120 * 24 * 3600;

export interface IntakeStore {
  fateOf(signalId: string): Promise<Fate | undefined>;
  /** Case ids by correlation key. */
  holdersOf(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What is known to have happened to the subjects at or after an instant (with offset), without what was taken back. */
  progressSince(references: readonly SubjectReference[], instant: string): Promise<readonly ProgressSignal[]>;
  /** A progress signal by its id, also one that was taken back. */
  progressOf(signalId: string): Promise<ProgressSignal | undefined>;
  /** Keeps a signal on the timelines of its subjects. False when the signal has its fate already. `before`: its fate as it was read. */
  keepOnTimeline(signal: Signal, at: string, before?: Fate): Promise<boolean>;
  /** Keeps a retraction for a signal that has not come yet, or of one that is on a timeline. */
  keepRetraction(signal: Retraction, at: string, target?: Fate): Promise<boolean>;
  guard(signal: Signal, caseId: string, at: string, before?: Fate): TransactWriteItem;
  holdKey(key: string, caseId: string, from?: string): TransactWriteItem;
}

const inUtc = (instant: string): string => new Date(Date.parse(instant)).toISOString();

export function createIntakeStore({ table, client }: CaseStore): IntakeStore {
  const get = async <Item>(key: { pk: string; sk: string }, shape: z.ZodType<Item>): Promise<Item | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : shape.parse(unmarshall(Item));
  };
  const put = (item: Record<string, unknown>): NonNullable<TransactWriteItem['Put']> => ({
    TableName: table,
    Item: marshall(item, { removeUndefinedValues: true }),
  });
  /** Once for each signal. It stands already when a retraction came first; then it must still be that one. */
  const guardItem = (signalId: string, where: Fate, at: string, before?: Fate): TransactWriteItem => ({
    Put: {
      ...put({ ...guardKey(signalId), ...where, expiresAt: Math.floor(Date.parse(at) / 1000) + GUARD_LIFETIME_S }),
      ...(before?.retractedBy === undefined
        ? whileAbsent
        : {
            ConditionExpression:
              'retractedBy = :by AND attribute_not_exists(caseId) AND attribute_not_exists(timeline)',
            ExpressionAttributeValues: marshall({ ':by': before.retractedBy }),
          }),
    },
  });
  const writeOnce = async (items: TransactWriteItem[]): Promise<boolean> => {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
      throw error;
    }
  };
  const eventsOf = (signal: Signal): { pk: string; sk: string }[] =>
    distinct(strongReferences(signal.references))
      .slice(0, MAX_SUBJECTS)
      .map((subject) => ({ pk: timelinePk(subject), sk: `EVENT#${inUtc(signal.occurredAt)}#${signal.id}` }));

  return {
    fateOf: (signalId) => get(guardKey(signalId), fate),
    holdersOf: async (keys) => {
      const holders = await Promise.all(
        keys.map(async (key) => ({ key, item: await get(correlationKey(key), z.object({ caseId: z.string() })) })),
      );
      return new Map(holders.flatMap(({ key, item }) => (item === undefined ? [] : [[key, item.caseId] as const])));
    },
    progressSince: (references, instant) => progressSince({ table, client }, references, instant),
    progressOf: async (signalId) => {
      const [event] = (await get(guardKey(signalId), fate))?.events ?? [];
      const item = event === undefined ? undefined : await get(event, z.object({ signal: z.string() }));
      const kept = item === undefined ? undefined : readEvent(item);
      return kept?.kind === 'progress' ? kept : undefined;
    },
    keepOnTimeline: (signal, at, before) => {
      const events = eventsOf(signal);
      const where: Fate = {
        source: signal.source.id,
        timeline: events[0]?.pk ?? '',
        events,
        retractedBy: before?.retractedBy,
      };
      return writeOnce([
        guardItem(signal.id, where, at, before),
        // Under the guard, as all that is written with it.
        ...events.map((key) => ({
          Put: put({ ...key, signal: JSON.stringify(signal), retractedBy: before?.retractedBy }),
        })),
      ]);
    },
    keepRetraction: (signal, at, target) => {
      const { id, retracts, source } = signal;
      const expiresAt = Math.floor(Date.parse(at) / 1000) + GUARD_LIFETIME_S;
      return writeOnce([
        guardItem(id, { source: source.id, timeline: `SIGNAL#${retracts}` }, at),
        { Put: put({ pk: `SIGNAL#${retracts}`, sk: `RETRACTION#${id}`, signal: JSON.stringify(signal), expiresAt }) },
        // The signal may come in at this very moment: then its guard stands, and this is decided again.
        ...(target === undefined
          ? [
              {
                Put: {
                  ...put({ ...guardKey(retracts), source: source.id, retractedBy: id, expiresAt }),
                  ...whileAbsent,
                },
              },
            ]
          : []),
        ...(target?.events ?? []).map((key) => ({
          Update: {
            TableName: table,
            Key: marshall(key),
            UpdateExpression: 'SET retractedBy = :by',
            ExpressionAttributeValues: marshall({ ':by': id }),
          },
        })),
      ]);
    },
    guard: (signal, caseId, at, before) =>
      guardItem(signal.id, { source: signal.source.id, caseId, retractedBy: before?.retractedBy }, at, before),
    holdKey: (key, caseId, from) => ({
      Put: {
        TableName: table,
        Item: marshall({ ...correlationKey(key), caseId }),
        ...(from === undefined
          ? whileAbsent
          : { ConditionExpression: 'caseId = :from', ExpressionAttributeValues: marshall({ ':from': from }) }),
      },
    }),
  };
}

const whileAbsent = { ConditionExpression: 'attribute_not_exists(pk)' };
