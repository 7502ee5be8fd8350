import type { Place } from '../../../../contracts/index.ts';
import { placeOfCode, placeOfR4, portOf } from '../places.ts';
import { equipmentReference, filled, referencesIn, scacIn } from '../references.ts';
import { badTime, reportEvent } from '../report-event.ts';
import { draftOf } from '../report.ts';
import type { Subject } from '../report.ts';
import { eventTime, isLaterDay, statedTime } from '../segment-times.ts';
import { rejectSet } from '../set-reading.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

const NONE: Segment = { tag: '', elements: [], position: 1 };

/** X12 315, Status Details (Ocean): the status of one container in B4, further ones in SG, and what is expected at each port (R4, DTM). */
export const readOceanStatus: SetReader = (reading) => {
  const { set, sender, part } = reading;
  const b4 = set.segments.find(({ tag }) => tag === 'B4') ?? NONE;
  const q2 = set.segments.find(({ tag }) => tag === 'Q2') ?? NONE;
  const [, , , date, time, location, initial, number, , , code, qualifier, checkDigit] = b4.elements;
  const scac = scacIn(set.segments);
  const container = equipmentReference(initial, number, checkDigit);
  const references = [
    ...(container === undefined ? [] : [container]),
    ...referencesIn(set.segments, scac ?? sender.issuer, sender),
    ...vesselIn(q2, scac ?? sender.issuer),
  ];
  const stated = statusesOf(b4, set.segments, { date, time });
  // B403 may be left out by the standard: such a set is whole, and tells at most of its ports.
  if (stated.length === 0) reading.found.warnings.push(`${part}: it reports no status: B403 is empty, there is no SG`);
  if (references.length === 0 && stated.length === 0) return;
  if (references.length === 0) {
    rejectSet(reading, {
      pointer: `segment ${b4.position} (B4), B408`,
      detail: 'The set names no container, booking or bill of lading.',
      mend: 'Put the container into B407 and B408, or its numbers into N9.',
    });
    return;
  }
  const place =
    portOf(set.segments, ['5']) ?? placeOfPort(set.segments, code, qualifier) ?? placeOfCode(location, 'UN');
  const subject: Subject = {
    references,
    place,
    scac,
    lane: { origin: portOf(set.segments, ['R', 'O', 'L']), destination: portOf(set.segments, ['E', 'M', 'D']) },
  };
  for (const { segment, element, code: sent, reason, stated: when } of stated) {
    const at = eventTime(when, place, sender);
    if ('bad' in at) rejectSet(reading, badTime(segment, at.bad));
    else
      reportEvent(reading, subject, {
        part,
        code: sent,
        reason,
        time: at,
        element: `segment ${segment.position}, ${element}`,
      });
  }
  reportLatePorts(reading, subject);
};

interface SentStatus {
  readonly segment: Segment;
  readonly element: string;
  readonly code: string;
  readonly reason: string | undefined;
  readonly stated: Parameters<typeof eventTime>[0];
}

function statusesOf(b4: Segment, segments: readonly Segment[], stated: SentStatus['stated']): readonly SentStatus[] {
  const main = filled(b4.elements[2], 10);
  const further = segments.flatMap((segment): readonly SentStatus[] => {
    const [code, reason, , date, time, zone] = segment.elements;
    const sent = segment.tag === 'SG' ? filled(code, 10) : undefined;
    if (sent === undefined) return [];
    return [{ segment, element: 'SG01', code: sent, reason: filled(reason, 20), stated: { date, time, zone } }];
  });
  return main === undefined
    ? further
    : [{ segment: b4, element: 'B403', code: main, reason: undefined, stated }, ...further];
}

/** Where the code of B411 is that of a port which the set describes, the port says more. */
function placeOfPort(
  segments: readonly Segment[],
  code: string | undefined,
  qualifier: string | undefined,
): Place | undefined {
  const port = segments.find(({ tag, elements }) => tag === 'R4' && filled(code) !== undefined && elements[2] === code);
  return port === undefined ? placeOfCode(code, qualifier) : placeOfR4(port);
}

/** Q2 names the vessel by its Lloyd's number (Q201), else by its name (Q213); the International Maritime Organization gives the number. */
function vesselIn({ elements }: Segment, issuer: string) {
  const number = filled(elements[0]);
  const name = filled(elements[12]);
  if (number !== undefined) return [{ kind: 'vessel' as const, value: number, issuer: 'IMO' }];
  return name === undefined ? [] : [{ kind: 'vessel' as const, value: name, issuer }];
}

const ESTIMATED = ['017', '139', '369', '371'];
const SCHEDULED = ['067', '069', '076', '830', '002'];

/** What is expected a day or more after what was planned at the same port is late, whatever the status says. */
function reportLatePorts(reading: SetReading, subject: Subject): void {
  const { set, sender, part } = reading;
  const ports = set.segments.flatMap(({ tag }, index) => (tag === 'R4' ? [index] : []));
  for (const [number, at] of ports.entries()) {
    const port = set.segments.slice(at, ports[number + 1]);
    const place = port[0] === undefined ? undefined : placeOfR4(port[0]);
    const expected = statedTime(port, ESTIMATED, place, sender);
    const planned = statedTime(port, SCHEDULED, place, sender);
    if (expected === undefined || planned === undefined || !isLaterDay(expected, planned)) continue;
    reading.found.drafts.push(
      draftOf(
        { ...subject, place },
        {
          part: `${part}, port ${number + 1}`,
          time: expected,
          trouble: 'transport.delay',
          milestone: { name: 'arrived', at: 'estimated' },
          remarks: [`Planned ${planned.occurredAt}.`],
        },
        sender,
      ),
    );
  }
}
