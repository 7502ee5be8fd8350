import type { Kernel } from '../../kernel/types.ts';
import { NOTHING_USED, totalOf } from './capacity.ts';
import type { Used } from './capacity.ts';
import { tableNotFound } from './failures.ts';
import type { FaultState } from './faults.ts';
import type { ItemStore } from './item-store.ts';
import type { Streams } from './streams.ts';
import type { Table } from './table.ts';
import type { Expiry } from './expiry.ts';

export interface OpenTable {
  readonly table: Table;
  readonly items: ItemStore;
}

/** What the operations work on. */
export interface Database {
  readonly kernel: Kernel;
  readonly tables: ReadonlyMap<string, OpenTable>;
  readonly streams: Streams;
  readonly expiry: Expiry;
  readonly faults: FaultState;
}

/** A table may be named by its ARN. */
export function tableNameOf(given: unknown): string {
  const name = String(given);
  return name.startsWith('arn:') ? (name.split(':table/')[1]?.split('/')[0] ?? name) : name;
}

export function openTable(database: Database, given: unknown): OpenTable {
  const open = database.tables.get(tableNameOf(given));
  if (open === undefined) throw tableNotFound();
  return open;
}

export function meterWrites({ kernel }: Database, table: Table, used: Used): void {
  if (used !== NOTHING_USED) kernel.meter.count('dynamodb', 'WriteRequestUnits', totalOf(used), table.name);
}

export function meterReads({ kernel }: Database, table: Table, used: Used): void {
  kernel.meter.count('dynamodb', 'ReadRequestUnits', totalOf(used), table.name);
}
