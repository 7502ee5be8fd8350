import type { Case, Cause } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { isLive } from '../case/states.ts';
import { stateOf } from './partner-link.ts';
import type { PartnerLink } from './partner-link.ts';

/** A function runs for half a minute at most, so whoever began a minute ago is dead. */
const PATIENCE_MS = 60_000;

export type MailDecision = 'send' | 'come-back-later' | 'give-up' | 'too-late' | 'case-over' | 'nothing';

/**
 * What becomes of the mail with a link. It leaves once at most: SES does not say whether it has taken a mail before, and a partner who is asked twice takes us for a machine. Who died while SES had
 * it has to be asked for by a person, who knows that it may have arrived. One that has waited until its link ended does not leave, as nobody could answer by it; nor with a link that works for longer: until when
 * an answer is of use was said by whoever asked, so they hear it and ask again. Nor is anybody outside asked about what is over: they could not answer.
 */
export function decideMail(record: Case, link: PartnerLink, at: string): MailDecision {
  if (link.mail === 'waiting') return decideWaiting(record, link, at);
  if (link.mail !== 'sending') return 'nothing';
  const began = Date.parse(link.mailBegunAt ?? at);
  return Date.parse(at) - began < PATIENCE_MS ? 'come-back-later' : 'give-up';
}

function decideWaiting(record: Case, link: PartnerLink, at: string): MailDecision {
  const state = stateOf(link, at);
  // Whoever has revoked it wants no mail.
  if (state === 'revoked') return 'nothing';
  if (state !== 'open') return 'too-late';
  return isLive(record) ? 'send' : 'case-over';
}

export type MailOutcome =
  { readonly state: 'sent' } | { readonly state: 'not_reached' | 'uncertain'; readonly reason: string };

export interface EndOfMail {
  readonly link: PartnerLink;
  readonly act: Act;
}

/** The link after its mail has left or has not, and what the journal says of it. */
export function endOfMail(link: PartnerLink, outcome: MailOutcome, cause: Cause): EndOfMail {
  const { linkId, partner } = link;
  const by = { actor: { kind: 'system', id: 'notification/email' }, cause } as const;
  const after = { ...link, mail: outcome.state };
  if (outcome.state === 'sent')
    return { link: after, act: { ...by, happening: { what: 'PartnerMailed', linkId, partner } } };
  const { reason } = outcome;
  return { link: after, act: { ...by, happening: { what: 'PartnerNotReached', linkId, partner, reason } } };
}

/** That a mail which had left did not arrive is news once, and only while nobody has answered. */
export function decideBounce(link: PartnerLink | undefined, reason: string, cause: Cause): EndOfMail | undefined {
  return link?.mail === 'sent' && link.answers === 0
    ? endOfMail(link, { state: 'not_reached', reason }, cause)
    : undefined;
}
