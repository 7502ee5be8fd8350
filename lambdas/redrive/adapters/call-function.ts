import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { connect } from '../../platform/index.ts';

export type CallFunction = (arn: string, input: string) => Promise<void>;

/** As a schedule calls it: nobody waits for its answer, and Lambda tries it again. */
export function functionCaller(): CallFunction {
  const client = connect(new LambdaClient({}));
  return async (FunctionName, input) => {
    await client.send(
      new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: new TextEncoder().encode(input) }),
    );
  };
}
