import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { currentScope, outsideScopes } from './scope.ts';
import type { Scope } from './scope.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const LEVEL_OF: Readonly<Record<string, string>> = { trace: 'TRACE', debug: 'DEBUG', warn: 'WARN', error: 'ERROR' };

/** One write is one log event, also with several lines. */
function log(scope: Scope, text: string): void {
  const line = text.endsWith('\n') ? text.slice(0, -1) : text;
  const { kernel } = scope.host;
  outsideScopes(() => {
    kernel.meter.count('logs', 'Bytes', Buffer.byteLength(line), scope.functionName);
    kernel.emit({
      kind: 'lambda.log',
      function: scope.functionName,
      line,
      ...(scope.requestId === undefined ? {} : { requestId: scope.requestId }),
    });
  });
}

function toScope(scope: Scope | undefined, chunk: unknown): boolean {
  if (scope === undefined || scope.dead) return scope !== undefined;
  log(
    scope,
    typeof chunk === 'string'
      ? chunk
      : chunk instanceof Uint8Array
        ? Buffer.from(chunk).toString('utf8')
        : String(chunk),
  );
  return true;
}

function isBelow(level: string | undefined, method: string): boolean {
  return level !== undefined && LEVELS.indexOf(LEVEL_OF[method] ?? 'INFO') < LEVELS.indexOf(level);
}

const nothing = (): void => undefined;

/** Gives what functions print to the engine's watchers instead of the terminal. */
export function patchOutput(): void {
  const sink = new Writable({
    decodeStrings: false,
    write: (chunk: unknown, _encoding, done) => {
      toScope(currentScope(), chunk);
      done();
    },
  });
  const forScopes = new Console({ stdout: sink, stderr: sink });
  const outer = globalThis.console;
  const divided = new Proxy(outer, {
    get: (target, name, receiver) => {
      const scope = currentScope();
      if (scope === undefined) return Reflect.get(target, name, receiver);
      if (typeof name === 'string' && isBelow(scope.consoleLevel, name)) return nothing;
      return Reflect.get(forScopes, name);
    },
  });
  Object.defineProperty(globalThis, 'console', { value: divided, configurable: true, writable: true });

  // Loggers that make a Console of their own write here.
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    Object.defineProperty(stream, 'write', {
      configurable: true,
      writable: true,
      value: (chunk: Uint8Array | string, ...rest: any[]): boolean => {
        if (!toScope(currentScope(), chunk)) return write(chunk, ...rest);
        const done: unknown = rest.at(-1);
        if (typeof done === 'function')
          queueMicrotask(() => {
            Reflect.apply(done, undefined, []);
          });
        return true;
      },
    });
  }
}
