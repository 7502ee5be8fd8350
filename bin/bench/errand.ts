import * as z from 'zod';

/** What the engine's process asks of the process that plays the outside world, one at a time, each answered once. */
export const errand = z.discriminatedUnion('kind', [
  /** Where to post, and the source to sign as. */
  z.object({ kind: z.literal('aim'), base: z.string(), path: z.string(), secret: z.string() }),
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
const noticed = z.object({ serial: z.number(), at: z.number(), notice: z.string() });
export type Noticed = z.infer<typeof noticed>;

export const news = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), urls: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('done'), answers: z.array(z.object({ at: z.number(), milliseconds: z.number() })) }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  /** What reached somebody by Slack. */
  z.object({ kind: z.literal('noticed'), notices: z.array(noticed) }),
]);
export type News = z.infer<typeof news>;

/** The number of a case as it stands in its messages. */
export const trackingOf = (serial: number): string => `BN${String(serial).padStart(9, '0')}`;
export function serialIn(text: string): number | undefined {
  const found = /BN(\d{9})/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Processes agree on it, and it is finer than a millisecond. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();
