import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { createStopwatch, isDead } from '../../seam/index.ts';
import type { Scope, Seam } from '../../seam/index.ts';
import type { Code } from './code.ts';
import type { LambdaFunction } from './function.ts';
import type { Target } from './functions.ts';
import { describeCrash, describeExit, describeThrown, describeTimeout, serializeResult } from './response.ts';
import type { ErrorBody } from './response.ts';

export interface Outcome {
  readonly requestId: string;
  readonly version: string;
  /** JSON text. */
  readonly payload: string;
  readonly failure: ErrorBody | undefined;
}

export interface Executor {
  /** Throws TooManyRequestsException at once when no concurrency is left; otherwise resolves with whatever came of it. */
  execute(target: Target, payload: string, identity?: { requestId?: string }): Promise<Outcome>;
  /** All that runs now dies, as with the process: it answers nobody, and nothing that it waits for comes. */
  kill(reason: string): void;
  /** This one invocation dies with its process; who invoked it hears so. False: it does not run. */
  crash(requestId: string): boolean;
  running(functionName?: string): number;
}

export interface ExecutorOptions {
  /** https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html: 1,000 by default, less in new accounts. */
  readonly accountConcurrency: number;
}

const throttled = (reserved: boolean): AwsError =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    httpStatusCode: 429,
    members: {
      Reason: reserved ? 'ReservedFunctionConcurrentInvocationLimitExceeded' : 'ConcurrentInvocationLimitExceeded',
      Type: 'User',
    },
  });

/** START, END and REPORT: what Lambda itself logs for an invocation, and CloudWatch Logs bills. */
const SYSTEM_LOG_BYTES = 290;

/** `Root=1-<seconds>-<96 bits>;Parent=<64 bits>`: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function traceId(kernel: Kernel): string {
  const seconds = Math.floor(kernel.now() / 1000)
    .toString(16)
    .padStart(8, '0');
  const bits = kernel.uuid().replaceAll('-', '');
  return `Root=1-${seconds}-${bits.slice(0, 24)};Parent=${bits.slice(16)};Sampled=0`;
}

export function createExecutor(kernel: Kernel, seam: Seam, code: Code, options: ExecutorOptions): Executor {
  const running = new Map<string, number>();
  const scopes = new Set<Scope>();
  /** By request id: ends what runs with a failure. */
  const ends = new Map<string, (failure: ErrorBody) => void>();
  let total = 0;
  const stopwatch = createStopwatch(kernel);

  const acquire = (wanted: LambdaFunction): void => {
    const count = running.get(wanted.name) ?? 0;
    if (wanted.reservedConcurrency !== undefined && count >= wanted.reservedConcurrency) throw throttled(true);
    if (total >= options.accountConcurrency) throw throttled(false);
    running.set(wanted.name, count + 1);
    total += 1;
  };
  const release = (released: LambdaFunction): void => {
    running.set(released.name, (running.get(released.name) ?? 1) - 1);
    total -= 1;
  };

  const bill = (billed: LambdaFunction, milliseconds: number): void => {
    const whole = Math.max(1, Math.ceil(milliseconds));
    kernel.meter.count('lambda', 'Requests', 1, billed.name);
    kernel.meter.count('lambda', 'GBSeconds', (billed.memory / 1024) * (whole / 1000), billed.name);
    if (billed.systemLogs) kernel.meter.count('logs', 'Bytes', SYSTEM_LOG_BYTES, billed.name);
  };

  const contextOf = (target: Target, requestId: string, deadline: () => number): object => ({
    awsRequestId: requestId,
    functionName: target.function.name,
    functionVersion: target.version,
    invokedFunctionArn: target.arn,
    memoryLimitInMB: String(target.function.memory),
    logGroupName: target.function.logGroup,
    logStreamName: target.function.environment['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline() - stopwatch())),
  });

  /** Resolves with the answer or the failure; never, when the scope is killed. */
  const runHandler = (
    target: Target,
    payload: string,
    requestId: string,
    scope: Scope,
  ): Promise<string | ErrorBody> => {
    const { promise, resolve } = Promise.withResolvers<string | ErrorBody>();
    const limit = target.function.timeoutSeconds;
    let deadline = Infinity;
    let timer: { cancel(): void } | undefined;
    const end = (failure: ErrorBody): void => {
      if (isDead(scope)) return;
      scope.dead = true;
      timer?.cancel();
      code.discard(target.function.name);
      resolve(failure);
    };
    ends.set(requestId, end);
    scope.onCrash = (error, kind) => {
      end(describeCrash(error, kind));
    };
    const work = async (): Promise<string | ErrorBody> => {
      try {
        const handler = await code.load(target.function);
        // Starting is not counted against the time-out: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
        deadline = stopwatch() + limit * 1000;
        timer = kernel.timers.afterComputing(limit * 1000, () => {
          end(describeTimeout(requestId, limit));
        });
        const event: unknown = JSON.parse(payload);
        const result = await seam.run(scope, async () =>
          handler(
            event,
            contextOf(target, requestId, () => deadline),
          ),
        );
        return serializeResult(result);
      } catch (error) {
        return describeThrown(error);
      }
    };
    void work().then((result) => {
      if (isDead(scope)) return;
      scope.finished = true;
      timer?.cancel();
      resolve(result);
    });
    return promise;
  };

  const report = (target: Target, requestId: string, milliseconds: number, failure: ErrorBody | undefined): void => {
    kernel.emit({
      kind: 'lambda.invoked',
      function: target.function.name,
      requestId,
      milliseconds,
      failed: failure !== undefined,
    });
    if (failure !== undefined)
      kernel.emit({ kind: 'lambda.error', function: target.function.name, requestId, ...failure });
  };

  const invoke = async (target: Target, payload: string, requestId: string): Promise<Outcome> => {
    const begun = stopwatch();
    const scope = seam.open({
      functionName: target.function.name,
      roleArn: target.function.roleArn,
      environment: target.function.environment,
      requestId,
      traceId: traceId(kernel),
      consoleLevel: target.function.consoleLevel,
    });
    scopes.add(scope);
    const result = await runHandler(target, payload, requestId, scope);
    scopes.delete(scope);
    ends.delete(requestId);
    release(target.function);
    const milliseconds = stopwatch() - begun;
    bill(target.function, milliseconds);
    const failure = typeof result === 'string' ? undefined : result;
    report(target, requestId, milliseconds, failure);
    const text = typeof result === 'string' ? result : JSON.stringify(result);
    return { requestId, version: target.version, payload: text, failure };
  };

  return {
    execute: (target, payload, identity = {}) => {
      acquire(target.function);
      return invoke(target, payload, identity.requestId ?? kernel.uuid());
    },
    kill: (reason) => {
      for (const scope of scopes) {
        scope.dead = true;
        // Its module may for ever wait for what it began.
        code.discard(scope.functionName);
      }
      const functions = [...scopes].map(({ functionName }) => functionName);
      kernel.emit({ kind: 'lambda.killed', reason, invocations: functions.length, functions });
      scopes.clear();
      ends.clear();
      running.clear();
      total = 0;
    },
    crash: (requestId) => {
      const end = ends.get(requestId);
      end?.(describeExit(requestId));
      return end !== undefined;
    },
    running: (functionName) => (functionName === undefined ? total : (running.get(functionName) ?? 0)),
  };
}
