import { currentScope, isDead, outsideScopes } from './scope.ts';
import type { Scope } from './scope.ts';

export type CrashKind = 'uncaughtException' | 'unhandledRejection';

/** Ends the scope as the runtime would end its process; the engine's process goes on. */
export function crash(scope: Scope, error: unknown, kind: CrashKind): void {
  if (isDead(scope)) return;
  outsideScopes(() => {
    const { kernel } = scope.host;
    // An error in what was left running after the answer ends nothing any more, but is never silent.
    if (scope.finished || scope.onCrash === undefined) {
      kernel.emit({ kind: 'lambda.stray-error', function: scope.functionName, error: String(error) });
      return;
    }
    scope.onCrash(error, kind);
  });
}

/** What nobody catches in a function would end the whole process, with the engine in it. */
export function patchCrashes(): void {
  const emit = process.emit.bind(process);
  const divided = (event: string | symbol, ...parameters: unknown[]): unknown => {
    const scope = currentScope();
    if (scope !== undefined && (event === 'unhandledRejection' || event === 'uncaughtException')) {
      crash(scope, parameters[0], event);
      return true;
    }
    return Reflect.apply(emit, process, [event, ...parameters]);
  };
  Object.defineProperty(process, 'emit', { value: divided, configurable: true, writable: true });
}
