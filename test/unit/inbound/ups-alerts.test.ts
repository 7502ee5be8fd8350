import { describe, expect, it } from 'vitest';
import { lineOf, translated } from './parcel-fixture.ts';

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';

/** A push of Track Alert as its reference has it: what has not happened yet is an empty text. */
const alert = (activityStatus: object | null, more: object = {}): object => ({
  trackingNumber: '1Z204W4R0308071865',
  localActivityDate: '20260302',
  localActivityTime: '091519',
  activityLocation: { city: 'Charlotte', stateProvince: 'NC', postalCode: '', country: 'US' },
  activityStatus,
  scheduledDeliveryDate: '',
  actualDeliveryDate: '',
  actualDeliveryTime: '',
  gmtActivityDate: '20260302',
  gmtActivityTime: '141519',
  deliveryStartTime: '',
  deliveryEndTime: '',
  deliveryTimeDescription: 'end of day',
  ...more,
});
const draftsOf = (body: unknown) => translated('carrier-ups-trackalert', body).drafts;
const meaning = (type: string, code: string, descriptionCode: string, description: string): readonly string[] =>
  draftsOf(alert({ type, code, description, descriptionCode })).map((draft) =>
    'type' in draft ? draft.type : (draft.milestone?.name ?? ''),
  );

describe('an alert of UPS', () => {
  it.each<readonly [string, string, string, string, string]>([
    ['booked', 'M', 'MP', '003', 'Shipper created a label, UPS has not received the package yet.'],
    ['arrived', 'I', 'OR', '005', 'On the Way'],
    ['departed', 'I', 'DP', '005', 'On the Way'],
    ['in_transit', 'I', 'YP', '071', 'Preparing for Delivery'],
    ['out_for_delivery', 'I', 'OT', '021', 'Out for Delivery'],
    ['delivered', 'D', 'FS', '011', 'Delivered'],
    ['other', 'U', 'UR', '055', 'Your delivery has been rescheduled'],
    ['other', 'X', 'HF', '020', 'The receiver requested a hold for future delivery'],
    ['other', 'X', 'QQ', '999', 'Something new'],
    ['available_for_delivery', 'X', '2W', '040', 'Held at an access point for pickup'],
    ['customs_released', 'X', 'SR', '014', 'Your package was released by the customs agency.'],
    ['arrived', 'DD', '', '', 'Delivered at the station'],
    ['transport.milestone_missed', 'MV', 'VP', '007', 'Shipment voided'],
    [FAILED, 'X', '6P', '022', 'The receiver was not available for delivery.'],
    [FAILED, 'X', 'R1', '064', 'The receiver refused the delivery'],
    [FAILED, 'D', 'KB', '011', 'Package returned to sender'],
    [FAILED, 'I', 'RS', '036', 'Returning to Sender'],
    ['cargo.damaged', 'X', 'G1', '059', 'The package was damaged in transit.'],
    ['cargo.damaged', 'D', '9E', '011', 'Delivered damaged'],
    ['transport.lost', 'X', 'XX', '068', 'Sent to lost and found'],
    ['compliance.document_missing', 'X', 'AD', '058', 'We need additional information to clear your package'],
    ['compliance.customs_hold', 'X', 'CA', '012', 'Your package is pending release from a Government Agency.'],
    [DELAY, 'I', 'ZZ', '046', 'Delay'],
    // The status says that somebody has to act, or that it is late; the words say why.
    [FAILED, 'X', 'X3', '029', 'The address is incomplete. This may delay delivery.'],
    [FAILED, 'X', 'X3', '049', 'The street number is incorrect. This may delay delivery.'],
    ['compliance.customs_hold', 'X', 'X3', '048', 'Held by customs'],
    [DELAY, 'X', 'X3', '029', 'Please contact UPS'],
    [DELAY, 'X', 'X3', '047', 'As requested, a change of delivery is in progress: future delivery'],
  ])('%s: %s %s %s, %s', (expected, type, code, descriptionCode, description) => {
    expect(meaning(type, code, descriptionCode, description)).toEqual([expected]);
  });

  it('is expected by the end of its window', () => {
    const window = { scheduledDeliveryDate: '20260302', deliveryStartTime: '150000', deliveryEndTime: '170000' };
    const status = { type: 'I', code: 'OT', descriptionCode: '021' };
    const [, estimated] = draftsOf(alert(status, window)).map(lineOf);
    expect(estimated).toBe('delivered estimated 2026-03-02T17:00:00.000-05:00 place');
    // A window of no day is none.
    expect(draftsOf(alert(status, { ...window, scheduledDeliveryDate: '' }))).toHaveLength(1);
  });

  it('reads times that went through a number', () => {
    const [draft] = draftsOf(
      alert({ type: 'X', code: 'DJ' }, { gmtActivityDate: 20260302, gmtActivityTime: 51519, trackingNumber: '1Z2' }),
    );
    expect(draft).toMatchObject({ type: DELAY, occurredAt: '2026-03-02T05:15:19.000+00:00' });
  });

  it('without GMT is by the clock of its place', () => {
    const local = { gmtActivityDate: '', gmtActivityTime: '' };
    const [draft] = draftsOf(alert({ type: 'X', code: 'DJ' }, local));
    expect(draft).toMatchObject({ occurredAt: '2026-03-02T09:15:19.000-05:00', timeBasis: 'place' });
  });

  it.each([
    ['a subscription', { validTrackingNumbers: ['1Z1'], invalidTrackingNumbers: ['1Z$'] }],
    ['an error', { response: { errors: [{ code: 'VSS300', message: 'Locale is required.' }] } }],
  ])('the answer to %s is about no parcel', (_what, body) => {
    const { drafts, rejections, warnings } = translated('carrier-ups-trackalert', body);
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings[0]).toContain('passed over');
  });

  it('without a status is refused', () => {
    expect(translated('carrier-ups-trackalert', alert(null)).rejections[0]?.pointer).toBe('/activityStatus');
  });
});

describe('a parcel of UPS, polled', () => {
  it('is expected by the end of its window', () => {
    const body = {
      trackResponse: {
        shipment: [
          {
            package: [
              {
                trackingNumber: '1Z2',
                deliveryDate: [{ type: 'SDD', date: '20260302' }],
                deliveryTime: { type: 'EDW', startTime: '131500', endTime: '171500' },
                packageAddress: [{ type: 'DESTINATION', address: { stateProvince: 'NV', country: 'US' } }],
              },
            ],
          },
        ],
      },
    };
    expect(translated('carrier-ups-json', body).drafts.map(lineOf)).toEqual([
      'delivered estimated 2026-03-02T17:15:00.000-08:00 place',
    ]);
  });
});
