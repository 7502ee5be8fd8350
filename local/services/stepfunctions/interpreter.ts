import { bindingsOf } from './bindings.ts';
import type { ChoiceState, FailState, WaitState } from './definition.ts';
import { HISTORY_LIMIT, HistoryFull, isAlive, record, startThread, stateOf } from './execution.ts';
import type { Execution, Thread, Work } from './execution.ts';
import { StateFailure, queryFailure, runtimeFailure } from './failure.ts';
import { failGroup, failState } from './fail-state.ts';
import { isTimestamp } from './compile-state.ts';
import { setDrain, wake } from './mailbox.ts';
import { finishChild, startMap, startParallel } from './run-group.ts';
import { deliverTask, finishCall, finishTask, scheduleTask, startTask, timeOutTask } from './run-task.ts';
import { renderFlag, renderSeconds, renderText } from './template.ts';
import type { Template } from './template.ts';
import { countTransition, end, failExecution, leaveState, recordEntered, shown } from './transition.ts';

setDrain(drainQueue);

/** The first event, and the first state next. */
export function begin(execution: Execution, inputText: string): void {
  record(execution, 'ExecutionStarted', 0, () => ({
    executionStartedEventDetails: { ...shown('input', inputText), roleArn: execution.roleArn },
  }));
  startThread(execution, {
    parent: undefined,
    index: 0,
    place: [],
    item: undefined,
    input: execution.input,
    last: 0,
  });
  wake(execution);
}

/** Goes on after a kill: what was to be done is done, what was being called is called again. */
export function resume(execution: Execution): void {
  for (const thread of execution.threads.values()) {
    // Held back by the rate of transitions: its time comes.
    if (thread.due !== undefined) continue;
    if (thread.phase === 'enter' || thread.phase === 'run' || thread.phase === 'start') {
      execution.queue.push({ kind: 'step', thread });
    } else if (thread.phase === 'call') {
      const state = stateOf(thread);
      if (state.type === 'Task') deliverTask(execution, thread, state);
    }
  }
  wake(execution);
}

async function drainQueue(execution: Execution): Promise<void> {
  for (let work = execution.queue.shift(); work !== undefined; work = execution.queue.shift()) {
    try {
      await perform(execution, work);
    } catch (error) {
      if (!(error instanceof HistoryFull)) throw error;
      failExecution(
        execution,
        execution.events,
        new StateFailure(
          'States.Runtime',
          `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`,
        ),
      );
    }
  }
  execution.draining = false;
  execution.host.rest(execution);
}

async function perform(execution: Execution, work: Work): Promise<void> {
  switch (work.kind) {
    case 'step':
      if (isAlive(execution, work.thread)) await guard(execution, work.thread, step);
      return;
    case 'finished':
    case 'failed': {
      const parent = work.thread.parent === undefined ? undefined : execution.threads.get(work.thread.parent);
      if (parent === undefined || !isAlive(execution, work.thread)) return;
      if (work.kind === 'failed') await failGroup(execution, parent, work.thread, work.failure);
      else await guard(execution, parent, () => finishChild(execution, parent, work.thread, work.output));
      return;
    }
    case 'reply':
    case 'token':
    case 'overdue': {
      const thread = execution.threads.get(work.thread);
      if (thread === undefined || thread.attempt !== work.attempt) return;
      await guard(execution, thread, () => {
        if (work.kind === 'overdue') return timeOutTask(execution, thread, work.heartbeat);
        return (work.kind === 'reply' ? finishCall : finishTask)(execution, thread, work.outcome);
      });
      return;
    }
    case 'due':
      await performDue(execution);
      return;
    case 'stop':
      record(execution, 'ExecutionAborted', 0, () => ({
        executionAbortedEventDetails: {
          ...(work.ending.error === undefined ? {} : { error: work.ending.error }),
          ...(work.ending.cause === undefined ? {} : { cause: work.ending.cause }),
        },
      }));
      end(execution, work.ending);
  }
}

async function guard(
  execution: Execution,
  thread: Thread,
  action: (execution: Execution, thread: Thread) => Promise<void>,
): Promise<void> {
  try {
    await action(execution, thread);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    await failState(execution, thread, error);
  }
}

async function performDue(execution: Execution): Promise<void> {
  const now = execution.kernel.now();
  if (execution.timeoutAt !== undefined && execution.timeoutAt <= now) {
    record(execution, 'ExecutionTimedOut', 0, () => ({
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    }));
    end(execution, { status: 'TIMED_OUT' });
    return;
  }
  for (const thread of [...execution.threads.values()]) {
    if (!isAlive(execution, thread)) continue;
    const { due = Infinity, timeoutAt = Infinity, heartbeatAt = Infinity } = thread;
    if (due <= now) {
      thread.due = undefined;
      if (thread.phase === 'enter') execution.queue.push({ kind: 'step', thread });
      else if (thread.phase === 'retry') {
        thread.phase = 'run';
        countTransition(execution);
        execution.queue.push({ kind: 'step', thread });
      } else await guard(execution, thread, leaveWait);
    } else if (Math.min(timeoutAt, heartbeatAt) <= now) {
      await timeOutTask(execution, thread, heartbeatAt < timeoutAt);
    }
  }
}

function isHeldBack(execution: Execution, thread: Thread): boolean {
  if (thread.admitted) return false;
  const delay = execution.host.delayTransition();
  if (delay === 0) return false;
  thread.admitted = true;
  thread.due = execution.kernel.now() + delay;
  return true;
}

/** One step of one thread. Threads take turns, as branches do on AWS. */
async function step(execution: Execution, thread: Thread): Promise<void> {
  const state = stateOf(thread);
  if (thread.phase === 'enter') {
    if (isHeldBack(execution, thread)) return;
    thread.admitted = false;
    thread.due = undefined;
    recordEntered(execution, thread);
    thread.phase = 'run';
    if (state.type !== 'Task') {
      execution.queue.push({ kind: 'step', thread });
      return;
    }
  }
  switch (state.type) {
    case 'Task':
      if (thread.phase === 'start') startTask(execution, thread, state);
      else await scheduleTask(execution, thread, state);
      return;
    case 'Parallel':
      await startParallel(execution, thread, state);
      return;
    case 'Map':
      await startMap(execution, thread, state);
      return;
    case 'Choice':
      await choose(execution, thread, state);
      return;
    case 'Wait':
      await startWait(execution, thread, state);
      return;
    case 'Fail':
      throw await failureOf(execution, thread, state);
    case 'Pass':
    case 'Succeed':
      await leaveState(execution, thread, { ...state, otherwise: thread.input }, {});
  }
}

async function choose(execution: Execution, thread: Thread, state: ChoiceState): Promise<void> {
  const bindings = bindingsOf(execution, thread);
  for (const [index, rule] of state.rules.entries()) {
    const { condition } = rule;
    if (await renderFlag(condition, bindings, `Choices[${index}]/Condition`)) {
      await leaveState(execution, thread, { ...rule, otherwise: thread.input }, {});
      return;
    }
  }
  if (state.default === undefined) {
    throw runtimeFailure('Failed to transition out of the state. The state does not point to a next state.');
  }
  await leaveState(execution, thread, { ...state, next: state.default, otherwise: thread.input }, {});
}

async function startWait(execution: Execution, thread: Thread, state: WaitState): Promise<void> {
  const bindings = bindingsOf(execution, thread);
  const now = execution.kernel.now();
  let due = now;
  if (state.seconds !== undefined) due = now + (await renderSeconds(state.seconds, bindings, 'Seconds', 0)) * 1000;
  else if (state.timestamp !== undefined) {
    const text = await renderText(state.timestamp, bindings, 'Timestamp');
    if (!isTimestamp(text)) {
      throw queryFailure(
        'Timestamp',
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
      );
    }
    due = Date.parse(text);
  }
  if (due <= now) {
    await leaveWait(execution, thread);
    return;
  }
  thread.phase = 'wait';
  thread.due = due;
}

async function leaveWait(execution: Execution, thread: Thread): Promise<void> {
  const state = stateOf(thread);
  await leaveState(execution, thread, { ...state, otherwise: thread.input }, {});
}

async function failureOf(execution: Execution, thread: Thread, state: FailState): Promise<StateFailure> {
  const bindings = bindingsOf(execution, thread);
  const text = (template: Template | undefined, field: string): Promise<string> | undefined =>
    template === undefined ? undefined : renderText(template, bindings, field);
  return new StateFailure(await text(state.error, 'Error'), await text(state.cause, 'Cause'));
}
