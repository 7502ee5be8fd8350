import * as z from 'zod';
import { instant, jsonIn } from '../contracts/index.ts';
import type { Letter } from './letter.ts';

/** Where a stream puts what it gives up. */
export interface BatchPlace {
  readonly bucket: string;
  readonly prefix: string;
}

/** What Lambda writes of a batch that it has given up: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html, "S3 destinations get the payload". */
const given = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  DDBStreamBatchInfo: z.object({
    streamArn: z.string(),
    approximateArrivalOfFirstRecord: instant.optional(),
    batchSize: z.number(),
  }),
  payload: z.string(),
});

/** Object names have slashes, which would end the part of a path that names a letter. */
const SLASH = '~';

export const keyOf = ({ prefix }: BatchPlace, id: string): string => `${prefix}${id.replaceAll(SLASH, '/')}`;

/** A batch as a letter: its text is what the reader was given. One that nobody can read is shown as it lies, and does nothing when it is sent back: the reader refuses it. */
export function batchLetter({ prefix }: BatchPlace, key: string, text: string): Letter {
  const read = given.safeParse(jsonIn(text)).data;
  const info = read?.DDBStreamBatchInfo;
  const said = read?.requestContext;
  return {
    id: key.slice(prefix.length).replaceAll('/', SLASH),
    receipt: key,
    body: read?.payload ?? text,
    firstSentAt: info?.approximateArrivalOfFirstRecord ?? new Date(0).toISOString(),
    received: said?.approximateInvokeCount ?? 0,
    buriedBy: 'stream',
    from: info?.streamArn,
    target: undefined,
    error: said === undefined ? undefined : `${said.condition}: ${String(info?.batchSize ?? 0)} records`,
  };
}
