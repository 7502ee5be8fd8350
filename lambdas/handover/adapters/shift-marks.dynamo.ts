import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { CaseStore } from '../../case/index.ts';
import { unlessConditionFails } from '../../platform/index.ts';
import type { Handover } from '../join-shifts.ts';

/** Far longer than a shift may be handed over late. */
const KEPT_S = 30 * 24 * 3600;

const keyOf = ({ person, shift }: Handover) => ({ pk: `SHIFT#${person}`, sk: shift.startedAt });

/** That a shift was handed over, or that there was nothing to hand over: once, whoever looks and however often. */
export function shiftMarks({ table, client }: Pick<CaseStore, 'table' | 'client'>) {
  const put = (handover: Handover) => ({
    TableName: table,
    Item: marshall({
      ...keyOf(handover),
      expiresAt: Math.floor(Date.parse(handover.shift.startedAt) / 1000) + KEPT_S,
    }),
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  return {
    isMade: async (handover: Handover): Promise<boolean> => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: marshall(keyOf(handover)), ConsistentRead: true }),
      );
      return Item !== undefined;
    },
    /** Written together with the claim of its messages. */
    inTransaction: (handover: Handover): TransactWriteItem => ({ Put: put(handover) }),
    /** There was nothing to hand over. */
    make: (handover: Handover): Promise<boolean> =>
      unlessConditionFails(client.send(new PutItemCommand(put(handover)))),
  };
}
