import * as z from 'zod';
import { instant, offsetInstant } from './primitives.ts';

export const partnerLinkId = z
  .string()
  .regex(/^plk_[0-9a-f]{32}$/)
  .meta({ description: 'Id of a link for a partner; it says nothing of the link itself.' });

export const partnerDocument = z.strictObject({
  key: z.string().meta({ description: 'Where it lies in the raw bucket.' }),
  contentType: z.enum(['application/pdf', 'image/png', 'image/jpeg']),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PartnerDocument = z.infer<typeof partnerDocument>;

/** The last that was heard of a partner; whoever has the case is told. */
export const partnerNews = z.strictObject({
  linkId: partnerLinkId,
  partner: z.string(),
  at: instant,
  arrivesAt: offsetInstant.optional(),
  document: z.literal(true).optional(),
  notReached: z.string().optional().meta({ description: 'Why our mail has not reached them; absent: they answered.' }),
});
export type PartnerNews = z.infer<typeof partnerNews>;

const about = { linkId: partnerLinkId, partner: z.string() };

/** What happens with links for partners, as part of the journal. */
export const partnerHappenings = [
  z.strictObject({ ...about, what: z.literal('PartnerAsked'), until: instant }).meta({
    description:
      'A carrier or supplier may answer about this case without an account, until then. Their address and what they are asked stand in `personal`.',
  }),
  z.strictObject({ ...about, what: z.literal('PartnerMailed') }),
  z.strictObject({ ...about, what: z.literal('PartnerNotReached'), reason: z.string() }),
  z.strictObject({ ...about, what: z.literal('PartnerLinkRevoked') }),
  z.strictObject({ ...about, what: z.literal('PartnerRefused'), misses: z.int().min(1) }).meta({
    description: 'Somebody with the link did not know the address that it was made for, so often by now.',
  }),
  z
    .strictObject({
      ...about,
      what: z.literal('PartnerAnswered'),
      arrivesAt: offsetInstant.optional(),
      document: partnerDocument.optional(),
    })
    .meta({ description: 'Their words stand in `personal`; an arrival becomes a report of its own too.' }),
] as const;
