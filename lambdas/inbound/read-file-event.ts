import * as z from 'zod';
import { instant, sourceId } from '../contracts/index.ts';

/** A file that came into an inbox. */
export const arrival = z.object({
  sourceId,
  /** Path below the inbox of the source. */
  name: z.string(),
  key: z.string(),
  versionId: z.string().optional(),
  bytes: z.number(),
  at: instant,
});
export type Arrival = Readonly<z.infer<typeof arrival>>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html; a test event has no records. */
const notification = z.object({
  Records: z
    .array(
      z.object({
        eventTime: instant,
        s3: z.object({
          object: z.object({ key: z.string(), size: z.number().default(0), versionId: z.string().optional() }),
        }),
      }),
    )
    .default([]),
});

/** Files that a notification tells of. A key that is no file of an inbox (a folder, a stranger's path) is none. */
export function arrivalsIn(text: string): readonly Arrival[] {
  return notification.parse(JSON.parse(text)).Records.flatMap(({ eventTime, s3: { object } }) => {
    // Keys come as a form would send them: blanks as plus signs.
    const key = decodeURIComponent(object.key.replaceAll('+', ' '));
    const [, source = '', name = ''] = /^inbox\/([^/]+)\/(.+)$/s.exec(key) ?? [];
    if (!sourceId.safeParse(source).success || name.endsWith('/') || name === '') return [];
    const { versionId } = object;
    return [
      {
        sourceId: source,
        name,
        key,
        bytes: object.size,
        at: eventTime,
        ...(versionId === undefined ? {} : { versionId }),
      },
    ];
  });
}
