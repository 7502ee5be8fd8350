import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { callAsSdk } from '../../seam/index.ts';
import type { Outcome } from './execute.ts';

export interface Delivery {
  readonly body: string;
  /** For S3: the object's key up to the name that Lambda adds. */
  readonly keyPrefix: string;
  /** For S3: it keeps the whole record where the others get its place only. */
  readonly objectBody?: string;
  /** For EventBridge. */
  readonly detailType?: string;
  readonly functionArn: string;
  readonly attributes?: Readonly<Record<string, { DataType: string; StringValue: string }>>;
}

/** What a function answered, as records at destinations tell it. */
export function responseContextOf({ version, failure }: Outcome): object {
  return {
    statusCode: 200,
    executedVersion: version,
    ...(failure === undefined ? {} : { functionError: 'Unhandled' }),
  };
}

/** `2026/03/02/2026-03-02T08.00.00-<uuid>` */
function objectName(kernel: Kernel): string {
  const moment = new Date(kernel.now()).toISOString();
  return `${moment.slice(0, 10).replaceAll('-', '/')}/${moment.slice(0, 19).replaceAll(':', '.')}-${kernel.uuid()}`;
}

type Command = readonly [client: string, command: string, input: object];

function commandFor(kernel: Kernel, target: string, delivery: Delivery): Command {
  const [, , service, , , ...rest] = target.split(':');
  const name = rest.join(':');
  const attributes = delivery.attributes === undefined ? {} : { MessageAttributes: delivery.attributes };
  switch (service) {
    case 'sqs': {
      const QueueUrl = `https://sqs.${kernel.region}.amazonaws.com/${kernel.account}/${name}`;
      return ['SQSClient', 'SendMessageCommand', { QueueUrl, MessageBody: delivery.body, ...attributes }];
    }
    case 'sns':
      return ['SNSClient', 'PublishCommand', { TopicArn: target, Message: delivery.body, ...attributes }];
    case 'lambda':
      return [
        'LambdaClient',
        'InvokeCommand',
        { FunctionName: target, InvocationType: 'Event', Payload: delivery.body },
      ];
    case 'events': {
      const entry = {
        Source: 'lambda',
        DetailType: delivery.detailType,
        Detail: delivery.body,
        EventBusName: target,
        Resources: [delivery.functionArn, target],
      };
      return ['EventBridgeClient', 'PutEventsCommand', { Entries: [entry] }];
    }
    case 's3': {
      const Key = `${delivery.keyPrefix}/${objectName(kernel)}`;
      return ['S3Client', 'PutObjectCommand', { Bucket: name, Key, Body: delivery.objectBody ?? delivery.body }];
    }
    default:
      throw new UnsupportedError(`the destination ${target}`);
  }
}

/** Stops the boot for a destination of a kind that is not kept. */
export function checkDestination(target: unknown, kinds: readonly string[]): string | undefined {
  if (target === undefined) return undefined;
  const service = typeof target === 'string' ? target.split(':')[2] : undefined;
  if (typeof target === 'string' && service !== undefined && kinds.includes(service)) return target;
  throw new UnsupportedError(`the destination ${JSON.stringify(target)}`);
}

/** Sends by the function's role, as Lambda does. What cannot be sent is lost, as there; only a metric tells. */
export async function deliver(kernel: Kernel, roleArn: string, target: string, delivery: Delivery): Promise<void> {
  try {
    const [client, command, input] = commandFor(kernel, target, delivery);
    const output: any = await callAsSdk(kernel, { kind: 'role', roleArn }, client, command, input);
    if (output.FailedEntryCount > 0) throw new Error('EventBridge refused the entry');
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    kernel.emit({ kind: 'lambda.destination-failed', target, function: delivery.functionArn, error: String(error) });
  }
}
