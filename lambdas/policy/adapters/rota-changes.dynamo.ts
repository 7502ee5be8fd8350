import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { currentRotaChanges, jsonIn, rotaChange } from '../../contracts/index.ts';
import type { CurrentRotaChanges, RotaChange } from '../../contracts/index.ts';
import { isConflict } from '../../platform/index.ts';
import { policyKeys } from './policy-items.ts';
import type { PolicyPage, PolicyTable } from './policy-items.ts';

const currentItem = z
  .object({ changes: z.string() })
  .transform(({ changes }) => currentRotaChanges.parse(jsonIn(changes)));
const changeItem = z.object({ change: z.string() }).transform(({ change }) => rotaChange.parse(jsonIn(change)));
const NONE: CurrentRotaChanges = { contract: 'rota-changes/1', generation: 0, changes: [] };
const BEFORE_ALL = ' ';

/** Changes of rotas: one item that every decision reads, and each change on record for ever. */
export function rotaChangeStore({ table, client, read, page }: PolicyTable) {
  return {
    current: async (): Promise<CurrentRotaChanges> => (await read(policyKeys.rotaChanges, currentItem)) ?? NONE,
    find: (rota: string, id: string): Promise<RotaChange | undefined> =>
      read(policyKeys.rotaChange(rota, id), changeItem),
    /** All that there were of a rota. */
    all: async (rota: string): Promise<readonly RotaChange[]> => {
      const found: RotaChange[] = [];
      let after: string | undefined = BEFORE_ALL;
      while (after !== undefined) {
        const { items, next }: PolicyPage<RotaChange> = await page(policyKeys.rotaChange(rota, after), changeItem);
        found.push(...items);
        after = next;
      }
      return found.sort((left, right) => (left.madeAt < right.madeAt ? -1 : 1));
    },
    /** Over what was read; false: somebody else was faster. */
    save: async (
      before: CurrentRotaChanges,
      kept: readonly RotaChange[],
      written: readonly RotaChange[],
    ): Promise<boolean> => {
      const after: CurrentRotaChanges = { ...before, generation: before.generation + 1, changes: [...kept] };
      const items = [
        {
          Put: {
            TableName: table,
            Item: marshall({
              ...policyKeys.rotaChanges,
              generation: after.generation,
              changes: JSON.stringify(after),
            }),
            ...(before.generation === 0
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'generation = :seen',
                  ExpressionAttributeValues: marshall({ ':seen': before.generation }),
                }),
          },
        },
        ...written.map((change) => ({
          Put: {
            TableName: table,
            Item: marshall({ ...policyKeys.rotaChange(change.rota, change.id), change: JSON.stringify(change) }),
          },
        })),
      ];
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },
  };
}
