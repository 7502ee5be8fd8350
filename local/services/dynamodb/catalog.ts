import type { Kernel } from '../../kernel/types.ts';
import type { IndexDeclaration, TableDeclaration } from './declare-table.ts';
import { keyAttributesOf } from './table.ts';
import type { Index, KeySchema, Stream, Table } from './table.ts';

/** What must outlive the process beyond the template: numbers given, and the time at which table and stream were made. */
interface Kept {
  readonly created: number;
  readonly key: string;
  readonly slots: Record<string, { readonly slot: number; readonly key: string }>;
  readonly nextSlot: number;
  readonly streamLabel: string | undefined;
  readonly ttlAttribute: string | undefined;
}

export interface CatalogEntry {
  readonly table: Table;
  /** Slots of indexes that this boot added. */
  readonly newSlots: readonly number[];
  /** Existing rows lack what is derived from items: a new index, or another TTL attribute. */
  readonly mustDerive: boolean;
}

export function createCatalogTable(kernel: Kernel): void {
  kernel.store.exec(
    'CREATE TABLE IF NOT EXISTS dynamodb_tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kept TEXT NOT NULL)',
  );
}

/** Finds or enters the table. What CloudFormation would replace the table for is refused over existing data. */
export function enterTable(kernel: Kernel, declaration: TableDeclaration): CatalogEntry {
  const { name } = declaration;
  const row = kernel.store.get<{ id: number; kept: string }>(
    'SELECT id, kept FROM dynamodb_tables WHERE name = ?',
    name,
  );
  const before: Kept | undefined = row === undefined ? undefined : JSON.parse(row.kept);
  const key = describeKey(declaration.key);
  if (before !== undefined && before.key !== key)
    throw new Error(`the key of table ${name} was ${before.key} and cannot become ${key}; start with fresh data`);
  const { kept, newSlots } = giveSlots(declaration, before, kernel.now());
  const id =
    row?.id ??
    kernel.store.run('INSERT INTO dynamodb_tables (name, kept) VALUES (?, ?)', name, JSON.stringify(kept))
      .lastInsertRowid;
  if (row !== undefined) kernel.store.run('UPDATE dynamodb_tables SET kept = ? WHERE id = ?', JSON.stringify(kept), id);
  return {
    table: describeTable(kernel, declaration, id, kept),
    newSlots,
    mustDerive: before !== undefined && (newSlots.length > 0 || before.ttlAttribute !== declaration.ttlAttribute),
  };
}

function giveSlots(
  declaration: TableDeclaration,
  before: Kept | undefined,
  now: number,
): { kept: Kept; newSlots: readonly number[] } {
  // An index that was absent for a while has stale columns, so it gets a new slot when it comes back.
  const slots: Record<string, { slot: number; key: string }> = {};
  let nextSlot = before?.nextSlot ?? 0;
  const newSlots: number[] = [];
  for (const { name, key } of declaration.indexes) {
    const described = describeKey(key);
    const known = before?.slots[name];
    if (known?.key === described) {
      slots[name] = known;
      continue;
    }
    slots[name] = { slot: nextSlot, key: described };
    newSlots.push(nextSlot);
    nextSlot += 1;
  }
  const kept: Kept = {
    created: before?.created ?? now,
    key: describeKey(declaration.key),
    slots,
    nextSlot,
    streamLabel: declaration.streamView === undefined ? undefined : (before?.streamLabel ?? streamLabelOf(now)),
    ttlAttribute: declaration.ttlAttribute,
  };
  return { kept, newSlots };
}

/** As in stream ARNs: the time of creation without its zone. */
function streamLabelOf(now: number): string {
  return new Date(now).toISOString().replace('Z', '');
}

function describeKey(schema: KeySchema): string {
  return keyAttributesOf(schema)
    .map(({ name, type }) => `${name} ${type}`)
    .join(', ');
}

function describeTable(kernel: Kernel, declaration: TableDeclaration, id: number, kept: Kept): Table {
  const arn = kernel.arn('dynamodb', `table/${declaration.name}`);
  return {
    id,
    name: declaration.name,
    arn,
    created: kept.created,
    attributes: declaration.attributes,
    key: declaration.key,
    indexes: declaration.indexes.map((index) => describeIndex(arn, declaration.key, index, kept)),
    stream: describeStream(arn, declaration, kept),
    ttlAttribute: declaration.ttlAttribute,
    encryptionKey: declaration.encryptionKey,
  };
}

function describeIndex(tableArn: string, tableKey: KeySchema, index: IndexDeclaration, kept: Kept): Index {
  const slot = kept.slots[index.name]?.slot;
  if (slot === undefined) throw new Error(`index ${index.name} was given no slot`);
  const names = [...keyAttributesOf(tableKey), ...keyAttributesOf(index.key)].map(({ name }) => name);
  return {
    name: index.name,
    arn: `${tableArn}/index/${index.name}`,
    slot,
    key: index.key,
    projectionType: index.projectionType,
    projected: index.projectionType === 'ALL' ? undefined : new Set([...names, ...index.included]),
  };
}

function describeStream(tableArn: string, { streamView }: TableDeclaration, kept: Kept): Stream | undefined {
  if (streamView === undefined || kept.streamLabel === undefined) return undefined;
  return { arn: `${tableArn}/stream/${kept.streamLabel}`, label: kept.streamLabel, view: streamView };
}
