import { addDuration } from '../case/duration.ts';
import type { Case, Happening, PolicyPack } from '../contracts/index.ts';

/** Until when what comes and goes has to stay away; undefined: it is there, or does not flap. */
export function quietUntil({ flapping }: Case): string | undefined {
  return flapping?.quietUntil;
}

/** What had come and gone has been quiet for long enough: it is solved. */
export function decideQuietEnd(record: Case, pack: PolicyPack, at: string): Happening | undefined {
  const { flapping } = record;
  if (flapping?.quietUntil === undefined || Date.parse(flapping.quietUntil) > Date.parse(at)) return undefined;
  return {
    what: 'CaseResolved',
    via: 'system',
    resolution: `It has settled itself: it came ${String(flapping.times)} times since ${flapping.since.slice(0, 16).replace('T', ' ')} UTC, and has been quiet since.`,
    reopenUntil: addDuration(at, pack.types[record.type]?.reopenWindow ?? 'PT24H'),
  };
}
