import { describe, expect, it } from 'vitest';
import { meaningOf, translated } from './parcel-fixture.ts';

const FAILED = 'transport.delivery_failed';
const HOLD = 'compliance.customs_hold';

describe('a text of USPS whose code is new', () => {
  it.each<readonly [string, string]>([
    ['Inbound Out of Customs', 'customs_released'],
    ['Inbound Into Customs', 'other'],
    ['Held in Customs', HOLD],
    ['Import Customs - Held', HOLD],
    ['Seized by Law Enforcement', HOLD],
    ['Weather Delay', 'transport.delay'],
    ['Postage Due', FAILED],
    ['Package Damaged', 'cargo.damaged'],
    ['Reminder to Schedule Redelivery of your item', 'other'],
    ['Redelivery Scheduled for Next Business Day', 'other'],
  ])('%s is %s', (eventType, expected) => {
    const event = { eventType, eventCode: 'ZZ', eventTimestamp: '2026-03-02T08:15:00', GMTOffset: '-08:00' };
    const translation = translated('carrier-usps-v3', { trackingNumber: '94', trackingEvents: [event] });
    expect(meaningOf(translation)).toBe(expected);
  });
});

describe('a push of USPS', () => {
  const event = { eventType: 'Delivery Attempted', eventCode: '02', eventTimestamp: '2026-03-02T08:15:00' };
  const parcel = { trackingNumber: '94', trackingEventHistory: [event] };
  const envelope = (payload: unknown) => ({ subscriptionId: 's', timestamp: '2026-03-02T08:20:00Z', payload });

  it('has the parcel as the text that was signed, or as an object', () => {
    const told = translated('carrier-usps-v3', envelope(JSON.stringify(parcel)));
    expect([meaningOf(told), told.rejections]).toEqual([FAILED, []]);
    expect(told.drafts).toEqual(translated('carrier-usps-v3', envelope(parcel)).drafts);
  });

  it('whose text is no parcel is refused', () => {
    for (const payload of ['{', '7', 'hello'])
      expect(translated('carrier-usps-v3', envelope(payload))).toMatchObject({ drafts: [], rejections: [{}] });
  });
});
