import * as z from 'zod';
import { caseId, instant, language, partnerLinkId, sha256Hex } from '../contracts/index.ts';

/** What is kept of a link. The link itself is kept nowhere: it is signed anew from its id when it is mailed. */
export const partnerLink = z.object({
  linkId: partnerLinkId,
  caseId,
  partner: z.string(),
  /** Of whoever answers, as whoever asks has said it. */
  language: language.optional(),
  /** Digest of the address that it was made for: whoever answers has to know it. The address itself can be erased. */
  mark: z.string(),
  madeAt: instant,
  until: instant,
  revokedAt: instant.optional(),
  /** How often somebody with the link did not know the address. */
  misses: z.int(),
  answers: z.int(),
  /** `uncertain`: we died while SES had it, and nobody knows whether it was sent. */
  mail: z.enum(['waiting', 'sending', 'sent', 'not_reached', 'uncertain']),
  mailBegunAt: instant.optional(),
});
export type PartnerLink = z.infer<typeof partnerLink>;

/** So often somebody may give another address, before the link is taken for one that has gone astray. */
export const MOST_MISSES = 5;
/** Whoever has more to say is called. */
export const MOST_ANSWERS = 20;

export function markOfAddress(caseId: string, address: string): string {
  return sha256Hex(`fairlead-partner/1 ${caseId} ${address.trim().toLowerCase()}`);
}

export type LinkState = 'open' | 'expired' | 'revoked' | 'astray';

export function stateOf({ until, revokedAt, misses }: PartnerLink, at: string): LinkState {
  if (revokedAt !== undefined) return 'revoked';
  if (misses >= MOST_MISSES) return 'astray';
  return Date.parse(until) <= Date.parse(at) ? 'expired' : 'open';
}
