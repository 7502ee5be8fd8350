import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';

/**
 * Services that say for which account they use a key.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-iam-policy-auto.html
 */
const SAYS_FOR_WHOM = ['cloudwatch.amazonaws.com', 'sms-voice.amazonaws.com', 'sns.amazonaws.com'];
/**
 * Services that do not, as EventBridge, or of which AWS does not say that they do: with a condition each event of the bus would be dropped. What they may send,
 * and where, the policies of queues and topics say.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
const SAYS_NOTHING = ['s3.amazonaws.com', 'ses.amazonaws.com'];

/** Services that write to encrypted queues, topics, the bus and log groups in this account. */
export function letServicesUseTheKey({ account, region }: Stack, key: Key): void {
  const letIn = (service: string, conditions: Conditions, ...more: string[]): void => {
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey', ...more],
        resources: ['*'],
        conditions,
      }),
    );
  };
  for (const service of SAYS_FOR_WHOM) letIn(service, { StringEquals: { 'aws:SourceAccount': account } });
  for (const service of SAYS_NOTHING) letIn(service, {});
  // What the archive of the bus needs beside: https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
  letIn('events.amazonaws.com', {}, 'kms:ReEncrypt*');
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:*` },
      },
    }),
  );
}

/** A topic with a policy of its own lets nobody publish but those whom it names: without this no alarm reaches anybody. */
export function letAlarmsBeTold({ account }: Stack, topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
}
