import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { connect } from '../../platform/index.ts';
import type { Rejection } from '../formats/translator.ts';

/** As long as the raw payload is there to be replayed. */
const KEPT_FOR_S = 90 * 24 * 3600;

/** An item has 400 KB; the payload itself has the rest. */
const MOST_KEPT = 100;

export interface Quarantined {
  readonly id: string;
  readonly sourceId: string;
  readonly at: string;
  readonly rawKey: string;
  readonly contentType: string;
  readonly rejections: readonly Rejection[];
}

export type Quarantine = (payload: Quarantined) => Promise<void>;

/** Remembers what could not be read, and where it lies. */
export function quarantine(table: string): Quarantine {
  const client = connect(new DynamoDBClient({}));
  return async ({ id, sourceId, at, rejections, ...rest }) => {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall(
          {
            pk: `QUARANTINE#${sourceId}`,
            sk: `${at}#${id}`,
            id,
            at,
            ...rest,
            rejections: rejections.slice(0, MOST_KEPT),
            rejected: rejections.length,
            expiresAt: Math.floor(Date.parse(at) / 1000) + KEPT_FOR_S,
          },
          { removeUndefinedValues: true },
        ),
      }),
    );
  };
}
