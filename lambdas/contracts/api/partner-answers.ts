import * as z from 'zod';
import { partnerDocument, partnerLinkId } from '../partner.ts';
import { instant, offsetInstant } from '../primitives.ts';

const document = partnerDocument.omit({ key: true });
export const partnerLinkChange = z.strictObject({
  outcome: z.enum(['changed', 'unchanged']),
  linkId: partnerLinkId,
  until: instant,
});
export const partnerLinks = z.strictObject({
  links: z.array(
    z
      .strictObject({
        linkId: partnerLinkId,
        partner: z.string(),
        state: z.enum(['open', 'expired', 'revoked', 'astray']).meta({
          description: '`astray`: another address than theirs was given too often.',
        }),
        mail: z.enum(['waiting', 'sending', 'sent', 'not_reached', 'uncertain']).meta({
          description: '`uncertain`: nobody knows whether it left. Ask again, and they get another link.',
        }),
        by: z.string().optional().meta({ description: 'Who has asked.' }),
        address: z.string().optional(),
        asks: z.string().optional(),
        madeAt: instant,
        until: instant,
        revokedAt: instant.optional(),
        misses: z.int(),
        answers: z.array(
          z.strictObject({
            at: instant,
            arrivesAt: offsetInstant.optional(),
            document: document.optional(),
            note: z.string().optional(),
          }),
        ),
      })
      .meta({ id: 'PartnerLink' }),
  ),
});
