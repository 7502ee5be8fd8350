import * as z from 'zod';
import { cloudEvent, cloudEventHeaders } from '../../contracts/cloud-event.ts';
import { attributeFault } from './cloud-event-faults.ts';
import type { AttributeFault } from './cloud-event-faults.ts';
import { parseJson } from './json.ts';
import { shown } from './look-up.ts';
import { textOf } from './translator.ts';
import type { Payload, Rejection } from './translator.ts';

/** One report of a payload, and where it stands there. */
export interface Part {
  readonly part: string;
  /** JSON Pointer. */
  readonly pointer: string;
  readonly value: unknown;
  /** The sender's id of it: source and id of a CloudEvent are unique together. */
  readonly reportId?: string;
}
type Parts = readonly (Part | Rejection)[];

/** What one request may report: ten calls of PutEvents. Larger batches come in parts. */
const MOST_SIGNALS = 100;
const NEEDED = 'CloudEvents 1.0 needs specversion "1.0", id, source and type.';

/** Takes a JSON payload apart: one report, a list of them, a CloudEvent or a batch of CloudEvents. */
export function partsOf(payload: Payload): Parts {
  const body = parseJson(textOf(payload.bytes));
  if (body === undefined) return [whole('The body is no JSON.', 'Send a JSON object, in UTF-8.')];
  const mediaType = payload.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/cloudevents-batch+json') return batch(body.value);
  if (mediaType === 'application/cloudevents+json') return [structured(body.value, '')];
  if (payload.headers['ce-specversion'] !== undefined) return [binary(payload, body.value)];
  const list = z.looseObject({ signals: z.array(z.unknown()) }).safeParse(body.value);
  if (!list.success) return [{ part: 'signal 1', pointer: '', value: body.value }];
  const { signals } = list.data;
  if (signals.length === 0) return [whole('The list of signals is empty.', 'Send at least one signal.', '/signals')];
  const parts = signals.slice(0, MOST_SIGNALS).map((value, index) => ({
    part: `signal ${index + 1}`,
    pointer: `/signals/${index}`,
    value,
  }));
  return [...parts, ...tooMany(signals.length, '/signals')];
}

function batch(value: unknown): Parts {
  if (!Array.isArray(value)) {
    return [
      whole('A batch of CloudEvents is a JSON array.', 'Send an array, or one event as application/cloudevents+json.'),
    ];
  }
  if (value.length === 0) return [whole('The batch is empty.', 'Send at least one event.')];
  const parts = value.slice(0, MOST_SIGNALS).map((event: unknown, index) => structured(event, `/${index}`));
  return [...parts, ...tooMany(value.length, '')];
}

function structured(event: unknown, pointer: string): Part | Rejection {
  const parsed = cloudEvent.safeParse(event);
  if (!parsed.success) return noEvent(parsed.error, `event${pointer}`, pointer);
  const fault = attributeFault(parsed.data);
  if (fault !== undefined) return faulty(fault, parsed.data.id, `${pointer}/`);
  const { id, source, data, data_base64: encoded } = parsed.data;
  const value = encoded === undefined ? data : parseJson(textOf(Buffer.from(encoded, 'base64')))?.value;
  const member = encoded === undefined ? 'data' : 'data_base64';
  return { part: `event ${shown(id)}`, pointer: `${pointer}/${member}`, value, reportId: `${source} ${id}` };
}

function binary({ headers }: Payload, value: unknown): Part | Rejection {
  const parsed = cloudEventHeaders.safeParse(headers);
  if (!parsed.success) return noEvent(parsed.error, 'event', 'header ');
  const { 'ce-id': id, 'ce-source': source, 'ce-time': time } = parsed.data;
  const fault = attributeFault(time === undefined ? {} : { time });
  if (fault !== undefined) return faulty(fault, id, 'header ce-');
  return { part: `event ${shown(id)}`, pointer: '', value, reportId: `${source} ${id}` };
}

function faulty({ attribute, detail, mend }: AttributeFault, id: string, before: string): Rejection {
  return { part: `event ${shown(id)}`, pointer: `${before}${shown(attribute)}`, detail, mend };
}

function noEvent(error: z.ZodError, part: string, pointer: string): Rejection {
  const issue = error.issues[0];
  const field = issue?.path.map(String).join('/') ?? '';
  const separator = pointer.endsWith(' ') || field === '' ? '' : '/';
  return {
    part,
    pointer: `${pointer}${separator}${field}`,
    detail: (issue?.message ?? '').slice(0, 200),
    mend: NEEDED,
  };
}

function tooMany(count: number, pointer: string): readonly Rejection[] {
  if (count <= MOST_SIGNALS) return [];
  return [
    {
      part: `signals ${MOST_SIGNALS + 1} to ${count}`,
      pointer: `${pointer}/${MOST_SIGNALS}`,
      detail: `The request has ${count} signals, at most ${MOST_SIGNALS} are taken.`,
      mend: 'Send the rest in further requests.',
    },
  ];
}

function whole(detail: string, mend: string, pointer = ''): Rejection {
  return { part: 'payload', pointer, detail, mend };
}
