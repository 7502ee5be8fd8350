import type { SubjectReference } from '../../../contracts/index.ts';
import { draftOf } from '../draft.ts';
import type { Report } from '../draft.ts';
import { isLaterThan } from '../lateness.ts';
import { firstOf, isLater, timesIn } from './read-time.ts';
import type { EdiTime, Times } from './read-time.ts';
import { groupsOf } from './reader.ts';
import type { Reader } from './reader.ts';
import { placeOfLoc } from './references.ts';
import type { Segment } from './tokenize.ts';

interface Legs {
  readonly part: string;
  readonly references: readonly SubjectReference[];
  readonly common: Omit<Report, 'part' | 'references' | 'time'>;
  readonly warn: (text: string) => void;
  /** Nothing else of the message tells what has happened in time. */
  readonly tellsActuals?: boolean;
}

/** UN/EDIFACT 2005: arrival and departure, actual, estimated and scheduled. */
const CALLS = [
  { name: 'arrived', actual: '178', estimated: '132', scheduled: '232' },
  { name: 'departed', actual: '186', estimated: '133', scheduled: '189' },
] as const;

/**
 * Places of a route with their times: one signal for each arrival and departure that is estimated or scheduled, or that was later than its schedule. What has happened in time was reported
 * when it did.
 */
export function readLegs(groups: readonly (readonly Segment[])[], legs: Legs, reader: Reader): void {
  for (const group of groups) {
    for (const stop of groupsOf(group, ['LOC']).groups) readStop(stop, legs, reader);
  }
}

export function readStop(
  segments: readonly Segment[],
  { part, references, common, warn, tellsActuals }: Legs,
  reader: Reader,
): void {
  const { sender } = reader;
  const place = placeOfLoc(segments[0]);
  const times = timesIn(segments, place ?? {}, sender.zone, warn);
  for (const { name, ...qualifiers } of CALLS) {
    const scheduled = times.get(qualifiers.scheduled);
    const actual = times.get(qualifiers.actual);
    const expected = actual ?? times.get(qualifiers.estimated);
    const isLate = isLaterStop(expected, scheduled);
    const time: EdiTime | undefined = expected ?? scheduled;
    if (time === undefined || (actual !== undefined && !isLate && tellsActuals !== true)) continue;
    const at = actual === undefined ? (expected === undefined ? 'scheduled' : 'estimated') : 'actual';
    const isAhead = isLate && at !== 'actual';
    const text = isLate && scheduled !== undefined ? `Scheduled ${scheduled.occurredAt}, now ${time.occurredAt}.` : '';
    reader.drafts.push(
      draftOf(
        {
          ...common,
          part: `${part}, ${place?.code ?? 'stop'} ${name}`.slice(0, 200),
          references,
          // What lies ahead is trouble since we heard of it.
          time: isAhead ? undefined : time,
          trouble: isLate ? 'transport.delay' : undefined,
          milestone: { name, at },
          place,
          text,
        },
        sender,
      ),
    );
  }
}

/** Whether a ship or train comes or leaves later than its schedule, where both stand beside a status and no place. */
export function isBehindSchedule(times: Times): boolean {
  return CALLS.some(({ actual, estimated, scheduled }) =>
    isLaterStop(firstOf(times, [actual, estimated]), times.get(scheduled)),
  );
}

function isLaterStop(time: EdiTime | undefined, scheduled: EdiTime | undefined): boolean {
  if (time?.hasClock === true && scheduled?.hasClock === true) return isLaterThan(time, scheduled);
  return isLater(time, scheduled);
}
