import { completeSignals } from '../../lambdas/inbound/complete-signal.ts';
import { translatorOf } from '../../lambdas/inbound/formats/index.ts';
import { deriveId, sha256Hex } from '../../lambdas/contracts/index.ts';
import type { Sender, Translation } from '../../lambdas/inbound/formats/translator.ts';
import type { SourceRegistration } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import type { Body, FileDrop, Report } from './plan-reports.ts';
import { shippedMapping } from '../../lambdas/inbound/mappings/index.ts';

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
  '@forwarder.example',
  '@customer.example',
  '@carrier.example',
  '+1438',
  '+3512',
];

export const SOURCES = {
  edi: { id: 'northline-edi', format: 'x12-214', zone: 'America/Chicago' },
  tms: { id: 'tms-events', format: 'canonical', zone: 'Europe/Berlin' },
  erp: { id: 'erp-events', format: 'canonical', zone: 'Europe/Berlin' },
  planner: { id: 'tms-plans', format: 'canonical', zone: 'UTC' },
  desk: { id: 'desk-mail', format: 'email', zone: 'Europe/Berlin' },
  warehouse: { id: 'north-warehouse', format: 'csv', zone: 'Europe/Berlin' },
} as const;
export const MAPPING = 'wms-short-pick';

const json = (value: unknown): Said => ({
  bytes: new TextEncoder().encode(JSON.stringify(value)),
  contentType: 'application/json',
});

export interface Said {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** The body that a sender posts for a report. `startAt` fixes event times, so that a repetition is the same to the byte. */
export function say({ body, source }: Report, startAt: number): Said {
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
      );
      return json({ signals: [good, { kind: 'exception', occurredAt: 'yesterday' }] });
    }
    default:
      return json(signalOf(body, source, startAt));
  }
}

function signalOf(
  body: Exclude<Body, { kind: 'edi' | 'garbage' | 'mixture' }>,
  source: Report['source'],
  startAt: number,
): object {
  const at = (minute: number): string => new Date(startAt + minute * 60_000).toISOString();
  switch (body.kind) {
    case 'exception':
      return {
        kind: 'exception',
        type: body.type,
        occurredAt: at(-body.minutesAgo),
        references: [
          shipment(body.shipment),
          ...(body.vessel === undefined ? [] : [{ kind: 'vessel', value: body.vessel, issuer: 'forwarder' }]),
        ],
        text: 'Call Mrs Example on 555-0100.',
      };
    case 'progress':
      return {
        kind: 'progress',
        occurredAt: at(body.minute),
        references: [shipment(body.shipment)],
        milestone: { name: body.milestone, at: body.actual ? 'actual' : 'estimated' },
      };
    case 'late goods':
      return {
        kind: 'exception',
        type: 'transport.delay',
        occurredAt: at(-5),
        references: [container(body.container)],
        milestone: { name: 'arrived', at: 'estimated', expectedAt: at(body.days * 24 * 60) },
      };
    case 'goods there':
      return {
        kind: 'progress',
        occurredAt: at(1),
        references: [container(body.container)],
        milestone: { name: 'delivered', at: 'actual' },
      };
    case 'plan':
      return {
        kind: 'plan',
        references: [shipment(body.shipment)],
        milestones: body.milestones.map(({ name, minute }) => ({ name, expectedAt: at(minute) })),
      };
    case 'retraction': {
      const own = { type: '', milestone: '' };
      const { type: _type, milestone: _milestone, ...rest } = Object.assign(own, signalOf(body.of, source, startAt));
      return { ...rest, kind: 'retraction', retracts: idOf(body.of, source, startAt) };
    }
    case 'correction':
      return {
        ...signalOf(body.of, source, startAt),
        kind: 'correction',
        type: 'transport.delay',
        corrects: idOf(body.of, source, startAt),
      };
  }
}

const container = (value: string): object => ({ kind: 'container', value, issuer: 'BIC' });
const shipment = (value: string): object => ({ kind: 'shipment', value, issuer: 'forwarder' });

const HEADINGS =
  'delivery;shipment;order;sku;lot;picked_at;warehouse;location;quantity_ordered;quantity_picked;unit;reason';

/** A table of a warehouse: what was short, one line that was picked whole, and what nobody can read. */
export function tableOf({ short, unreadable }: FileDrop, startAt: number): Said {
  const time = new Date(startAt).toISOString().slice(0, 16).replace('T', ' ');
  const row = (number: number, picked: string, at: string): string =>
    `${String(80_000_000 + number)};;SO-${String(number)};A-${String(number)};;${at};North;K-01;10;${picked};PC;`;
  const rows = [
    ...Array.from({ length: short }, (_unused, index) => row(index + 1, '7', time)),
    row(50, '10', time),
    ...Array.from({ length: unreadable }, (_unused, index) => row(index + 60, '4', 'when Mrs Example came')),
  ];
  return { bytes: new TextEncoder().encode([HEADINGS, ...rows].join('\r\n')), contentType: 'text/csv' };
}

/** The id of a signal follows from source and content, so that its sender could know it before it is answered. */
function idOf(
  body: Extract<Body, { kind: 'exception' | 'progress' }>,
  source: Report['source'],
  startAt: number,
): string {
  return idsOf(json(signalOf(body, source, startAt)), source).at(0) ?? '';
}

const receivedAt = '2026-01-01T00:00:00.000Z';

/** Ids of all signals that a body holds. */
export function idsOf({ bytes, contentType }: Said, name: keyof typeof SOURCES): readonly string[] {
  const source = SOURCES[name];
  const translate = translatorOf(source.format);
  if (translate === undefined) throw new Error(`nobody translates ${source.format}`);
  const mapping = shippedMapping(MAPPING);
  const sender = name === 'warehouse' && mapping !== undefined ? { ...senderOf(name), mapping } : senderOf(name);
  return idsIn(translate({ bytes, contentType, headers: {} }, sender), name);
}

export function senderOf(name: keyof typeof SOURCES): Sender {
  const { id, zone } = SOURCES[name];
  return { sourceId: id, issuer: id, zone, receivedAt };
}

/** Under which a payload that cannot be read, or not whole, lies in quarantine. */
export function quarantinedAs(sourceId: string, bytes: Uint8Array): string {
  return deriveId('rcp', sourceId, sha256Hex(bytes));
}

/** Ids of what a payload of a source was translated to. */
export function idsIn(translation: Translation, name: keyof typeof SOURCES): readonly string[] {
  const source = SOURCES[name];
  const traceparent = `00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-01`;
  // An id knows of its source nothing but the name.
  const registration = { ...source, region: 'eu', businessUnit: 'retail' } as SourceRegistration;
  return completeSignals(translation, { source: registration, receivedAt, rawKey: 'raw/x', traceparent }).map(
    ({ id }) => id,
  );
}
