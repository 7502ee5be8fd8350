import type { Kernel } from '../../kernel/types.ts';
import { expiryOf } from './item-store.ts';
import type { ItemStore } from './item-store.ts';
import type { Table } from './table.ts';
import type { Item } from './values.ts';

export interface Expiry {
  /** Sees to it that the item will go when its time has come. */
  plan(table: Table, item: Item): void;
  /** The planned sweep has run: the next has to be planned anew. */
  swept(table: Table): void;
  /** Plans for what the table holds. */
  start(table: Table, items: ItemStore): void;
}

export const JOB = 'dynamodb.expire';
/** AWS promises deletion within a few days; here items go together at the next half hour. */
const SWEEP_EVERY = 30 * 60 * 1000;
/** Older ones are taken for a mistake and kept. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
const OLDEST_SECONDS = 5 * 365 * 24 * 60 * 60;

export function createExpiry(kernel: Kernel): Expiry {
  /** Due time of each table's sweep, so that a write looks at one number. */
  const planned = new Map<string, number>();
  const planAt = (table: Table, second: number): void => {
    const due = Math.max(kernel.now() + 1, Math.ceil((second * 1000) / SWEEP_EVERY) * SWEEP_EVERY);
    const known = planned.get(table.name);
    if (known !== undefined && known <= due) return;
    planned.set(table.name, due);
    kernel.jobs.add(JOB, due, null, table.name);
  };
  return {
    plan: (table, item) => {
      const second = expiryOf(table, item);
      if (second !== undefined) planAt(table, second);
    },
    swept: (table) => {
      planned.delete(table.name);
    },
    start: (table, items) => {
      if (table.ttlAttribute === undefined) return;
      const next = items.nextExpiry(oldestSecond(kernel));
      if (next !== undefined) planAt(table, next);
    },
  };
}

export function oldestSecond(kernel: Kernel): number {
  return Math.floor(kernel.now() / 1000) - OLDEST_SECONDS;
}
