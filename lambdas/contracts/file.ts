import * as z from 'zod';
import { instant, sourceId } from './primitives.ts';

/** What became of a file that was put into the inbox of a source. */
export const fileStatus = z
  .strictObject({
    sourceId,
    name: z.string().max(1024).meta({ description: 'Its path below the inbox of the source.' }),
    at: instant.meta({ description: 'When it came.' }),
    state: z.enum(['reading', 'taken', 'repeated', 'refused']).meta({
      description: '`repeated`: the same content was taken before, and had no effect this time.',
    }),
    bytes: z.int().min(0),
    digest: z.string().optional().meta({ description: 'SHA-256 of its bytes.' }),
    read: z.int().min(0).default(0).meta({ description: 'Rows, records or parts that were read.' }),
    signals: z.int().min(0).default(0),
    rejected: z.int().min(0).default(0),
    report: z.string().optional().meta({ description: 'Key of its report, in the bucket of the inbox.' }),
    detail: z
      .string()
      .max(500)
      .optional()
      .meta({ description: 'Why it was refused, or under which name it came before.' }),
    contact: z.string().optional().meta({ description: 'Who is told by mail, where the source names somebody.' }),
  })
  .meta({ id: 'FileStatus' });
export type FileStatus = z.infer<typeof fileStatus>;
