import { withWhom } from '../case/passed-on.ts';
import type { Case, Notice, PolicyPack } from '../contracts/index.ts';
import { toPerson } from './call-step.ts';

/**
 * To whoever had it until another person gave it to somebody else or took it over: it is no longer theirs. Once for each time, and as soon as somebody else has it or was asked by name: until then they may
 * be called for it again, and who was called since knows how it stands.
 */
export function passedOnNotices(
  record: Case,
  known: readonly Notice[],
  pack: PolicyPack,
  at: string,
): readonly Notice[] {
  const now = withWhom(record);
  if (now === undefined) return [];
  return (record.passedOn ?? [])
    .filter(({ person, at: since }) => person !== now && !known.some((notice) => saysIt(notice, person, since)))
    .flatMap(({ person, at: since }) => {
      const reader = pack.people.find(({ id }) => id === person);
      return reader === undefined ? [] : toPerson(record, reader, pack, { purpose: 'passed_on' }, [since], at);
    });
}

function saysIt({ purpose, person, claimedAt }: Notice, whom: string, since: string): boolean {
  if (person !== whom) return false;
  return purpose === 'passed_on' ? claimedAt >= since : purpose === 'call' && claimedAt > since;
}
