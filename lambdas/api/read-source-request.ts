import * as z from 'zod';
import { sourceWish } from '../contracts/index.ts';
import type { SourceRegistration } from '../contracts/index.ts';

const secret = z.string().min(8).max(500).optional().meta({
  description: 'Where the vendor chooses it; made by us where absent.',
});

/** POST /v1/sources: a wish, with a secret beside it where the vendor gives one. */
export const registration = z
  .object({ secret })
  .loose()
  .transform(({ secret: given, ...wish }, context) => {
    const read = sourceWish.safeParse(wish);
    if (read.success) return { wish: read.data, secret: given };
    for (const issue of read.error.issues) context.addIssue({ ...issue, code: 'custom', message: issue.message });
    return z.NEVER;
  });

export const rotation = z.strictObject({ secret });
export const nothing = z.strictObject({});

/** `"3"`: what GET has said in ETag. */
export function readVersion(ifMatch: string | undefined): number | undefined {
  const digits = /^"?(\d{1,9})"?$/.exec(ifMatch?.trim() ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What people see of a source: its path, and neither its key nor where its secret lies. */
export function shownSource({ apiKeyValue: _key, pathKey, contract: _contract, ...rest }: SourceRegistration): object {
  return { ...rest, path: `/v1/webhooks/${pathKey}` };
}
