import * as z from 'zod';
import { clocks, pause } from './case.ts';
import { channel, clockName, instant, noticeId } from './primitives.ts';

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
  z.strictObject({ what: z.literal('CustomerTold'), via }).meta({ description: 'The promise to communicate is kept.' }),
] as const;
