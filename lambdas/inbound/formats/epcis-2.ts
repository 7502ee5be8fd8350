import { signalIdOf } from '../complete-signal.ts';
import { draftOf } from './draft.ts';
import { eventsIn } from './epcis/events-in.ts';
import { judgeEvent } from './epcis/judge-event.ts';
import { laneOf, placeOf } from './epcis/places.ts';
import { quantitiesOf } from './epcis/quantities.ts';
import { readEvent, TIME_MEND } from './epcis/read-event.ts';
import type { EpcisEvent, Fault } from './epcis/read-event.ts';
import { atOffset, isInstant, isOffset } from './epcis/read-time.ts';
import { referencesOf } from './epcis/references.ts';
import { retractionOf } from './epcis/retraction.ts';
import { shown } from './look-up.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';

/** GS1 EPCIS 2.0 in JSON and JSON-LD, and 1.0 to 2.0 in XML: one signal for each event that names something we follow. */
export const translateEpcis: Translator = ({ bytes }, sender) => {
  const { events, rejections: refused, version, isEmptyAnswer } = eventsIn(bytes);
  const drafts: SignalDraft[] = [];
  const rejections: Rejection[] = [...refused];
  const warnings: string[] = isEmptyAnswer ? ['the answer to the query has no events'] : [];
  for (const { part, pointer, value } of events) {
    const made = readOne(value, part, sender);
    if ('detail' in made) rejections.push({ part, ...made, pointer: `${pointer}${made.pointer}` });
    else {
      if (made.draft !== undefined) drafts.push(made.draft);
      for (const warning of made.warnings) warnings.push(`${part}: ${warning}`);
    }
  }
  return { format: 'epcis', ...(version === undefined ? {} : { version }), drafts, rejections, warnings };
};

interface Made {
  readonly draft: SignalDraft | undefined;
  readonly warnings: readonly string[];
}

function readOne(value: unknown, part: string, sender: Sender): Made | Fault {
  const event = readEvent(value);
  if ('detail' in event) return event;
  const made = madeOf(event, part, sender);
  if ('detail' in made || event.errorDeclaration === undefined || made.draft === undefined) return made;
  const { draft, warnings } = retractionOf(
    event.errorDeclaration,
    made.draft,
    signalIdOf(sender.sourceId, made.draft),
    sender,
  );
  return { draft, warnings: [...made.warnings, ...warnings] };
}

function madeOf(event: EpcisEvent, part: string, sender: Sender): Made | Fault {
  if (!isInstant(event.eventTime)) {
    return {
      pointer: '/eventTime',
      detail: `"${shown(event.eventTime)}" is no instant with an offset between 1970 and 2099.`,
      mend: TIME_MEND,
    };
  }
  const judged = judgeEvent(event);
  if ('detail' in judged) return judged;
  const { trouble, milestone, reason, remarks } = judged;
  const odd = oddOffset(event);
  const warnings = odd === undefined ? judged.warnings : [...judged.warnings, odd];
  const references = referencesOf(event, sender.issuer);
  if (references.length === 0) {
    if (trouble !== undefined) return noSubject(trouble);
    return { draft: undefined, warnings: [...warnings, 'it names nothing that is followed, and was passed over'] };
  }
  const report = {
    part,
    reportId: event.eventID,
    references,
    time: { occurredAt: atOffset(event.eventTime, event.eventTimeZoneOffset), timeBasis: 'sent' as const },
    trouble,
    milestone,
    reason,
    place: placeOf(event),
    lane: laneOf(event),
    quantities: quantitiesOf(event),
    text: remarks.join(' '),
  };
  return { draft: draftOf(report, sender), warnings };
}

function oddOffset({ eventTimeZoneOffset }: EpcisEvent): string | undefined {
  if (isOffset(eventTimeZoneOffset)) return undefined;
  return eventTimeZoneOffset === undefined
    ? 'eventTimeZoneOffset is missing; the offset of eventTime stands'
    : `eventTimeZoneOffset "${shown(eventTimeZoneOffset)}" is none; the offset of eventTime stands`;
}

function noSubject(trouble: string): Fault {
  return {
    pointer: '',
    detail: `The event reports ${trouble} and names neither goods nor a paper that they belong to.`,
    mend: 'Name the goods in epcList, quantityList, parentID or childEPCs, or their papers in bizTransactionList.',
  };
}
