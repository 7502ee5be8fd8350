import { addDuration } from '../case/duration.ts';
import type { Case, Happening, PolicyPack } from '../contracts/index.ts';
import { flappingOf } from '../intake/decide-flapping.ts';

/** Until when what comes and goes has to stay away; undefined: it is there, or does not flap. */
export function quietUntil({ flapping }: Case): string | undefined {
  return flapping?.quietUntil;
}

/** What had come and gone has been quiet for long enough: it is solved, or withdrawn where every report of it was taken back. */
export function decideQuietEnd(record: Case, pack: PolicyPack, at: string): Happening | undefined {
  const { flapping } = record;
  if (flapping?.quietUntil === undefined || Date.parse(flapping.quietUntil) > Date.parse(at)) return undefined;
  const { times, since, takenBack } = flapping;
  const course = `it came ${String(times)} times since ${since.slice(0, 16).replace('T', ' ')} UTC, and has been quiet since.`;
  if (takenBack === true) {
    const { window } = flappingOf(record, pack);
    const reason = `Every report of it was taken back by its sender: ${course}`;
    return { what: 'CaseWithdrawn', reason, reopenUntil: addDuration(at, window) };
  }
  return {
    what: 'CaseResolved',
    via: 'system',
    resolution: `It has settled itself: ${course}`,
    reopenUntil: addDuration(at, pack.types[record.type]?.reopenWindow ?? 'PT24H'),
  };
}
