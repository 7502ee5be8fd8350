import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { createLog, parseEnvironment } from '../platform/index.ts';
import { readOutboxItem } from './adapters/outbox-item.ts';
import { caseStore, createRelay } from './index.ts';

const environment = parseEnvironment({ EVENT_BUS: z.string(), LIFECYCLE_ARN: z.string(), ACTION_ARN: z.string() });
const relay = createRelay(caseStore(), {
  eventBus: environment.EVENT_BUS,
  lifecycleArn: environment.LIFECYCLE_ARN,
  actionArn: environment.ACTION_ARN,
});
const log = createLog('relay-journal');

// The stream's attribute values have the same shape as the client's; the two packages only type them apart.
const attributes = z.record(z.string(), z.custom<AttributeValue>());

/**
 * The outbox: what was committed to a journal happens. Entries of one case come in order; the first that fails ends the batch for its shard, and the
 * stream delivers from there again.
 */
export const handler = async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
  for (const record of event.Records) {
    try {
      await relayRecord(record);
    } catch (error) {
      log.error(
        'relay-journal.failed',
        { requestId: context.awsRequestId, sequenceNumber: record.dynamodb?.SequenceNumber },
        error,
      );
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
};

async function relayRecord(record: DynamoDBRecord): Promise<void> {
  const image = record.dynamodb?.NewImage;
  if (record.eventName !== 'INSERT' || image === undefined) return;
  const outgoing = readOutboxItem(unmarshall(attributes.parse(image)));
  if (outgoing !== undefined) await relay(outgoing);
}
