import * as z from 'zod';
import { instant } from './primitives.ts';

/** POST /v1/sources/{sourceId}/uploads: what is to be uploaded. Signed by the source as its reports are. */
export const uploadWish = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\p{L}\p{N}_][\p{L}\p{N} _.,()+=@-]{0,119}$/u, 'letters, digits, blanks and _.,()+=@- , at most 120')
      .meta({ description: 'Name of the file, without folders.' }),
    bytes: z.int().min(1).meta({ description: 'Its size, to the byte.' }),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 hex digits, as sha256sum prints it')
      .meta({ description: 'Digest of its content: nothing else can be uploaded to the address that is given.' }),
  })
  .meta({ id: 'UploadWish' });
export type UploadWish = z.infer<typeof uploadWish>;

/** Where to put it, and how. */
export const uploadGrant = z
  .strictObject({
    method: z.literal('PUT'),
    url: z.url().meta({ description: 'Whoever knows it may upload this one content until it expires.' }),
    headers: z.record(z.string(), z.string()).meta({ description: 'To be sent as they stand here; they are signed.' }),
    bytes: z.int().meta({ description: 'Bytes that the body has, no more and no fewer.' }),
    expiresAt: instant,
    file: z.string().meta({ description: 'Its name in the list of files of the source.' }),
    report: z.url().meta({
      description:
        'GET it for what became of the file, row by row, as soon as it was read (403 before); whoever knows it may, for an hour.',
    }),
    links: z.strictObject({
      files: z.string().meta({ description: 'What became of it, for people with the right to see sources.' }),
    }),
  })
  .meta({ id: 'UploadGrant' });
export type UploadGrant = z.infer<typeof uploadGrant>;
