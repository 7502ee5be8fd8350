import { DatabaseSync } from 'node:sqlite';
import type { Keep, PartnerOptions } from './types.ts';

/** Where a partner keeps what it knows; nowhere but in memory when nobody has said where. */
export const shelvesOf = ({ keep }: PartnerOptions): Keep => keep ?? (<Value>() => new Map<string, Value>());

/** Keeps what partners know in a file. What was set is there when the process is killed right after it, as with the engine's own state. */
export function keepIn(path: string): { readonly keep: Keep; readonly close: () => void } {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS kept (shelf TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (shelf, key))`);
  const all = database.prepare('SELECT key, value FROM kept WHERE shelf = ? ORDER BY rowid');
  const set = database.prepare(
    'INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT (shelf, key) DO UPDATE SET value = excluded.value',
  );
  const drop = database.prepare('DELETE FROM kept WHERE shelf = ? AND key = ?');

  class KeptMap<Value> extends Map<string, Value> {
    private readonly shelf: string;

    constructor(shelf: string) {
      super();
      this.shelf = shelf;
      for (const { key, value } of all.iterate(shelf)) super.set(String(key), JSON.parse(String(value)));
    }

    override set(key: string, value: Value): this {
      set.run(this.shelf, key, JSON.stringify(value));
      return super.set(key, value);
    }

    override delete(key: string): boolean {
      drop.run(this.shelf, key);
      return super.delete(key);
    }
  }
  return {
    keep: <Value>(shelf: string) => new KeptMap<Value>(shelf),
    close: () => {
      database.close();
    },
  };
}

/** What comes one after the other: messages, mails. */
export interface KeptList<Value> {
  readonly all: readonly Value[];
  readonly add: (value: Value) => void;
  readonly replace: (index: number, value: Value) => void;
}

/** `most`: so many are kept, and the oldest is forgotten. */
export function listIn<Value>(shelf: Map<string, Value>, most = Infinity): KeptList<Value> {
  const all = [...shelf.values()];
  let next = Number([...shelf.keys()].at(-1) ?? -1) + 1;
  const keyOf = (index: number): string => String(next - all.length + index);
  return {
    all,
    add: (value) => {
      shelf.set(String(next), value);
      next += 1;
      all.push(value);
      if (all.length <= most) return;
      shelf.delete(keyOf(0));
      all.shift();
    },
    replace: (index, value) => {
      shelf.set(keyOf(index), value);
      all[index] = value;
    },
  };
}
