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
 * The outbox: what was committed to a journal happens. Entries of one case come in order, cases beside one another; the first of a case that fails ends
 * what there is of the case, and the stream delivers again from the earliest that failed. What had gone out by then goes out twice, which does no harm.
 */
export const handler = async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
  const cases = Map.groupBy(event.Records, (record) => record.dynamodb?.Keys?.['pk']?.S ?? '');
  const failed = await Promise.all([...cases.values()].map((records) => relayCase(records, context.awsRequestId)));
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
};

/** The sequence number of the first record that failed. */
async function relayCase(records: readonly DynamoDBRecord[], requestId: string): Promise<readonly string[]> {
  for (const record of records) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    try {
      await relayRecord(record);
    } catch (error) {
      log.error('relay-journal.failed', { requestId, sequenceNumber }, error);
      return [sequenceNumber];
    }
  }
  return [];
}

async function relayRecord(record: DynamoDBRecord): Promise<void> {
  const image = record.dynamodb?.NewImage;
  // Guard: only a new entry is relayed.
  if (record.eventName !== 'INSERT' || image === undefined) return;
  const outgoing = readOutboxItem(unmarshall(attributes.parse(image)));
  if (outgoing !== undefined) await relay(outgoing);
}
