import { signalIdOf } from '../complete-signal.ts';
import { delayReasons } from './dcsa/delay-reasons.ts';
import { milestoneOfDocument, movements } from './dcsa/event-codes.ts';
import { judgeEvents } from './dcsa/judge-events.ts';
import { normalizeEvent } from './dcsa/read-event.ts';
import type { TntEvent } from './dcsa/read-event.ts';
import { asFlatEvent, event as eventSchema, itemsIn } from './dcsa/schema.ts';
import { draftOf } from './draft.ts';
import { readJson, rejectionsOf } from './json.ts';
import { shown } from './look-up.ts';
import type { Rejection, Sender, SignalDraft, Translation, Translator } from './translator.ts';

const FORMAT = 'dcsa-tnt';
const EVENT_MEND = 'Send the event as the OpenAPI of DCSA Track and Trace has it.';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_EVENTS = 2000;

/** DCSA Track and Trace 2.2 (a page of events) and 3.0 (`{ "events": [...] }`): one signal for each event. */
export const translateTrackAndTrace: Translator = ({ bytes }, sender) => {
  const json = readJson(bytes);
  if ('detail' in json) return refused([json]);
  const items = itemsIn(json.value, 'events')?.map(asFlatEvent);
  if (items === undefined || items.length > MOST_EVENTS) {
    const detail = items === undefined ? 'There is no list of events.' : `There are more than ${MOST_EVENTS} events.`;
    return refused([{ part: 'payload', pointer: '/events', detail, mend: 'Send a list of events, 2000 at most.' }]);
  }
  const nameless = namelessIn(items);
  if (nameless.length > 0) return refused(nameless);
  const rejections: Rejection[] = [];
  const events = items.flatMap((item, index) => {
    const read = readOne(item, index, sender);
    if ('id' in read) return [read];
    rejections.push(...read);
    return [];
  });
  // Without ids nobody can say which of them have to be sent again: such a page is taken whole or not at all.
  if (rejections.length > 0 && items.some(hasNoId)) return refused(rejections);
  return { ...draftsOf(events, sender, rejections), format: FORMAT };
};

function refused(rejections: readonly Rejection[]): Translation {
  return { format: FORMAT, drafts: [], rejections, warnings: [] };
}

const partOf = (index: number): string => `event ${index + 1}`;

/**
 * Events of 2.2 are told apart, and asked for again, by an id that is a UUID. A page in which some ids are none cannot be taken in part: what is sent again after the mend would be taken
 * twice. Events without any are known by what they say. In 3.0 the standard wants each event to have its own fate.
 */
function namelessIn(items: readonly unknown[]): readonly Rejection[] {
  const bad = items.flatMap((item, index) => {
    if (!isFlat(item)) return [];
    const { eventID: id } = item;
    if (id === undefined || id === null || (typeof id === 'string' && UUID.test(id))) return [];
    const written = typeof id === 'string' ? `"${shown(id)}"` : `a ${typeof id}`;
    const detail = `The id of an event is a UUID, and ${written} was sent; so none of the page is taken.`;
    return [{ part: partOf(index), pointer: `/${index}/eventID`, detail, mend: 'Send the page again with the ids.' }];
  });
  return bad.slice(0, 100);
}

/** As 2.2 has it. */
function isFlat(item: unknown): item is { readonly eventType: unknown; readonly eventID?: unknown } {
  return typeof item === 'object' && item !== null && 'eventType' in item;
}

function hasNoId(item: unknown): boolean {
  return isFlat(item) && (item.eventID === undefined || item.eventID === null);
}

function readOne(item: unknown, index: number, sender: Sender): TntEvent | readonly Rejection[] {
  const part = partOf(index);
  const parsed = eventSchema.safeParse(item);
  if (!parsed.success) return rejectionsOf(parsed.error, part, `/${index}`, EVENT_MEND);
  const read = normalizeEvent(parsed.data, part, sender);
  return 'detail' in read ? [{ part, ...read, pointer: `/${index}${read.pointer}` }] : read;
}

function draftsOf(
  events: readonly TntEvent[],
  sender: Sender,
  rejections: Rejection[],
): Pick<Translation, 'drafts' | 'rejections' | 'warnings'> {
  const warnings: string[] = [];
  const judge = judgeEvents(events.filter(({ isRetracted }) => !isRetracted));
  const drafts = events.flatMap((event): readonly SignalDraft[] => {
    const judged = judge(event);
    warnings.push(...judged.warnings.map((warning) => `${event.part}: ${warning}`));
    if (event.references.length > 0) {
      const draft = draftOfEvent(event, judged.trouble, sender);
      return [event.isRetracted ? takenBack(event, draft, sender) : draft];
    }
    const detail = 'The event names neither a container nor a paper nor a vessel.';
    rejections.push({ part: event.part, pointer: '', detail, mend: 'Send equipmentReference or documentReferences.' });
    return [];
  });
  return { drafts, rejections, warnings };
}

function draftOfEvent(event: TntEvent, trouble: string | undefined, sender: Sender): SignalDraft {
  const { at, time, told, carrier } = event;
  // What is expected lies ahead; the trouble is there since the carrier said so.
  const isAhead = trouble !== undefined && at !== 'actual';
  const name =
    event.type === 'SHIPMENT'
      ? milestoneOfDocument(event.code, event.document)
      : (movements.get(event.code)?.milestone ?? 'other');
  return draftOf(
    {
      part: event.part,
      reportId: event.id,
      references: event.references,
      time: isAhead ? told : time,
      trouble,
      milestone: { name, at },
      reason: reasonOf(event),
      place: event.place,
      carrier: carrier === undefined ? undefined : /^[A-Z]{4}$/.test(carrier) ? { scac: carrier } : { name: carrier },
      text: [isAhead ? `Expected ${time.occurredAt}.` : '', ...event.remarks].join(' '),
    },
    sender,
  );
}

function reasonOf({ type, code, document, delayReasons: late, remarks }: TntEvent) {
  const [first] = late;
  if (first !== undefined) {
    return { scheme: 'smdg:delay-reason', code: first, status: code, text: delayReasons.get(first) ?? remarks[0] };
  }
  if (type === 'SHIPMENT') return { scheme: 'dcsa:shipment', code: code || 'none', status: document, text: remarks[0] };
  return { scheme: `dcsa:${type.toLowerCase()}`, code: code || 'none', text: movements.get(code)?.meaning };
}

/** An event that is sent again as retracted takes back the report that was made of it, as long as it repeats it; else it names a report that nobody has, and changes nothing. */
function takenBack({ told }: TntEvent, draft: SignalDraft, sender: Sender): SignalDraft {
  const { part, reportId, references, place } = draft;
  return {
    kind: 'retraction',
    retracts: signalIdOf(sender.sourceId, draft),
    part,
    ...(reportId === undefined ? {} : { reportId }),
    references,
    ...(place === undefined ? {} : { place }),
    ...told,
  };
}
