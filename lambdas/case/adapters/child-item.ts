import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Case } from '../../contracts/index.ts';
import { childKey } from '../keys.ts';

/**
 * The item by which a child is found and counted below its incident: written with the child, by the child alone, and only when what is counted
 * changes. Nothing is written at the incident, so children never meet one another.
 */
export function childItems(table: string, before: Case | undefined, after: Case): readonly TransactWriteItem[] {
  const was = before?.incident;
  const is = after.incident;
  const items: TransactWriteItem[] = [];
  if (was !== undefined && was.id !== is?.id)
    items.push({ Delete: { TableName: table, Key: marshall(childKey(was.id, after.id)) } });
  const isCounted =
    was?.id === is?.id && before?.state === after.state && before.severity?.level === after.severity?.level;
  if (is !== undefined && !isCounted) {
    const level = after.severity?.level;
    items.push({
      Put: {
        TableName: table,
        Item: marshall({
          ...childKey(is.id, after.id),
          state: after.state,
          ...(level === undefined ? {} : { level }),
        }),
      },
    });
  }
  return items;
}
