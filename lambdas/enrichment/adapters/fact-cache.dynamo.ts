import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { factSet, withoutPersonal } from '../../contracts/index.ts';
import type { SubjectReference } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';
import type { FactCache } from '../ports.ts';

/** Kept longer than a pack may allow them to be used, so that the age can still be shown. */
const KEPT_FOR_S = 30 * 24 * 3600;

export function createFactCache(table: string): FactCache {
  const client = connect(DynamoDBClient);
  const keyOf = (system: string, { kind, issuer, value }: SubjectReference) => ({
    pk: `FACT#${system}#${kind}#${issuer}#${value}`,
    sk: 'FACT',
  });
  return {
    read: async (system, subject) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: marshall(keyOf(system, subject)) }),
      );
      if (Item === undefined) return undefined;
      const { facts, observedAt } = z.object({ facts: z.string(), observedAt: z.string() }).parse(unmarshall(Item));
      return { facts: factSet.shape.facts.parse(JSON.parse(facts)), observedAt };
    },
    write: async (system, subject, facts, observedAt) => {
      const expiresAt = Math.floor(Date.parse(observedAt) / 1000) + KEPT_FOR_S;
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: marshall({
            ...keyOf(system, subject),
            facts: JSON.stringify(withoutPersonal(facts)),
            observedAt,
            expiresAt,
          }),
        }),
      );
    },
  };
}
