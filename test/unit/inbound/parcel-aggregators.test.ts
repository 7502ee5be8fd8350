import { describe, expect, it } from 'vitest';
import { completeAll } from './complete.ts';
import { lineOf, meaningOf, translated } from './parcel-fixture.ts';

const AT = '2026-03-01T17:30:00Z';
const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';

const aftership = (tag: string, subtag?: string, message?: string, more: object = {}): object => ({
  event: 'tracking_update',
  event_id: 'e-1',
  msg: { tracking_number: '94', slug: 'usps', checkpoints: [{ tag, subtag, message, checkpoint_time: AT }], ...more },
});
const track17 = (
  sub_status: string | null,
  stage: string | null = null,
  description = '',
  more: object = {},
): object => ({
  event: 'TRACKING_UPDATED',
  data: {
    number: 'RR1',
    carrier: 3011,
    track_info: {
      tracking: {
        providers: [{ provider: { name: 'China Post' }, events: [{ time_iso: AT, sub_status, stage, description }] }],
      },
      ...more,
    },
  },
});
const shippo = (status: string, code?: string, more: object = {}): object => ({
  event: 'track_updated',
  data: {
    carrier: 'usps',
    tracking_number: '94',
    tracking_history: [
      { status, substatus: code === undefined ? null : { code, text: 'x', action_required: true }, status_date: AT },
    ],
    ...more,
  },
});
const shipengine = (event: object, more: object = {}): object => ({
  resource_type: 'API_TRACK',
  data: { tracking_number: '94', carrier_code: 'usps', events: [{ occurred_at: AT, ...event }], ...more },
});
const project44 = (statusCode: string, code?: string, more: object = {}): object => ({
  shipment: {
    id: 's-1',
    identifiers: [{ type: 'PRO', value: 'P1' }],
    carrierIdentifier: { type: 'SCAC', value: 'ODFL' },
  },
  latestStatusUpdate: { timestamp: AT, statusCode, ...(code === undefined ? {} : { statusReason: { code } }) },
  ...more,
});
const moved = { shipment: { id: 's-1', identifiers: [{ type: 'PRO', value: 'P1' }] } };
const fourkites = (MessageType: string, more: object = {}): object => ({
  MessageType,
  LoadNumber: 'L1',
  Timestamp: AT,
  ...more,
});

const rows: readonly (readonly [string, unknown, string])[] = [
  ...(
    [
      ['AttemptFail', 'AttemptFail_002', FAILED],
      ['AttemptFail', 'AttemptFail_003', FAILED],
      ['AttemptFail', undefined, FAILED],
      ['Exception', 'Exception_003', FAILED],
      ['Exception', 'Exception_004', 'compliance.customs_hold'],
      ['Exception', 'Exception_005', DELAY],
      ['Exception', 'Exception_007', FAILED],
      ['Exception', 'Exception_011', FAILED],
      ['Exception', 'Exception_012', 'cargo.damaged'],
      ['Exception', 'Exception_013', 'transport.lost'],
      ['Exception', 'Exception_018', 'compliance.document_missing'],
      ['Exception', undefined, DELAY],
      ['Expired', 'Expired_001', 'transport.milestone_missed'],
      ['InTransit', 'InTransit_005', 'customs_released'],
      ['Delivered', 'Delivered_003', 'delivered'],
      ['Pending', 'Pending_001', 'other'],
    ] as const
  ).map(([tag, subtag, expected]) => ['aftership', aftership(tag, subtag), expected] as const),
  ['aftership', aftership('Exception', undefined, 'Package refused by the receiver'), FAILED],
  ...(
    [
      ['InTransit_CustomsRequiringInformation', 'compliance.document_missing'],
      ['InTransit_CustomsReleased', 'customs_released'],
      ['DeliveryFailure_NoBody', FAILED],
      ['DeliveryFailure_InvalidAddress', FAILED],
      ['Exception_Security', 'compliance.customs_hold'],
      ['Exception_Damage', 'cargo.damaged'],
      ['Exception_Lost', 'transport.lost'],
      ['Exception_Delayed', DELAY],
      ['Exception_Returning', FAILED],
      ['Exception_Other', DELAY],
      ['Expired_Other', 'transport.milestone_missed'],
      ['NotFound_Other', 'other'],
      ['Delivered_Other', 'delivered'],
    ] as const
  ).map(([code, expected]) => ['17track', track17(code), expected] as const),
  ['17track', track17(null, 'OutForDelivery'), 'out_for_delivery'],
  ['17track', track17(null, null, 'Left the office, delay denied'), 'other'],
  ['shippo', shippo('TRANSIT', 'address_issue'), FAILED],
  ['shippo', shippo('TRANSIT', 'notice_left'), FAILED],
  ['shippo', shippo('TRANSIT', 'delayed'), DELAY],
  ['shippo', shippo('TRANSIT', 'package_damaged'), 'cargo.damaged'],
  ['shippo', shippo('FAILURE', 'package_lost'), 'transport.lost'],
  ['shippo', shippo('FAILURE'), FAILED],
  ['shippo', shippo('FAILURE', 'other'), FAILED],
  ['shippo', shippo('RETURNED', 'return_to_sender'), FAILED],
  ['shippo', shippo('TRANSIT', 'pickup_available'), 'available_for_delivery'],
  ['shippo', shippo('TRANSIT'), 'in_transit'],
  ['shipengine', shipengine({ status_code: 'AT' }), FAILED],
  ['shipengine', shipengine({ status_code: 'EX' }), DELAY],
  ['shipengine', shipengine({ status_code: 'EX', description: 'Vacant' }), FAILED],
  [
    'shipengine',
    shipengine({ status_code: 'EX', status_detail_code: 'HELD_BY_IMPORT_CUSTOMS' }),
    'compliance.customs_hold',
  ],
  ['shipengine', shipengine({ status_code: 'UN' }), 'other'],
  ['shipengine', shipengine({ status_code: 'SP' }), 'available_for_delivery'],
  ['shipengine', shipengine({ event_code: '04' }), FAILED],
  ['shipengine', shipengine({ event_code: 'DE', description: 'Recipient not in' }, { carrier_code: 'fedex' }), FAILED],
  [
    'shipengine',
    shipengine(
      { status_code: 'EX', event_code: 'DE', description: 'Delivery exception' },
      { carrier_code: 'fedex_walleted' },
    ),
    FAILED,
  ],
  ['project44', project44('EXCEPTION', 'DAMAGED'), 'cargo.damaged'],
  ['project44', project44('EXCEPTION', 'DELIVERY_MISSED'), DELAY],
  ['project44', project44('COMPLETED'), 'delivered'],
  ['project44', project44('TRACKING_FAILED'), 'other'],
  // What is the matter stands in the reason; and a tracking that has ended is no delivery (schemas TruckloadShipmentStatusReason and LtlShipmentStatusReason).
  ...(
    [
      ['COMPLETED', 'DEPARTED_FINAL_STOP', 'delivered'],
      ['COMPLETED', 'TIMED_OUT', 'other'],
      ['COMPLETED', 'APPROVAL_DENIED', 'other'],
      ['COMPLETED', 'CANCELED', 'transport.milestone_missed'],
      ['IN_TRANSIT', 'DELAYED', DELAY],
      ['IN_TRANSIT', 'HELD', DELAY],
      ['IN_TRANSIT', 'INTERLINE_MISSED', DELAY],
      ['IN_TRANSIT', 'PICKED_UP', 'picked_up'],
      ['IN_TRANSIT', 'IN_MOTION', 'in_transit'],
      ['IN_TRANSIT', 'NOT_RECEIVING_DATA_MORE_THAN_72', 'in_transit'],
      ['DISPATCHED', 'PICKUP_MISSED', 'transport.milestone_missed'],
    ] as const
  ).map(([status, reason, meaning]) => ['project44', project44(status, reason), meaning] as const),
  ...(
    [
      ['EXCEPTION_HELD', DELAY],
      ['EXCEPTION_DELIVERY_MISSED', DELAY],
      ['RETURN_TO_SENDER', FAILED],
      ['DEPARTURE_FROM_STOP', 'departed'],
      ['DELIVERY', 'delivered'],
      ['TRACKING_COMPLETE', 'other'],
    ] as const
  ).map(([type, meaning]) => ['project44', { ...moved, events: [{ type, dateTime: AT }] }, meaning] as const),
  ['fourkites', fourkites('STOP_ARRIVAL'), 'arrived'],
  ['fourkites', fourkites('LATE'), DELAY],
  ['fourkites', fourkites('STOP_AUTO_DELIVERED'), 'delivered'],
  ['fourkites', fourkites('STOP_APPOINTMENT_RESCHEDULED'), 'appointment'],
  ['fourkites', { messageType: 'STOP_ETA_UPDATED', loadNumber: 'L1', timestamp: AT }, 'in_transit'],
  [
    'fourkites',
    fourkites('LOAD_CREATION', { IsSuccess: false, FourKitesLoadId: 0, Errors: ['Scac is not known'] }),
    'integration.payload_rejected',
  ],
];

describe('what those who tell of many carriers say', () => {
  it.each(rows)('%s %j is %s', (format, body, expected) => {
    const translation = translated(format, body);
    expect([translation.rejections, translation.warnings]).toEqual([[], []]);
    expect(meaningOf(translation)).toBe(expected);
  });

  it.each<[string, unknown, string]>([
    ['aftership', aftership('Exception', 'Exception_004'), 'USPS'],
    ['17track', track17('Delivered_Other'), 'China Post'],
    ['shippo', shippo('TRANSIT'), 'USPS'],
    ['shipengine', shipengine({ status_code: 'IT' }), 'USPS'],
    ['project44', project44('IN_TRANSIT'), 'ODFL'],
    ['fourkites', fourkites('STOP_ARRIVAL'), 'north-edi'],
  ])('%s: a number is issued by the carrier that is named, and else by the source', (format, body, issuer) => {
    expect(translated(format, body).drafts[0]?.references[0]).toMatchObject({ issuer });
  });

  it.each([
    ['dhl-germany', 'DHL'],
    ['DHL Paket', 'DHL'],
    ['DHLEcs', 'DHL'],
    ['FedExSmartPost', 'FedEx'],
    ['fedex_ground', 'FedEx'],
    // The post of somebody else, though it has the name of UPS.
    ['UPSMailInnovations', 'UPSMailInnovations'],
    ['usps', 'USPS'],
  ])('%s is a name of %s, which answers for all of its divisions', (slug, issuer) => {
    const { drafts } = translated('aftership', aftership('Exception', 'Exception_004', undefined, { slug }));
    expect(drafts[0]?.references[0]).toMatchObject({ kind: 'tracking', issuer });
  });

  it('project44: an event that is planned or estimated has not happened; that of the delivery is its estimate', () => {
    const ahead = { plannedDateTime: '2026-03-03T09:00:00+01:00', estimateDateTime: '2026-03-04T11:00:00+01:00' };
    const events = [
      { type: 'PICKED_UP', dateTime: AT },
      { type: 'DELIVERY', ...ahead },
    ];
    const { drafts, rejections } = translated('project44', { ...moved, events });
    expect(rejections).toEqual([]);
    expect(drafts.map((draft) => lineOf(draft))).toEqual([
      'picked_up actual 2026-03-01T17:30:00.000+00:00 sent',
      'delivered estimated 2026-03-04T11:00:00.000+01:00 sent',
      'transport.delay 2026-03-01T17:30:00.000+00:00 sent',
    ]);
  });

  it('a webhook that comes again under another id is the same signals', () => {
    const ids = (body: object): readonly string[] => completeAll(translated('aftership', body)).map(({ id }) => id);
    const first = aftership('Exception', 'Exception_004');
    expect(ids({ ...first, event_id: 'e-2', ts: 7 })).toEqual(ids(first));
  });

  it.each<[string, unknown, readonly string[]]>([
    [
      'aftership',
      aftership('InTransit', 'InTransit_001', '', { tag: 'Exception', subtag: 'Exception_013' }),
      ['transport.lost'],
    ],
    [
      'aftership',
      { tracking_number: '1', slug: 'ups', tag: 'Exception', subtag: 'Exception_012', checkpoints: [] },
      ['cargo.damaged'],
    ],
    ['aftership', aftership('Delivered', 'Delivered_001', '', { tag: 'Delivered' }), []],
    [
      'aftership',
      aftership('InTransit', 'InTransit_001', '', {
        promised_delivery_date: '2026-03-02',
        latest_estimated_delivery: { type: 'specific', datetime: '2026-03-04' },
      }),
      [DELAY],
    ],
    [
      '17track',
      track17('InTransit_Other', null, '', { latest_status: { status: 'Exception', sub_status: 'Exception_Lost' } }),
      ['transport.lost'],
    ],
    // The status has no word of its own: what the latest event says is meant, and that it waits is no delay.
    [
      '17track',
      track17('Exception_Other', 'Exception', 'Available for pick-up at the shop', {
        latest_status: { status: 'Exception', sub_status: 'Exception_Other', sub_status_descr: null },
        latest_event: { time_iso: AT, description: 'Available for pick-up at the shop' },
      }),
      [],
    ],
    [
      '17track',
      track17('InTransit_Other', null, 'Scanned', {
        latest_status: { status: 'Exception', sub_status: 'Exception_Other', sub_status_descr: null },
      }),
      [DELAY],
    ],
    [
      'shippo',
      shippo('TRANSIT', undefined, { eta: '2026-03-04T00:00:00Z', original_eta: '2026-03-02T00:00:00Z' }),
      [DELAY],
    ],
    [
      'shippo',
      shippo('DELIVERED', undefined, { eta: '2026-03-04T00:00:00Z', original_eta: '2026-03-02T00:00:00Z' }),
      [],
    ],
    [
      'shipengine',
      shipengine({ status_code: 'IT' }, { status_code: 'EX', exception_description: 'Package damaged' }),
      ['cargo.damaged'],
    ],
    [
      'fourkites',
      fourkites('ETA_UPDATE', {
        StopType: 'Delivery',
        ETA: '2026-03-02T12:00:00Z',
        AppointmentTime: '2026-03-02T10:00:00Z',
      }),
      [DELAY],
    ],
    [
      'fourkites',
      fourkites('ETA_UPDATE', {
        StopType: 'Pickup',
        ETA: '2026-03-02T12:00:00Z',
        AppointmentTime: '2026-03-02T10:00:00Z',
      }),
      [],
    ],
  ])('%s: the state of the whole, and an estimate after what was promised %#', (format, body, expected) => {
    expect(translated(format, body).drafts.flatMap((draft) => ('type' in draft ? draft.type : []))).toEqual(expected);
  });

  it('trouble that is said without a time is trouble', () => {
    const told = (events: readonly object[]): readonly string[] =>
      translated('aftership', {
        msg: { tracking_number: '1', slug: 'ups', tag: 'Exception', subtag: 'Exception_013', checkpoints: events },
      }).drafts.flatMap((draft) => ('type' in draft ? draft.type : []));
    expect(told([])).toEqual(['transport.lost']);
    expect(told([{ tag: 'Delivered', subtag: 'Delivered_001', checkpoint_time: '2026-03-01T10:00:00Z' }])).toEqual([]);
  });

  it('the webhook of ShipStation v2 is that of ShipEngine under another name', () => {
    const data = { tracking_number: '77', carrier_code: 'fedex_walleted', status_code: 'AT', events: [] };
    const { drafts } = translated('shipengine', { resource_type: 'TRACK_EVENT_V2', resource_url: 'x', data });
    expect(drafts).toMatchObject([{ type: FAILED, references: [{ kind: 'tracking', value: '77', issuer: 'FedEx' }] }]);
  });

  it.each<[string, unknown]>([
    ['17track', { event: 'TRACKING_STOPPED', data: { number: 'RR1' } }],
    ['shippo', { event: 'transaction_created', data: {} }],
    ['shipengine', { resource_type: 'API_BATCH', data: {} }],
    ['shipengine', { resource_type: 'BATCH_PROCESSED_V2', resource_url: 'x' }],
    ['aftership', { event: 'edd_revise', msg: {} }],
    ['aftership', { event_type: 'create_a_label', meta: { code: 200 }, data: { id: 'x' } }],
  ])('%s: what is about another object is passed over', (format, body) => {
    const { drafts, rejections, warnings } = translated(format, body);
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings[0]).toContain('passed over');
  });

  it.each(['aftership', '17track', 'shippo', 'shipengine', 'project44', 'fourkites'])(
    '%s: nothing to read is refused',
    (format) => {
      const { drafts, rejections } = translated(format, {});
      expect(drafts).toEqual([]);
      expect(rejections[0]?.mend).toBeTruthy();
    },
  );

  it('tells the time and its basis', () => {
    expect(translated('aftership', aftership('InTransit', 'InTransit_001')).drafts.map(lineOf)).toEqual([
      'in_transit actual 2026-03-01T17:30:00.000+00:00 sent',
    ]);
  });
});

describe('ShipEngine', () => {
  it.each([
    ['?carrier_code=fedex&tracking_number=94', {}, 'FedEx'],
    ['?carrier_code=fedex&tracking_number=94', { carrier_code: 'usps' }, 'USPS'],
    ['/94', {}, 'north-edi'],
  ])('names the carrier in the address of what it is about: %s', (query, more, issuer) => {
    const { drafts } = translated('shipengine', {
      resource_url: `https://api.shipengine.com/v1/tracking${query}`,
      resource_type: 'API_TRACK',
      data: { tracking_number: '94', events: [{ occurred_at: AT, status_code: 'IT' }], ...more },
    });
    expect(drafts[0]?.references).toEqual([{ kind: 'tracking', value: '94', issuer }]);
  });
});
