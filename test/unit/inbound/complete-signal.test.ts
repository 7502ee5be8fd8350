import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import type { Signal, SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { completeSignals } from '../../../lambdas/inbound/complete-signal.ts';
import type { Reception } from '../../../lambdas/inbound/complete-signal.ts';
import type { SignalDraft } from '../../../lambdas/inbound/formats/translator.ts';
import { attemptedDelivery } from '../../support/samples/index.ts';
import { completeAll, reception } from './complete.ts';
import { payloadOf, sender } from './sender.ts';
import { translateX12Status } from './x12-set.ts';

const draft: SignalDraft = {
  part: 'signal 1',
  kind: 'exception',
  type: 'transport.delay',
  references: [{ kind: 'shipment', value: 'S-1', issuer: 'north-edi' }],
  occurredAt: '2026-03-02T14:00:00+01:00',
  timeBasis: 'sent',
};
const made = (drafts: readonly SignalDraft[], changes: Partial<Reception> = {}): readonly Signal[] =>
  completeSignals({ format: 'canonical', drafts, rejections: [], warnings: [] }, { ...reception, ...changes });
const idOf = (given: SignalDraft, changes: Partial<Reception> = {}): string | undefined =>
  made([given], changes)[0]?.id;
const later = {
  receivedAt: '2026-03-05T00:00:00.000Z',
  rawKey: 'raw/other',
  traceparent: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`,
};

describe('completing a signal', () => {
  it('adds who sent it, when it came and where it lies', () => {
    const [one] = made([{ ...draft, reportId: 'tms-7' }]);
    expect(signal.parse(one)).toEqual(one);
    expect(one).toMatchObject({
      source: { id: 'north-edi', format: 'canonical' },
      region: 'na',
      businessUnit: 'retail',
      receivedAt: reception.receivedAt,
      raw: { key: reception.rawKey, part: 'signal 1' },
      traceparent: reception.traceparent,
    });
    expect(one).not.toHaveProperty('part');
    expect(one).not.toHaveProperty('reportId');
  });

  it('takes no time that is further ahead than zones can be apart for that of what has happened: nothing that comes after it would be later', () => {
    const hours = (count: number): string =>
      new Date(Date.parse(reception.receivedAt) + count * 3_600_000).toISOString();
    const actual = { name: 'delivered', at: 'actual' } as const;
    const estimated = { name: 'delivered', at: 'estimated' } as const;
    const { type: _type, ...bare } = draft;
    const timed = (occurredAt: string, more: object = {}) => {
      const [one] = made([{ ...draft, ...more, occurredAt }]);
      return [one?.occurredAt, one?.timeBasis];
    };
    const received = [reception.receivedAt, 'received'];
    expect(timed(hours(26))).toEqual([hours(26), 'sent']);
    expect(timed(hours(26.001))).toEqual(received);
    expect(timed('2062-03-02T14:00:00+01:00', { milestone: actual })).toEqual(received);
    expect(timed(hours(900), { ...bare, kind: 'progress', milestone: actual })).toEqual(received);
    // What is expected or agreed is ahead.
    expect(timed(hours(900), { milestone: estimated })).toEqual([hours(900), 'sent']);
    expect(timed(hours(900), { ...bare, kind: 'progress', milestone: estimated })).toEqual([hours(900), 'sent']);
    // It is the same report when it comes again later.
    const ahead = { ...draft, occurredAt: hours(900) };
    expect(idOf(ahead, later)).toBe(idOf(ahead));
  });

  it('gives the same report the same id, whenever, however and in whatever envelope it comes again', () => {
    expect(idOf({ ...draft }, later)).toBe(idOf(draft));
    expect(idOf({ ...draft, part: 'signal 9' }, later)).toBe(idOf(draft));
    const reversed = Object.fromEntries(Object.entries(draft).reverse()) as typeof draft;
    expect(Object.keys(reversed)).not.toEqual(Object.keys(draft));
    expect(idOf(reversed)).toBe(idOf(draft));
  });

  const other: SourceRegistration = { ...reception.source, id: 'south-edi' };
  it.each<[string, SignalDraft, Partial<Reception>]>([
    ['another source', draft, { source: other }],
    ['another time', { ...draft, occurredAt: '2026-03-02T14:00:01+01:00' }, {}],
    ['another text', { ...draft, text: 'Truck broke down.' }, {}],
    ['another reference', { ...draft, references: [{ kind: 'shipment', value: 'S-2', issuer: 'north-edi' }] }, {}],
    ["an id of the sender's", { ...draft, reportId: 'tms-7' }, {}],
  ])('gives %s another id', (_what, given, changes) => {
    expect(idOf(given, changes)).not.toBe(idOf(draft));
  });

  it("tells reports with the same content by the sender's ids", () => {
    expect(idOf({ ...draft, reportId: 'tms-7' })).not.toBe(idOf({ ...draft, reportId: 'tms-8' }));
    expect(idOf({ ...draft, reportId: 'tms-7', part: 'signal 2' })).toBe(idOf({ ...draft, reportId: 'tms-7' }));
  });

  it('lets a draft say what it is the same by, whatever else it says', () => {
    const identity = ['USPS', '94', '04'];
    const refined: SignalDraft = {
      ...draft,
      identity,
      text: 'Truck broke down.',
      part: 'signal 2',
      occurredAt: '2026-03-02T15:00:00+01:00',
    };
    expect(idOf(refined)).toBe(idOf({ ...draft, identity }));
    expect(idOf({ ...draft, identity: ['USPS', '95', '04'] })).not.toBe(idOf(refined));
    expect(idOf(refined, { source: other })).not.toBe(idOf(refined));
    expect(made([refined])[0]).not.toHaveProperty('identity');
  });

  it('says once what a payload says twice', () => {
    expect(made([draft, { ...draft, part: 'signal 2' }, { ...draft, text: 'Truck broke down.' }])).toHaveLength(2);
  });

  it('leaves the time of reception out of the id, where none was sent', () => {
    const at = (occurredAt: string, part = 'signal 1'): SignalDraft => ({
      ...draft,
      part,
      occurredAt,
      timeBasis: 'received',
    });
    const early = at('2026-03-02T14:00:00.000Z');
    expect(idOf(at('2026-03-02T15:00:00.000Z'), later)).toBe(idOf(early));
    // The signal itself says when, all the same.
    expect(made([early])[0]?.occurredAt).toBe('2026-03-02T14:00:00.000Z');
    // Without a time only its place tells one report from the next.
    expect(idOf(at('2026-03-02T14:00:00.000Z', 'signal 2'))).not.toBe(idOf(early));
  });

  it('makes one signal of an X12 214 that is delivered twice, without its times as well', () => {
    const timeless = attemptedDelivery.replace('*20260302*0742*CT', '');
    for (const text of [attemptedDelivery, timeless]) {
      const first = completeAll(translateX12Status(payloadOf(text), sender));
      const second = completeAll(
        translateX12Status(payloadOf(text), { ...sender, receivedAt: '2026-03-02T14:04:00.000Z' }),
      );
      expect(first).toHaveLength(1);
      expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    }
  });
});
