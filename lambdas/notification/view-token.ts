import * as z from 'zod';
import { openClaim, sealClaim } from './link-token.ts';
import type { Opened } from './link-token.ts';

/** What a page behind a link lets its bearer see, as one person, until a time. It lets them do nothing: each act that the page offers is a link of its own. */
const viewClaim = z.strictObject({
  of: z.enum(['case', 'incident', 'shift']),
  caseId: z.string(),
  /** The message that it came with; of `shift`: the hand-over. */
  noticeId: z.string(),
  person: z.string(),
  /** Seconds since the epoch. Links that a page offers end when the page does. */
  expires: z.int(),
});
export type ViewClaim = z.infer<typeof viewClaim>;

/** Signed for this alone: who may see does nothing by it, and a link that does something shows nothing else. */
const PURPOSE = 'fairlead-view/1';

export function signView(claim: ViewClaim, secret: string): string {
  return sealClaim(PURPOSE, claim, secret);
}

export function checkView(token: string, secret: string, nowMs: number): Opened<ViewClaim> {
  return openClaim(PURPOSE, viewClaim, token, secret, nowMs);
}
