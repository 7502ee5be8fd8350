export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}
export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute | undefined;
}
export interface Index {
  readonly name: string;
  readonly arn: string;
  /** Numbers the index's columns; never used again for another index. */
  readonly slot: number;
  readonly key: KeySchema;
  readonly projectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  /** The names projected, keys of index and table included; undefined for all. */
  readonly projected: ReadonlySet<string> | undefined;
}
export type StreamView = 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';
export interface Stream {
  readonly arn: string;
  readonly label: string;
  readonly view: StreamView;
}
export interface Table {
  /** Numbers the table's SQLite tables. */
  readonly id: number;
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  readonly attributes: readonly KeyAttribute[];
  readonly key: KeySchema;
  readonly indexes: readonly Index[];
  readonly stream: Stream | undefined;
  readonly ttlAttribute: string | undefined;
  /** ARN of the customer's key, if the table is encrypted with one. */
  readonly encryptionKey: string | undefined;
}

/** The primary key in the form that sorts and is compared: see {@link encodeKeyValue}. */
export interface Key {
  readonly pk: string;
  /** Empty for a table without a sort key. */
  readonly sk: string;
}

export function keyAttributesOf({ hash, range }: KeySchema): readonly KeyAttribute[] {
  return range === undefined ? [hash] : [hash, range];
}
