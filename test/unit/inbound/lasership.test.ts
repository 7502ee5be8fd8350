import { describe, expect, it } from 'vitest';
import { meaningOf, translated } from './parcel-fixture.ts';

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';

const order = (EventType: string, EventLabel = EventType, Reason = '', more: object = {}): object => ({
  OrderNumber: 'DdXJ',
  EstimatedDeliveryDate: '',
  Pieces: [{ TrackingNumber: 'LA40305346', Weight: 2.282 }],
  Events: [
    {
      DateTime: '2026-03-02T10:45:34',
      UTCDateTime: '2026-03-02T15:45:34',
      City: 'New York',
      State: 'NY',
      Country: 'US',
      EventType,
      EventModifier: '',
      EventLabel,
      EventShortText: EventLabel,
      EventLongText: '',
      Reason,
    },
  ],
  ...more,
});
const translate = (body: unknown) => translated('carrier-lasership-json', body);

describe('LaserShip', () => {
  it.each<readonly [string, string, string, string]>([
    ['OrderReceived', 'booked', 'Ship Request Received', ''],
    ['OutForDelivery', 'out_for_delivery', 'Out for Delivery: ETA 8pm or prior', ''],
    ['Released', 'delivered', 'Delivered', ''],
    ['Scanned', 'other', 'Scanned at facility', ''],
    ['ReadyForPickup', 'other', 'Available for pickup', ''],
    ['ReturnToSender', FAILED, '', ''],
    ['ReturnedToShipper', FAILED, '', ''],
    ['BusinessClosed', FAILED, '', ''],
    ['CustomerNotHome', FAILED, '', ''],
    ['AddressCorrection', FAILED, 'Address Correction Required', ''],
    ['DeliveryException', FAILED, '', ''],
    ['Exception', FAILED, 'Exception', 'Incorrect address'],
    ['Exception', DELAY, '', ''],
    ['Exception', DELAY, 'Exception', 'Weather delay'],
    ['WeatherDelay', DELAY, '', ''],
    ['OnHold', DELAY, '', ''],
    ['Missort', DELAY, '', ''],
    ['Missing', 'transport.lost', 'Package Missing', ''],
    ['DamagedInTransit', 'cargo.damaged', '', ''],
    ['Delivered', 'cargo.damaged', 'Delivered', 'Package damaged'],
    ['OrderCanceled', 'transport.milestone_missed', '', ''],
  ])('%s is %s', (type, expected, label, reason) => {
    expect(meaningOf(translate(order(type, label === '' ? type : label, reason)))).toBe(expected);
  });

  it('is read in a list, and without events or pieces', () => {
    expect(meaningOf(translate([order('Lost')]))).toBe('transport.lost');
    const { drafts, rejections } = translate(order('', '', '', { Events: null }));
    expect([drafts, rejections]).toEqual([[], []]);
    expect(translate(order('Lost', '', '', { Pieces: null })).drafts[0]?.references).toMatchObject([{ kind: 'order' }]);
  });
});
