import { AwsError } from '../kernel/errors.ts';
import type { Job, Kernel, Principal } from '../kernel/types.ts';

export type Destination =
  { readonly kind: 'lambda' | 'sqs' | 'sns'; readonly arn: string } | { readonly kind: 'eventbridge' };

/** A message of an AWS service (S3, SES) to what its owner named. */
export interface Message {
  readonly destination: Destination;
  /** The resource it is about: `aws:SourceArn` of the call. */
  readonly sourceArn: string;
  readonly body: string;
  /** SNS: the subject; EventBridge: the detail type. */
  readonly title: string;
}

interface Delivery extends Message {
  readonly since: number;
  readonly attempts: number;
}

export interface ServiceName {
  /** `s3.amazonaws.com` */
  readonly principal: string;
  /** `aws.s3` */
  readonly source: string;
}

const FIRST_RETRY = 1000;
const LAST_RETRY = 300_000;
/** Our own bound: AWS names none for these attempts. */
const RETRY_FOR = 86_400_000;
/** Waiting does not change these answers. */
const HOPELESS = /^(AccessDenied|AuthorizationError|ResourceNotFound|NotFound|QueueDoesNotExist)/;

async function deliver(kernel: Kernel, { principal: service, source }: ServiceName, message: Message): Promise<void> {
  const { destination, sourceArn, body, title } = message;
  const principal: Principal = { kind: 'service', service, sourceArn };
  switch (destination.kind) {
    case 'sqs': {
      const [, , , region = '', account = '', name = ''] = destination.arn.split(':');
      const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
      await kernel.call(principal, 'sqs', 'SendMessage', { QueueUrl, MessageBody: body });
      return;
    }
    case 'sns':
      await kernel.call(principal, 'sns', 'Publish', { TopicArn: destination.arn, Message: body, Subject: title });
      return;
    case 'lambda':
      await kernel.call(principal, 'lambda', 'Invoke', {
        FunctionName: destination.arn,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(body),
      });
      return;
    case 'eventbridge':
      // AWS services put events on the default bus without any policy, and only they may use an `aws.` source.
      await kernel.call({ kind: 'root' }, 'eventbridge', 'PutEvents', {
        Entries: [
          { Source: source, DetailType: title, Detail: body, Resources: [sourceArn], Time: new Date(kernel.now()) },
        ],
      });
  }
}

/**
 * Delivers at least once, by durable jobs of the kind `<source>.deliver`; what is refused for good is dropped with the engine event
 * `<source>.delivery-lost`.
 */
export function createDelivery(kernel: Kernel, service: ServiceName): (message: Message, due?: number) => void {
  const kind = `${service.source}.deliver`;
  const retry = (delivery: Delivery, error: unknown): void => {
    if (!(error instanceof AwsError)) throw error;
    if (HOPELESS.test(error.name) || kernel.now() - delivery.since > RETRY_FOR) {
      kernel.emit({ kind: `${service.source}.delivery-lost`, destination: delivery.destination, error: error.message });
      return;
    }
    const wait = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** delivery.attempts);
    kernel.jobs.add(kind, kernel.now() + wait, { ...delivery, attempts: delivery.attempts + 1 });
  };
  kernel.jobs.on(kind, async (job: Job) => {
    const delivery: Delivery = job.payload;
    try {
      await deliver(kernel, service, delivery);
    } catch (error) {
      retry(delivery, error);
    }
  });
  return (message, due = kernel.now()) => {
    const delivery: Delivery = { ...message, since: due, attempts: 0 };
    kernel.jobs.add(kind, due, delivery);
  };
}
