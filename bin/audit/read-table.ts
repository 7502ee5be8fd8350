import { DynamoDBClient, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { readJournal } from './journals.ts';
import type { KeptJournal } from './journals.ts';

/** Journals of a deployment. One scan finds whose there are, also of cases that were deleted; each is then read whole and consistently. */
export async function* journalsInTable(table: string): AsyncGenerator<KeptJournal> {
  const client = new DynamoDBClient({});
  const owners = new Set<string>();
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ProjectionExpression: 'pk',
      FilterExpression: 'sk = :case OR begins_with(sk, :journal)',
      ExpressionAttributeValues: marshall({ ':case': 'CASE', ':journal': 'JOURNAL#' }),
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) owners.add(String(unmarshall(item)['pk']));
  for (const pk of owners) {
    const journal = await readJournal(pk, (which) =>
      which === 'case'
        ? partOf(client, table, pk, 'sk = :sk', 'CASE')
        : partOf(client, table, pk, 'begins_with(sk, :sk)', 'JOURNAL#'),
    );
    if (journal !== undefined) yield journal;
  }
}

/** What was reported, of cases and on timelines, as it is kept. */
export async function* reportsInTable(table: string): AsyncGenerator<Record<string, unknown>> {
  const pages = paginateScan(
    { client: new DynamoDBClient({}) },
    {
      TableName: table,
      FilterExpression: 'begins_with(sk, :report) OR begins_with(sk, :event) OR begins_with(sk, :retraction)',
      ExpressionAttributeValues: marshall({ ':report': 'SIGNAL#', ':event': 'EVENT#', ':retraction': 'RETRACTION#' }),
    },
  );
  for await (const { Items = [] } of pages) yield* Items.map((item) => unmarshall(item));
}

async function partOf(client: DynamoDBClient, table: string, pk: string, which: string, sk: string) {
  const items: Record<string, unknown>[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: `pk = :pk AND ${which}`,
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items.map((item) => unmarshall(item)));
  return items;
}
