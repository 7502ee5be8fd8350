import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { CfnEventSourceMappingProps } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AppFunction } from '../constructs/app-function.ts';
import { GIVEN_UP_BELOW, tellBatches } from '../constructs/dead-letter-ways.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';

/** How a reader wants the stream. */
interface Reading extends Pick<
  CfnEventSourceMappingProps,
  'batchSize' | 'maximumBatchingWindowInSeconds' | 'maximumRetryAttempts' | 'functionResponseTypes'
> {
  /** Of what was given up, among dead letters. */
  readonly name: string;
  readonly runbook: string;
}

/**
 * New entries of journals, from the stream of the cases' table, feed this function; what is given up lies in the raw bucket, and can be sent back. A shard of a
 * stream takes two readers and no third: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function readJournal(scope: Construct, reader: AppFunction, data: DataStack, reading: Reading): void {
  const { name, runbook, ...settings } = reading;
  // The level-1 mapping: its typed twin cannot take a table under exactOptionalPropertyTypes, and grants a wildcard that is not needed.
  // Lambda refuses a mapping whose role lacks one of the four: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
  reader.allow(
    ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams'],
    [data.cases.tableStreamArn ?? ''],
  );
  reader.allow(['s3:PutObject'], [data.raw.arnForObjects(`${GIVEN_UP_BELOW}*`)]);
  reader.allow(['s3:ListBucket'], [data.raw.bucketArn]);
  explain(
    reader,
    `AwsSolutions-IAM5[Resource::${data.rawArnInFindings}/${GIVEN_UP_BELOW}*]`,
    'Lambda names the objects of failed batches itself.',
  );
  const mapping = new CfnEventSourceMapping(scope, 'JournalStream', {
    ...settings,
    functionName: reader.function.functionName,
    eventSourceArn: data.cases.tableStreamArn ?? '',
    startingPosition: 'TRIM_HORIZON',
    bisectBatchOnFunctionError: true,
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
  mapping.node.addDependency(reader);
  tellBatches(scope, {
    name,
    bucket: data.raw,
    // Each mapping writes below its own id, so that no reader is sent what another one was given.
    prefix: `${GIVEN_UP_BELOW}${mapping.ref}/`,
    reader: reader.function,
    runbook,
  });
}
