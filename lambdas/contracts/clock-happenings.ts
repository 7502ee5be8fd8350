import * as z from 'zod';
import { actionId } from './action.ts';
import { clocks, pause } from './case.ts';
import { channel, clockName, instant, noticeId, signalId } from './primitives.ts';
import { milestone } from './signal.ts';

export const via = z.enum(['api', 'link', 'slack', 'email', 'sms', 'system']);
export const claimedNotice = z.strictObject({ noticeId, person: z.string(), channel });

/** What happens to the clocks of a case, as part of the journal. */
export const clockHappenings = [
  z.strictObject({
    what: z.literal('ClockBreached'),
    clock: clockName,
    dueAt: instant,
    notices: z.array(claimedNotice).optional().meta({ description: 'Whoever has the case is told.' }),
  }),
  z.strictObject({
    what: z.literal('ClockNoticed'),
    clock: clockName,
    percent: z.int().min(1).max(99).meta({ description: 'So much of its time is over, pauses not counted.' }),
    dueAt: instant,
    notices: z.array(claimedNotice),
  }),
  z.strictObject({ what: z.literal('ContainerMoved'), signalId, milestone: milestone.shape.name }).meta({
    description:
      'It is said of the container, or said no more, where it is: its free time may end at another time, so the case is assessed again at once.',
  }),
  z.strictObject({
    what: z.literal('ClocksPaused'),
    via,
    waitingFor: pause.shape.waitingFor,
    until: instant,
    paused: z.array(clockName).min(1),
    clocks,
  }),
  z.strictObject({
    what: z.literal('ClocksResumed'),
    via,
    resumed: z.array(clockName),
    clocks,
    notices: z
      .array(claimedNotice)
      .optional()
      .meta({ description: 'Whoever has the case is told, where the pause ended by itself.' }),
  }),
  z
    .strictObject({
      what: z.literal('CustomerTold'),
      via,
      actionId: actionId.optional().meta({ description: 'The message that has told them; absent: a person has.' }),
      providerMessageId: z.string().optional().meta({ description: 'What the mail service calls the message.' }),
    })
    .meta({ description: 'The promise to communicate is kept.' }),
  z
    .strictObject({
      what: z.literal('CustomerNotTold'),
      reason: z.string(),
      actionId: actionId.optional().meta({ description: 'The message that has not reached them.' }),
    })
    .meta({ description: 'No message reaches the customer: a person has to tell them, and the promise is open.' }),
  z.strictObject({ what: z.literal('CustomerMessageDelivered'), actionId }),
  z
    .strictObject({ what: z.literal('CustomerOptedOut'), actionId, how: z.enum(['link', 'complaint']) })
    .meta({ description: 'They want no more messages.' }),
] as const;
