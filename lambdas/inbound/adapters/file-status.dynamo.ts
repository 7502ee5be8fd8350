import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { fileStatus } from '../../contracts/index.ts';
import type { FileStatus } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';

/** As long as the file itself. */
const KEPT_FOR_S = 90 * 24 * 3600;

/** How far a content was taken, by whatever name it came: the same file again has no effect, and one that was broken off goes on. */
const progress = z.object({ state: z.enum(['reading', 'taken']), passedOn: z.int().min(0), firstName: z.string() });
export type FileProgress = z.infer<typeof progress>;

export interface FileStatusStore {
  note(status: FileStatus): Promise<void>;
  list(sourceId: string, most: number): Promise<readonly FileStatus[]>;
  progressOf(sourceId: string, reading: string): Promise<FileProgress | undefined>;
  keepProgress(sourceId: string, reading: string, at: string, value: FileProgress): Promise<void>;
}

export function createFileStatusStore(table: string): FileStatusStore {
  const client = connect(DynamoDBClient);
  const put = (item: object, at: string): Promise<unknown> =>
    client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall(
          { ...item, expiresAt: Math.floor(Date.parse(at) / 1000) + KEPT_FOR_S },
          { removeUndefinedValues: true },
        ),
      }),
    );
  return {
    note: async (status) => {
      await put({ pk: `FILE#${status.sourceId}`, sk: `${status.at}#${status.name}`, status }, status.at);
    },
    list: async (sourceId, most) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: marshall({ ':pk': `FILE#${sourceId}` }),
          ScanIndexForward: false,
          Limit: most,
        }),
      );
      return Items.map((item) => z.object({ status: fileStatus }).parse(unmarshall(item)).status);
    },
    progressOf: async (sourceId, reading) => {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: table,
          Key: marshall({ pk: `FILE#${sourceId}#CONTENT`, sk: reading }),
          ConsistentRead: true,
        }),
      );
      return Item === undefined ? undefined : z.object({ progress }).parse(unmarshall(Item)).progress;
    },
    keepProgress: async (sourceId, reading, at, value) => {
      await put({ pk: `FILE#${sourceId}#CONTENT`, sk: reading, progress: value }, at);
    },
  };
}
