import { AsyncLocalStorage } from 'node:async_hooks';
import type { Invocation, Kernel } from '../kernel/types.ts';

/** Plays the outside world in process; it may know which invocation asks. */
export type Partners = (request: Request, caller: Invocation | undefined) => Promise<Response>;

/** Undefined: the address is none of AWS. */
export type PublicAnswer = (url: string) => Response | undefined;

/** The engine that a scope belongs to. */
export interface Host {
  readonly kernel: Kernel;
  /** Virtual time: plays the outside world in process. */
  readonly partners: Partners | undefined;
  /** What AWS itself answers at a public address: this engine does. */
  readonly publicAnswer: PublicAnswer | undefined;
  /** A newer engine has taken over in this process: for code of this one the process has died. */
  closed: boolean;
}

/** What runs on behalf of a function: one invocation, or the import of its bundle. */
export interface Scope {
  readonly host: Host;
  readonly functionName: string;
  readonly roleArn: string;
  /** `process.env` of the function; shared by its invocations, as in one execution environment. */
  readonly environment: Record<string, string>;
  readonly requestId: string | undefined;
  readonly traceId: string | undefined;
  /** Of the console methods, those below this level are not logged. */
  readonly consoleLevel: string | undefined;
  /** Killed or timed out: nothing that it waits for completes any more, and it reaches nobody. */
  dead: boolean;
  /** How many answers and timers of the engine it waits for. */
  waiting: number;
  finished: boolean;
  /** Called when `waiting` has come down to zero: from now on it computes, or hangs. */
  onComputing: (() => void) | undefined;
  /** Called when something that it does not catch would end its process. */
  onCrash: ((error: unknown, kind: 'uncaughtException' | 'unhandledRejection') => void) | undefined;
}

const storage = new AsyncLocalStorage<Scope | undefined>();

export function currentScope(): Scope | undefined {
  return storage.getStore();
}

export function runInScope<T>(scope: Scope, work: () => T): T {
  return storage.run(scope, work);
}

/** The engine's own work never runs in a scope: its timers and calls are not the function's. */
export function outsideScopes<T>(work: () => T): T {
  return storage.run(undefined, work);
}

/** Undefined while a bundle is imported, which is no invocation yet. */
export function invocationOf({ functionName, requestId }: Scope): Invocation | undefined {
  return requestId === undefined ? undefined : { functionName, requestId };
}

export function isDead(scope: Scope): boolean {
  return scope.dead || scope.host.closed;
}

export function never(): Promise<never> {
  return new Promise<never>(() => undefined);
}

export function beginWaiting(scope: Scope): void {
  scope.waiting += 1;
}

export function endWaiting(scope: Scope): void {
  scope.waiting -= 1;
  if (scope.waiting === 0) scope.onComputing?.();
}

/** The outcome of work that the engine does for a scope; never comes when the scope has died meanwhile. */
export function whileAlive<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
  if (isDead(scope)) return never();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  beginWaiting(scope);
  outsideScopes(work).then(
    (value) => {
      endWaiting(scope);
      if (!isDead(scope)) resolve(value);
    },
    (error: unknown) => {
      endWaiting(scope);
      if (!isDead(scope)) reject(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return promise;
}
