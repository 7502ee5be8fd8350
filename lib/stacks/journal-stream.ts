import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AppFunction } from '../constructs/app-function.ts';
import { tellBatches } from '../constructs/dead-letter-ways.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';

/** The stream of the cases' table feeds this function; what it gives up lies in the raw bucket, and can be sent back. */
export function readJournal(scope: Construct, relay: AppFunction, data: DataStack): void {
  // The level-1 mapping: its typed twin cannot take a table under exactOptionalPropertyTypes, and grants a wildcard that is not needed.
  relay.allow(
    ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
    [data.cases.tableStreamArn ?? ''],
  );
  relay.allow(['s3:PutObject'], [data.raw.arnForObjects('aws/lambda/*')]);
  relay.allow(['s3:ListBucket'], [data.raw.bucketArn]);
  explain(
    relay,
    `AwsSolutions-IAM5[Resource::${data.rawArnInFindings}/aws/lambda/*]`,
    'Lambda names the objects of failed batches itself.',
  );
  const mapping = new CfnEventSourceMapping(scope, 'JournalStream', {
    functionName: relay.function.functionName,
    eventSourceArn: data.cases.tableStreamArn ?? '',
    startingPosition: 'TRIM_HORIZON',
    // The function relays cases beside one another and the entries of a case in order. Batches beside one another would be divided by entry: more
    // invocations, and no order within a case.
    batchSize: 50,
    // An entry that fails each time holds its shard up for half a minute. Then it lies in the bucket, and the auditor relays it from the due index.
    maximumRetryAttempts: 5,
    bisectBatchOnFunctionError: true,
    functionResponseTypes: ['ReportBatchItemFailures'],
    destinationConfig: { onFailure: { destination: data.raw.bucketArn } },
    filterCriteria: {
      filters: [
        {
          pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { Keys: { sk: { S: [{ prefix: 'JOURNAL#' }] } } },
          }),
        },
      ],
    },
  });
  mapping.node.addDependency(relay);
  tellBatches(scope, {
    name: 'case-flow-journal-stream',
    bucket: data.raw,
    prefix: 'aws/lambda/',
    reader: relay.function,
    runbook: 'outbox-stalled',
  });
}
