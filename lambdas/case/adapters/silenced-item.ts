import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Case } from '../../contracts/index.ts';
import { silencedKey } from '../keys.ts';
import { endStates } from '../states.ts';

/** Items by which the end of a silence finds its cases: written with the case, gone when it is silent no more or over. */
export function silencedItems(table: string, before: Case | undefined, after: Case): readonly TransactWriteItem[] {
  const was = before?.silenced?.ids ?? [];
  const is = endStates.includes(after.state) ? [] : (after.silenced?.ids ?? []);
  return [
    ...was
      .filter((id) => !is.includes(id))
      .map((id) => ({ Delete: { TableName: table, Key: marshall(silencedKey(id, after.id)) } })),
    ...is
      .filter((id) => !was.includes(id))
      .map((id) => ({ Put: { TableName: table, Item: marshall(silencedKey(id, after.id)) } })),
  ];
}
