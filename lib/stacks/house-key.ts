import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';

/** Services that write to encrypted queues, topics, the bus and log groups in this account. */
export function letServicesUseTheKey({ account, region }: Stack, key: Key): void {
  const inThisAccount = { StringEquals: { 'aws:SourceAccount': account } };
  for (const service of [
    'events.amazonaws.com',
    'sns.amazonaws.com',
    'cloudwatch.amazonaws.com',
    's3.amazonaws.com',
    'ses.amazonaws.com',
    'sms-voice.amazonaws.com',
  ]) {
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: inThisAccount,
      }),
    );
  }
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
