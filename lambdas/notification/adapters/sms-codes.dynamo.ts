import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256Hex } from '../../contracts/index.ts';
import { connect, now, unlessConditionFails } from '../../platform/index.ts';
import { smsCode } from '../sms-code.ts';

/** As long as a reply by mail. */
const LIFETIME_MS = 14 * 24 * 3600 * 1000;
/** Two cases with one code at one number are rarer than a message that is lost; five in a row do not happen. */
const TURNS = 5;

const item = z.object({ caseId: z.string(), person: z.string(), until: z.number() });
export type SmsCode = z.infer<typeof item>;

export interface SmsCodes {
  /** The code by which a person answers about a case from their number; the same each time. */
  readonly give: (number: string, caseId: string, person: string, secret: string) => Promise<string>;
  readonly find: (number: string, code: string) => Promise<SmsCode | undefined>;
}

/** Codes by the digest of the number that they were sent to: the table holds no number. */
export function smsCodes(table: string): SmsCodes {
  const client = connect(DynamoDBClient);
  const keyOf = (number: string, code: string) => ({ pk: `SMS#${sha256Hex(number)}`, sk: `CODE#${code}` });
  return {
    give: async (number, caseId, person, secret) => {
      for (let turn = 0; turn < TURNS; turn += 1) {
        const code = smsCode(caseId, person, turn, secret);
        const until = now() + LIFETIME_MS;
        const put = new PutItemCommand({
          TableName: table,
          Item: marshall({ ...keyOf(number, code), caseId, person, until, expiresAt: Math.ceil(until / 1000) }),
          ConditionExpression: 'attribute_not_exists(pk) OR caseId = :case OR #until < :now',
          ExpressionAttributeNames: { '#until': 'until' },
          ExpressionAttributeValues: marshall({ ':case': caseId, ':now': now() }),
        });
        // Guard: a code stands for one case only.
        if (await unlessConditionFails(client.send(put))) return code;
      }
      throw new Error(`no code is free for case ${caseId}`);
    },
    find: async (number, code) => {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: marshall(keyOf(number, code)) }));
      return Item === undefined ? undefined : item.parse(unmarshall(Item));
    },
  };
}
