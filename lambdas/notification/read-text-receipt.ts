import * as z from 'zod';
import { jsonIn } from '../contracts/index.ts';
import type { Delivery } from '../contracts/index.ts';

/** An event of End User Messaging about a text (user guide, "SMS example log"). `context` is what it was sent with. */
const event = z.looseObject({
  eventType: z.string(),
  eventTimestamp: z.number(),
  messageStatus: z.string(),
  context: z.looseObject({ case: z.string(), notice: z.string() }).optional().catch(undefined),
});

/** What is final and says that nobody has read it. */
const NOT_REACHED = new Set([
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_SPAM',
  'TEXT_TTL_EXPIRED',
  'TEXT_UNREACHABLE',
]);

export interface TextReceipt {
  readonly caseId: string;
  readonly noticeId: string;
  readonly delivery: Delivery;
}

/** Undefined: it says nothing of a notice, or nothing yet. */
export function readTextReceipt(text: string): TextReceipt | undefined {
  const { eventType, eventTimestamp, messageStatus, context } = event.parse(jsonIn(text));
  if (context === undefined) return undefined;
  const about = { caseId: context.case, noticeId: context.notice };
  const at = new Date(eventTimestamp).toISOString();
  if (eventType === 'TEXT_DELIVERED') return { ...about, delivery: { state: 'delivered', at, reason: 'on the phone' } };
  if (!NOT_REACHED.has(eventType)) return undefined;
  return { ...about, delivery: { state: 'bounced', at, reason: messageStatus.toLowerCase().replaceAll('_', ' ') } };
}
