import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { sha256Hex } from '../../contracts/index.ts';
import { connect, now, nowInstant, unlessConditionFails } from '../../platform/index.ts';

/** An address that does not exist is tried again after a day: somebody may have mended it. */
const BOUNCED_FOR_MS = 24 * 3600 * 1000;

const item = z.object({ why: z.enum(['bounced', 'complained']), at: z.string(), until: z.number().optional() });
type Why = z.infer<typeof item>['why'];

/** Addresses that get no mail, by digest: the table holds no address. */
export interface MailStops {
  readonly stop: (address: string, why: Why) => Promise<void>;
  /** Why an address gets no mail now; undefined: it does. */
  readonly why: (address: string) => Promise<Why | undefined>;
}

export function mailStops(table: string): MailStops {
  const client = connect(DynamoDBClient);
  const keyOf = (address: string) => ({ pk: `MAIL#${sha256Hex(address.trim().toLowerCase())}`, sk: 'STOP' });
  return {
    stop: async (address, why) => {
      const until = now() + BOUNCED_FOR_MS;
      const ends = why === 'bounced' ? { until, expiresAt: Math.ceil(until / 1000) } : {};
      // A bounce that is heard late does not let mail begin again to who has complained.
      const unlessStopped =
        why === 'complained'
          ? {}
          : {
              ConditionExpression: 'attribute_not_exists(pk) OR why = :why',
              ExpressionAttributeValues: marshall({ ':why': why }),
            };
      const put = new PutItemCommand({
        TableName: table,
        Item: marshall({ ...keyOf(address), why, at: nowInstant(), ...ends }),
        ...unlessStopped,
      });
      await unlessConditionFails(client.send(put));
    },
    why: async (address) => {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: marshall(keyOf(address)) }));
      if (Item === undefined) return undefined;
      const { why, until } = item.parse(unmarshall(Item));
      return until !== undefined && until <= now() ? undefined : why;
    },
  };
}
