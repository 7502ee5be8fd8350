import { AwsError } from '../../kernel/errors.ts';
import { compareTexts } from './compare.ts';
import { placeInIndex } from './keys.ts';
import { parsedItem } from './item-store.ts';
import type { Selection, Stored, StoredRow } from './item-store.ts';
import type { Key, Table } from './table.ts';

/** What a fault run may do to a call. `unprocessed` leaves the later half of a batch undone, as AWS may at any time. */
export type Fault =
  | 'ProvisionedThroughputExceededException'
  | 'ThrottlingException'
  | 'RequestLimitExceeded'
  | 'InternalServerError'
  | 'TransactionConflict'
  | 'unprocessed';
export type FaultHook = (call: { readonly operation: string; readonly tables: readonly string[] }) => Fault | undefined;

export interface Faults {
  /** From now on a query on an index of the table sees only what is older. 0: at once, the default. */
  lagIndexes(tableName: string, milliseconds: number): void;
  /** Asked before each operation; undefined takes the hook away. */
  onCall(hook: FaultHook | undefined): void;
}

export interface FaultState extends Faults {
  of(operation: string, tables: readonly string[]): Fault | undefined;
  /** Remembers what the indexes must go on showing for a while. */
  changed(table: Table, key: Key, before: Stored | undefined): void;
  /** The rows that a lagging index shows, or undefined when it does not lag. */
  lagging(table: Table, selection: Selection, selectAll: () => StoredRow[]): StoredRow[] | undefined;
}

interface Lag {
  readonly milliseconds: number;
  /** In order of time. */
  changes: { readonly at: number; readonly key: Key; readonly before: Stored | undefined }[];
}

export function createFaults(now: () => number): FaultState {
  let hook: FaultHook | undefined;
  const lags = new Map<string, Lag>();
  return {
    lagIndexes: (tableName, milliseconds) => {
      if (milliseconds <= 0) lags.delete(tableName);
      else lags.set(tableName, { milliseconds, changes: lags.get(tableName)?.changes ?? [] });
    },
    onCall: (given) => {
      hook = given;
    },
    of: (operation, tables) => hook?.({ operation, tables }),
    changed: (table, key, before) => {
      lags.get(table.name)?.changes.push({ at: now(), key, before });
    },
    lagging: (table, selection, selectAll) => {
      const lag = selection.index === undefined ? undefined : lags.get(table.name);
      if (lag === undefined) return undefined;
      lag.changes = lag.changes.filter(({ at }) => at > now() - lag.milliseconds);
      return staleRows(selection, lag, selectAll());
    },
  };
}

function staleRows(selection: Selection, lag: Lag, current: readonly StoredRow[]): StoredRow[] {
  const unseen = new Map<string, StoredRow | undefined>();
  for (const { key, before } of lag.changes) {
    const name = JSON.stringify([key.pk, key.sk]);
    if (!unseen.has(name)) unseen.set(name, formerRow(selection, key, before));
  }
  const former = [...unseen.values()].filter((row) => row !== undefined);
  const rows = [...current.filter(({ pk, sk }) => !unseen.has(JSON.stringify([pk, sk]))), ...former];
  const direction = selection.forward ? 1 : -1;
  const sorted = rows.sort((one, two) => direction * compareRows(one, two));
  const { cursor } = selection;
  return cursor === undefined ? sorted : sorted.filter((row) => direction * compareRows(row, cursor) > 0);
}

function formerRow(selection: Selection, key: Key, before: Stored | undefined): StoredRow | undefined {
  const { index, hash, lower, upper } = selection;
  if (before === undefined || index === undefined) return undefined;
  const place = placeInIndex(index, parsedItem(before));
  if (place === undefined || (hash !== undefined && place.pk !== hash)) return undefined;
  if (lower !== undefined && compareTexts(place.sk, lower.value) < (lower.inclusive ? 0 : 1)) return undefined;
  if (upper !== undefined && compareTexts(place.sk, upper.value) > (upper.inclusive ? 0 : -1)) return undefined;
  return { ...before, ...key, place };
}

function compareRows(one: Key & { place: Key | undefined }, two: Key & { place: Key | undefined }): number {
  return (
    compareTexts(one.place?.pk ?? '', two.place?.pk ?? '') ||
    compareTexts(one.place?.sk ?? '', two.place?.sk ?? '') ||
    compareTexts(one.pk, two.pk) ||
    compareTexts(one.sk, two.sk)
  );
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export function errorOfFault(fault: Exclude<Fault, 'unprocessed' | 'TransactionConflict'>): AwsError {
  switch (fault) {
    case 'ProvisionedThroughputExceededException':
      return new AwsError(
        fault,
        'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
      );
    case 'ThrottlingException':
      return new AwsError(
        fault,
        'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
      );
    case 'RequestLimitExceeded':
      return new AwsError(fault, 'Throughput exceeds the current throughput limit for your account.');
    case 'InternalServerError':
      return new AwsError(fault, 'Internal server error', { httpStatusCode: 500 });
  }
}
