export { boxByPlace, createBatchBox } from './adapters/batches.s3.ts';
export { functionCaller, readerCaller } from './adapters/call-function.ts';
export { letterKeeper } from './adapters/keep-letter.ts';
export { createLetterBox } from './adapters/letters.sqs.ts';
export { createRedriveLog } from './adapters/redrive-log.dynamo.ts';
export { deadLetterKeeper } from './adapters/tend-dead-letters.ts';
export type { Letter } from './letter.ts';
