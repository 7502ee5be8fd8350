import type { Retrier, State } from './definition.ts';
import { childrenOf, clearAttempt, record, recordNext, removeThread, stateOf } from './execution.ts';
import type { Execution, Thread } from './execution.ts';
import { StateFailure } from './failure.ts';
import type { JsonObject } from './json.ts';
import { failExecution, leaveState } from './transition.ts';

/** Retry first, then Catch, then the state around it, then the execution. */
export async function failState(execution: Execution, thread: Thread, raised: StateFailure): Promise<void> {
  const state = stateOf(thread);
  const placed = raised.placed(state.name, thread.entered);
  const { location } = placed.options;
  if (location !== undefined) recordEvaluationFailed(execution, thread, placed, location);
  const failure = placed.told();
  if (!('retry' in state)) {
    propagate(execution, thread, failure);
    return;
  }
  if (retry(execution, thread, state.retry, failure)) return;
  await catchFailure(execution, thread, state, failure);
}

function recordEvaluationFailed(execution: Execution, thread: Thread, failure: StateFailure, location: string): void {
  recordNext(execution, thread, 'EvaluationFailed', () => ({
    evaluationFailedEventDetails: {
      error: failure.error,
      cause: failure.causeText,
      ...(location === '' ? {} : { location }),
      state: thread.state,
    },
  }));
}

function matches(errors: readonly string[], failure: StateFailure): boolean {
  const names = [failure.error, ...(failure.options.aliases ?? [])];
  const wild = failure.error !== 'States.Runtime' && failure.options.terminal !== true;
  return errors.some(
    (error) =>
      names.includes(error) ||
      (error === 'States.ALL' && wild) ||
      (error === 'States.TaskFailed' && wild && failure.error !== 'States.Timeout'),
  );
}

function retry(execution: Execution, thread: Thread, retriers: readonly Retrier[], failure: StateFailure): boolean {
  const index = retriers.findIndex(({ errors }) => matches(errors, failure));
  const retrier = retriers[index];
  const used = thread.retries[index] ?? 0;
  if (retrier === undefined || used >= retrier.maxAttempts) return false;
  for (let i = 0; i < retriers.length; i += 1) thread.retries[i] ??= 0;
  thread.retries[index] = used + 1;
  dropChildren(execution, thread);
  clearAttempt(execution, thread);
  thread.attempt += 1;
  thread.group = undefined;
  thread.phase = 'retry';
  thread.due = execution.kernel.now() + delayOf(retrier, used, execution);
  return true;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error */
function delayOf(retrier: Retrier, used: number, execution: Execution): number {
  const full = Math.min(
    retrier.intervalSeconds * retrier.backoffRate ** used,
    retrier.maxDelaySeconds ?? Infinity,
    MAX_DELAY_SECONDS,
  );
  return Math.round(full * 1000 * (retrier.jitter ? execution.kernel.random() : 1));
}
const MAX_DELAY_SECONDS = 31_622_400;

async function catchFailure(
  execution: Execution,
  thread: Thread,
  state: Extract<State, { retry: unknown }>,
  failure: StateFailure,
): Promise<void> {
  // A clause that fails is recorded from where the state stood before it was recorded as failed.
  const before = thread.last;
  recordGroupFailed(execution, thread, state, failure);
  const catcher = state.catch.find(({ errors }) => matches(errors, failure));
  if (catcher === undefined) {
    // It has failed and is not also aborted when the state around it fails.
    if (state.type !== 'Task') thread.phase = 'run';
    propagate(execution, thread, failure);
    return;
  }
  dropChildren(execution, thread);
  const errorOutput: JsonObject = { Error: failure.error ?? '', Cause: failure.causeText ?? '' };
  try {
    await leaveState(
      execution,
      thread,
      { output: catcher.output, assign: catcher.assign, next: catcher.next, otherwise: errorOutput },
      { errorOutput },
    );
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    const failed = error.placed(state.name, thread.entered);
    thread.last = before;
    if (failed.options.location !== undefined) {
      recordEvaluationFailed(execution, thread, failed, failed.options.location);
    }
    recordGroupFailed(execution, thread, state, failed);
    propagate(execution, thread, failed.told());
  }
}

function recordGroupFailed(execution: Execution, thread: Thread, state: State, failure: StateFailure): void {
  const group = state.type === 'Parallel' || state.type === 'Map';
  if (group && failure.error !== 'States.Runtime') recordNext(execution, thread, `${state.type}StateFailed`);
}

function propagate(execution: Execution, thread: Thread, failure: StateFailure): void {
  if (thread.parent === undefined) failExecution(execution, thread.last, failure);
  else execution.queue.push({ kind: 'failed', thread, failure });
}

/** A branch or iteration has failed: its siblings are aborted and the failure is the Parallel's or Map's. */
export async function failGroup(
  execution: Execution,
  group: Thread,
  child: Thread,
  failure: StateFailure,
): Promise<void> {
  const state = stateOf(group);
  const at = child.last;
  if (failure.error !== 'States.Runtime') {
    for (const member of childrenOf(execution, group)) {
      if (state.type === 'Map') {
        const outcome = member === child ? 'Failed' : 'Aborted';
        record(execution, `MapIteration${outcome}`, at, () => ({
          [`mapIteration${outcome}EventDetails`]: { index: member.index, name: state.name },
        }));
      }
      recordAborted(execution, member, at);
    }
  }
  dropChildren(execution, group);
  group.last = at;
  await failState(execution, group, failure);
}

const ABORTABLE = ['Task', 'Wait'];

function recordAborted(execution: Execution, thread: Thread, at: number): void {
  for (const child of childrenOf(execution, thread)) recordAborted(execution, child, at);
  const { type } = stateOf(thread);
  const active = ABORTABLE.includes(type) || thread.phase === 'children';
  if (thread.phase !== 'enter' && active) record(execution, `${type}StateAborted`, at);
}

export function dropChildren(execution: Execution, thread: Thread): void {
  for (const child of childrenOf(execution, thread)) {
    dropChildren(execution, child);
    removeThread(execution, child);
  }
}
