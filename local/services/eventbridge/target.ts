import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, Principal } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { Accepted } from './bus-event.ts';
import { queueUrlOf, readRetryPolicy } from './retry-policy.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { compileInput } from './target-input.ts';
import type { RuleNames, TargetInput } from './target-input.ts';

export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly input: TargetInput;
  readonly retry: RetryPolicy;
  readonly deadLetterArn: string | undefined;
}

const KINDS = ['sqs', 'lambda', 'sns', 'states', 'events'];
/** These have no resource policy, so the rule must bring a role. */
const ROLE_NEEDED = ['states'];

/** A queue ARN, checked here because a typing error would show when the first event is lost. */
export function readDeadLetters(config: any): string | undefined {
  refuseUnknown('DeadLetterConfig', config, ['Arn']);
  const arn: unknown = config?.Arn;
  if (arn === undefined) return undefined;
  if (typeof arn !== 'string' || arn.split(':')[2] !== 'sqs' || arn.endsWith('.fifo')) {
    throw new UnsupportedError(`the dead-letter queue ${JSON.stringify(arn)}`);
  }
  return arn;
}

/** An entry of `Targets`: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-events-rule-target.html */
export function readTarget(kernel: Kernel, rule: RuleNames, properties: any): Target {
  refuseUnknown(`a target of ${rule.name}`, properties, [
    'Id',
    'Arn',
    'RoleArn',
    'Input',
    'InputPath',
    'InputTransformer',
    'RetryPolicy',
    'DeadLetterConfig',
  ]);
  const arn = String(properties.Arn);
  const service = arn.split(':')[2] ?? '';
  if (!KINDS.includes(service) || arn.endsWith('.fifo'))
    throw new UnsupportedError(`the target ${arn} of ${rule.name}`);
  const roleArn: string | undefined = properties.RoleArn;
  if (roleArn === undefined && ROLE_NEEDED.includes(service)) {
    throw new UnsupportedError(`the target ${arn} of ${rule.name} without a RoleArn`);
  }
  if (roleArn !== undefined) kernel.access.assertAssumable?.(roleArn, 'events.amazonaws.com', { sourceArn: rule.arn });
  return {
    id: String(properties.Id),
    arn,
    roleArn,
    input: compileInput(properties, rule),
    retry: readRetryPolicy(properties.RetryPolicy),
    deadLetterArn: readDeadLetters(properties.DeadLetterConfig),
  };
}

/** One attempt: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html */
export async function sendToTarget(kernel: Kernel, rule: RuleNames, target: Target, accepted: Accepted): Promise<void> {
  const principal: Principal =
    target.roleArn === undefined
      ? { kind: 'service', service: 'events.amazonaws.com', sourceArn: rule.arn }
      : { kind: 'role', roleArn: target.roleArn };
  const { trace } = accepted;
  switch (target.arn.split(':')[2]) {
    case 'sqs':
      await kernel.call(principal, 'sqs', 'SendMessage', {
        QueueUrl: queueUrlOf(target.arn),
        MessageBody: target.input(accepted),
        ...(trace === undefined
          ? {}
          : { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: trace } } }),
      });
      return;
    case 'lambda':
      await kernel.call(principal, 'lambda', 'Invoke', {
        FunctionName: target.arn,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(target.input(accepted)),
      });
      return;
    case 'sns':
      await kernel.call(principal, 'sns', 'Publish', { TopicArn: target.arn, Message: target.input(accepted) });
      return;
    case 'states':
      await kernel.call(principal, 'sfn', 'StartExecution', {
        stateMachineArn: target.arn,
        name: `${accepted.event.id}_${kernel.uuid()}`,
        input: target.input(accepted),
        ...(trace === undefined ? {} : { traceHeader: trace }),
      });
      return;
    default:
      // Not an operation of the SDK: the event arrives with the id, time and account that it has.
      await kernel.call(principal, 'eventbridge', 'ForwardEvent', { busArn: target.arn, accepted });
  }
}
