import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { keyPart } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { Action } from '../../contracts/index.ts';

/** For so long what we have written is compared with what the system says: afterwards the document has gone its own way. */
export const NIGHTS = 7;
const DAY_MS = 86_400_000;

/**
 * Remembers what was written last into these fields of a document: a later change, of whatever case, takes the place of the earlier one, so that a hold that its
 * release has ended is no drift.
 */
export function putWritten(
  table: string,
  { id, caseId, system, instance, subject, change }: Action,
  at: string,
): TransactWriteItem {
  const fields = Object.keys(change).sort().join(',');
  const where = instance === undefined ? system : `${system}@${instance}`;
  const pk = `WRITTEN#${where}#${keyPart(subject)}#${fields}`;
  return {
    Put: {
      TableName: table,
      Item: marshall({
        pk,
        sk: 'WRITTEN',
        queuePk: dayPk(at.slice(0, 10)),
        queueSk: pk,
        summary: { caseId, actionId: id },
        expiresAt: Math.floor((Date.parse(at) + (NIGHTS + 1) * DAY_MS) / 1000),
      }),
    },
  };
}

/** The days whose writings are compared in a night, UTC, the night's own among them. */
export function daysBefore(at: string): readonly string[] {
  return Array.from({ length: NIGHTS + 1 }, (_none, back) =>
    new Date(Date.parse(at) - back * DAY_MS).toISOString().slice(0, 10),
  );
}

const dayPk = (day: string): string => `WRITTEN#${day}`;
const row = z.object({ queueSk: z.string(), summary: z.object({ caseId: z.string(), actionId: z.string() }) });
export type Written = z.infer<typeof row>;

/** What was written on a day, a page of it. */
export async function writtenOn(
  store: CaseStore,
  day: string,
  after: string | undefined,
  limit: number,
): Promise<readonly Written[]> {
  const { Items = [] } = await store.client.send(
    new QueryCommand({
      TableName: store.table,
      IndexName: 'queue',
      KeyConditionExpression: 'queuePk = :day AND queueSk > :after',
      ExpressionAttributeValues: marshall({ ':day': dayPk(day), ':after': after ?? '#' }),
      Limit: limit,
    }),
  );
  return Items.map((item) => row.parse(unmarshall(item)));
}
