import { bindingsOf } from './bindings.ts';
import type { MapState, ParallelState } from './definition.ts';
import { record, recordNext, removeThread, startThread, stateOf } from './execution.ts';
import type { Execution, Group, Thread } from './execution.ts';
import { queryFailure, sizeFailure } from './failure.ts';
import { exceedsLimit } from './json.ts';
import type { Json } from './json.ts';
import { render, renderArray, renderNumber, renderSeconds } from './template.ts';
import { leaveState } from './transition.ts';

/** Inline Map states run at most 40 iterations at once. */
const INLINE_CONCURRENCY = 40;

export async function startParallel(execution: Execution, thread: Thread, state: ParallelState): Promise<void> {
  const input =
    state.arguments === undefined ? thread.input : await render(state.arguments, bindingsOf(execution, thread));
  if (exceedsLimit(JSON.stringify(input))) throw sizeFailure(state.name);
  recordNext(execution, thread, 'ParallelStateStarted');
  thread.phase = 'children';
  thread.group = newGroup(state.branches.length, state.branches.length, undefined);
  thread.group.next = state.branches.length;
  state.branches.forEach((_, index) => {
    startThread(execution, {
      parent: thread.id,
      index,
      place: [...thread.place, state.name, index],
      item: undefined,
      input,
      last: thread.last,
    });
  });
}

export async function startMap(execution: Execution, thread: Thread, state: MapState): Promise<void> {
  const bindings = bindingsOf(execution, thread);
  const items = state.items === undefined ? thread.input : await renderArray(state.items, bindings, 'Items');
  if (!Array.isArray(items)) {
    throw queryFailure('', `Map state input must be an array but was: ${JSON.stringify(items)}`);
  }
  const asked =
    state.maxConcurrency === undefined ? 0 : await renderSeconds(state.maxConcurrency, bindings, 'MaxConcurrency', 0);
  // Thresholds only matter to distributed maps; here their expressions are checked, as AWS does.
  for (const [field, template] of state.tolerated) await renderNumber(template, bindings, field);
  recordNext(execution, thread, 'MapStateStarted', () => ({ mapStateStartedEventDetails: { length: items.length } }));
  thread.phase = 'children';
  const limit = Math.min(asked === 0 ? INLINE_CONCURRENCY : asked, INLINE_CONCURRENCY);
  thread.group = newGroup(items.length, limit, items);
  if (items.length === 0) {
    await finishGroup(execution, thread, thread.group, thread.last);
    return;
  }
  const first = Math.min(limit, items.length);
  for (let index = 0; index < first; index += 1) await startIteration(execution, thread, thread.group, thread.last);
}

function newGroup(total: number, limit: number, items: readonly Json[] | undefined): Group {
  return { results: Array.from({ length: total }, () => null), total, limit, items, next: 0, finished: 0 };
}

async function startIteration(execution: Execution, thread: Thread, group: Group, previous: number): Promise<void> {
  const state = stateOf(thread);
  if (state.type !== 'Map') return;
  const index = group.next;
  group.next += 1;
  const item = { index, value: group.items?.[index] ?? null };
  const input =
    state.itemSelector === undefined
      ? item.value
      : await render(state.itemSelector, bindingsOf(execution, thread, { item }));
  if (exceedsLimit(JSON.stringify(input))) throw sizeFailure(state.name);
  const started = record(execution, 'MapIterationStarted', previous, () => ({
    mapIterationStartedEventDetails: { index, name: state.name },
  }));
  startThread(execution, {
    parent: thread.id,
    index,
    place: [...thread.place, state.name, 0],
    item,
    input,
    last: started,
  });
}

/** A branch or iteration is done: the next iteration starts, or the state goes on. */
export async function finishChild(execution: Execution, thread: Thread, child: Thread, output: Json): Promise<void> {
  const { group } = thread;
  if (group === undefined) return;
  const state = stateOf(thread);
  group.results[child.index] = output;
  group.finished += 1;
  removeThread(execution, child);
  let last = child.last;
  if (state.type === 'Map') {
    last = record(execution, 'MapIterationSucceeded', child.last, () => ({
      mapIterationSucceededEventDetails: { index: child.index, name: state.name },
    }));
    if (group.next < group.total) await startIteration(execution, thread, group, child.last);
  }
  if (group.finished === group.total) await finishGroup(execution, thread, group, last);
}

/** `StateSucceeded` is passed by: the exit follows the same event as it does. */
async function finishGroup(execution: Execution, thread: Thread, group: Group, last: number): Promise<void> {
  const state = stateOf(thread);
  if (state.type !== 'Map' && state.type !== 'Parallel') return;
  const succeeded = record(execution, `${state.type}StateSucceeded`, last);
  thread.last = last;
  const result = group.results;
  try {
    await leaveState(
      execution,
      thread,
      { output: state.output, assign: state.assign, next: state.next, otherwise: result },
      { result },
    );
  } catch (error) {
    thread.last = succeeded;
    throw error;
  }
}
