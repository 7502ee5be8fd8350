import { describe, expect, it } from 'vitest';
import { lineOf, translated } from './parcel-fixture.ts';

const AT = '2026-03-02T08:15:00Z';
const BEFORE = '2026-03-01T08:15:00Z';

const fedex = (...scanEvents: readonly object[]): object => ({
  completeTrackResults: [
    {
      trackResults: [
        {
          trackingNumberInfo: { trackingNumber: '77' },
          scanEvents,
          dateAndTimes: [
            { type: 'COMMITMENT', dateTime: '2026-02-27T17:00:00Z' },
            { type: 'ESTIMATED_DELIVERY', dateTime: '2026-03-03T17:00:00Z' },
          ],
        },
      ],
    },
  ],
});
const ups = (...activity: readonly object[]): object => ({
  trackResponse: { shipment: [{ package: [{ trackingNumber: '1Z2', activity }] }] },
});
const lasership = (...Events: readonly object[]): object => ({
  Pieces: [{ TrackingNumber: 'LA1' }],
  EstimatedDeliveryDate: '2026-03-01',
  Events,
});
const shipengine = (...events: readonly object[]): object => ({ tracking_number: '94', carrier_code: 'x', events });
const dhl = (codes: readonly (readonly [string, string])[]): string =>
  `<TrackingResponse><AWBInfo><AWBNumber>50</AWBNumber><ShipmentInfo>${codes
    .map(
      ([code, day]) =>
        `<ShipmentEvent><Date>${day}</Date><Time>08:15:00</Time><ServiceEvent><EventCode>${code}</EventCode></ServiceEvent></ShipmentEvent>`,
    )
    .join('')}</ShipmentInfo></AWBInfo></TrackingResponse>`;

describe('what was delivered damaged', () => {
  it.each<readonly [string, unknown]>([
    [
      'carrier-fedex-json',
      fedex(
        { date: AT, eventType: 'DL', exceptionCode: '09', exceptionDescription: 'Damaged, delivery completed' },
        { date: BEFORE, eventType: 'SE', exceptionCode: '84' },
      ),
    ],
    [
      'carrier-ups-json',
      ups(
        {
          date: '20260302',
          time: '081500',
          gmtOffset: '+00:00',
          status: { type: 'D', description: 'Delivered damaged' },
        },
        { date: '20260301', time: '081500', gmtOffset: '+00:00', status: { type: 'X', statusCode: '051' } },
      ),
    ],
    [
      'carrier-lasership-json',
      lasership(
        { UTCDateTime: AT, EventType: 'Delivered', Reason: 'Package damaged' },
        { UTCDateTime: BEFORE, EventType: 'Delayed' },
      ),
    ],
    [
      'shipengine',
      shipengine(
        { occurred_at: AT, status_code: 'DE', status_detail_code: 'DELIVERED_DAMAGED' },
        { occurred_at: BEFORE, status_code: 'EX', status_detail_code: 'CARRIER_DELAYS' },
      ),
    ],
    [
      'carrier-dhl-xml',
      dhl([
        ['DD', '2026-03-02'],
        ['TD', '2026-03-01'],
      ]),
    ],
  ])('is damage, and no longer late or on its way: %s', (format, body) => {
    const lines = translated(format, body).drafts.map(lineOf);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['cargo.damaged', 'other']);
  });
});
