import type { Kernel, Principal } from '../kernel/types.ts';
import { guardComputing } from './computing.ts';
import { patchGlobals } from './globals.ts';
import { sendOutside } from './outgoing.ts';
import { currentScope, invocationOf, isDead, never, outsideScopes, runInScope, whileAlive } from './scope.ts';
import type { Host, Partners, PublicAnswer, Scope } from './scope.ts';
import { callAsSdk } from './sdk-call.ts';

export type { Partners, Scope } from './scope.ts';
export { isDead } from './scope.ts';
export { createStopwatch } from './stopwatch.ts';
export { callAsSdk } from './sdk-call.ts';

export interface SeamOptions {
  /** Virtual time: answers what functions fetch. In real time they reach the network. */
  readonly partners?: Partners;
  readonly publicAnswer?: PublicAnswer;
}

/** What the code of a function needs to run here. */
export interface ScopeOptions {
  readonly functionName: string;
  readonly roleArn: string;
  readonly environment: Record<string, string>;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly consoleLevel?: string | undefined;
}

export interface Seam {
  open(options: ScopeOptions): Scope;
  /** Runs work as that scope: its role, environment, clock and output. */
  run<T>(scope: Scope, work: () => Promise<T>): Promise<T>;
  /** For what this engine has started, the process has died. A later `installSeam` does it too. */
  close(): void;
}

const SEAM = Symbol.for('fairlead.runtime');
let installed: Host | undefined;

/** What `lambdas/platform` finds: one object for the process, speaking for the engine of the scope, or outside for the latest. */
function createRuntime(latest: Host): object {
  const principalOf = (scope: Scope | undefined): Principal => {
    if (scope === undefined) return { kind: 'root' };
    const invocation = invocationOf(scope);
    return { kind: 'role', roleArn: scope.roleArn, ...(invocation === undefined ? {} : { invocation }) };
  };
  const inScope = <T>(work: (host: Host, scope: Scope | undefined) => Promise<T>): Promise<T> => {
    const scope = currentScope();
    if (scope === undefined) return work(latest, undefined);
    return isDead(scope) ? never() : whileAlive(scope, () => work(scope.host, scope));
  };
  const kernel = (): Kernel => currentScope()?.host.kernel ?? latest.kernel;
  return {
    now: () => kernel().now(),
    random: () => kernel().random(),
    uuid: () => kernel().uuid(),
    sleep: (milliseconds: number) =>
      inScope((host) => new Promise<void>((resolve) => host.kernel.timers.afterComputing(milliseconds, resolve))),
    call: (clientName: string, commandName: string, input: unknown, attempts?: number) =>
      inScope((host, scope) => callAsSdk(host.kernel, principalOf(scope), clientName, commandName, input, attempts)),
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      inScope((host, scope) => sendOutside(host, scope === undefined ? undefined : invocationOf(scope), input, init)),
  };
}

/** Puts the engine behind the seam. The engine that was there before has died, for all that its functions still do. */
export function installSeam(kernel: Kernel, options: SeamOptions = {}): Seam {
  const host: Host = {
    kernel,
    partners: options.partners,
    publicAnswer: options.publicAnswer,
    closed: false,
  };
  patchGlobals();
  if (installed !== undefined) installed.closed = true;
  installed = host;
  Reflect.set(globalThis, SEAM, createRuntime(host));
  return {
    open: ({ requestId, traceId, consoleLevel, ...rest }) => ({
      ...rest,
      host,
      requestId,
      traceId,
      consoleLevel,
      dead: false,
      waiting: 0,
      finished: false,
      onComputing: undefined,
      onCrash: undefined,
    }),
    run: (scope, work) => {
      if (isDead(scope)) return never();
      guardComputing(host, scope);
      return outsideScopes(() => runInScope(scope, work));
    },
    close: () => {
      host.closed = true;
    },
  };
}
