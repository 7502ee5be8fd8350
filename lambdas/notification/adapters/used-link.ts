import { sha256Hex } from '../../contracts/index.ts';
import type { LinkClaim } from '../link-token.ts';
import type { PageAnswer } from './answer-page.ts';

/** A link is used once, whatever has become of the case since; where its page takes words, the same words by the same link are one request. */
export function requestBy(claim: LinkClaim, form?: URLSearchParams): string {
  return `link-${sha256Hex(JSON.stringify([claim, ...(form ?? [])]))}`;
}

/** What was done by it is not so any more. */
export const USED: PageAnswer = {
  status: 410,
  page: {
    title: 'This link was used already',
    lines: ['Much may have happened since. Look for a newer message of the case.'],
  },
};
