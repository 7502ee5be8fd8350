import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { caseRecord } from '../../contracts/index.ts';
import type { Case } from '../../contracts/index.ts';
import { CASE_SK, DUE_SHARDS } from '../keys.ts';
import { dueBefore } from './case-queries.dynamo.ts';
import type { CaseStore } from './case-store.dynamo.ts';

const kept = z.object({ record: z.string() });

/** Every case that there is. It reads the whole table, so it is for what happens seldom. */
export async function* allCases({ client, table }: CaseStore): AsyncGenerator<Case> {
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: 'sk = :case',
        ExpressionAttributeValues: marshall({ ':case': CASE_SK }),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    for (const item of Items) yield caseRecord.parse(JSON.parse(kept.parse(unmarshall(item)).record));
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

/** After every instant that there will be. */
const EVER = '9999';
const MOST_OF_A_SHARD = 100_000;

/** Ids of the cases of which something is due some day: all that are open, and some that are resolved. */
export async function casesWithDue(store: CaseStore): Promise<readonly string[]> {
  const shards = await Promise.all(DUE_SHARDS.map((shard) => dueBefore(store, shard, EVER, MOST_OF_A_SHARD)));
  return shards.flat().flatMap((due) => (due.kind === 'case' ? [due.caseId] : []));
}
