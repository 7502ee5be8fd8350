import * as z from 'zod';
import { actionId } from './action.ts';
import { caseId, channel, clockName, instant, noticeId, slug } from './primitives.ts';

export const noticeState = z.enum(['claimed', 'sending', 'handed_over', 'suppressed', 'failed']);

/** What became of a message after its channel had taken it. A complaint means that it arrived, and was not wanted. Not every channel tells that one was delivered. */
export const delivery = z.strictObject({
  state: z.enum(['delayed', 'delivered', 'rejected', 'bounced', 'complained']),
  at: instant,
  reason: z.string(),
});
export type Delivery = z.infer<typeof delivery>;

/** A shift that has begun, and for which teams its person is on duty. */
export const beginningShift = z.strictObject({
  startedAt: instant,
  teams: z
    .array(
      z.strictObject({
        team: slug,
        region: z.string().optional().meta({ description: 'Only of cases there, where it has a rota of its own.' }),
        businessUnit: z.string().optional(),
        from: slug.optional().meta({ description: 'Who was on duty before.' }),
      }),
    )
    .min(1),
});
export type BeginningShift = z.infer<typeof beginningShift>;

export const noticePurpose = z.enum([
  'call',
  'grown',
  'clock',
  'raised',
  'handover',
  'partner',
  'customer_not_told',
  'passed_on',
  'task_late',
  'task_set',
  'resolved',
  'withdrawn',
  'merged',
  'approval',
  'approval_expired',
  'action_failed',
  'by_hand',
]);

/** One message to one recipient over one channel. Claimed in the journal before it is sent. */
export const notice = z
  .strictObject({
    contract: z.literal('notice/1'),
    id: noticeId,
    caseId,
    purpose: noticePurpose.meta({
      description:
        'Why it is sent: call an owner, tell that an incident has grown, how a clock stands, that it has become more severe, which cases a shift begins with, what came of asking a partner, that the customer does not know of it, that others have a case that was theirs, that tasks are late or that one is theirs, or that it is over, ask for an approval, tell what came of an action, or ask for one by hand.',
    }),
    actionId: actionId.optional(),
    clock: clockName.optional(),
    percent: z
      .int()
      .min(0)
      .max(100)
      .optional()
      .meta({ description: 'Of `clock`: how much of its time is over; 100: it is breached; 0: its pause is over.' }),
    taskIds: z.array(slug).min(1).optional().meta({ description: 'Of `task_late` and `task_set`: which.' }),
    shift: beginningShift.optional().meta({
      description:
        'Of `handover`: the open cases of these teams, in one message. It belongs to the most severe of them.',
    }),
    step: z.int().min(0),
    round: z.int().min(1),
    first: z.boolean().optional().meta({
      description:
        'Of `call`: it is the first of its case, or a person has asked for it at once; it is never held back.',
    }),
    repeat: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Of `call`: which repetition of its step it belongs to; absent: the first call.' }),
    person: z.string(),
    channel,
    state: noticeState,
    claimedAt: instant,
    begunAt: instant.optional().meta({ description: 'When the hand-over to the channel began.' }),
    handedOverAt: instant.optional().meta({ description: 'When the channel took it.' }),
    providerMessageId: z
      .string()
      .optional()
      .meta({ description: 'What the channel calls the message; of Slack `<conversation>/<ts>`.' }),
    possiblyRepeated: z
      .boolean()
      .meta({ description: 'Sent once more because the outcome of the first hand-over is not known.' }),
    failure: z.string().optional(),
    delivery: delivery.optional().meta({
      description: 'What the channel has said since it took the message; absent: nothing was heard.',
    }),
    insteadOf: noticeId.optional().meta({ description: 'The notice to the same person that did not reach them.' }),
  })
  .meta({ id: 'Notice' });
export type Notice = z.infer<typeof notice>;

/** What travels over the notices topic: pointers only, so that the message is made from the case as it is then. */
export const noticeOrder = z.strictObject({
  contract: z.literal('notice-order/1'),
  noticeId,
  caseId,
  channel,
  traceparent: z.string(),
});
export type NoticeOrder = z.infer<typeof noticeOrder>;
