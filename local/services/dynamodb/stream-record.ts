import { keyAttributesFrom } from './keys.ts';
import type { Stream, Table } from './table.ts';
import type { Item } from './values.ts';
import { sizeOfItem } from './values.ts';

/** As Lambda hands it to a function. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  /** Present when the time to live ended the item. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
}

/** As it lies in the store. */
export interface StreamRow {
  readonly id: number;
  readonly at: number;
  readonly event: string;
  readonly keys: string | null;
  readonly old: string | null;
  readonly new: string | null;
  /** Of the images that are kept. */
  readonly size: number;
  readonly expired: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
const SERVICE_IDENTITY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** What was kept of the item before and after. */
export interface Images {
  readonly old: Item | undefined;
  readonly new: Item | undefined;
}

export function imagesOf(row: StreamRow): Images {
  return {
    old: row.old === null ? undefined : JSON.parse(row.old),
    new: row.new === null ? undefined : JSON.parse(row.new),
  };
}

export function recordOf(
  awsRegion: string,
  table: Table,
  stream: Stream,
  row: StreamRow,
  { old: oldImage, new: newImage }: Images,
  sequence: string,
): StreamRecord {
  const image = newImage ?? oldImage;
  const keys: Item = image === undefined ? JSON.parse(row.keys ?? '{}') : keyAttributesFrom(table.key, image);
  return {
    eventID: `${table.id.toString(16).padStart(16, '0')}${row.id.toString(16).padStart(16, '0')}`,
    eventName: eventNameOf(row.event),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(row.at / 1000),
      Keys: keys,
      ...(newImage === undefined ? {} : { NewImage: newImage }),
      ...(oldImage === undefined ? {} : { OldImage: oldImage }),
      SequenceNumber: sequence,
      SizeBytes: sizeOfItem(keys) + row.size,
      StreamViewType: stream.view,
    },
    eventSourceARN: stream.arn,
    ...(row.expired === 1 ? { userIdentity: SERVICE_IDENTITY } : {}),
  };
}

function eventNameOf(event: string): 'INSERT' | 'MODIFY' | 'REMOVE' {
  return event === 'INSERT' || event === 'REMOVE' ? event : 'MODIFY';
}
