import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { mappingListed, mappingVersion } from '../../contracts/index.ts';
import type { MappingVersion } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';
import { shippedMappings } from '../mappings/index.ts';

/** An item has 400 KB and a page of DynamoDB 1 MB. */
const MOST_VERSIONS = 25;

const versionItem = z.object({
  mapping: mappingVersion.shape.mapping,
  saved: mappingVersion.omit({ mapping: true }).default({}),
});
const listed = mappingListed.omit({ own: true });

export interface MappingHistory {
  /** Own ones and those that come with the product, by id. */
  readonly list: () => Promise<readonly z.infer<typeof mappingListed>[]>;
  /** The newest first. */
  readonly versions: (id: string) => Promise<readonly MappingVersion[]>;
}

export function createMappingHistory(table: string): MappingHistory {
  const client = connect(DynamoDBClient);
  const query = async (
    condition: string,
    values: Record<string, string>,
    newest = false,
  ): Promise<readonly unknown[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: condition,
        ExpressionAttributeValues: marshall(values),
        ...(newest ? { ScanIndexForward: false, Limit: MOST_VERSIONS } : {}),
      }),
    );
    return Items.map((item) => unmarshall(item));
  };
  return {
    list: async () => {
      const own = (await query('pk = :pk', { ':pk': 'MAPPINGS' })).map((item) => listed.parse(strip(item)));
      const shipped = shippedMappings().map(({ id, title, version }) => ({ id, title, version }));
      const all = [
        ...shipped.filter(({ id }) => own.every((one) => one.id !== id)).map((one) => ({ ...one, own: false })),
        ...own.map((one) => ({ ...one, own: true })),
      ];
      return all.sort((left, right) => left.id.localeCompare(right.id));
    },
    versions: async (id) => {
      const items = await query(
        'pk = :pk AND begins_with(sk, :version)',
        { ':pk': `MAPPING#${id}`, ':version': 'VERSION#' },
        true,
      );
      return items.map((item) => {
        const { mapping, saved } = versionItem.parse(item);
        return { mapping, ...saved };
      });
    },
  };
}

/** What the list says of one, without its key. */
function strip(item: unknown): unknown {
  return z.object({ id: z.unknown(), title: z.unknown(), version: z.unknown() }).parse(item);
}
