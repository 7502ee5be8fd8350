import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';
import { readJournal } from './journal-stream.ts';
import { functionSetting } from './setting.ts';

export interface JournalExportProps {
  readonly data: DataStack;
  readonly configuration: Configuration;
}

/** Journals once more, where nobody can alter or delete them before their time: whoever can write the table cannot rewrite what was. */
export class JournalExport extends Construct {
  constructor(scope: Construct, id: string, { data, configuration }: JournalExportProps) {
    super(scope, id);
    const bucket = this.bucket(data, configuration);
    const exporter = new AppFunction(this, 'ExportJournal', {
      setting: functionSetting(data, configuration),
      handler: 'case/export-journal',
      timeout: Duration.seconds(60),
      memorySize: 512,
      environment: { JOURNAL_BUCKET: bucket.bucketName },
      impact: 'What happened is in the table only: whoever could change it there would not be found out by the export.',
      runbook: 'journal-not-exported',
    });
    exporter.allow(['s3:PutObject'], [bucket.arnForObjects('journal/*')]);
    explain(
      exporter,
      'AwsSolutions-IAM5[Resource::<ExportJournals85E494F7.Arn>/journal/*]',
      'Each batch is an object with a name of its own, below one prefix.',
    );
    exporter.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    readJournal(this, exporter, data, {
      name: 'case-flow-journal-export',
      runbook: 'journal-not-exported',
      // One object, and one invocation, for many cases: it is no part of what a case costs. An auditor waits five minutes, a person never.
      batchSize: 1000,
      maximumBatchingWindowInSeconds: 300,
      // An hour and more: then it lies in the bucket of raw payloads, from where it is given again.
      maximumRetryAttempts: 60,
    });
  }

  private bucket(data: DataStack, { journalLock, retainData }: Configuration): Bucket {
    const held = Duration.days(journalLock.days);
    const bucket = new Bucket(this, 'Journals', {
      encryption: BucketEncryption.KMS,
      encryptionKey: data.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention:
        journalLock.mode === 'compliance' ? ObjectLockRetention.compliance(held) : ObjectLockRetention.governance(held),
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        { id: 'journals', prefix: 'journal/', expiration: held, noncurrentVersionExpiration: Duration.days(7) },
      ],
    });
    explain(
      bucket,
      'AwsSolutions-S1',
      'It is written by one function and read by auditors, which CloudTrail data events record; a log bucket would hold the same once more.',
    );
    new CfnOutput(this, 'JournalBucketName', {
      value: bucket.bucketName,
      description: 'Journals that nobody can change; npm run audit -- verify --export compares',
    });
    return bucket;
  }
}
