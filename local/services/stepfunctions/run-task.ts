import { bindingsOf } from './bindings.ts';
import type { TaskState } from './definition.ts';
import { clearAttempt, isAlive, recordNext, stateOf } from './execution.ts';
import type { Execution, Outcome, Thread } from './execution.ts';
import { StateFailure, sizeFailure } from './failure.ts';
import { exceedsLimit, isJsonObject, parseJson } from './json.ts';
import type { Json } from './json.ts';
import { post } from './mailbox.ts';
import { failState } from './fail-state.ts';
import { callTask } from './task-call.ts';
import type { TaskResource } from './task-resource.ts';
import { render, renderSeconds } from './template.ts';
import { errorDetails, leaveState, shown } from './transition.ts';
import { makeToken } from './token.ts';

/** Arguments and bounds are evaluated, the task is in the history; it starts with the next step. */
export async function scheduleTask(execution: Execution, thread: Thread, state: TaskState): Promise<void> {
  const { resource } = state;
  clearAttempt(execution, thread);
  thread.attempt += 1;
  const needsToken = resource.kind === 'integration' && resource.pattern !== 'request';
  const token = needsToken ? makeToken(execution, thread) : undefined;
  const bindings = bindingsOf(execution, thread, { token });
  const args = state.arguments === undefined ? thread.input : await render(state.arguments, bindings);
  if (exceedsLimit(JSON.stringify(args))) throw sizeFailure(state.name);
  const timeout =
    state.timeoutSeconds === undefined
      ? undefined
      : await renderSeconds(state.timeoutSeconds, bindings, 'TimeoutSeconds', 1);
  const heartbeat =
    state.heartbeatSeconds === undefined
      ? undefined
      : await renderSeconds(state.heartbeatSeconds, bindings, 'HeartbeatSeconds', 1);
  recordScheduled(execution, thread, resource, args, timeout, heartbeat);
  thread.token = token;
  thread.arguments = args;
  thread.timeoutSeconds = timeout;
  thread.heartbeatSeconds = heartbeat;
  thread.phase = 'start';
  execution.queue.push({ kind: 'step', thread });
}

function recordScheduled(
  execution: Execution,
  thread: Thread,
  resource: TaskResource,
  args: Json,
  timeout: number | undefined,
  heartbeat: number | undefined,
): void {
  const bounds = () => ({
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  });
  if (resource.kind === 'function') {
    recordNext(execution, thread, 'LambdaFunctionScheduled', () => ({
      lambdaFunctionScheduledEventDetails: {
        ...shown('input', JSON.stringify(args)),
        resource: resource.arn,
        ...bounds(),
      },
    }));
    return;
  }
  recordNext(execution, thread, 'TaskScheduled', () => ({
    taskScheduledEventDetails: {
      parameters: JSON.stringify(args),
      region: execution.kernel.region,
      ...named(resource),
      ...bounds(),
    },
  }));
}

function named(resource: Extract<TaskResource, { kind: 'integration' }>): { resource: string; resourceType: string } {
  return { resource: resource.resource, resourceType: resource.resourceType };
}

/** Records one of the events that a function and an integration name differently. */
function recordOutcome(
  execution: Execution,
  thread: Thread,
  resource: TaskResource,
  what: 'Started' | 'Submitted' | 'Succeeded' | 'Failed' | 'TimedOut',
  details: () => Readonly<Record<string, unknown>> = () => ({}),
): void {
  if (resource.kind === 'integration') {
    recordNext(execution, thread, `Task${what}`, () => ({
      [`task${what}EventDetails`]: { ...details(), ...named(resource) },
    }));
  } else if (what === 'Started') recordNext(execution, thread, 'LambdaFunctionStarted');
  else {
    recordNext(execution, thread, `LambdaFunction${what}`, () => ({
      [`lambdaFunction${what}EventDetails`]: details(),
    }));
  }
}

export function startTask(execution: Execution, thread: Thread, state: TaskState): void {
  recordOutcome(execution, thread, state.resource, 'Started');
  const now = execution.kernel.now();
  if (thread.token !== undefined) {
    if (thread.timeoutSeconds !== undefined) thread.timeoutAt = now + thread.timeoutSeconds * 1000;
    if (thread.heartbeatSeconds !== undefined) thread.heartbeatAt = now + thread.heartbeatSeconds * 1000;
  }
  thread.phase = 'call';
  deliverTask(execution, thread, state);
}

/** Calls the service; after a kill it is called again, with the same arguments and the same token. */
export function deliverTask(execution: Execution, thread: Thread, state: TaskState): void {
  const { id, attempt } = thread;
  if (thread.token === undefined) boundCall(execution, thread);
  const reply = (outcome: Outcome): void => {
    post(execution, { kind: 'reply', thread: id, attempt, outcome });
  };
  callTask(execution, state.resource, thread.arguments ?? null, thread.token).then(
    (result) => {
      reply({ result });
    },
    (error: unknown) => {
      if (!(error instanceof StateFailure)) throw error;
      reply({ failure: error });
    },
  );
}

/** The bounds of a call that is being computed; the call does not survive a kill, and neither do they. */
function boundCall(execution: Execution, thread: Thread): void {
  const { id, attempt, timeoutSeconds = Infinity, heartbeatSeconds = Infinity } = thread;
  const seconds = Math.min(timeoutSeconds, heartbeatSeconds);
  if (seconds === Infinity) return;
  execution.timers.get(id)?.cancel();
  const heartbeat = heartbeatSeconds < timeoutSeconds;
  const timer = execution.kernel.timers.afterComputing(seconds * 1000, () => {
    post(execution, { kind: 'overdue', thread: id, attempt, heartbeat });
  });
  execution.timers.set(id, timer);
}

/** The service has answered. */
export async function finishCall(execution: Execution, thread: Thread, outcome: Outcome): Promise<void> {
  const state = stateOf(thread);
  if (state.type !== 'Task' || thread.phase !== 'call') return;
  if ('failure' in outcome || thread.token === undefined) {
    await finishTask(execution, thread, outcome);
    return;
  }
  recordOutcome(execution, thread, state.resource, 'Submitted', () => shown('output', JSON.stringify(outcome.result)));
  thread.phase = 'token';
  thread.arguments = undefined;
}

/** The task's outcome is known: by its answer, by its token, or by the clock. */
export async function finishTask(execution: Execution, thread: Thread, outcome: Outcome): Promise<void> {
  const state = stateOf(thread);
  if (state.type !== 'Task') return;
  const { resource } = state;
  if ('failure' in outcome) {
    await failTask(execution, thread, resource, outcome.failure);
    return;
  }
  const result = withParsedChild(resource, outcome.result);
  const text = JSON.stringify(result);
  if (exceedsLimit(text)) {
    const what = resource.kind === 'function' ? resource.arn : resource.resourceType;
    await failTask(execution, thread, resource, sizeFailure(what));
    return;
  }
  clearAttempt(execution, thread);
  recordOutcome(execution, thread, resource, 'Succeeded', () => shown('output', text));
  await leaveState(
    execution,
    thread,
    { output: state.output, assign: state.assign, next: state.next, otherwise: result },
    { result },
  );
}

/** `.sync:2` gives a child's input and output as JSON, `.sync` as text. */
function withParsedChild(resource: TaskResource, result: Json): Json {
  if (resource.kind !== 'integration' || !resource.resource.endsWith('.sync:2') || !isJsonObject(result)) return result;
  const parsed = { ...result };
  for (const key of ['Input', 'Output']) {
    const text = parsed[key];
    if (typeof text === 'string') parsed[key] = parseJson(text);
  }
  return parsed;
}

async function failTask(
  execution: Execution,
  thread: Thread,
  resource: TaskResource,
  failure: StateFailure,
): Promise<void> {
  clearAttempt(execution, thread);
  thread.attempt += 1;
  recordOutcome(execution, thread, resource, 'Failed', () => errorDetails(failure));
  await failState(execution, thread, failure);
}

export async function timeOutTask(execution: Execution, thread: Thread, heartbeat: boolean): Promise<void> {
  const state = stateOf(thread);
  if (state.type !== 'Task' || !isAlive(execution, thread)) return;
  const failure = new StateFailure(
    'States.Timeout',
    undefined,
    heartbeat ? { aliases: ['States.HeartbeatTimeout'] } : {},
  );
  clearAttempt(execution, thread);
  thread.attempt += 1;
  recordOutcome(execution, thread, state.resource, 'TimedOut', () => errorDetails(failure));
  await failState(execution, thread, failure);
}
