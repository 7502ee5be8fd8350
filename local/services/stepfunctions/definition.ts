import type { Template } from './template.ts';
import type { TaskResource } from './task-resource.ts';

/** A definition after compilation: checked, its expressions parsed, its transitions resolved to names that exist. */
export interface Machine extends Flow {
  readonly timeoutSeconds: number | undefined;
}

export interface Flow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

interface Common {
  readonly name: string;
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
  /** Undefined: the flow ends here. */
  readonly next: string | undefined;
}

export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxAttempts: number;
  readonly maxDelaySeconds: number | undefined;
  readonly jitter: boolean;
}

export interface Catcher {
  readonly errors: readonly string[];
  readonly next: string;
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
}

interface Failable {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface TaskState extends Common, Failable {
  readonly type: 'Task';
  readonly resource: TaskResource;
  readonly arguments: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}

export interface ParallelState extends Common, Failable {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  readonly branches: readonly Flow[];
}

export interface MapState extends Common, Failable {
  readonly type: 'Map';
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly tolerated: readonly (readonly [string, Template])[];
  readonly processor: Flow;
}

export interface ChoiceRule {
  readonly condition: Template;
  readonly next: string;
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
}

export interface ChoiceState extends Common {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
  readonly default: string | undefined;
}

export interface WaitState extends Common {
  readonly type: 'Wait';
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}

export interface PassState extends Common {
  readonly type: 'Pass';
}

export interface SucceedState extends Common {
  readonly type: 'Succeed';
}

export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export type State =
  TaskState | ParallelState | MapState | ChoiceState | WaitState | PassState | SucceedState | FailState;
