import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import type { SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { completeSignal } from '../../../lambdas/inbound/complete-signal.ts';
import type { Reception } from '../../../lambdas/inbound/complete-signal.ts';
import { translateX12Status } from '../../../lambdas/inbound/formats/x12-214.ts';
import type { SignalDraft } from '../../../lambdas/inbound/formats/translator.ts';
import { attemptedDelivery } from '../../support/samples/index.ts';
import { completeAll, reception } from './complete.ts';
import { payloadOf, sender } from './sender.ts';

const draft: SignalDraft = {
  part: 'signal 1',
  kind: 'exception',
  type: 'transport.delay',
  references: [{ kind: 'shipment', value: 'S-1', issuer: 'north-edi' }],
  occurredAt: '2026-03-02T14:00:00+01:00',
  timeBasis: 'sent',
};
const idOf = (given: SignalDraft, changes: Partial<Reception> = {}): string =>
  completeSignal(given, { format: 'canonical' }, { ...reception, ...changes }).id;

describe('completing a signal', () => {
  it('adds who sent it, when it came and where it lies', () => {
    const made = completeSignal(draft, { format: 'canonical', version: '1' }, reception);
    expect(signal.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      source: { id: 'north-edi', format: 'canonical', version: '1' },
      region: 'na',
      businessUnit: 'retail',
      receivedAt: reception.receivedAt,
      raw: { key: reception.rawKey, part: 'signal 1' },
      traceparent: reception.traceparent,
    });
    expect(made).not.toHaveProperty('part');
  });

  it('gives the same report the same id, whenever and however it comes again', () => {
    const again = {
      receivedAt: '2026-03-05T00:00:00.000Z',
      rawKey: 'raw/other',
      traceparent: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`,
    };
    expect(idOf({ ...draft }, again)).toBe(idOf(draft));
    const reordered: SignalDraft = {
      timeBasis: 'sent',
      references: draft.references,
      occurredAt: draft.occurredAt,
      type: 'transport.delay',
      kind: 'exception',
      part: draft.part,
    };
    expect(idOf(reordered)).toBe(idOf(draft));
  });

  const other: SourceRegistration = { ...reception.source, id: 'south-edi' };
  it.each<[string, SignalDraft, Partial<Reception>]>([
    ['another part', { ...draft, part: 'signal 2' }, {}],
    ['another source', draft, { source: other }],
    ['another time', { ...draft, occurredAt: '2026-03-02T14:00:01+01:00' }, {}],
    ['another text', { ...draft, text: 'Truck broke down.' }, {}],
    ['another reference', { ...draft, references: [{ kind: 'shipment', value: 'S-2', issuer: 'north-edi' }] }, {}],
  ])('gives %s another id', (_what, given, changes) => {
    expect(idOf(given, changes)).not.toBe(idOf(draft));
  });

  it('leaves the time of reception out of the id, where none was sent', () => {
    const at = (occurredAt: string): SignalDraft => ({ ...draft, occurredAt, timeBasis: 'received' });
    expect(idOf(at('2026-03-02T14:00:00.000Z'))).toBe(idOf(at('2026-03-02T15:00:00.000Z')));
    // The signal itself says when, all the same.
    const made = completeSignal(at('2026-03-02T15:00:00.000Z'), { format: 'canonical' }, reception);
    expect(made.occurredAt).toBe('2026-03-02T15:00:00.000Z');
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
