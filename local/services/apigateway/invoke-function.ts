import type { Kernel } from '../../kernel/types.ts';

export interface FunctionAnswer {
  readonly failed: boolean;
  readonly payload: string;
}

/** Calls a function as API Gateway does; `sourceArn` is what the function's permission is checked against. Rejects with AwsError. */
export async function invokeFunction(
  kernel: Kernel,
  functionArn: string,
  sourceArn: string,
  payload: Uint8Array,
): Promise<FunctionAnswer> {
  const principal = { kind: 'service', service: 'apigateway.amazonaws.com', sourceArn } as const;
  const answer = await kernel.call(principal, 'lambda', 'Invoke', {
    FunctionName: functionArn,
    InvocationType: 'RequestResponse',
    Payload: payload,
  });
  return { failed: answer.FunctionError !== undefined, payload: textOf(answer.Payload) };
}

function textOf(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  return payload instanceof Uint8Array ? Buffer.from(payload).toString('utf8') : '';
}

/** Gives up waiting after that time, without stopping the work. */
export async function within<T>(kernel: Kernel, milliseconds: number, work: Promise<T>): Promise<T | 'timed out'> {
  const expired = Promise.withResolvers<'timed out'>();
  const timer = kernel.timers.afterComputing(milliseconds, () => {
    expired.resolve('timed out');
  });
  // The loser of the race must not become an unhandled rejection.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, expired.promise]);
  } finally {
    timer.cancel();
  }
}
