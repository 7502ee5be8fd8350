import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { newExecution, nextDue } from './execution.ts';
import type { Execution, HistoryEvent, Outcome, Thread } from './execution.ts';
import { openExecutionStore } from './execution-store.ts';
import type { ExecutionRow } from './execution-store.ts';
import { StateFailure } from './failure.ts';
import { begin, resume } from './interpreter.ts';
import type { Json } from './json.ts';
import { post, wake } from './mailbox.ts';
import type { Machines, StateMachine } from './machines.ts';
import type { Throttle } from './quotas.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { readToken } from './token.ts';

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
const IN_MEMORY = 2_000;
/** Phases that end by a due time, a token or a child. */
const WAITING = new Set(['wait', 'retry', 'token', 'children']);

export function createStandardExecutions(kernel: Kernel, machines: Machines, throttle: Throttle): StandardExecutions {
  const { jobs } = kernel;
  const store = openExecutionStore(kernel);
  const running = new Map<number, Execution>();

  const flush = (execution: Execution): void => {
    store.append(execution.id, execution.pending);
    execution.pending = [];
  };

  const close = (execution: Execution): void => {
    const { ending } = execution;
    if (ending === undefined || !running.delete(execution.id)) return;
    store.close(execution.id, execution.endedAt ?? kernel.now(), ending);
    jobs.cancel(DUE_JOB, String(execution.id));
    kernel.emit({ kind: 'sfn.ended', execution: execution.arn, machine: execution.machineName, status: ending.status });
    const row = store.byId(execution.id);
    if (row !== undefined && row.parent !== null) answerParent(row.parent, row);
  };

  /** Keeps where the execution stands, and when it goes on by itself. */
  const rest = (execution: Execution): void => {
    if (!store.isCurrent()) return;
    flush(execution);
    if (execution.ending !== undefined) {
      close(execution);
      return;
    }
    store.keepProgress(execution.id, writeSnapshot(execution), !isWaiting(execution));
    const due = nextDue(execution);
    const key = String(execution.id);
    if (due === undefined) jobs.cancel(DUE_JOB, key);
    else if (jobs.dueOf(DUE_JOB, key) !== due) jobs.add(DUE_JOB, due, execution.id, key);
    if (running.size > IN_MEMORY) dropOldest();
  };

  const dropOldest = (): void => {
    for (const [id, execution] of running) {
      if (running.size <= IN_MEMORY) return;
      if (isWaiting(execution) && !execution.draining) running.delete(id);
    }
  };

  const open = (row: ExecutionRow): Execution => {
    const execution = newExecution(kernel, {
      host: { rest, delayTransition: () => throttle.delayTransition() },
      id: row.id,
      arn: row.arn,
      name: row.name,
      machineArn: row.machine,
      roleArn: row.role,
      express: false,
      machine: machines.compiled(row.definition, false),
      inputText: row.input,
      startedAt: row.started,
    });
    running.set(row.id, execution);
    return execution;
  };

  const load = (id: number): Execution | undefined => {
    const known = running.get(id);
    if (known !== undefined) return known;
    const progress = store.progress(id);
    const row = progress === undefined ? undefined : store.byId(id);
    if (row === undefined || progress === undefined) return undefined;
    const execution = open(row);
    readSnapshot(execution, progress);
    return execution;
  };

  const waitingFor = (token: unknown): { execution: Execution; thread: Thread } => {
    const parts = readToken(token);
    const execution = load(parts.execution);
    const thread = execution?.threads.get(parts.thread);
    if (execution === undefined && store.byId(parts.execution) === undefined) {
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

  const answerParent = (token: string, row: ExecutionRow): void => {
    const described = describeChild(row);
    const failed = { failure: new StateFailure('States.TaskFailed', JSON.stringify(described)) };
    try {
      answer(token, row.status === 'SUCCEEDED' ? { result: described } : failed);
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
    byArn: (arn) => store.byArn(arn),
    list: (machine, status, before, limit) => store.list(machine, status, before, limit),
    history: (row) => {
      const live = running.get(row.id);
      if (live !== undefined) flush(live);
      return store.history(row.id);
    },
    start: (machine, name, input, parent) => {
      const arn = kernel.arn('states', `execution:${machine.name}:${name}`);
      const taken = store.byArn(arn);
      if (taken?.status === 'RUNNING' && taken.input === input) return taken;
      if (taken !== undefined) {
        if (taken.stopped === null || taken.stopped + NAME_KEPT > kernel.now()) {
          throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
        }
      }
      throttle.assertStart();
      if (taken !== undefined) store.forget(taken);
      const row = store.insert(machine, arn, name, input, parent);
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
        return store.byId(readToken(token).execution)?.machine;
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
      for (const id of store.interrupted()) {
        const execution = load(id);
        if (execution !== undefined) resume(execution);
      }
    },
  };
}

function isWaiting(execution: Execution): boolean {
  for (const { phase } of execution.threads.values()) {
    if (!WAITING.has(phase)) return false;
  }
  return true;
}

/** What a parent is told of a nested execution that has ended. */
function describeChild(row: ExecutionRow): Json {
  return {
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
}
