import { deriveId } from '../contracts/index.ts';
import type { Actor, Case, Cause, Problem } from '../contracts/index.ts';
import { isLive } from '../case/states.ts';
import { notPossible } from '../case/command.ts';
import type { Act } from '../case/apply-acts.ts';
import { markOfAddress, MOST_MISSES, stateOf } from './partner-link.ts';
import type { PartnerLink } from './partner-link.ts';

export interface LinkWish {
  /** Carrier or supplier, as people call them. */
  readonly partner: string;
  readonly address: string;
  readonly asks?: string | undefined;
  readonly hours: number;
  /** Of whoever answers. */
  readonly language?: string | undefined;
}

export interface LinkContext {
  readonly at: string;
  readonly actor: Actor;
  readonly cause: Cause;
}

/** A link as it will be, with what goes into the journal. `unchanged`: it is so already. */
export type LinkDecision =
  | { readonly outcome: 'changed'; readonly link: PartnerLink; readonly acts: readonly Act[] }
  | { readonly outcome: 'unchanged'; readonly link: PartnerLink }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/** A case that asks more at once is not asking, it is mailing. */
const MOST_OPEN = 10;

/** Asks a partner. Asked at the same address while a link of theirs is open, nothing is made: a double click is one mail. Where the mail has not reached them, they are asked anew. */
export function decideAsk(
  record: Case,
  links: readonly PartnerLink[],
  { partner, address, asks, hours, language }: LinkWish,
  { at, actor, cause }: LinkContext,
): LinkDecision {
  if (!isLive(record)) return refused(`The case is ${record.state}; nothing is asked any more.`);
  const mark = markOfAddress(record.id, address);
  const open = links.filter((link) => stateOf(link, at) === 'open');
  const same = open.find((link) => link.mark === mark && !['not_reached', 'uncertain'].includes(link.mail));
  if (same !== undefined) return { outcome: 'unchanged', link: same };
  if (open.length >= MOST_OPEN)
    return refused(`${String(MOST_OPEN)} links of the case are open. Revoke one before you make another.`);
  const linkId = deriveId('plk', record.id, mark, links.filter((link) => link.mark === mark).length);
  const until = new Date(Date.parse(at) + hours * 3_600_000).toISOString();
  const link: PartnerLink = {
    linkId,
    caseId: record.id,
    partner,
    ...(language === undefined ? {} : { language }),
    mark,
    madeAt: at,
    until,
    misses: 0,
    answers: 0,
    mail: 'waiting',
  };
  const personal = { address: address.trim(), ...(asks === undefined ? {} : { text: asks }) };
  const happening = { what: 'PartnerAsked', linkId, partner, until } as const;
  return { outcome: 'changed', link, acts: [{ actor, cause, happening, personal }] };
}

export function decideRevoke(link: PartnerLink | undefined, { at, actor, cause }: LinkContext): LinkDecision {
  if (link === undefined) return refused('The case has no such link.');
  if (link.revokedAt !== undefined) return { outcome: 'unchanged', link };
  const { linkId, partner } = link;
  const happening = { what: 'PartnerLinkRevoked', linkId, partner } as const;
  return { outcome: 'changed', link: { ...link, revokedAt: at }, acts: [{ actor, cause, happening }] };
}

/** Somebody has the link and does not know for whom it was made. */
export function decideMiss(link: PartnerLink, cause: Cause): { readonly link: PartnerLink; readonly act: Act } {
  const { linkId, partner } = link;
  const misses = Math.min(link.misses + 1, MOST_MISSES);
  return {
    link: { ...link, misses },
    act: { actor: byPartner(link), cause, happening: { what: 'PartnerRefused', linkId, partner, misses } },
  };
}

/** Nobody is known by name behind a link. */
export function byPartner({ linkId }: PartnerLink): Actor {
  return { kind: 'system', id: `partner/${linkId}` };
}

function refused(why: string): LinkDecision {
  return { outcome: 'refused', problem: notPossible(why) };
}
