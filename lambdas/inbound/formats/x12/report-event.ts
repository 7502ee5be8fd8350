import { equipmentStatus } from './codes/equipment-status.ts';
import { judgeEvent, reasonOf } from './judge-event.ts';
import type { ReadTime } from './read-time.ts';
import { draftOf } from './report.ts';
import type { Subject } from './report.ts';
import type { SetReading } from './set-reading.ts';
import type { Segment } from './tokenize.ts';

/** One status of a port, terminal or railroad. */
export interface EventReport {
  readonly part: string;
  /** X12 157. */
  readonly code: string;
  /** X12 641. */
  readonly reason: string | undefined;
  readonly time: ReadTime;
  /** Where the code stands, e.g. `segment 2, B403`. */
  readonly element: string;
  /** Trouble that other segments tell. */
  readonly trouble?: string | undefined;
  readonly remarks?: readonly string[];
}

/** Ports and railroads agree codes of their own beside the list: what is not in it is kept as a step of no name, and told. */
export function reportEvent(reading: SetReading, subject: Subject, event: EventReport): void {
  const { part, code, reason, time, element, trouble, remarks = [] } = event;
  const status = equipmentStatus.get(code);
  if (status === undefined)
    reading.found.warnings.push(`${part}: ${element} "${code}" is not in the X12 code list 157`);
  const read = { code, status, reason };
  reading.found.drafts.push(
    draftOf(
      subject,
      {
        part,
        time,
        trouble: trouble ?? judgeEvent(read),
        reason: reasonOf(read),
        milestone: { name: status?.milestone ?? 'other', at: status?.at ?? 'actual' },
        remarks,
      },
      reading.sender,
    ),
  );
}

export function badTime({ tag, position }: Segment, bad: 'date' | 'time') {
  return {
    pointer: `segment ${position} (${tag})`,
    detail: bad === 'date' ? 'The date of the status is none.' : 'The time of the status is no time of day.',
    mend: bad === 'date' ? 'Send it as CCYYMMDD.' : 'Send it as HHMM or HHMMSS, from 0000 to 2359.',
  };
}
