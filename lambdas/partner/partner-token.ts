import * as z from 'zod';
import { caseId, partnerLinkId } from '../contracts/index.ts';
import { openClaim, sealClaim } from '../notification/link-token.ts';
import type { Opened } from '../notification/link-token.ts';
import type { PartnerLink } from './partner-link.ts';

/** What the address of a link lets its bearer do: see one case in a few words and answer about it, until a time. Who answers has to know for whom it was made as well. */
const partnerClaim = z.strictObject({ caseId, linkId: partnerLinkId, expires: z.int() });
export type PartnerClaim = z.infer<typeof partnerClaim>;

/** Signed for this alone: a link of a person is none of a partner, and the other way round. */
const PURPOSE = 'fairlead-partner/1';

export function signPartnerLink({ caseId: about, linkId, until }: PartnerLink, secret: string): string {
  return sealClaim(PURPOSE, { caseId: about, linkId, expires: Math.floor(Date.parse(until) / 1000) }, secret);
}

export function checkPartnerLink(token: string, secret: string, nowMs: number): Opened<PartnerClaim> {
  return openClaim(PURPOSE, partnerClaim, token, secret, nowMs);
}
