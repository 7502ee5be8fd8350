import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { signal } from '../../contracts/index.ts';
import type { ProgressSignal, Signal, SubjectReference } from '../../contracts/index.ts';
import { timelinePk } from '../keys.ts';
import { distinct, strongReferences } from '../strong-references.ts';
import type { CaseStore } from './case-store.dynamo.ts';

/** Each subject is one item more in the transaction of a report, and one query more to read. */
export const MAX_SUBJECTS = 10;
const NEWEST_EVENTS = 50;

/** What is known to have happened to the subjects at or after an instant (with offset), without what was taken back. */
export async function progressSince(
  { table, client }: Pick<CaseStore, 'table' | 'client'>,
  references: readonly SubjectReference[],
  instant: string,
): Promise<readonly ProgressSignal[]> {
  const pages = await Promise.all(
    distinct(strongReferences(references))
      .slice(0, MAX_SUBJECTS)
      .map((subject) =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :subject AND sk BETWEEN :since AND :last',
            ExpressionAttributeValues: marshall({
              ':subject': timelinePk(subject),
              ':since': `EVENT#${new Date(Date.parse(instant)).toISOString()}`,
              // What was promised lies there too.
              ':last': 'EVENT#~',
            }),
            ScanIndexForward: false,
            Limit: NEWEST_EVENTS,
            ConsistentRead: true,
          }),
        ),
      ),
  );
  return pages
    .flatMap(({ Items = [] }) => Items.map((item) => unmarshall(item)))
    .filter((item) => item['retractedBy'] === undefined)
    .map(readEvent)
    .filter((one) => one.kind === 'progress');
}

export function readEvent(item: Record<string, unknown>): Signal {
  return signal.parse(JSON.parse(z.object({ signal: z.string() }).parse(item).signal));
}
