import type { Place, SubjectReference } from '../../../../contracts/index.ts';
import type { Sender } from '../../translator.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { hasPointCode, placeByRail, placeOf, portOf } from '../places.ts';
import { equipmentReference, filled, referencesIn, scacIn } from '../references.ts';
import { badTime, reportEvent } from '../report-event.ts';
import { eventTime } from '../segment-times.ts';
import { rejectSet } from '../set-reading.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 322, Terminal Operations and Intermodal Ramp Activity: an event (Q5) and the equipment that it happened to (N7), one signal for each. */
export const readTerminalActivity: SetReader = (reading) => {
  const { header, loops } = loopsOf(reading.set.segments, ['Q5']);
  const ofSet = contextOf(header, NOTHING, reading.sender);
  for (const { segments } of loops) readActivity(segments, ofSet, reading);
  if (loops.length > 0) return;
  rejectSet(reading, {
    pointer: `segment ${reading.set.segments.length} (SE)`,
    detail: 'The set reports no activity: there is no Q5 segment.',
    mend: 'Send at least one Q5 with a status in Q501.',
  });
};

/** What segments around a piece of equipment say of it. Each is read once, however many pieces there are. */
interface Context {
  readonly scac: string | undefined;
  readonly references: readonly SubjectReference[];
  readonly port: Place | undefined;
  readonly origin: Place | undefined;
  readonly destination: Place | undefined;
  readonly defects: readonly string[];
}

const NOTHING: Context = {
  scac: undefined,
  references: [],
  port: undefined,
  origin: undefined,
  destination: undefined,
  defects: [],
};

function contextOf(segments: readonly Segment[], around: Context, sender: Sender): Context {
  const scac = scacIn(segments) ?? around.scac;
  return {
    scac,
    references: [...referencesIn(segments, scac ?? sender.issuer, sender), ...around.references].slice(0, 100),
    port: portOf(segments, ['5']) ?? around.port,
    origin: portOf(segments, ['R', 'O', '6', 'L']) ?? around.origin,
    destination: portOf(segments, ['E', 'M', '7', 'D']) ?? around.destination,
    defects: [...around.defects, ...defectsIn(segments)].slice(0, 20),
  };
}

function readActivity(activity: readonly Segment[], ofSet: Context, reading: SetReading): void {
  const { sender } = reading;
  const q5 = firstOf(activity, 'Q5');
  const [code, date, time, zone, reason, city, state, country] = q5.elements;
  const status = filled(code, 10);
  if (status === undefined) {
    rejectSet(reading, {
      pointer: `segment ${q5.position} (Q5), Q501`,
      detail: 'The activity has no status.',
      mend: 'Send a code of X12 data element 157 in Q501.',
    });
    return;
  }
  const { header, loops } = loopsOf(activity, ['N7']);
  const shared = contextOf(header, ofSet, sender);
  const placeIn = hasPointCode(activity) ? placeByRail : placeOf;
  const equipment = loops.length === 0 ? [[]] : loops.map(({ segments }) => segments);
  for (const own of equipment) {
    const context = contextOf(own, shared, sender);
    const place = placeIn(city, state, country) ?? context.port;
    const at = eventTime({ date, time, zone }, place, sender);
    if ('bad' in at) {
      rejectSet(reading, badTime(q5, at.bad));
      return;
    }
    readEquipment(firstOf(own, 'N7'), context, { q5, status, reason: filled(reason, 20), at, place }, reading);
  }
}

interface Activity {
  readonly q5: Segment;
  readonly status: string;
  readonly reason: string | undefined;
  readonly at: Exclude<ReturnType<typeof eventTime>, { bad: unknown }>;
  readonly place: Place | undefined;
}

function readEquipment(n7: Segment, context: Context, activity: Activity, reading: SetReading): void {
  const { q5, status, reason, at, place } = activity;
  const [initial, number] = n7.elements;
  const unit = equipmentReference(initial, number, n7.elements[17]);
  const references = [...(unit === undefined ? [] : [unit]), ...context.references];
  if (references.length === 0) {
    rejectSet(reading, {
      pointer: `segment ${n7.position} (N7), N702`,
      detail: 'The activity names no equipment, booking or bill of lading.',
      mend: 'Put the equipment into N701 and N702, or its numbers into N9.',
    });
    return;
  }
  const { defects, scac, origin, destination } = context;
  const name = [initial, number].filter(Boolean).join(' ').slice(0, 40);
  reportEvent(
    reading,
    { references, place, scac, lane: { origin: origin, destination: destination } },
    {
      part: name === '' ? reading.part : `${reading.part}, N7 ${name}`,
      code: status,
      reason,
      time: at,
      element: `segment ${q5.position}, Q501`,
      trouble: defects.length === 0 ? undefined : 'cargo.damaged',
      remarks: [name === '' ? '' : `Equipment ${name}.`, defects.length === 0 ? '' : `Defects: ${defects.join(', ')}.`],
    },
  );
}

/** N9 with X3 (defect code number): what an inspection found, in the words or by the code of the one who inspected. */
function defectsIn(segments: readonly Segment[]): readonly string[] {
  return segments
    .filter(({ tag, elements }) => tag === 'N9' && elements[0] === 'X3')
    .map(({ elements }) => filled(elements[2], 60) ?? filled(elements[1], 60) ?? '')
    .filter((defect) => defect !== '' && !/^(none|no (defects?|damage))$/i.test(defect));
}
