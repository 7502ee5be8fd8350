import { foresee, isLive, perform } from '../../case/index.ts';
import type { AnotherWay, CaseStore } from '../../case/index.ts';
import type { Case, Cause } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { decideBounce, decideMail, endOfMail } from '../decide-mail.ts';
import type { EndOfMail, MailDecision, MailOutcome } from '../decide-mail.ts';
import type { PartnerLink } from '../partner-link.ts';
import { askedIn } from '../tell-links.ts';
import { changeLink, findLink, replaceLink } from './partner-links.dynamo.ts';

export interface AboutLink {
  readonly caseId: string;
  readonly linkId: string;
  readonly cause: Cause;
  readonly traceparent: string;
}

export interface MailToSend {
  readonly record: Case;
  readonly link: PartnerLink;
  readonly address: string;
  readonly asks: string | undefined;
}

/** `limited`: SES has said that it took nothing, and may later. */
export type MailSent = MailOutcome | { readonly state: 'limited' };

const UNCERTAIN = 'we stopped while their mail was being sent, and it may have arrived or not';
const WHY_NOT = {
  'too-late': 'their mail could not leave before the link had ended',
  'case-over': 'the case was over before their mail could leave',
} as const;

/**
 * Begins the mail with a link, sends it, and records what became of it, in this order: whoever comes again while it has begun does not send it, and finds after a minute that nobody knows. An error
 * that leaves open whether it was sent is thrown by `send`, and leaves it so.
 */
export async function mailLink(
  cases: CaseStore,
  about: AboutLink,
  send: (mail: MailToSend) => Promise<MailSent>,
  tellAtEnd: AnotherWay,
): Promise<MailDecision | MailSent['state']> {
  const [link, record] = await Promise.all([findLink(cases, about), cases.load(about.caseId)]);
  if (link === undefined || record === undefined) return 'nothing';
  const end = (of: PartnerLink, outcome: MailOutcome): Promise<void> => recordEnd(cases, about, of, outcome, tellAtEnd);
  const decision = decideMail(record, link, nowInstant());
  if (decision === 'give-up') {
    await end(link, { state: 'uncertain', reason: UNCERTAIN });
    return 'uncertain';
  }
  if (decision === 'too-late' || decision === 'case-over')
    await end(link, { state: 'not_reached', reason: WHY_NOT[decision] });
  if (decision !== 'send') return decision;
  const begun: PartnerLink = { ...link, mail: 'sending', mailBegunAt: nowInstant() };
  // Guard: nobody sends what another one is sending.
  if (!(await replaceLink(cases, link, begun))) return 'come-back-later';
  const { address, asks } = askedIn(await cases.journal(about.caseId), about.linkId);
  const outcome: MailSent =
    address === undefined
      ? { state: 'not_reached', reason: 'their address was erased' }
      : await send({ record, link, address, asks });
  if (outcome.state === 'limited') await replaceLink(cases, begun, link);
  else await end(begun, outcome);
  return outcome.state;
}

/** Whoever has revoked it meanwhile has changed the link, and not what became of its mail. */
function recordEnd(
  cases: CaseStore,
  about: AboutLink,
  begun: PartnerLink,
  outcome: MailOutcome,
  tellAtEnd: AnotherWay,
): Promise<void> {
  const decide = (link: PartnerLink | undefined): EndOfMail | undefined =>
    link?.mail === begun.mail && link.mailBegunAt === begun.mailBegunAt
      ? endOfMail(link, outcome, about.cause)
      : undefined;
  return recordMail(cases, about, decide, tellAtEnd);
}

/** SES says that a mail which it had taken did not arrive. It may say so before we know that it took it: then it is thrown, and comes again. */
export async function noteBouncedLink(
  cases: CaseStore,
  about: AboutLink,
  reason: string,
  tellAtEnd: AnotherWay,
): Promise<void> {
  const decide = (link: PartnerLink | undefined): EndOfMail | undefined => {
    if (link?.mail === 'sending') throw new Error(`the mail of ${about.linkId} bounced before it was known to be sent`);
    return decideBounce(link, reason, about.cause);
  };
  await recordMail(cases, about, decide, tellAtEnd);
}

/** While the case lives, its lifecycle wakes and tells whoever has it; after its end there is none, so whoever had it is told by a notice that is claimed in the same transaction. */
async function recordMail(
  cases: CaseStore,
  about: AboutLink,
  decide: (link: PartnerLink | undefined) => EndOfMail | undefined,
  tellAtEnd: AnotherWay,
): Promise<void> {
  await perform<undefined>(cases, about, async (record, at) => {
    const before = await findLink(cases, about);
    const end = decide(before);
    if (end === undefined) return { commit: false, answer: undefined };
    const after = foresee(record, end.act, at);
    const told = isLive(after) ? undefined : await tellAtEnd(after, await cases.notices(record.id), at);
    const extra = [changeLink(cases.table, before, end.link)];
    return {
      commit: true,
      acts: told === undefined ? [end.act] : [end.act, told.act],
      with: { notices: told?.notices ?? [], extra },
      answer: () => undefined,
    };
  });
}
