import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { connect } from '../../platform/index.ts';
import type { Arrival } from '../read-file-event.ts';

/** Has a mail in an inbox read by the function that holds the reader of mails, and waits for it: what fails there comes again by the queue of whoever asked. */
export function mailFileReader(functionName: string): (arrival: Arrival) => Promise<void> {
  const client = connect(LambdaClient);
  return async (arrival) => {
    const { FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: new TextEncoder().encode(JSON.stringify(arrival)) }),
    );
    if (FunctionError !== undefined) throw new Error(`the reader of mails in inboxes failed: ${FunctionError}`);
  };
}
