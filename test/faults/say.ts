import { completeSignals } from '../../lambdas/inbound/complete-signal.ts';
import { translatorOf } from '../../lambdas/inbound/formats/index.ts';
import type { SourceRegistration } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import type { Body, Report } from './plan.ts';

/** Written by people and partners into what they send; nothing of it belongs in a log. */
export const PERSONAL = [
  '@example.com',
  'HARBOR POINT',
  'Harbor Point',
  'Mrs Example',
  '555-0100',
  'DULUTH',
  'Okafor',
  'Duarte',
];

export const SOURCES = {
  edi: { id: 'northline-edi', format: 'x12-214', zone: 'America/Chicago' },
  tms: { id: 'tms-events', format: 'canonical', zone: 'Europe/Berlin' },
  erp: { id: 'erp-events', format: 'canonical', zone: 'Europe/Berlin' },
} as const;

const json = (value: unknown): Said => ({
  bytes: new TextEncoder().encode(JSON.stringify(value)),
  contentType: 'application/json',
});

export interface Said {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** The body that a sender posts for a report. `startAt` fixes event times, so that a repetition is the same to the byte. */
export function say({ body, source, at }: Report, startAt: number): Said {
  switch (body.kind) {
    case 'garbage':
      return json({ kind: 'exception', nonsense: 'of Mrs Example' });
    case 'edi': {
      const day = new Date(startAt).toISOString().slice(0, 10).replaceAll('-', '');
      const { shipment, time, status } = body;
      const reason = status === 'AH' ? 'AQ' : 'NS';
      const text = edi214({ tracking: `NL-${shipment}`, shipment, time, status, reason, date: day });
      return { bytes: new TextEncoder().encode(text), contentType: 'application/edi-x12' };
    }
    case 'mixture': {
      const good = signalOf(
        { kind: 'exception', shipment: `${body.shipment}-M`, type: 'transport.delay', minutesAgo: body.minutesAgo },
        source,
        startAt,
        at,
      );
      return json({ signals: [good, { kind: 'exception', occurredAt: 'yesterday' }] });
    }
    default:
      return json(signalOf(body, source, startAt, at));
  }
}

function signalOf(
  body: Exclude<Body, { kind: 'edi' | 'garbage' | 'mixture' }>,
  source: Report['source'],
  startAt: number,
  at: number,
): object {
  switch (body.kind) {
    case 'exception':
      return {
        kind: 'exception',
        type: body.type,
        occurredAt: new Date(startAt - body.minutesAgo * 60_000).toISOString(),
        references: [{ kind: 'shipment', value: body.shipment, issuer: 'forwarder' }],
        text: 'Call Mrs Example on 555-0100.',
      };
    case 'progress':
      return {
        kind: 'progress',
        occurredAt: new Date(startAt + at - body.minutesAgo * 60_000).toISOString(),
        references: [{ kind: 'shipment', value: body.shipment, issuer: 'forwarder' }],
        milestone: { name: body.milestone, at: body.actual ? 'actual' : 'estimated' },
      };
    case 'retraction': {
      const { type: _type, ...rest } = Object.assign({ type: '' }, signalOf(body.of, source, startAt, at));
      return { ...rest, kind: 'retraction', retracts: idOf(body.of, source, startAt, at) };
    }
    case 'correction':
      return {
        ...signalOf(body.of, source, startAt, at),
        kind: 'correction',
        type: 'transport.delay',
        corrects: idOf(body.of, source, startAt, at),
      };
  }
}

/** The id of a signal follows from source and content, so that its sender could know it before it is answered. */
function idOf(
  body: Extract<Body, { kind: 'exception' }>,
  source: Report['source'],
  startAt: number,
  at: number,
): string {
  return idsOf(json(signalOf(body, source, startAt, at)), source).at(0) ?? '';
}

/** Ids of all signals that a body holds. */
export function idsOf({ bytes, contentType }: Said, name: Report['source']): readonly string[] {
  const source = SOURCES[name];
  const translate = translatorOf(source.format);
  if (translate === undefined) throw new Error(`nobody translates ${source.format}`);
  const receivedAt = '2026-01-01T00:00:00.000Z';
  const sender = { sourceId: source.id, issuer: source.id, zone: source.zone, receivedAt };
  const translation = translate({ bytes, contentType, headers: {} }, sender);
  const traceparent = `00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-01`;
  // An id knows of its source nothing but the name.
  const registration = { ...source, region: 'eu', businessUnit: 'retail' } as SourceRegistration;
  return completeSignals(translation, { source: registration, receivedAt, rawKey: 'raw/x', traceparent }).map(
    ({ id }) => id,
  );
}
