import type { Case } from '../contracts/index.ts';
import { isLive } from '../case/states.ts';
import { timeAndDistance } from './say-time.ts';

/** Longer words are read in the case. */
const MOST_WORDS = 300;

export function partnerHeadline({ partner }: Case): string {
  if (partner === undefined) return 'A partner has answered';
  return partner.notReached === undefined ? `${partner.partner} answers` : `${partner.partner} was not reached`;
}

/** Nobody may have had the case when it was known: whoever is called has to know that no answer will come. */
export function partnerLines({ partner }: Case): readonly string[] {
  if (partner?.notReached === undefined) return [];
  const said = notReached(partner.partner, partner.notReached);
  return [`${said.charAt(0).toUpperCase()}${said.slice(1)}`];
}

function notReached(partner: string, why: string): string {
  return `our question has not reached ${partner}: ${why}. Ask them again, or by phone`;
}

/** What a partner has answered, or why our question has not reached them, for whoever has the case. */
export function partnerBecause(record: Case, note: string | undefined, zone: string, at: string): string {
  const { partner } = record;
  if (partner === undefined) return 'A partner was asked about this case.';
  if (partner.notReached !== undefined)
    return isLive(record)
      ? `You have it, and ${notReached(partner.partner, partner.notReached)}.`
      : `The case is over, and our question has not reached ${partner.partner}: ${partner.notReached}. Where their answer still matters, call them.`;
  const told = [
    ...(partner.arrivesAt === undefined ? [] : [`it arrives ${timeAndDistance(partner.arrivesAt, zone, at)}`]),
    ...(partner.document === undefined ? [] : ['they have sent a document; it is in the case']),
    ...(note === undefined ? [] : [`“${note.length > MOST_WORDS ? `${note.slice(0, MOST_WORDS)}…` : note}”`]),
  ];
  return `You have it, and ${partner.partner} answers: ${told.join('; ')}${told.length === 0 ? 'see the case' : ''}.`;
}
