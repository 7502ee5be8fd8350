import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { nextDue } from './execution.ts';
import type { Execution, HistoryEvent, Outcome, Thread } from './execution.ts';
import { StateFailure } from './failure.ts';
import { begin, resume } from './interpreter.ts';
import { parseJson } from './json.ts';
import type { Json } from './json.ts';
import { post, wake } from './mailbox.ts';
import type { Machines, StateMachine } from './machines.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { readToken } from './token.ts';

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
  readonly parent: string | null;
}

/** Executions of Standard workflows: durable, started once per name. */
export interface StandardExecutions {
  byArn(arn: string): ExecutionRow | undefined;
  list(machine: string, status: string | undefined, before: number, limit: number): readonly ExecutionRow[];
  history(row: ExecutionRow): readonly HistoryEvent[];
  start(machine: StateMachine, name: string, input: string, parent: string | undefined): ExecutionRow;
  stop(row: ExecutionRow, error: string | undefined, cause: string | undefined): void;
  /** The machine whose task waits for that token, for authorization. */
  machineOfToken(token: unknown): string | undefined;
  answer(token: unknown, outcome: Outcome): void;
  heartbeat(token: unknown): void;
  open(): void;
}

const DUE_JOB = 'sfn.due';
/** Names are free again 90 days after the execution has closed. */
const NAME_KEPT = 90 * 24 * 60 * 60 * 1000;
/** Waiting executions beyond that number are dropped from memory; the store has them. */
const IN_MEMORY = 20_000;

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

export function createStandardExecutions(kernel: Kernel, machines: Machines): StandardExecutions {
  const { store, jobs } = kernel;
  store.exec(SCHEMA);
  // What a killed engine in the same process still had in its microtasks must not write over its successor's state.
  const epoch = Number(store.get<{ epoch: number }>('SELECT epoch FROM sfn_engine')?.epoch ?? 0) + 1;
  store.run('INSERT OR REPLACE INTO sfn_engine (id, epoch) VALUES (1, ?)', epoch);
  const running = new Map<number, Execution>();

  const flush = (execution: Execution): void => {
    const [first] = execution.pending;
    if (first === undefined) return;
    store.run(
      'INSERT INTO sfn_history (execution, first, events) VALUES (?, ?, ?)',
      execution.id,
      first.id,
      JSON.stringify(execution.pending),
    );
    execution.pending = [];
  };

  const close = (execution: Execution): void => {
    const { ending } = execution;
    if (ending === undefined || !running.delete(execution.id)) return;
    store.run(
      'UPDATE sfn_executions SET status = ?, stopped = ?, output = ?, error = ?, cause = ? WHERE id = ?',
      ending.status,
      execution.endedAt ?? kernel.now(),
      ending.output ?? null,
      ending.error ?? null,
      ending.cause ?? null,
      execution.id,
    );
    store.run('DELETE FROM sfn_progress WHERE execution = ?', execution.id);
    jobs.cancel(DUE_JOB, String(execution.id));
    kernel.emit({ kind: 'sfn.ended', execution: execution.arn, machine: execution.machineName, status: ending.status });
    const row = byId(execution.id);
    if (row?.parent !== null && row?.parent !== undefined) answerParent(row.parent, row);
  };

  const rest = (execution: Execution): void => {
    if (store.get<{ epoch: number }>('SELECT epoch FROM sfn_engine')?.epoch !== epoch) return;
    flush(execution);
    if (execution.ending !== undefined) {
      close(execution);
      return;
    }
    const busy = [...execution.threads.values()].some(({ phase }) => !WAITING.has(phase));
    store.run(
      'INSERT INTO sfn_progress (execution, state, busy) VALUES (?, ?, ?) ON CONFLICT (execution) DO UPDATE SET state = excluded.state, busy = excluded.busy',
      execution.id,
      writeSnapshot(execution),
      busy ? 1 : 0,
    );
    const due = nextDue(execution);
    const key = String(execution.id);
    if (due === undefined) jobs.cancel(DUE_JOB, key);
    else if (jobs.dueOf(DUE_JOB, key) !== due) jobs.add(DUE_JOB, due, execution.id, key);
    if (running.size > IN_MEMORY) dropOldest();
  };

  const dropOldest = (): void => {
    for (const [id, execution] of running) {
      if (running.size <= IN_MEMORY) return;
      const waits = [...execution.threads.values()].every(({ phase }) => WAITING.has(phase));
      if (waits && !execution.draining) running.delete(id);
    }
  };

  const open = (row: ExecutionRow): Execution => {
    const compiled = machines.compiled(row.definition, false);
    const machineName = row.machine.slice(row.machine.lastIndexOf(':') + 1);
    const execution: Execution = {
      kernel,
      host: { rest },
      id: row.id,
      arn: row.arn,
      name: row.name,
      machineArn: row.machine,
      machineName,
      roleArn: row.role,
      express: false,
      machine: compiled,
      input: parseJson(row.input),
      startedAt: row.started,
      timeoutAt: compiled.timeoutSeconds === undefined ? undefined : row.started + compiled.timeoutSeconds * 1000,
      threads: new Map(),
      timers: new Map(),
      nextThread: 1,
      events: 0,
      pending: [],
      queue: [],
      draining: false,
      ending: undefined,
      endedAt: undefined,
    };
    running.set(row.id, execution);
    return execution;
  };

  const byId = (id: number): ExecutionRow | undefined =>
    store.get<ExecutionRow>('SELECT * FROM sfn_executions WHERE id = ?', id);
  const byArn = (arn: string): ExecutionRow | undefined =>
    store.get<ExecutionRow>('SELECT * FROM sfn_executions WHERE arn = ?', arn);

  const load = (id: number): Execution | undefined => {
    const known = running.get(id);
    if (known !== undefined) return known;
    const row = byId(id);
    const progress = store.get<{ state: string }>('SELECT state FROM sfn_progress WHERE execution = ?', id);
    if (row === undefined || progress === undefined) return undefined;
    const execution = open(row);
    readSnapshot(execution, progress.state);
    return execution;
  };

  const waitingFor = (token: unknown): { execution: Execution; thread: Thread } => {
    const parts = readToken(token);
    const execution = load(parts.execution);
    const thread = execution?.threads.get(parts.thread);
    if (execution === undefined && byId(parts.execution) === undefined) {
      throw new AwsError('TaskDoesNotExist', "Task Does Not Exist: 'Task does not exist'");
    }
    const late = Math.min(thread?.timeoutAt ?? Infinity, thread?.heartbeatAt ?? Infinity) <= kernel.now();
    if (execution === undefined || thread === undefined || thread.token !== token || thread.answered || late) {
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    return { execution, thread };
  };

  const answer = (token: unknown, outcome: Outcome): void => {
    const { execution, thread } = waitingFor(token);
    thread.answered = true;
    post(execution, { kind: 'token', thread: thread.id, attempt: thread.attempt, outcome });
  };

  /** A nested execution that a parent waits for (`startExecution.sync`). */
  const answerParent = (token: string, row: ExecutionRow): void => {
    const described: Json = {
      ...(row.cause === null ? {} : { Cause: row.cause }),
      ...(row.error === null ? {} : { Error: row.error }),
      ExecutionArn: row.arn,
      Input: row.input,
      InputDetails: { Included: true },
      Name: row.name,
      ...(row.output === null ? {} : { Output: row.output, OutputDetails: { Included: true } }),
      StartDate: row.started,
      StateMachineArn: row.machine,
      Status: row.status,
      StopDate: row.stopped ?? 0,
    };
    try {
      answer(
        token,
        row.status === 'SUCCEEDED'
          ? { result: described }
          : { failure: new StateFailure('States.TaskFailed', JSON.stringify(described)) },
      );
    } catch (error) {
      // The parent has ended or timed out meanwhile.
      if (!(error instanceof AwsError)) throw error;
    }
  };

  jobs.on(DUE_JOB, ({ payload }) => {
    const execution = load(Number(payload));
    if (execution !== undefined) post(execution, { kind: 'due' });
  });

  return {
    byArn,
    list: (machine, status, before, limit) =>
      store.all<ExecutionRow>(
        'SELECT * FROM sfn_executions WHERE machine = ? AND id < ? AND (?3 IS NULL OR status = ?3) ORDER BY id DESC LIMIT ?4',
        machine,
        before,
        status ?? null,
        limit,
      ),
    history: (row) => {
      const live = running.get(row.id);
      if (live !== undefined) flush(live);
      return store
        .all<{ events: string }>('SELECT events FROM sfn_history WHERE execution = ? ORDER BY first', row.id)
        .flatMap(({ events }): HistoryEvent[] => JSON.parse(events));
    },
    start: (machine, name, input, parent) => {
      const arn = kernel.arn('states', `execution:${machine.name}:${name}`);
      const taken = byArn(arn);
      if (taken?.status === 'RUNNING' && taken.input === input) return taken;
      if (taken !== undefined) {
        if (taken.stopped === null || taken.stopped + NAME_KEPT > kernel.now()) {
          throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
        }
        store.run('DELETE FROM sfn_history WHERE execution = ?', taken.id);
        store.run('DELETE FROM sfn_executions WHERE id = ?', taken.id);
      }
      const started = kernel.now();
      const { lastInsertRowid: id } = store.run(
        "INSERT INTO sfn_executions (arn, machine, name, definition, role, status, started, input, parent) VALUES (?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?)",
        arn,
        machine.arn,
        name,
        machine.definitionId,
        machine.roleArn,
        started,
        input,
        parent ?? null,
      );
      const row: ExecutionRow = {
        id,
        arn,
        machine: machine.arn,
        name,
        definition: machine.definitionId,
        role: machine.roleArn,
        status: 'RUNNING',
        started,
        stopped: null,
        input,
        output: null,
        error: null,
        cause: null,
        parent: parent ?? null,
      };
      kernel.emit({ kind: 'sfn.started', execution: arn, machine: machine.name });
      const execution = open(row);
      begin(execution, input);
      rest(execution);
      return row;
    },
    stop: (row, error, cause) => {
      const execution = load(row.id);
      if (execution !== undefined) post(execution, { kind: 'stop', ending: { status: 'ABORTED', error, cause } });
    },
    machineOfToken: (token) => {
      try {
        return byId(readToken(token).execution)?.machine;
      } catch {
        return undefined;
      }
    },
    answer,
    heartbeat: (token) => {
      const { execution, thread } = waitingFor(token);
      if (thread.heartbeatSeconds === undefined) return;
      thread.heartbeatAt = kernel.now() + thread.heartbeatSeconds * 1000;
      wake(execution);
    },
    open: () => {
      const interrupted = store.all<{ execution: number }>(
        'SELECT execution FROM sfn_progress WHERE busy = 1 ORDER BY execution',
      );
      for (const { execution: id } of interrupted) {
        const execution = load(id);
        if (execution !== undefined) resume(execution);
      }
    },
  };
}

/** Phases that end by a due time, a token or a child. */
const WAITING = new Set(['wait', 'retry', 'token', 'children']);
