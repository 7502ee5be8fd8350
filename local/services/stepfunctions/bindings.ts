import type { Bindings } from './expression.ts';
import type { Execution, Thread } from './execution.ts';
import type { Json, JsonObject } from './json.ts';

export interface Extra {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly token?: string | undefined;
  /** The item that an ItemSelector is evaluated for. */
  readonly item?: { readonly index: number; readonly value: Json };
}

/** What the expressions of a state see: `$states` and every variable of its scope and the scopes around it. */
export function bindingsOf(execution: Execution, thread: Thread, extra: Extra = {}): Bindings {
  const bindings: Bindings = {};
  bindVariables(execution, thread, bindings);
  bindings['states'] = {
    input: thread.input,
    ...(extra.result === undefined ? {} : { result: extra.result }),
    ...(extra.errorOutput === undefined ? {} : { errorOutput: extra.errorOutput }),
    context: contextOf(execution, thread, extra),
  };
  return bindings;
}

function bindVariables(execution: Execution, thread: Thread, bindings: Bindings): void {
  const parent = parentOf(execution, thread);
  if (parent !== undefined) bindVariables(execution, parent, bindings);
  Object.assign(bindings, thread.variables);
}

function parentOf(execution: Execution, thread: Thread): Thread | undefined {
  return thread.parent === undefined ? undefined : execution.threads.get(thread.parent);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextOf(execution: Execution, thread: Thread, extra: Extra): JsonObject {
  const state: JsonObject = { Name: thread.state, EnteredTime: new Date(thread.enteredAt).toISOString() };
  const type = thread.flow.states.get(thread.state)?.type;
  if (type === 'Task' || type === 'Parallel' || type === 'Map') {
    state['RetryCount'] = thread.retries.reduce((sum, used) => sum + used, 0);
  }
  const context: JsonObject = { ...execution.context, State: state };
  if (extra.token !== undefined) context['Task'] = { Token: extra.token };
  const item = extra.item ?? itemOf(execution, thread);
  if (item !== undefined) context['Map'] = { Item: { Index: item.index, Value: item.value } };
  return context;
}

/** The item of the nearest Map iteration around a thread. */
function itemOf(execution: Execution, thread: Thread): Thread['item'] {
  for (let at: Thread | undefined = thread; at !== undefined; at = parentOf(execution, at)) {
    if (at.item !== undefined) return at.item;
  }
  return undefined;
}
