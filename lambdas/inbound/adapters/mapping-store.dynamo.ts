import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { mapping } from '../../contracts/index.ts';
import type { Mapping, MappingVersion } from '../../contracts/index.ts';
import { connect, isConflict } from '../../platform/index.ts';
import { shippedMapping } from '../mappings/index.ts';

export interface MappingStore {
  /** The newest version of an own mapping, else the one that comes with the product. */
  readonly find: (id: string) => Promise<Mapping | undefined>;
  /** Keeps a new version beside the old ones; its number follows from the newest. Undefined where somebody else was faster. */
  save(wish: Mapping, given?: Saving): Promise<Mapping | undefined>;
  /** An own version. */
  version(id: string, version: number): Promise<Mapping | undefined>;
}

export interface Saving {
  /** Only where this is the newest version; 0 where there is none. */
  readonly seen?: number;
  /** Who has saved it and when, beside the version. */
  readonly saved?: Omit<MappingVersion, 'mapping'>;
}

const item = z.object({ mapping });
const keyOf = (id: string, version?: number): { pk: string; sk: string } => ({
  pk: `MAPPING#${id}`,
  sk: version === undefined ? 'NEWEST' : `VERSION#${String(version).padStart(6, '0')}`,
});

/** Own mappings lie in the reference table: each version for good, and the newest once more. */
export function createMappingStore(table: string): MappingStore {
  const client = connect(DynamoDBClient);
  const own = async (id: string, version?: number): Promise<Mapping | undefined> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: marshall(keyOf(id, version)) }));
    return Item === undefined ? undefined : item.parse(unmarshall(Item)).mapping;
  };
  const put = (item: object, once: object = {}): TransactWriteItem => ({
    Put: { TableName: table, Item: marshall(item, { removeUndefinedValues: true }), ...once },
  });
  return {
    find: async (id) => (await own(id)) ?? shippedMapping(id),
    version: own,
    // All at once: a version that was kept and is not the newest would be in the way of every one after it.
    save: async (wish, { seen, saved } = {}) => {
      const version = ((await own(wish.id)) ?? shippedMapping(wish.id))?.version ?? 0;
      if (seen !== undefined && seen !== version) return undefined;
      const next = { ...wish, version: version + 1 };
      const { id, title } = next;
      const items = [
        put(
          { ...keyOf(id, next.version), mapping: next, ...(saved === undefined ? {} : { saved }) },
          { ConditionExpression: 'attribute_not_exists(pk)' },
        ),
        put({ ...keyOf(id), mapping: next }),
        put({ pk: 'MAPPINGS', sk: id, id, title, version: next.version }),
      ];
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
        return next;
      } catch (error) {
        if (!isConflict(error)) throw error;
        return undefined;
      }
    },
  };
}
