import * as z from 'zod';
import { actionId } from './action.ts';
import { claimedNotice } from './clock-happenings.ts';
import { beginningShift, delivery, noticePurpose } from './notice.ts';
import { channel, noticeId } from './primitives.ts';

/** What happens to the messages of a case, as part of the journal. */
export const noticeHappenings = [
  z.strictObject({
    what: z.literal('NoticeClaimed'),
    notices: z.array(claimedNotice),
    // Of a clock, of tasks that are late and of an incident's growth other entries tell.
    purpose: noticePurpose.exclude(['grown', 'clock', 'task_late']),
    actionId: actionId.optional(),
    shift: beginningShift.optional(),
  }),
  z.strictObject({
    what: z.literal('NoticeHandedOver'),
    noticeId,
    channel,
    providerMessageId: z.string().optional(),
    possiblyRepeated: z.boolean(),
  }),
  z.strictObject({ what: z.literal('NoticeSuppressed'), noticeId, channel, reason: z.string() }),
  z.strictObject({ what: z.literal('NoticeFailed'), noticeId, channel, reason: z.string() }),
  z.strictObject({ what: z.literal('NoticeDelivered'), noticeId, channel }).meta({
    description: 'The channel says that it has reached its reader.',
  }),
  z.strictObject({
    what: z.literal('NoticeUndelivered'),
    noticeId,
    channel,
    delivery: delivery.shape.state,
    reason: z.string(),
  }),
  z.strictObject({
    what: z.literal('NoticeFellBack'),
    insteadOf: noticeId,
    notices: z.array(claimedNotice).meta({ description: 'To the same person, over their next channel.' }),
    reason: z.string(),
  }),
] as const;
