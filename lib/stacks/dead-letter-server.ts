import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { AppFunction } from '../constructs/app-function.ts';
import { GIVEN_UP_BELOW, isQueue } from '../constructs/dead-letter-ways.ts';
import type { BatchWay, DeadLetterWay } from '../constructs/dead-letter-ways.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable } from './setting.ts';

/** Id, handler, environment, impact and runbook of the function behind /v1/dead-letters. */
export function deadLetterServer(data: DataStack, stage: string, ways: readonly { readonly name: string }[]) {
  return [
    'ServeDeadLetters',
    'api/serve-dead-letters',
    {
      STAGE: stage,
      REFERENCE_TABLE: data.reference.tableName,
      RAW_BUCKET: data.raw.bucketName,
      DEAD_LETTERS: ways.map(({ name }) => name).join(','),
    },
    'Dead letters cannot be looked at or redriven; they stay where they are for fourteen days.',
    'dead-letters',
  ] as const;
}

/** Takes from the dead-letter queues, sends to whom their letters were for, and to nobody else. */
export function allowDeadLetters(
  serve: AppFunction,
  data: DataStack,
  stage: string,
  ways: readonly DeadLetterWay[],
): void {
  const stack = Stack.of(serve);
  for (const { name, queue, back, runbook } of ways)
    new StringParameter(stack, `DeadLetters-${name}`, {
      parameterName: `/fairlead/${stage}/dead-letters/${name}`,
      stringValue: stack.toJsonString({
        url: queue.queueUrl,
        back: back.map((one) =>
          isQueue(one) ? { queue: { url: one.queueUrl, arn: one.queueArn } } : { function: one.functionArn },
        ),
        runbook,
      }),
      description: `Where the dead letters of ${name} lie, and whom they were for`,
    });
  const targets = ways.flatMap(({ back }) => back);
  serve.allow(
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
    ways.map(({ queue }) => queue.queueArn),
  );
  serve.allow(['sqs:SendMessage'], [...new Set(targets.filter(isQueue).map(({ queueArn }) => queueArn))]);
  serve.allow(
    ['lambda:InvokeFunction'],
    targets.flatMap((one) => (isQueue(one) ? [] : [one.functionArn])),
  );
  serve.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
  serve.allow(['s3:PutObject'], [data.raw.arnForObjects('raw/dead-letters/*')]);
  allowTable(serve, data.reference.tableArn, ['PutItem', 'Query']);
  const settings = `parameter/fairlead/${stage}/dead-letters/*`;
  serve.allow(['ssm:GetParameter'], [`arn:aws:ssm:${stack.region}:${stack.account}:${settings}`]);
  for (const resource of [
    `${data.rawArnInFindings}/raw/dead-letters/*`,
    `arn:aws:ssm:<AWS::Region>:<AWS::AccountId>:${settings}`,
  ])
    explain(
      serve,
      `AwsSolutions-IAM5[Resource::${resource}]`,
      'Letters that are given up are objects with names of their own; each queue has a setting of its own below one prefix.',
    );
}

/** Gives what a stream has given up back to its reader, and to nobody else. */
export function allowBatches(serve: AppFunction, data: DataStack, stage: string, ways: readonly BatchWay[]): void {
  const stack = Stack.of(serve);
  for (const { name, bucket, prefix, reader, runbook } of ways) {
    new StringParameter(stack, `DeadLetters-${name}`, {
      parameterName: `/fairlead/${stage}/dead-letters/${name}`,
      stringValue: stack.toJsonString({
        url: `s3://${bucket.bucketName}/${prefix}`,
        back: [{ reader: reader.functionArn }],
        runbook,
      }),
      description: `Where the batches of ${name} lie that were given up, and who reads them`,
    });
    serve.allow(['s3:GetObject', 's3:DeleteObject'], [bucket.arnForObjects(`${GIVEN_UP_BELOW}*`)]);
    serve.allow(['s3:ListBucket'], [bucket.bucketArn]);
    serve.allow(['lambda:InvokeFunction'], [reader.functionArn]);
    explain(
      serve,
      `AwsSolutions-IAM5[Resource::${data.rawArnInFindings}/${GIVEN_UP_BELOW}*]`,
      'Lambda names the objects of failed batches itself.',
    );
  }
}
