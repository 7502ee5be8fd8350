import { RuntimeError } from './code.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, and 100 bytes for the envelope. */
const MAX_RESPONSE = 6_291_556;

export interface ErrorBody {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

function looksLikeError(value: unknown): value is Error {
  if (value instanceof Error) return true;
  return typeof value === 'object' && value !== null && 'name' in value && 'message' in value && 'stack' in value;
}

/** What the Node.js runtime reports for something thrown: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export function describeThrown(thrown: unknown): ErrorBody {
  if (!looksLikeError(thrown)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
}

/** What ends the runtime's process: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export function describeCrash(error: unknown, kind: 'uncaughtException' | 'unhandledRejection'): ErrorBody {
  const thrown = describeThrown(error);
  if (kind === 'uncaughtException') return thrown;
  return { ...thrown, errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(error) };
}

/** What Lambda reports when the process of the runtime is gone: https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html */
export function describeExit(requestId: string): ErrorBody {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  };
}

/** `2026-03-02T08:00:00.000Z 6f747… Task timed out …` is the log; the answer has this shape. */
export function describeTimeout(requestId: string, seconds: number): ErrorBody {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}

/** The answer as JSON text; throws what the runtime reports when there is none. */
export function serializeResult(result: unknown): string {
  const text = stringify(result);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_RESPONSE) {
    throw new RuntimeError(
      'Function.ResponseSizeTooLarge',
      `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`,
    );
  }
  return text;
}

function stringify(result: unknown): string {
  try {
    // A function or a symbol has no JSON either.
    const text: unknown = JSON.stringify(result === undefined ? null : result);
    if (typeof text === 'string') return text;
  } catch {
    // Reported below: the runtime does not tell why.
  }
  throw new RuntimeError('Runtime.MarshalError', 'Unable to stringify response body');
}
