import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { caseRecord } from '../../contracts/index.ts';
import type { Case, Signal } from '../../contracts/index.ts';
import { CASE_SK, DUE_SHARDS } from '../keys.ts';
import { dueBefore } from './case-queries.dynamo.ts';
import { readEvent } from './timeline.dynamo.ts';
import type { CaseStore } from './case-store.dynamo.ts';

const kept = z.object({ record: z.string() });

/** A case, or a report with the case that it lies in. */
export type Kept =
  | { readonly kind: 'case'; readonly record: Case }
  | { readonly kind: 'report'; readonly signal: Signal; readonly caseId: string | undefined };

/** Every case and every report that there is, in no order; a report that lies on several timelines comes as often. It reads the whole table. */
export async function* allCasesAndReports({ client, table }: CaseStore): AsyncGenerator<Kept> {
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression:
          'sk = :case OR begins_with(sk, :report) OR begins_with(sk, :event) OR begins_with(sk, :retraction)',
        ExpressionAttributeValues: marshall({
          ':case': CASE_SK,
          ':report': 'SIGNAL#',
          ':event': 'EVENT#',
          ':retraction': 'RETRACTION#',
        }),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    for (const item of Items) yield keptIn(unmarshall(item));
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

/** An item of a case or a report, by its keys. */
export function keptIn(item: Record<string, unknown>): Kept {
  if (item['sk'] === CASE_SK) return { kind: 'case', record: caseRecord.parse(JSON.parse(kept.parse(item).record)) };
  const { pk, sk } = reportItem.parse(item);
  return { kind: 'report', signal: readEvent(item), caseId: sk.startsWith('SIGNAL#') ? pk : undefined };
}

const reportItem = z.object({ pk: z.string(), sk: z.string() });

/** After every instant that there will be. */
const EVER = '9999';
const MOST_OF_A_SHARD = 100_000;

/** Ids of the cases of which something is due some day: all that are open, and some that are resolved. */
export async function casesWithDue(store: CaseStore): Promise<readonly string[]> {
  const shards = await Promise.all(DUE_SHARDS.map((shard) => dueBefore(store, shard, EVER, MOST_OF_A_SHARD)));
  return shards.flat().flatMap((due) => (due.kind === 'case' ? [due.caseId] : []));
}
