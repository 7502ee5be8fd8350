import { createRequire, syncBuiltinESMExports } from 'node:module';
import { patchCrashes } from './crashes.ts';
import { patchOutput } from './output.ts';
import { sendOutside } from './outgoing.ts';
import { currentScope, invocationOf, outsideScopes, whileAlive } from './scope.ts';
import { abortAfter, patchedTimerPromises, patchedTimers } from './timers.ts';

const require = createRequire(import.meta.url);

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
}

function virtualScope(): ReturnType<typeof currentScope> {
  const scope = currentScope();
  return scope?.host.kernel.virtual === true ? scope : undefined;
}

/** Within a function `Date` is the engine's clock; elsewhere the real one. */
function patchDate(): void {
  const RealDate = globalThis.Date;
  const now = (): number => {
    const scope = currentScope();
    return scope === undefined ? RealDate.now() : outsideScopes(() => scope.host.kernel.now());
  };
  const divided = new Proxy(RealDate, {
    construct: (target, parameters: unknown[], newTarget) => {
      const given = parameters.length === 0 ? [now()] : parameters;
      const made: unknown = Reflect.construct(target, given, newTarget);
      return made instanceof RealDate ? made : new RealDate(NaN);
    },
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  define(RealDate.prototype, 'constructor', divided);
  Object.defineProperty(RealDate.prototype, 'constructor', { enumerable: false });
  define(globalThis, 'Date', divided);
}

/** In real time the engine's clock itself is made of it, and computing takes real time. */
function patchPerformance(): void {
  const real = performance.now.bind(performance);
  const origin = performance.timeOrigin;
  define(performance, 'now', () => {
    const scope = virtualScope();
    return scope === undefined ? real() : scope.host.kernel.now() - origin;
  });
}

/** One seed, one history: libraries that draw for themselves draw from the engine. */
function patchRandom(): void {
  const random = Math.random.bind(Math);
  define(Math, 'random', () => (virtualScope()?.host.kernel.random ?? random)());
  const nodeCrypto: typeof import('node:crypto') = require('node:crypto');
  const uuid = nodeCrypto.randomUUID.bind(nodeCrypto);
  const divided = (): string => virtualScope()?.host.kernel.uuid() ?? uuid();
  define(nodeCrypto, 'randomUUID', divided);
  define(globalThis.crypto, 'randomUUID', divided);
}

function patchTimers(): void {
  const timers: object = require('node:timers');
  for (const [name, value] of Object.entries(patchedTimers)) {
    define(globalThis, name, value);
    define(timers, name, value);
  }
  const promises: { scheduler: object } = require('node:timers/promises');
  define(promises, 'setTimeout', patchedTimerPromises.setTimeout);
  define(AbortSignal, 'timeout', abortAfter);
}

function patchFetch(): void {
  const real = globalThis.fetch;
  define(globalThis, 'fetch', (input: string | URL | Request, init?: RequestInit) => {
    const scope = currentScope();
    return scope === undefined
      ? real(input, init)
      : whileAlive(scope, () => sendOutside(scope.host, invocationOf(scope), input, init));
  });
}

/** `process.env` of the function that runs; elsewhere the process's own. */
function patchEnvironment(): void {
  const real = process.env;
  const variables = (): NodeJS.ProcessEnv => currentScope()?.environment ?? real;
  const divided: NodeJS.ProcessEnv = new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get: (_, name) => {
        if (name === '_X_AMZN_TRACE_ID') return currentScope()?.traceId ?? Reflect.get(variables(), name);
        return Reflect.get(variables(), name);
      },
      set: (_, name, value) => Reflect.set(variables(), name, String(value)),
      has: (_, name) => Reflect.has(variables(), name),
      deleteProperty: (_, name) => Reflect.deleteProperty(variables(), name),
      ownKeys: () => Reflect.ownKeys(variables()),
      getOwnPropertyDescriptor: (_, name) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(variables(), name);
        return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
      },
      defineProperty: (_, name, descriptor) => Reflect.defineProperty(variables(), name, descriptor),
    },
  );
  define(process, 'env', divided);
}

let patched = false;

/** Once in a process; all of it looks at who runs, so that the engine and its tests are not touched. */
export function patchGlobals(): void {
  if (patched) return;
  patched = true;
  patchDate();
  patchPerformance();
  patchRandom();
  patchTimers();
  patchFetch();
  patchEnvironment();
  patchOutput();
  patchCrashes();
  syncBuiltinESMExports();
}
