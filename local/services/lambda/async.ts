import { AwsError } from '../../kernel/errors.ts';
import type { Job, Kernel } from '../../kernel/types.ts';
import { deliver, responseContextOf } from './destinations.ts';
import type { Executor, Outcome } from './execute.ts';
import type { Functions, Target } from './functions.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_DELAYS = [60_000, 120_000];
const MAX_AGE_SECONDS = 21_600;
const MAX_THROTTLE_DELAY = 300_000;

export interface AsyncConfig {
  readonly maxRetries: number;
  readonly maxAgeSeconds: number;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
}
const defaults: AsyncConfig = {
  maxRetries: RETRY_DELAYS.length,
  maxAgeSeconds: MAX_AGE_SECONDS,
  onSuccess: undefined,
  onFailure: undefined,
};

interface Queued {
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly requestId: string;
  readonly body: string;
  readonly queuedAt: number;
  readonly attempt: number;
  readonly throttles: number;
}

export interface AsyncInvocations {
  configure(functionArn: string, config: Partial<AsyncConfig>): void;
  enqueue(target: Target, body: string): string;
}

type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

/** Event invocations: each is a durable job, retried, and at the end told to its destination. */
export function createAsyncInvocations(kernel: Kernel, functions: Functions, executor: Executor): AsyncInvocations {
  const configs = new Map<string, Partial<AsyncConfig>>();
  const configOf = (target: Target): AsyncConfig => ({
    ...defaults,
    ...(configs.get(target.arn.replace(/:\$LATEST$/, '')) ?? {}),
  });
  const add = (due: number, queued: Queued): void => {
    kernel.jobs.add('lambda.async', due, queued);
  };

  const run = async (queued: Queued): Promise<void> => {
    if (!functions.has(queued.functionName, queued.qualifier)) {
      // The template that runs now has it no more; on AWS its events go with a function.
      kernel.emit({
        kind: 'lambda.async-failed',
        function: queued.functionName,
        requestId: queued.requestId,
        condition: 'Deleted',
      });
      return;
    }
    const target = functions.find(queued.functionName, queued.qualifier);
    const config = configOf(target);
    if (kernel.now() - queued.queuedAt > config.maxAgeSeconds * 1000) {
      await tell(target, config, queued, 'EventAgeExceeded', undefined);
      return;
    }
    const outcome = await attempt(target, queued);
    if (outcome === 'throttled') return;
    if (outcome.failure === undefined) {
      await tell(target, config, queued, 'Success', outcome);
      return;
    }
    const retry = queued.attempt;
    if (retry <= config.maxRetries) {
      add(kernel.now() + (RETRY_DELAYS[retry - 1] ?? 0), { ...queued, attempt: retry + 1 });
      return;
    }
    await tell(target, config, queued, 'RetriesExhausted', outcome);
  };

  /** Throttles do not count as attempts: the event goes back, with growing delays, until it is too old. */
  const attempt = async (target: Target, queued: Queued): Promise<Outcome | 'throttled'> => {
    try {
      return await executor.execute(target, queued.body, { requestId: queued.requestId });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const delay = Math.min(MAX_THROTTLE_DELAY, 1000 * 2 ** queued.throttles);
      add(kernel.now() + delay, { ...queued, throttles: queued.throttles + 1 });
      return 'throttled';
    }
  };

  const tell = async (
    target: Target,
    config: AsyncConfig,
    queued: Queued,
    condition: Condition,
    outcome: Outcome | undefined,
  ): Promise<void> => {
    const { function: told } = target;
    const succeeded = condition === 'Success';
    const destination = succeeded ? config.onSuccess : config.onFailure;
    if (destination !== undefined) {
      await deliver(kernel, told.roleArn, destination, {
        body: recordOf(target, queued, condition, outcome),
        keyPrefix: `aws/lambda/async/${told.name}`,
        detailType: `Lambda Function Invocation Result - ${succeeded ? 'Success' : 'Failure'}`,
        functionArn: `${told.arn}:${target.qualifier ?? '$LATEST'}`,
      });
    }
    if (succeeded) return;
    kernel.emit({ kind: 'lambda.async-failed', function: told.name, requestId: queued.requestId, condition });
    if (told.deadLetterArn !== undefined) await tellDeadLetters(target, queued, outcome);
  };

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq */
  const tellDeadLetters = async (target: Target, queued: Queued, outcome: Outcome | undefined): Promise<void> => {
    const { function: told } = target;
    if (told.deadLetterArn === undefined) return;
    const text = (value: string): { DataType: string; StringValue: string } => ({
      DataType: 'String',
      StringValue: value,
    });
    await deliver(kernel, told.roleArn, told.deadLetterArn, {
      body: queued.body,
      keyPrefix: '',
      functionArn: told.arn,
      attributes: {
        RequestID: text(queued.requestId),
        ErrorCode: { DataType: 'Number', StringValue: '200' },
        ErrorMessage: text((outcome?.failure?.errorMessage ?? 'Event age exceeded').slice(0, 1024) || '-'),
      },
    });
  };

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations */
  const recordOf = (target: Target, queued: Queued, condition: Condition, outcome: Outcome | undefined): string =>
    JSON.stringify({
      version: '1.0',
      timestamp: new Date(kernel.now()).toISOString(),
      requestContext: {
        requestId: queued.requestId,
        functionArn: `${target.function.arn}:${target.qualifier ?? '$LATEST'}`,
        condition,
        approximateInvokeCount: outcome === undefined ? queued.attempt - 1 : queued.attempt,
      },
      requestPayload: JSON.parse(queued.body),
      ...(outcome === undefined
        ? {}
        : { responseContext: responseContextOf(outcome), responsePayload: JSON.parse(outcome.payload) }),
    });

  kernel.jobs.on('lambda.async', (job: Job) => run(job.payload));

  return {
    configure: (functionArn, config) => {
      configs.set(functionArn, config);
    },
    enqueue: (target, body) => {
      const requestId = kernel.uuid();
      add(kernel.now(), {
        functionName: target.function.name,
        qualifier: target.qualifier,
        requestId,
        body,
        queuedAt: kernel.now(),
        attempt: 1,
        throttles: 0,
      });
      return requestId;
    },
  };
}
