import type { Execution, Work } from './execution.ts';

type Drain = (execution: Execution) => Promise<void>;
let drain: Drain | undefined;

/** Set once by the interpreter, which everything that posts would otherwise have to import. */
export function setDrain(interpreter: Drain): void {
  drain = interpreter;
}

/**
 * Gives an execution something to do. One piece of work is done after the other, so nothing that arrives while an expression
 * is being evaluated is lost or interleaved. Begins with the next microtask: what falls due together arrives together.
 */
export function post(execution: Execution, work: Work): void {
  if (execution.ending !== undefined) return;
  execution.queue.push(work);
  wake(execution);
}

export function wake(execution: Execution): void {
  if (execution.draining) return;
  execution.draining = true;
  queueMicrotask(() => {
    void drain?.(execution);
  });
}
