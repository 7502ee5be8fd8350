import { personName } from '../contracts/index.ts';
import type { Case, PolicyPack } from '../contracts/index.ts';

/** Longer words are read in the case. */
const MOST_WORDS = 300;
/** How it ended, where it is not simply solved. */
const MANNERS: Readonly<Record<string, string>> = {
  worked_around: ': there is a way around it',
  no_action_needed: ': nothing had to be done',
  not_a_problem: ': it was none',
  duplicate: ': it was reported twice',
};

/** Who has ended it and how, in their own words where they have said any; or that nobody has to do anything. */
export function overLine(record: Case, pack: PolicyPack, note: string | undefined): string {
  if (record.resolution !== undefined) {
    const cut = note !== undefined && note.length > MOST_WORDS ? `${note.slice(0, MOST_WORDS)}…` : note;
    return `${resolvedLine(record, pack)}.${cut === undefined ? '' : ` “${cut}”`}`;
  }
  return record.state === 'withdrawn' && record.customer?.state === 'told'
    ? 'Nobody has to do anything else.'
    : 'Nobody has to do anything.';
}

/** How it ended, without a full stop: by whom, or by what. */
export function resolvedLine({ resolution, resolvedBy }: Case, pack: PolicyPack): string {
  if (resolution === 'with_incident') return 'It was solved with the incident that it belongs to';
  if (resolvedBy !== undefined)
    return `${personName(resolvedBy, pack)} has resolved it${MANNERS[resolution ?? ''] ?? ''}`;
  return resolution?.replace(/\.$/, '') ?? 'It is resolved';
}
