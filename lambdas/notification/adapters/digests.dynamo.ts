import { DeleteItemCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { connect, nowInstant } from '../../platform/index.ts';
import type { Notice } from '../../contracts/index.ts';

/** Longer lists are not read, and a hand-over must end within the patience of the next one. */
const MOST = 20;
/** Where a notice has ended otherwise, its entry goes by itself. */
const KEPT_MS = 2 * 24 * 3600 * 1000;

const item = z.object({ caseId: z.string(), sk: z.string(), until: z.string() });

export interface Waiting extends Pick<Notice, 'id' | 'caseId'> {
  readonly until: string;
}

/** Which notices wait for the digest of a person, by channel. The notices themselves are where they always are: this only finds them together. */
export interface Digests {
  readonly add: (notice: Notice, until: string) => Promise<void>;
  /** Those whose time has come, this one among them, in the order of their ids. */
  readonly due: (notice: Notice) => Promise<readonly Waiting[]>;
  readonly drop: (notice: Notice) => Promise<void>;
}

export function digestStore(table: string): Digests {
  const client = connect(DynamoDBClient);
  const pk = ({ person, channel }: Notice): string => `DIGEST#${person}#${channel}`;
  return {
    add: async (notice, until) => {
      const expiresAt = Math.ceil((Date.parse(until) + KEPT_MS) / 1000);
      const entry = { pk: pk(notice), sk: notice.id, caseId: notice.caseId, until, expiresAt };
      await client.send(new PutItemCommand({ TableName: table, Item: marshall(entry) }));
    },
    due: async (notice) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: '#until <= :now',
          ExpressionAttributeNames: { '#until': 'until' },
          ExpressionAttributeValues: marshall({ ':pk': pk(notice), ':now': nowInstant() }),
          Limit: MOST,
        }),
      );
      return Items.map((one) => item.parse(unmarshall(one))).map(({ sk: id, caseId, until }) => ({
        id,
        caseId,
        until,
      }));
    },
    drop: async (notice) => {
      await client.send(new DeleteItemCommand({ TableName: table, Key: marshall({ pk: pk(notice), sk: notice.id }) }));
    },
  };
}
