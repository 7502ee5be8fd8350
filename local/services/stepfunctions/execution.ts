import type { Kernel } from '../../kernel/types.ts';
import type { Flow, Machine, State } from './definition.ts';
import type { StateFailure } from './failure.ts';
import { parseJson } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * - `enter`: the state is to be entered
 * - `run`: entered, its work is to be done (again)
 * - `start`: the task is scheduled and to be started
 * - `call`: the service is being called; after a kill it is called again
 * - `token`: submitted, waits for its token
 * - `wait`: waits for `due` (a Wait state)
 * - `retry`: waits for `due`, then runs again
 * - `children`: branches or iterations are running
 */
export type Phase = 'enter' | 'run' | 'start' | 'call' | 'token' | 'wait' | 'retry' | 'children';

/** One line of control: the execution itself, a branch of a Parallel, an iteration of a Map. */
export interface Thread {
  readonly id: number;
  readonly parent: number | undefined;
  /** Which branch or iteration. */
  readonly index: number;
  /** State names and branch numbers that lead from the machine to this thread's flow. */
  readonly place: readonly (string | number)[];
  readonly flow: Flow;
  readonly item: { readonly index: number; readonly value: Json } | undefined;
  state: string;
  phase: Phase;
  input: Json;
  variables: JsonObject;
  /** The rate of transitions has let it into its state. */
  admitted: boolean;
  /** The event that the next one follows. */
  last: number;
  entered: number;
  enteredAt: number;
  /** Attempts used up, by retrier. */
  retries: number[];
  /** Makes answers to an earlier attempt void. */
  attempt: number;
  due: number | undefined;
  timeoutAt: number | undefined;
  heartbeatAt: number | undefined;
  heartbeatSeconds: number | undefined;
  timeoutSeconds: number | undefined;
  token: string | undefined;
  /** The token was used; what it brought is on its way. */
  answered: boolean;
  /** What the running call was called with, so that it can be called again. */
  arguments: Json | undefined;
  group: Group | undefined;
}

/** The branches of a Parallel or the iterations of a Map while they run. */
export interface Group {
  readonly results: Json[];
  readonly total: number;
  readonly limit: number;
  /** A Map's items. */
  readonly items: readonly Json[] | undefined;
  next: number;
  finished: number;
}

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: string]: unknown;
}

export type Outcome = { readonly result: Json } | { readonly failure: StateFailure };

export type Work =
  | { readonly kind: 'step'; readonly thread: Thread }
  | { readonly kind: 'finished'; readonly thread: Thread; readonly output: Json }
  | { readonly kind: 'failed'; readonly thread: Thread; readonly failure: StateFailure }
  | { readonly kind: 'reply'; readonly thread: number; readonly attempt: number; readonly outcome: Outcome }
  | { readonly kind: 'token'; readonly thread: number; readonly attempt: number; readonly outcome: Outcome }
  | { readonly kind: 'overdue'; readonly thread: number; readonly attempt: number; readonly heartbeat: boolean }
  | { readonly kind: 'due' }
  | { readonly kind: 'stop'; readonly ending: Ending };

export interface Ending {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly output?: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** What carries an execution: the store for Standard, memory for Express. */
export interface Host {
  /** Nothing is left to do until something arrives. */
  rest(execution: Execution): void;
  /** Milliseconds for which the account's rate of transitions holds the next state back. */
  delayTransition(): number;
}

export interface Execution {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string;
  readonly express: boolean;
  readonly machine: Machine;
  /** `$states.context` as far as it is the same for all states. */
  readonly context: { readonly Execution: JsonObject; readonly StateMachine: JsonObject };
  readonly input: Json;
  readonly startedAt: number;
  readonly timeoutAt: number | undefined;
  readonly threads: Map<number, Thread>;
  /** Time-outs of running calls, by thread; volatile, as the calls are. */
  readonly timers: Map<number, { cancel(): void }>;
  nextThread: number;
  events: number;
  /** Events not yet written; an Express execution keeps none. */
  pending: HistoryEvent[];
  queue: Work[];
  draining: boolean;
  ending: Ending | undefined;
  endedAt: number | undefined;
}

type Identity = Pick<
  Execution,
  'host' | 'id' | 'arn' | 'name' | 'machineArn' | 'roleArn' | 'express' | 'machine' | 'startedAt'
> & { readonly inputText: string };

export function newExecution(kernel: Kernel, { inputText, ...identity }: Identity): Execution {
  const { machine, startedAt, express } = identity;
  const input = parseJson(inputText);
  const machineName = identity.machineArn.slice(identity.machineArn.lastIndexOf(':') + 1);
  return {
    ...identity,
    kernel,
    machineName,
    input,
    context: {
      Execution: {
        Id: identity.arn,
        Input: input,
        StartTime: new Date(startedAt).toISOString(),
        Name: identity.name,
        RoleArn: identity.roleArn,
        ...(express ? {} : { RedriveCount: 0 }),
      },
      StateMachine: { Id: identity.machineArn, Name: machineName },
    },
    // An Express execution's time is its host's affair.
    timeoutAt: express || machine.timeoutSeconds === undefined ? undefined : startedAt + machine.timeoutSeconds * 1000,
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
}

export const HISTORY_LIMIT = 25_000;

/**
 * Appends to the history and returns the event's id. Details are made only where they are kept. Standard executions end at
 * 25,000 events; the last one says so.
 */
export function record(
  execution: Execution,
  type: string,
  previousEventId: number,
  details?: () => Readonly<Record<string, unknown>>,
): number {
  const id = execution.events + 1;
  if (execution.express) {
    execution.events = id;
    return id;
  }
  if (id >= HISTORY_LIMIT && !type.startsWith('Execution')) throw new HistoryFull();
  execution.events = id;
  execution.pending.push({ id, previousEventId, timestamp: execution.kernel.now(), type, ...details?.() });
  return id;
}

export class HistoryFull extends Error {}

/** The next event of a thread. */
export function recordNext(
  execution: Execution,
  thread: Thread,
  type: string,
  details?: () => Readonly<Record<string, unknown>>,
): void {
  thread.last = record(execution, type, thread.last, details);
}

export function stateOf(thread: Thread): State {
  const state = thread.flow.states.get(thread.state);
  if (state === undefined) throw new Error(`the state ${thread.state} is not in its flow`);
  return state;
}

export function isAlive(execution: Execution, thread: Thread): boolean {
  return execution.threads.get(thread.id) === thread;
}

/** The flow that `place` leads to. */
export function flowAt(machine: Machine, place: readonly (string | number)[]): Flow {
  let flow: Flow = machine;
  for (let depth = 0; depth < place.length; depth += 2) {
    const state = flow.states.get(String(place[depth]));
    const nested = state?.type === 'Parallel' ? state.branches[Number(place[depth + 1])] : undefined;
    flow = nested ?? (state?.type === 'Map' ? state.processor : flow);
  }
  return flow;
}

/** Of a thread that neither waits for anything nor has been asked anything. */
export const NOTHING_YET = {
  due: undefined,
  timeoutAt: undefined,
  heartbeatAt: undefined,
  heartbeatSeconds: undefined,
  timeoutSeconds: undefined,
  token: undefined,
  arguments: undefined,
  group: undefined,
} as const;

export function startThread(
  execution: Execution,
  start: Pick<Thread, 'parent' | 'index' | 'place' | 'item' | 'input' | 'last'>,
): Thread {
  const flow = flowAt(execution.machine, start.place);
  const thread: Thread = {
    ...start,
    id: execution.nextThread++,
    flow,
    state: flow.startAt,
    phase: 'enter',
    variables: {},
    admitted: false,
    entered: 0,
    enteredAt: 0,
    retries: [],
    attempt: 0,
    ...NOTHING_YET,
    answered: false,
  };
  execution.threads.set(thread.id, thread);
  execution.queue.push({ kind: 'step', thread });
  return thread;
}

/** Forgets whatever the current attempt was waiting for. */
export function clearAttempt(execution: Execution, thread: Thread): void {
  execution.timers.get(thread.id)?.cancel();
  execution.timers.delete(thread.id);
  thread.due = undefined;
  thread.timeoutAt = undefined;
  thread.heartbeatAt = undefined;
  thread.heartbeatSeconds = undefined;
  thread.timeoutSeconds = undefined;
  thread.token = undefined;
  thread.answered = false;
  thread.arguments = undefined;
}

export function removeThread(execution: Execution, thread: Thread): void {
  clearAttempt(execution, thread);
  execution.threads.delete(thread.id);
}

export function childrenOf(execution: Execution, thread: Thread): readonly Thread[] {
  return [...execution.threads.values()]
    .filter((other) => other.parent === thread.id)
    .sort((a, b) => a.index - b.index);
}

/** The earliest moment at which something must happen by itself. */
export function nextDue(execution: Execution): number | undefined {
  let next = execution.timeoutAt ?? Infinity;
  for (const thread of execution.threads.values()) {
    next = Math.min(next, thread.due ?? Infinity, thread.timeoutAt ?? Infinity, thread.heartbeatAt ?? Infinity);
  }
  return next === Infinity ? undefined : next;
}
