import * as z from 'zod';
import { parseEnvironment, queueHandler, traceparentFrom } from '../platform/index.ts';
import { fileDependencies, tellFile } from './adapters/file-dependencies.ts';
import { mailFileReader } from './adapters/mail-file-reader.ts';
import { takeInFile } from './adapters/take-in-file.ts';
import { translatorOf } from './formats/index.ts';
import { isReadFromInbox } from './formats/is-read-from-inbox.ts';
import { arrivalsIn } from './read-file-event.ts';

const { MAIL_FILE_READER } = parseEnvironment({ MAIL_FILE_READER: z.string() });
const readMailFile = mailFileReader(MAIL_FILE_READER);
const dependencies = {
  ...fileDependencies('take-in-file', translatorOf),
  readerOf: ({ format }: { readonly format: string }) => (isReadFromInbox(format) ? readMailFile : undefined),
};

/** Consumer of the queue of inboxes: each file becomes signals and a report. */
export const handler = queueHandler('take-in-file', arrivalsIn, async (arrivals, tools) => {
  for (const arrival of arrivals)
    tellFile(await takeInFile(dependencies, arrival, traceparentFrom(undefined)), arrival, tools);
});
