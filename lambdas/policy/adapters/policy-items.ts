import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { activePolicy } from '../../contracts/index.ts';
import type { ActivePolicy } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';

/** Where policy lies in the reference table: what holds, its versions, the record of publications, drafts, and files by their digest. */
export const policyKeys = {
  active: { pk: 'POLICY', sk: 'ACTIVE' },
  version: (version: string) => ({ pk: 'POLICY', sk: `VERSION#${version}` }),
  publication: (number: number) => ({ pk: 'POLICY-PUBLICATIONS', sk: String(number).padStart(8, '0') }),
  draft: (id: string) => ({ pk: 'POLICY-DRAFTS', sk: id }),
  simulation: (id: string) => ({ pk: 'POLICY-SIMULATIONS', sk: id }),
  move: (id: string) => ({ pk: 'POLICY-MOVES', sk: id }),
  rotaChanges: { pk: 'ROTAS', sk: 'CHANGES' },
  rotaChange: (rota: string, id: string) => ({ pk: `ROTA-CHANGES#${rota}`, sk: id }),
  rotaFeed: (rota: string, id: string) => ({ pk: `ROTA-FEEDS#${rota}`, sk: id }),
  feed: (id: string) => ({ pk: 'ROTA-FEED', sk: id }),
  files: (digest: string) => ({ pk: 'POLICY-FILES', sk: digest }),
} as const;

export interface PolicyTable {
  readonly table: string;
  readonly client: DynamoDBClient;
  /** The item of a key as its shape has it. */
  readonly read: <Item>(key: object, shape: z.ZodType<Item>) => Promise<Item | undefined>;
  /** Items of a partition behind a sort key, by that key; `next` is the sort key of the last one where there may be more. */
  readonly page: <Item>(
    after: { readonly pk: string; readonly sk: string },
    shape: z.ZodType<Item>,
    order?: { readonly newestFirst: boolean },
  ) => Promise<PolicyPage<Item>>;
  readonly active: () => Promise<ActivePolicy | undefined>;
}

export interface PolicyPage<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

const MOST_ON_A_PAGE = 100;

/** As it was written before publications were counted: the version alone. */
const uncounted = z.object({ version: z.string() }).transform(({ version }): ActivePolicy => ({
  contract: 'active-policy/1',
  generation: 0,
  current: { publication: 0, version, from: '1970-01-01T00:00:00.000Z' },
}));
const counted = z.object({ active: z.string() }).transform(({ active }) => activePolicy.parse(JSON.parse(active)));

export function policyTable(table: string, client: DynamoDBClient = connect(DynamoDBClient)): PolicyTable {
  const read = async <Item>(key: object, shape: z.ZodType<Item>): Promise<Item | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : shape.parse(unmarshall(Item));
  };
  const page: PolicyTable['page'] = async (after, shape, { newestFirst } = { newestFirst: false }) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: `pk = :pk AND sk ${newestFirst ? '<' : '>'} :after`,
        ExpressionAttributeValues: marshall({ ':pk': after.pk, ':after': after.sk }),
        ScanIndexForward: !newestFirst,
        Limit: MOST_ON_A_PAGE,
      }),
    );
    const items = Items.map((item) => shape.parse(unmarshall(item)));
    return LastEvaluatedKey === undefined
      ? { items }
      : { items, next: z.object({ sk: z.string() }).parse(unmarshall(LastEvaluatedKey)).sk };
  };
  return { table, client, read, page, active: () => read(policyKeys.active, z.union([counted, uncounted])) };
}
