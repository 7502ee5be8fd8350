import * as z from 'zod';

/** What the engine's process asks of the process that plays the outside world, one at a time, each answered once. */
export const errand = z.discriminatedUnion('kind', [
  /** Where to post, and the sources to sign as. */
  z.object({
    kind: z.literal('aim'),
    base: z.string(),
    sources: z.array(z.object({ path: z.string(), secret: z.string() })).min(1),
  }),
  /** One failed delivery for each number, in this order; `perSecond` absent: as fast as they are answered. */
  z.object({
    kind: z.literal('report'),
    first: z.number(),
    count: z.number(),
    /** Numbers come round again after so many. */
    distinct: z.number(),
    perSecond: z.number().optional(),
  }),
  z.object({ kind: z.literal('post'), path: z.string(), body: z.string() }),
]);
export type Errand = z.infer<typeof errand>;

/** `at`: milliseconds since the epoch, as fine as the clock is. */
const noticed = z.object({ serial: z.number(), at: z.number(), notice: z.string(), marked: z.boolean() });
export type Noticed = z.infer<typeof noticed>;

export const news = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), urls: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('done'), answers: z.array(z.object({ at: z.number(), milliseconds: z.number() })) }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  /** What reached somebody by Slack. */
  z.object({ kind: z.literal('noticed'), notices: z.array(noticed) }),
]);
export type News = z.infer<typeof news>;

/** Cases that are on their way to their owner at a time: more would only wait, until time-outs make what is late too late. */
export const IN_THE_LINE = 96;

/** The number of a case as it stands in its messages. */
export const trackingOf = (serial: number): string => `BN${String(serial).padStart(9, '0')}`;
export function serialIn(text: string): number | undefined {
  const found = /BN(\d{9})/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** What a message says that may have come before. */
export const isMarked = (text: string): boolean => /you may have got this (?:message )?before/i.test(text);

/** Processes agree on it, and it is finer than a millisecond. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();
