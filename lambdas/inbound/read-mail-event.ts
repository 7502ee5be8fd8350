import * as z from 'zod';
import { jsonIn, sourceId } from '../contracts/index.ts';
import { readReceipt } from './read-receipt.ts';
import type { Receipt } from './read-receipt.ts';

/** A mail that SES received. */
export interface MailArrival extends Omit<Receipt, 'recipients'> {
  /** Sources that it was sent to, by the local part of the address; a tag behind a plus sign is the sender's own. */
  readonly sourceIds: readonly string[];
}

/** A mail names as many sources as it was sent to; who writes to more means nobody in particular. */
const MOST_SOURCES = 10;

/** What SES sends by a new receipt rule, to see that it can. */
const setUp = z.object({ mail: z.object({ messageId: z.literal('AMAZON_SES_SETUP_NOTIFICATION') }) });

export function mailArrivalsIn(text: string): readonly MailArrival[] {
  if (setUp.safeParse(jsonIn(text)).success) return [];
  const { recipients, ...received } = readReceipt(text);
  const named = recipients.map((address) => (address.split('@')[0] ?? '').split('+')[0]?.toLowerCase() ?? '');
  const sourceIds = [...new Set(named)].filter((name) => sourceId.safeParse(name).success).slice(0, MOST_SOURCES);
  return [{ ...received, sourceIds }];
}
