import { bindingsOf } from './bindings.ts';
import type { Extra } from './bindings.ts';
import { clearAttempt, record, recordNext, removeThread, stateOf } from './execution.ts';
import type { Ending, Execution, Thread } from './execution.ts';
import { StateFailure } from './failure.ts';
import { exceedsLimit, isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { render } from './template.ts';
import type { Template } from './template.ts';

const COMPLETE = { truncated: false } as const;

export function shown(key: 'input' | 'output', text: string): Readonly<Record<string, unknown>> {
  return key === 'input' ? { input: text, inputDetails: COMPLETE } : { output: text, outputDetails: COMPLETE };
}

export function recordEntered(execution: Execution, thread: Thread): void {
  const state = stateOf(thread);
  thread.enteredAt = execution.kernel.now();
  recordNext(execution, thread, `${state.type}StateEntered`, () => ({
    stateEnteredEventDetails: { name: state.name, ...shown('input', JSON.stringify(thread.input)) },
  }));
  thread.entered = thread.last;
  countTransition(execution);
}

/** Standard workflows are billed by state transition, retries included. */
export function countTransition(execution: Execution): void {
  if (!execution.express) execution.kernel.meter.count('sfn', 'StateTransitions', 1, execution.machineName);
}

/** How a state is left: by its own fields, a choice rule's or a catcher's. */
export interface Exit {
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
  readonly next: string | undefined;
  /** What the state puts out when it has no Output. */
  readonly otherwise: Json;
}

/**
 * Evaluates Output and Assign, both against the variables as they were, then assigns, leaves the state and goes on. Fails
 * before anything is recorded.
 */
export async function leaveState(execution: Execution, thread: Thread, exit: Exit, extra: Extra): Promise<void> {
  const state = stateOf(thread);
  let output = exit.otherwise;
  let assigned: JsonObject | undefined;
  if (exit.output !== undefined || exit.assign !== undefined) {
    const bindings = bindingsOf(execution, thread, extra);
    if (exit.output !== undefined) output = await render(exit.output, bindings);
    const values = exit.assign === undefined ? null : await render(exit.assign, bindings);
    if (isJsonObject(values) && Object.keys(values).length > 0) assigned = values;
  }
  const text = JSON.stringify(output);
  if (exceedsLimit(text) || (assigned !== undefined && exceedsLimit(JSON.stringify(assigned)))) {
    throw new StateFailure(
      'States.DataLimitExceeded',
      `The state/task '${state.name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      { terminal: true },
    );
  }
  if (assigned !== undefined) thread.variables = { ...thread.variables, ...assigned };
  recordNext(execution, thread, `${state.type}StateExited`, () => ({
    stateExitedEventDetails: {
      name: state.name,
      ...shown('output', text),
      ...(assigned === undefined ? {} : { assignedVariables: asTexts(assigned), assignedVariablesDetails: COMPLETE }),
    },
  }));
  clearAttempt(execution, thread);
  thread.group = undefined;
  thread.retries = [];
  if (exit.next !== undefined) {
    thread.state = exit.next;
    thread.phase = 'enter';
    thread.input = output;
    execution.queue.push({ kind: 'step', thread });
    return;
  }
  if (thread.parent === undefined) {
    record(execution, 'ExecutionSucceeded', thread.last, () => ({
      executionSucceededEventDetails: shown('output', text),
    }));
    end(execution, { status: 'SUCCEEDED', output: text });
    return;
  }
  execution.queue.push({ kind: 'finished', thread, output });
}

function asTexts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
}

export function failExecution(execution: Execution, previous: number, failure: StateFailure): void {
  const { error, causeText } = failure;
  record(execution, 'ExecutionFailed', previous, () => ({ executionFailedEventDetails: errorDetails(failure) }));
  end(execution, { status: 'FAILED', error, cause: causeText });
}

export function errorDetails({ error, causeText }: StateFailure): Readonly<Record<string, string>> {
  return { ...(causeText === undefined ? {} : { cause: causeText }), ...(error === undefined ? {} : { error }) };
}

export function end(execution: Execution, ending: Ending): void {
  execution.ending = ending;
  execution.endedAt = execution.kernel.now();
  for (const thread of [...execution.threads.values()]) removeThread(execution, thread);
  execution.queue = [];
}
