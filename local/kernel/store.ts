import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { SqlValue, Store } from './types.ts';

export interface OwnedStore extends Store {
  /** Called right before each commit: the last chance to write what belongs to this turn. One action: a new kernel replaces the old one's. */
  beforeCommit(action: () => void): void;
  /** A commit at the end of a turn, although nothing was written yet. */
  commitSoon(): void;
  /** Writes everything now; what was written survives whatever comes next. */
  commit(): void;
  close(): void;
}

/**
 * Each commit writes the touched pages once more: one for each turn costs more than all that is in them. So commits that nobody waits for alone (a request to
 * a partner) rest for some times as long as the last one took: an idle engine answers at once, a busy one writes more at a time. Who waits for an answer
 * gets a commit at the end of the turn.
 */
const REST_TO_WORK = 10;
/** A disk that hung once holds up nobody. */
const LONGEST_REST_MS = 40;

/**
 * Opens the engine's state. `path` undefined: in memory.
 *
 * The transaction opens with the first write and is committed at the end of a turn of the event loop (group commit): of this turn, or of one that is
 * up to {@link LONGEST_REST_MS} later when the last commit was just now. What leaves the engine waits for it, so nobody has seen what a kill takes back. With
 * `synchronous = OFF` a committed transaction survives the death of the process, which is what is promised here; it may not
 * survive the death of the machine, and a laptop that loses power starts anew.
 */
export function openStore(path: string | undefined): OwnedStore {
  const database = new DatabaseSync(path ?? ':memory:');
  database.exec(path === undefined ? 'PRAGMA journal_mode = OFF' : 'PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY');

  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };

  let open = false;
  let closed = false;
  let committing = false;
  let waiters: (() => void)[] = [];
  let beforeCommit: (() => void) | undefined;

  const commit = (): void => {
    if (closed) return;
    committing = true;
    beforeCommit?.();
    if (open) database.exec('COMMIT');
    open = false;
    committing = false;
    const resolved = waiters;
    waiters = [];
    for (const resolve of resolved) resolve();
  };

  let restsUntil = -Infinity;
  let thisTurn: NodeJS.Immediate | undefined;
  let later: NodeJS.Timeout | undefined;
  const commitNow = (): void => {
    thisTurn = later = undefined;
    const begun = performance.now();
    commit();
    const done = performance.now();
    restsUntil = done + Math.min(LONGEST_REST_MS, (done - begun) * REST_TO_WORK);
  };
  const commitThisTurn = (): void => {
    clearTimeout(later);
    later = undefined;
    thisTurn ??= setImmediate(commitNow);
  };
  const commitSoon = (): void => {
    // What is written by a commit goes with it, and is no reason for another.
    if (committing || thisTurn !== undefined || later !== undefined || path === undefined) return;
    const rest = restsUntil - performance.now();
    if (rest <= 0) commitThisTurn();
    else later = setTimeout(commitNow, rest);
  };
  const begin = (): void => {
    if (open || path === undefined) return;
    database.exec('BEGIN IMMEDIATE');
    open = true;
    commitSoon();
  };

  return {
    exec: (sql) => {
      begin();
      database.exec(sql);
    },
    // The generic names the row's shape for the caller; SQLite itself cannot know it.
    get: <Row>(sql: string, ...parameters: SqlValue[]) => prepare(sql).get(...parameters) as Row | undefined,
    all: <Row>(sql: string, ...parameters: SqlValue[]) => prepare(sql).all(...parameters) as Row[],
    run: (sql, ...parameters) => {
      begin();
      const { changes, lastInsertRowid } = prepare(sql).run(...parameters);
      return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
    },
    durable: (when) => {
      if (path === undefined) return Promise.resolve();
      const written = new Promise<void>((resolve) => waiters.push(resolve));
      if (when === 'at the end of this turn') commitThisTurn();
      else commitSoon();
      return written;
    },
    beforeCommit: (action) => {
      beforeCommit = action;
    },
    commitSoon,
    commit,
    close: () => {
      commit();
      closed = true;
      database.close();
    },
  };
}
