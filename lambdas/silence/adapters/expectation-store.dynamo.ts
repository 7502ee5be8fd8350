import { GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { canonicalJson, signal as signalContract, strongSubjectKinds } from '../../contracts/index.ts';
import type { ProgressSignal, Signal, SubjectReference } from '../../contracts/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';
import { timelinePk } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { expectation, inUtc, milestoneKey, subjectOf } from '../expectation.ts';
import type { Expectation } from '../expectation.ts';

/** Where a promised milestone lies: on the timeline of its subject. */
export interface ExpectationKey {
  readonly pk: string;
  readonly sk: string;
}
export interface Kept {
  readonly key: ExpectationKey;
  readonly expected: Expectation;
}

/** A plan is of no use to anybody so long after its last milestone. */
const LIFETIME_S = 120 * 24 * 3600;
/** Subjects that are looked up for one report, as for its timeline. */
const MAX_SUBJECTS = 10;
const PREFIX = 'PLAN#';

const body = z.object({ body: z.string() });
const alias = z.object({ alias: z.string() });
const keyed = z.object({ pk: z.string(), sk: z.string() });

export interface ExpectationStore {
  /** Keeps a promise, unless a newer plan was kept before or the milestone has happened. True where it stands now. */
  promise(expected: Expectation): Promise<boolean>;
  /** All that is promised for the subjects of a report. */
  expectedOf(references: readonly SubjectReference[]): Promise<readonly Kept[]>;
  read(key: ExpectationKey): Promise<Expectation | undefined>;
  /** Puts another state in place of the one that was read. False: it has changed meanwhile. */
  replace(key: ExpectationKey, before: Expectation, after: Expectation): Promise<boolean>;
  /** What is known to have happened to the subject since an instant; without what was taken back. */
  heardOf(subject: SubjectReference, since: string): Promise<readonly ProgressSignal[]>;
  /** Whether the plan was taken back by its sender. */
  isTakenBack(plan: ProgressSignal): Promise<boolean>;
}

export function keyOf(plan: ProgressSignal): ExpectationKey | undefined {
  const subject = subjectOf(plan);
  return subject === undefined ? undefined : { pk: timelinePk(subject), sk: `${PREFIX}${milestoneKey(plan)}` };
}

function readExpectation(item: Record<string, unknown>): Expectation {
  const { plan, ...rest } = expectation.parse(JSON.parse(body.parse(item).body));
  if (plan.kind !== 'progress') throw new Error('a plan is made of progress signals');
  return { ...rest, plan };
}

export function createExpectationStore({ table, client }: Pick<CaseStore, 'table' | 'client'>): ExpectationStore {
  const expiry = ({ expectedAt }: Expectation): number => Math.floor(Date.parse(expectedAt) / 1000) + LIFETIME_S;
  const query = async (pk: string, from: string, to: string): Promise<readonly Record<string, unknown>[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: marshall({ ':pk': pk, ':from': from, ':to': to }),
        ScanIndexForward: false,
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => unmarshall(item));
  };
  const promisesIn = (pk: string): Promise<readonly Record<string, unknown>[]> => query(pk, PREFIX, `${PREFIX}~`);

  return {
    promise: async (expected) => {
      const key = keyOf(expected.plan);
      if (key === undefined) return false;
      const { plan, state } = expected;
      for (const reference of othersOf(plan)) {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: marshall({
              pk: timelinePk(reference),
              sk: `${PREFIX}@${key.pk}`,
              alias: key.pk,
              expiresAt: expiry(expected),
            }),
          }),
        );
      }
      return unlessConditionFails(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: marshall({
              ...key,
              body: canonicalJson(expected),
              state,
              plannedAt: plan.receivedAt,
              expiresAt: expiry(expected),
            }),
            // The same plan again is taken again: the first time may have died before its schedule was made.
            ConditionExpression: 'attribute_not_exists(pk) OR (plannedAt <= :plannedAt AND #state <> :met)',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: marshall({ ':plannedAt': plan.receivedAt, ':met': 'met' }),
          }),
        ),
      );
    },
    expectedOf: async (references) => {
      const own = [...new Set(strong(references).map(timelinePk))].slice(0, MAX_SUBJECTS);
      const found = (await Promise.all(own.map(promisesIn))).flat();
      const elsewhere = new Set(found.flatMap((item) => alias.safeParse(item).data?.alias ?? []));
      const others = await Promise.all([...elsewhere].filter((pk) => !own.includes(pk)).map(promisesIn));
      return [...found, ...others.flat()]
        .filter((item) => body.safeParse(item).success)
        .map((item) => ({ key: keyed.parse(item), expected: readExpectation(item) }));
    },
    read: async (key) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : readExpectation(unmarshall(Item));
    },
    replace: (key, before, after) =>
      unlessConditionFails(
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: marshall(key),
            UpdateExpression: 'SET body = :after, #state = :state',
            ConditionExpression: 'body = :before',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: marshall({
              ':before': canonicalJson(before),
              ':after': canonicalJson(after),
              ':state': after.state,
            }),
          }),
        ),
      ),
    heardOf: async (subject, since) => {
      const events = await query(timelinePk(subject), `EVENT#${inUtc(since)}`, 'EVENT#~');
      return events
        .filter((item) => item['retractedBy'] === undefined)
        .map((item) => signalContract.parse(JSON.parse(z.object({ signal: z.string() }).parse(item).signal)))
        .filter((signal: Signal) => signal.kind === 'progress');
    },
    isTakenBack: async (plan) => {
      const subject = subjectOf(plan);
      if (subject === undefined) return false;
      const event = { pk: timelinePk(subject), sk: `EVENT#${inUtc(plan.occurredAt)}#${plan.id}` };
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: marshall(event) }));
      return Item?.['retractedBy'] !== undefined;
    },
  };
}

/** Numbers of the subject other than the one under which its promises lie. */
function othersOf(plan: ProgressSignal): readonly SubjectReference[] {
  const subject = subjectOf(plan);
  return strong(plan.references)
    .filter((reference) => reference !== subject)
    .slice(0, MAX_SUBJECTS);
}

/** An order may go in many shipments: only numbers of one thing lead to its plan. */
function strong(references: readonly SubjectReference[]): readonly SubjectReference[] {
  const kinds: readonly string[] = strongSubjectKinds;
  return references.filter(({ kind }) => kinds.includes(kind));
}
