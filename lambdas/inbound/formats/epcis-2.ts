import type { SubjectReference } from '../../contracts/index.ts';
import { signalIdOf } from '../complete-signal.ts';
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
      warnings.push(...made.warnings.map((warning) => `${part}: ${warning}`));
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
  const made = draftOf(event, part, sender);
  if ('detail' in made || event.errorDeclaration === undefined || made.draft === undefined) return made;
  const { draft, warnings } = retractionOf(
    event.errorDeclaration,
    made.draft,
    signalIdOf(sender.sourceId, made.draft),
    sender,
  );
  return { draft, warnings: [...made.warnings, ...warnings] };
}

function draftOf(event: EpcisEvent, part: string, sender: Sender): Made | Fault {
  if (!isInstant(event.eventTime)) {
    return {
      pointer: '/eventTime',
      detail: `"${shown(event.eventTime)}" is no instant with an offset between 1970 and 2099.`,
      mend: TIME_MEND,
    };
  }
  const judged = judgeEvent(event);
  if ('detail' in judged) return judged;
  const warnings = [...judged.warnings, ...oddOffset(event)];
  const references = referencesOf(event, sender.issuer);
  if (references.length === 0) {
    if (judged.trouble !== undefined) return noSubject(judged.trouble);
    return { draft: undefined, warnings: [...warnings, 'it names nothing that is followed, and was passed over'] };
  }
  const { trouble, milestone, reason } = judged;
  const base = { ...baseOf(event, references), part, ...(reason === undefined ? {} : { reason }) };
  const text = judged.remarks.join(' ');
  const draft: SignalDraft = {
    ...base,
    ...(text === '' ? {} : { text }),
    ...(trouble === undefined ? { kind: 'progress', milestone } : { kind: 'exception', type: trouble, milestone }),
  };
  return { draft, warnings };
}

function baseOf(event: EpcisEvent, references: readonly SubjectReference[]) {
  const place = placeOf(event);
  const lane = laneOf(event);
  const quantities = quantitiesOf(event);
  return {
    ...(event.eventID === undefined ? {} : { reportId: event.eventID }),
    references: [...references],
    ...(place === undefined ? {} : { place }),
    ...(lane === undefined ? {} : { lane }),
    ...(quantities === undefined ? {} : { quantities }),
    occurredAt: atOffset(event.eventTime, event.eventTimeZoneOffset),
    timeBasis: 'sent' as const,
  };
}

function oddOffset({ eventTimeZoneOffset }: EpcisEvent): readonly string[] {
  if (isOffset(eventTimeZoneOffset)) return [];
  return eventTimeZoneOffset === undefined
    ? ['eventTimeZoneOffset is missing; the offset of eventTime stands']
    : [`eventTimeZoneOffset "${shown(eventTimeZoneOffset)}" is none; the offset of eventTime stands`];
}

function noSubject(trouble: string): Fault {
  return {
    pointer: '',
    detail: `The event reports ${trouble} and names neither goods nor a paper that they belong to.`,
    mend: 'Name the goods in epcList, quantityList, parentID or childEPCs, or their papers in bizTransactionList.',
  };
}
