import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { connect } from '../../platform/index.ts';

export type CallFunction = (arn: string, input: string) => Promise<void>;

/** As a stream calls it: whether it has done all of the batch. */
export type CallReader = (arn: string, batch: string) => Promise<boolean>;

const answer = z.object({ batchItemFailures: z.array(z.unknown()).default([]) });

export function readerCaller(): CallReader {
  const client = connect(LambdaClient);
  return async (FunctionName, batch) => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName, Payload: new TextEncoder().encode(batch) }),
    );
    if (FunctionError !== undefined || Payload === undefined) return false;
    const { data } = answer.safeParse(JSON.parse(Payload.transformToString()));
    return data?.batchItemFailures.length === 0;
  };
}

/** As a schedule calls it: nobody waits for its answer, and Lambda tries it again. */
export function functionCaller(): CallFunction {
  const client = connect(LambdaClient);
  return async (FunctionName, input) => {
    await client.send(
      new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: new TextEncoder().encode(input) }),
    );
  };
}
