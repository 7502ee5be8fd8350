import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { canonicalJson, jsonIn, policyMove, policySimulation } from '../../contracts/index.ts';
import type { PolicyMove, PolicySimulation } from '../../contracts/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';
import { policyKeys, policyTable } from './policy-items.ts';
import type { PolicyPage, PolicyTable } from './policy-items.ts';

const BEFORE_ALL = ' ';

/** What takes longer than a call: each is one item that says how far it is. */
export interface RunStore<Run> {
  readonly find: (id: string) => Promise<Run | undefined>;
  /** Over what was read, or where nothing is; false: somebody else was faster. */
  readonly save: (after: Run, before?: Run) => Promise<boolean>;
  readonly list: (after?: string) => Promise<PolicyPage<Run>>;
}

function runStore<Run extends { readonly id: string }>(
  { table, client, read, page }: PolicyTable,
  keyOf: (id: string) => { readonly pk: string; readonly sk: string },
  shape: z.ZodType<Run>,
): RunStore<Run> {
  // In one order of keys, so that what was read is compared with what was written.
  const item = z.object({ run: z.string() }).transform(({ run }) => shape.parse(jsonIn(run)));
  return {
    find: (id) => read(keyOf(id), item),
    save: (after, before) =>
      unlessConditionFails(
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: marshall({ ...keyOf(after.id), run: canonicalJson(after) }),
            ...(before === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'run = :before',
                  ExpressionAttributeValues: marshall({ ':before': canonicalJson(before) }),
                }),
          }),
        ),
      ),
    list: (after) => page(keyOf(after ?? BEFORE_ALL), item),
  };
}

export const simulationStore = (table: string): RunStore<PolicySimulation> =>
  runStore(policyTable(table), policyKeys.simulation, policySimulation);
export const moveStore = (table: string): RunStore<PolicyMove> =>
  runStore(policyTable(table), policyKeys.move, policyMove);
