import * as z from 'zod';
import { exceptionType, money, offsetInstant, place, quantity, signalId, subjectKind } from '../../contracts/index.ts';
import { milestone, senderReason } from '../../contracts/signal.ts';
import { textOf } from './translator.ts';
import type { Payload, Rejection, Sender, SignalDraft, Translation, Translator } from './translator.ts';

const shared = {
  references: z
    .array(
      z.strictObject({
        kind: subjectKind,
        value: z.string().trim().min(1).max(80),
        issuer: z.string().trim().min(1).max(40).optional(),
      }),
    )
    .min(1, 'name at least one shipment, order, container …')
    .max(50),
  occurredAt: offsetInstant,
  reason: senderReason.optional(),
  place: place.optional(),
  carrier: z.strictObject({ scac: z.string().max(10).optional(), name: z.string().max(80).optional() }).optional(),
  quantities: z.record(z.string(), quantity).optional(),
  amounts: z.record(z.string(), money).optional(),
  text: z.string().max(2000).optional(),
  /** The sender's own id of the report: with it, the same content may be reported twice. */
  id: z.string().max(200).optional(),
};

/** What `POST /v1/signals` takes: a signal without what we add ourselves. */
export const canonicalSignal = z.discriminatedUnion('kind', [
  z.strictObject({ ...shared, kind: z.literal('exception'), type: exceptionType, milestone: milestone.optional() }),
  z.strictObject({ ...shared, kind: z.literal('progress'), milestone }),
  z.strictObject({ ...shared, kind: z.literal('retraction'), retracts: signalId }),
  z.strictObject({ ...shared, kind: z.literal('correction'), type: exceptionType, corrects: signalId }),
]);

/** CloudEvents 1.0, JSON event format. */
const cloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  data: z.unknown().optional(),
  data_base64: z.string().optional(),
});

const MOST_SIGNALS = 100;

interface Part {
  readonly part: string;
  readonly pointer: string;
  readonly value: unknown;
}
type Parts = readonly (Part | Rejection)[];

/** Canonical JSON (one signal, or `{ "signals": […] }`) and CloudEvents 1.0 in structured, batched and binary mode. */
export const translateCanonical: Translator = (payload, sender): Translation => {
  const drafts: SignalDraft[] = [];
  const rejections: Rejection[] = [];
  for (const part of partsOf(payload)) {
    if ('detail' in part) {
      rejections.push(part);
      continue;
    }
    const parsed = canonicalSignal.safeParse(part.value);
    if (parsed.success) drafts.push(draftOf(parsed.data, part.part, sender));
    else
      for (const issue of parsed.error.issues.slice(0, 10))
        rejections.push({
          part: part.part,
          pointer: [part.pointer, ...issue.path.map(String)].join('/'),
          detail: issue.message,
          mend: 'See the schema Signal in the API description.',
        });
  }
  return { format: 'canonical', version: '1', drafts, rejections, warnings: [] };
};

function partsOf(payload: Payload): Parts {
  const text = textOf(payload.bytes);
  const body = parseJson(text);
  if (body === undefined)
    return [{ part: 'payload', pointer: '', detail: 'The body is no JSON.', mend: 'Send a JSON object.' }];
  const mediaType = payload.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/cloudevents-batch+json') {
    return Array.isArray(body.value)
      ? limited(body.value).map((event, index) => eventPart(event, `/${String(index)}`))
      : [notAList()];
  }
  if (mediaType === 'application/cloudevents+json') return [eventPart(body.value, '')];
  const eventId = payload.headers['ce-id'];
  if (payload.headers['ce-specversion'] !== undefined)
    return [{ part: `event ${eventId ?? ''}`, pointer: '', value: body.value }];
  const list = z.looseObject({ signals: z.array(z.unknown()) }).safeParse(body.value);
  if (!list.success) return [{ part: 'signal 1', pointer: '', value: body.value }];
  return limited(list.data.signals).map((value, index) => ({
    part: `signal ${String(index + 1)}`,
    pointer: `/signals/${String(index)}`,
    value,
  }));
}

function limited(values: readonly unknown[]): readonly unknown[] {
  return values.slice(0, MOST_SIGNALS);
}

function notAList(): Rejection {
  return {
    part: 'payload',
    pointer: '',
    detail: 'A batch of CloudEvents is a JSON array.',
    mend: 'Send an array, or one event as application/cloudevents+json.',
  };
}

function eventPart(event: unknown, pointer: string): Part | Rejection {
  const parsed = cloudEvent.safeParse(event);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      part: `event${pointer}`,
      pointer: [pointer, ...(issue?.path.map(String) ?? [])].join('/'),
      detail: issue?.message ?? 'no CloudEvent',
      mend: 'CloudEvents 1.0 needs specversion, id, source and type.',
    };
  }
  const { id, data, data_base64: encoded } = parsed.data;
  const value = encoded === undefined ? data : parseJson(Buffer.from(encoded, 'base64').toString('utf8'))?.value;
  return { part: `event ${id}`, pointer: `${pointer}/data`, value };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function draftOf(
  { id, references, ...signal }: z.infer<typeof canonicalSignal>,
  part: string,
  sender: Sender,
): SignalDraft {
  return {
    ...signal,
    part: id ?? part,
    timeBasis: 'sent',
    references: references.map((reference) => ({ ...reference, issuer: reference.issuer ?? sender.issuer })),
  };
}
