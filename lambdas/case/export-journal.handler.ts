import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { eventHandler, parseEnvironment } from '../platform/index.ts';
import { createJournalExport } from './adapters/journal-export.s3.ts';
import { readOutboxItem } from './adapters/outbox-item.ts';
import { exportFile } from './export-file.ts';

const environment = parseEnvironment({ JOURNAL_BUCKET: z.string() });
const keep = createJournalExport(environment.JOURNAL_BUCKET);
// The stream's attribute values have the same shape as the client's; the two packages only type them apart.
const attributes = z.record(z.string(), z.custom<AttributeValue>());

/**
 * What was committed to journals, to where nobody can change it. A batch is one object, named by what is in it: given again it is the same object once
 * more, and divided in another way each entry is in one of them at least. It throws as a whole, so that the stream gives the batch again.
 */
export const handler = eventHandler<DynamoDBStreamEvent, { readonly exported: number }>(
  'export-journal',
  async ({ Records }, { log, meters }) => {
    const entries = Records.flatMap(({ dynamodb }) => {
      const outgoing = readOutboxItem(unmarshall(attributes.parse(dynamodb?.NewImage ?? {})));
      return outgoing === undefined ? [] : [outgoing.entry];
    });
    const file = exportFile(entries);
    if (file === undefined) return { exported: 0 };
    await keep(file);
    meters.count('JournalEntriesExported', entries.length);
    log.info('journal.exported', { key: file.key, entries: entries.length });
    return { exported: entries.length };
  },
);
