import type { Kernel } from '../../kernel/types.ts';
import type { Ending, HistoryEvent } from './execution.ts';
import type { StateMachine } from './machines.ts';

export interface ExecutionRow {
  readonly id: number;
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly definition: string;
  readonly role: string;
  readonly status: string;
  readonly started: number;
  readonly stopped: number | null;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  /** The token of the task that waits for this execution to end (`startExecution.sync`). */
  readonly parent: string | null;
}

/** What is kept of Standard executions. */
export interface ExecutionStore {
  /** False once a later engine has opened the same state: what a killed one still had in its microtasks must not write over it. */
  isCurrent(): boolean;
  byId(id: number): ExecutionRow | undefined;
  byArn(arn: string): ExecutionRow | undefined;
  list(machine: string, status: string | undefined, before: number, limit: number): readonly ExecutionRow[];
  insert(machine: StateMachine, arn: string, name: string, input: string, parent: string | undefined): ExecutionRow;
  forget(row: ExecutionRow): void;
  close(id: number, stopped: number, ending: Ending): void;
  progress(id: number): string | undefined;
  /** `busy`: something was under way that a kill interrupts. */
  keepProgress(id: number, state: string, busy: boolean): void;
  interrupted(): readonly number[];
  append(id: number, events: readonly HistoryEvent[]): void;
  history(id: number): readonly HistoryEvent[];
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS sfn_engine (id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sfn_executions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, name TEXT NOT NULL,
  definition TEXT NOT NULL, role TEXT NOT NULL, status TEXT NOT NULL, started INTEGER NOT NULL, stopped INTEGER,
  input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT, parent TEXT);
CREATE INDEX IF NOT EXISTS sfn_executions_of ON sfn_executions (machine, id);
CREATE TABLE IF NOT EXISTS sfn_progress (execution INTEGER PRIMARY KEY, state TEXT NOT NULL, busy INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS sfn_progress_busy ON sfn_progress (execution) WHERE busy = 1;
CREATE TABLE IF NOT EXISTS sfn_history (
  execution INTEGER NOT NULL, first INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (execution, first)) WITHOUT ROWID;
`;

export function openExecutionStore(kernel: Kernel): ExecutionStore {
  const { store } = kernel;
  store.exec(SCHEMA);
  const readEpoch = (): number => store.get<{ epoch: number }>('SELECT epoch FROM sfn_engine')?.epoch ?? 0;
  const epoch = readEpoch() + 1;
  store.run('INSERT OR REPLACE INTO sfn_engine (id, epoch) VALUES (1, ?)', epoch);

  return {
    isCurrent: () => readEpoch() === epoch,
    byId: (id) => store.get<ExecutionRow>('SELECT * FROM sfn_executions WHERE id = ?', id),
    byArn: (arn) => store.get<ExecutionRow>('SELECT * FROM sfn_executions WHERE arn = ?', arn),
    list: (machine, status, before, limit) =>
      store.all<ExecutionRow>(
        'SELECT * FROM sfn_executions WHERE machine = ? AND id < ? AND (?3 IS NULL OR status = ?3) ORDER BY id DESC LIMIT ?4',
        machine,
        before,
        status ?? null,
        limit,
      ),
    insert: (machine, arn, name, input, parent) => {
      const row = {
        arn,
        machine: machine.arn,
        name,
        definition: machine.definitionId,
        role: machine.roleArn,
        status: 'RUNNING',
        started: kernel.now(),
        stopped: null,
        input,
        output: null,
        error: null,
        cause: null,
        parent: parent ?? null,
      };
      const { lastInsertRowid: id } = store.run(
        'INSERT INTO sfn_executions (arn, machine, name, definition, role, status, started, input, parent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        arn,
        row.machine,
        name,
        row.definition,
        row.role,
        row.status,
        row.started,
        input,
        row.parent,
      );
      return { id, ...row };
    },
    forget: ({ id }) => {
      store.run('DELETE FROM sfn_history WHERE execution = ?', id);
      store.run('DELETE FROM sfn_executions WHERE id = ?', id);
    },
    close: (id, stopped, { status, output, error, cause }) => {
      store.run(
        'UPDATE sfn_executions SET status = ?, stopped = ?, output = ?, error = ?, cause = ? WHERE id = ?',
        status,
        stopped,
        output ?? null,
        error ?? null,
        cause ?? null,
        id,
      );
      store.run('DELETE FROM sfn_progress WHERE execution = ?', id);
    },
    progress: (id) => store.get<{ state: string }>('SELECT state FROM sfn_progress WHERE execution = ?', id)?.state,
    keepProgress: (id, state, busy) => {
      store.run(
        'INSERT INTO sfn_progress (execution, state, busy) VALUES (?, ?, ?) ON CONFLICT (execution) DO UPDATE SET state = excluded.state, busy = excluded.busy',
        id,
        state,
        busy ? 1 : 0,
      );
    },
    interrupted: () =>
      store
        .all<{ execution: number }>('SELECT execution FROM sfn_progress WHERE busy = 1 ORDER BY execution')
        .map(({ execution }) => execution),
    append: (id, events) => {
      const [first] = events;
      if (first === undefined) return;
      store.run(
        'INSERT INTO sfn_history (execution, first, events) VALUES (?, ?, ?)',
        id,
        first.id,
        JSON.stringify(events),
      );
    },
    history: (id) =>
      store
        .all<{ events: string }>('SELECT events FROM sfn_history WHERE execution = ? ORDER BY first', id)
        .flatMap(({ events }): HistoryEvent[] => JSON.parse(events)),
  };
}
