import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { afterAll, expect, test } from 'vitest';
import { createKernel } from '../../local/kernel/kernel.ts';
import type { ResourceType, Service } from '../../local/kernel/types.ts';
import { createAccess, createIam } from '../../local/services/iam/index.ts';
import { createKms } from '../../local/services/kms/index.ts';
import { createS3 } from '../../local/services/s3/index.ts';
import { createSecretsManager } from '../../local/services/secretsmanager/index.ts';
import { createSsm } from '../../local/services/ssm/index.ts';
import { provision } from '../../local/template/provision.ts';

const outdir = mkdtempSync(join(tmpdir(), 'fairlead-s3-'));
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

function synthesize(): void {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'files', { env: { account: '111122223333', region: 'eu-central-1' } });
  const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true, alias: 'files' });
  const bucket = new Bucket(stack, 'Inbox', {
    encryption: BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: true,
    enforceSSL: true,
    versioned: true,
    autoDeleteObjects: true,
    removalPolicy: RemovalPolicy.DESTROY,
    eventBridgeEnabled: true,
    lifecycleRules: [{ expiration: Duration.days(3), noncurrentVersionExpiration: Duration.days(1) }],
  });
  bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(new Queue(stack, 'Files')), {
    prefix: 'in/',
  });
  new Secret(stack, 'Secret', { encryptionKey, generateSecretString: { excludePunctuation: true } });
  new StringParameter(stack, 'Name', { parameterName: '/files/bucket', stringValue: bucket.bucketName });
  app.synth();
}

const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:files';
const stub = (type: string, properties: readonly string[], attributes: object): ResourceType => ({
  type,
  properties,
  create: ({ physicalName }) => ({ ref: physicalName, attributes: { ...attributes } }),
});

// https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3-readme.html#bucket-notifications
test('what the CDK writes about buckets, keys, secrets and parameters is understood', async () => {
  synthesize();
  const access = createAccess('111122223333', 'eu-central-1');
  const kernel = createKernel({ time: { kind: 'virtual', startAt: Date.parse('2026-03-02T08:00:00Z') }, access });
  const received: string[] = [];
  const events: string[] = [];
  const sqs: Service = {
    name: 'sqs',
    operations: {
      SendMessage: {
        authorize: () => [{ action: 'sqs:SendMessage', resource: QUEUE }],
        run: (input) => void received.push(input.MessageBody),
      },
    },
    resourceTypes: [
      stub('AWS::SQS::Queue', [], { Arn: QUEUE }),
      {
        ...stub('AWS::SQS::QueuePolicy', ['PolicyDocument', 'Queues'], {}),
        create: ({ properties }) => {
          access.addResourcePolicy(QUEUE, properties.PolicyDocument);
          return { ref: 'policy' };
        },
      },
    ],
  };
  const eventbridge: Service = {
    name: 'eventbridge',
    operations: { PutEvents: { authorize: () => [], run: (input) => void events.push(input.Entries[0].DetailType) } },
    resourceTypes: [],
  };
  // The functions behind CDK's custom resources are not run.
  const lambda: Service = {
    name: 'lambda',
    operations: {},
    resourceTypes: [
      stub('AWS::Lambda::Function', ['Code', 'Description', 'Handler', 'MemorySize', 'Role', 'Runtime', 'Timeout'], {
        Arn: 'arn:aws:lambda:eu-central-1:111122223333:function:provider',
      }),
    ],
  };
  const services = [
    createIam(kernel, access),
    createKms(kernel),
    createS3(kernel),
    createSecretsManager(kernel),
    createSsm(kernel),
    sqs,
    eventbridge,
    lambda,
  ];
  for (const service of services) kernel.register(service);
  const { resources } = provision(kernel, services, outdir);
  kernel.start();

  expect(resources.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      'Custom::S3BucketNotifications',
      'Custom::S3AutoDeleteObjects',
      'AWS::S3::BucketPolicy',
      'AWS::IAM::Role',
    ]),
  );
  const root = { kind: 'root' } as const;
  const { Parameter } = await kernel.call(root, 'ssm', 'GetParameter', { Name: '/files/bucket' });
  await kernel.call(root, 's3', 'PutObject', { Bucket: Parameter.Value, Key: 'in/a.edi', Body: 'x' });
  await kernel.call(root, 's3', 'PutObject', { Bucket: Parameter.Value, Key: 'out/a.edi', Body: 'x' });
  await kernel.settle();
  // The queue's own policy lets exactly this bucket in.
  expect(received.map((body) => JSON.parse(body).Event ?? JSON.parse(body).Records[0].s3.object.key)).toEqual([
    's3:TestEvent',
    'in/a.edi',
  ]);
  expect(events).toEqual(['Object Created', 'Object Created']);
});
