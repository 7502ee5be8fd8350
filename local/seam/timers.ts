import { AsyncLocalStorage } from 'node:async_hooks';
import { promisify } from 'node:util';
import { crash } from './crashes.ts';
import { beginWaiting, currentScope, endWaiting, isDead, outsideScopes } from './scope.ts';
import type { Scope } from './scope.ts';

type Action = (...parameters: unknown[]) => void;

/** What `setTimeout` gives within a function in virtual time; has what callers use of Node's Timeout. */
export class EngineTimer {
  private readonly scope: Scope;
  private readonly delay: number;
  private readonly repeat: boolean;
  private readonly action: () => void;
  private handle: { cancel(): void } | undefined;

  constructor(scope: Scope, action: Action, delay: unknown, repeat: boolean, parameters: unknown[]) {
    const inContext = AsyncLocalStorage.snapshot();
    this.scope = scope;
    // As Node does: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
    const milliseconds = Number(delay);
    this.delay = milliseconds >= 1 && milliseconds <= 2_147_483_647 ? Math.trunc(milliseconds) : 1;
    this.repeat = repeat;
    this.action = () => {
      inContext(() => {
        guarded(scope, action, parameters);
      });
    };
    this.arm();
  }

  private arm(): void {
    beginWaiting(this.scope);
    this.handle = outsideScopes(() =>
      this.scope.host.kernel.timers.after(this.delay, () => {
        this.fire();
      }),
    );
  }

  private fire(): void {
    this.handle = undefined;
    endWaiting(this.scope);
    if (isDead(this.scope)) return;
    if (this.repeat) this.arm();
    this.action();
  }

  close(): this {
    if (this.handle === undefined) return this;
    this.handle.cancel();
    this.handle = undefined;
    endWaiting(this.scope);
    return this;
  }

  refresh(): this {
    this.close();
    this.arm();
    return this;
  }

  // The engine lives as long as it is told to; no timer of a function keeps it.
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function guarded(scope: Scope, action: Action, parameters: unknown[]): void {
  try {
    action(...parameters);
  } catch (error) {
    crash(scope, error, 'uncaughtException');
  }
}

const real = {
  setTimeout: globalThis.setTimeout,
  setInterval: globalThis.setInterval,
  clearTimeout: globalThis.clearTimeout,
  clearInterval: globalThis.clearInterval,
};

function start(repeat: boolean, action: Action, delay: unknown, parameters: unknown[]): unknown {
  const begin = repeat ? real.setInterval : real.setTimeout;
  const milliseconds = delay === undefined ? undefined : Number(delay);
  const scope = currentScope();
  if (scope === undefined) return begin(action, milliseconds, ...parameters);
  if (scope.host.kernel.virtual) return new EngineTimer(scope, action, delay, repeat, parameters);
  const whenAlive = (): void => {
    if (!isDead(scope)) guarded(scope, action, parameters);
  };
  return begin(whenAlive, milliseconds);
}

function stop(clear: (timer: any) => void, timer: unknown): void {
  if (timer instanceof EngineTimer) timer.close();
  else clear(timer);
}

function delayed<T>(delay?: number, value?: T, options?: { signal?: AbortSignal }): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const signal = options?.signal;
    const fail = (): void => {
      stop(real.clearTimeout, timer);
      reject(
        Object.assign(new Error('The operation was aborted', { cause: signal?.reason }), {
          name: 'AbortError',
          code: 'ABORT_ERR',
        }),
      );
    };
    const timer = start(
      false,
      () => {
        signal?.removeEventListener('abort', fail);
        resolve(value);
      },
      delay,
      [],
    );
    if (signal?.aborted === true) fail();
    else signal?.addEventListener('abort', fail, { once: true });
  });
}

/** `setTimeout` and its kin, following the engine within a function. */
export const patchedTimers = {
  setTimeout: Object.assign(
    (action: Action, delay?: unknown, ...parameters: unknown[]) => start(false, action, delay, parameters),
    { [promisify.custom]: delayed },
  ),
  setInterval: (action: Action, delay?: unknown, ...parameters: unknown[]) => start(true, action, delay, parameters),
  clearTimeout: (timer: unknown) => {
    stop(real.clearTimeout, timer);
  },
  clearInterval: (timer: unknown) => {
    stop(real.clearInterval, timer);
  },
};
export const patchedTimerPromises = { setTimeout: delayed };

const realAbortTimeout = AbortSignal.timeout.bind(AbortSignal);

export function abortAfter(milliseconds: number): AbortSignal {
  const scope = currentScope();
  if (scope === undefined || !scope.host.kernel.virtual) return realAbortTimeout(milliseconds);
  const controller = new AbortController();
  start(
    false,
    () => {
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    },
    milliseconds,
    [],
  );
  return controller.signal;
}
