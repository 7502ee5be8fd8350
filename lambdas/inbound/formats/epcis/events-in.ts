import * as z from 'zod';
import { parseJson } from '../json.ts';
import { shown } from '../look-up.ts';
import { textOf } from '../translator.ts';
import type { Rejection } from '../translator.ts';
import { xmlEventsIn } from './xml-events.ts';

export interface EventsIn {
  readonly events: readonly { readonly part: string; readonly pointer: string; readonly value: unknown }[];
  readonly rejections: readonly Rejection[];
  readonly version?: string;
  /** The answer to a query may be empty, a capture may not. */
  readonly isEmptyAnswer: boolean;
}

/** As many signals as are published at once. EPCIS 2.0 lets a server limit the events of a capture (`GS1-EPCIS-Capture-Limit`). */
const MOST_EVENTS = 2000;

const list = z.array(z.unknown());
const results = z.object({ queryResults: z.object({ resultsBody: z.object({ eventList: list }) }) });
const capture = z.object({ epcisBody: z.object({ eventList: list }) });
const single = z.object({ epcisBody: z.object({ event: z.looseObject({}) }) });
const answer = z.object({ epcisBody: results });
/** A list without its document, as feeds and graphs have it. */
const LISTS = ['eventList', 'events', '@graph'].map(
  (name) => [`/${name}`, z.object({ [name]: z.array(z.unknown()) })] as const,
);
const bare = z.looseObject({ eventTime: z.unknown() });
const head = z.object({ schemaVersion: z.string().min(1).max(20) });

/** The events of an EPCISDocument, of an EPCISQueryDocument, of a list, or one that came alone, with their places there. */
export function eventsIn(bytes: Uint8Array): EventsIn {
  const text = textOf(bytes);
  if (/^\s*</.test(text)) return eventsOfXml(bytes);
  const body = parseJson(text) ?? linesOf(text);
  if (body === undefined) {
    return nothing(
      'The body is neither JSON nor XML.',
      'Send EPCIS 2.0 in JSON, or EPCIS 1.0 to 2.0 in XML, in UTF-8.',
    );
  }
  const found = listIn(body.value);
  if (found === undefined) {
    return nothing(
      'There are no events: neither epcisBody.eventList nor epcisBody.queryResults.resultsBody.eventList.',
      'Send an EPCISDocument or an EPCISQueryDocument of EPCIS 2.0.',
    );
  }
  return taken(found, head.safeParse(body.value).data?.schemaVersion);
}

/** A line for each document or event, as logs and streams have them; undefined where a line is none. */
function linesOf(text: string): { readonly value: readonly unknown[] } | undefined {
  const values: unknown[] = [];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    const found = listIn(parseJson(line)?.value);
    if (found === undefined) return undefined;
    values.push(...found.values);
  }
  return lines.length > 1 ? { value: values } : undefined;
}

function eventsOfXml(bytes: Uint8Array): EventsIn {
  const document = xmlEventsIn(bytes);
  if ('detail' in document) return { events: [], rejections: [document], isEmptyAnswer: false };
  const { events: values, version, isAnswer, isAlone } = document;
  return taken({ values, pointer: isAlone ? '' : '/EventList', isAnswer, isAlone }, version);
}

function taken({ values, pointer, isAnswer, isAlone }: Found, version: string | undefined): EventsIn {
  if (values.length === 0 && !isAnswer)
    return nothing('The list of events is empty.', 'Send at least one event.', pointer);
  return {
    events: values.slice(0, MOST_EVENTS).map((value, index) => ({
      part: `event ${String(index + 1)}`,
      pointer: isAlone ? pointer : `${pointer}/${String(index)}`,
      value,
    })),
    rejections: values.length > MOST_EVENTS ? [tooMany(values.length, pointer)] : [],
    ...(version === undefined ? {} : { version: shown(version) }),
    isEmptyAnswer: values.length === 0,
  };
}

interface Found {
  readonly values: readonly unknown[];
  readonly pointer: string;
  readonly isAnswer: boolean;
  readonly isAlone: boolean;
}

function listIn(value: unknown): Found | undefined {
  if (Array.isArray(value)) return { values: value, pointer: '', isAnswer: false, isAlone: false };
  const captured = capture.safeParse(value);
  if (captured.success) {
    const { eventList } = captured.data.epcisBody;
    return { values: eventList, pointer: '/epcisBody/eventList', isAnswer: false, isAlone: false };
  }
  const answered = answer.safeParse(value);
  const result = answered.success ? answered.data.epcisBody : results.safeParse(value).data;
  if (result !== undefined) {
    const start = answered.success ? '/epcisBody' : '';
    const pointer = `${start}/queryResults/resultsBody/eventList`;
    return { values: result.queryResults.resultsBody.eventList, pointer, isAnswer: true, isAlone: false };
  }
  const one = single.safeParse(value);
  if (one.success)
    return { values: [one.data.epcisBody.event], pointer: '/epcisBody/event', isAnswer: false, isAlone: true };
  for (const [pointer, schema] of LISTS) {
    const listed = schema.safeParse(value);
    if (listed.success) return { values: Object.values(listed.data).flat(), pointer, isAnswer: false, isAlone: false };
  }
  return bare.safeParse(value).success ? { values: [value], pointer: '', isAnswer: false, isAlone: true } : undefined;
}

function nothing(detail: string, mend: string, pointer = ''): EventsIn {
  return { events: [], rejections: [{ part: 'payload', pointer, detail, mend }], isEmptyAnswer: false };
}

function tooMany(count: number, pointer: string): Rejection {
  return {
    part: `events ${String(MOST_EVENTS + 1)} to ${String(count)}`,
    pointer: `${pointer}/${String(MOST_EVENTS)}`,
    detail: `The document has ${String(count)} events, at most ${String(MOST_EVENTS)} are taken.`,
    mend: 'Send the rest in further documents.',
  };
}
