import type { JournalEntry } from '../contracts/index.ts';
import { stateOf } from './partner-link.ts';
import type { PartnerLink } from './partner-link.ts';

/** The links of a case and what came of them, from what is kept of each and from the journal. */
export function tellLinks(links: readonly PartnerLink[], journal: readonly JournalEntry[], at: string) {
  return links.map((link) => {
    const { linkId, partner, madeAt, until, revokedAt, misses, mail } = link;
    return {
      linkId,
      partner,
      state: stateOf(link, at),
      mail,
      ...askedIn(journal, linkId),
      madeAt,
      until,
      revokedAt,
      misses,
      answers: answersBy(linkId, journal),
    };
  });
}

/** By whom a link was made, for whom and what for; what was erased is not there. */
export function askedIn(journal: readonly JournalEntry[], linkId: string) {
  const made = journal.find(({ happening }) => happening.what === 'PartnerAsked' && happening.linkId === linkId);
  return {
    by: made?.actor.id,
    address: made?.personal?.['address']?.value,
    asks: made?.personal?.['text']?.value,
  };
}

function answersBy(linkId: string, journal: readonly JournalEntry[]) {
  return journal.flatMap(({ at, happening, personal }) => {
    if (happening.what !== 'PartnerAnswered' || happening.linkId !== linkId) return [];
    const { arrivesAt, document } = happening;
    const shown =
      document === undefined
        ? undefined
        : { sha256: document.sha256, contentType: document.contentType, bytes: document.bytes };
    return [{ at, arrivesAt, document: shown, note: personal?.['text']?.value }];
  });
}
