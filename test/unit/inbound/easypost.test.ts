import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import { completeAll } from './complete.ts';
import { lineOf, meaningOf, translated } from './parcel-fixture.ts';

const detail = (status: string, status_detail: string, datetime: string, changes: object = {}) => ({
  object: 'TrackingDetail',
  status,
  status_detail,
  datetime,
  message: 'as the carrier says',
  tracking_location: { city: 'RENO', state: 'NV', country: 'US', zip: '89501' },
  ...changes,
});
const tracker = (tracking_details: readonly unknown[], changes: object = {}) => ({
  id: 'trk_1',
  object: 'Tracker',
  tracking_code: '9400100000000000000001',
  carrier: 'USPS',
  tracking_details,
  ...changes,
});
const event = (result: object, changes: object = {}) => ({
  object: 'Event',
  id: 'evt_1',
  description: 'tracker.updated',
  result,
  ...changes,
});
const pickedUp = detail('in_transit', 'received_at_origin_facility', '2026-02-27T18:00:00Z');
const refused = detail('failure', 'refused', '2026-03-01T17:00:00Z');
const weather = detail('in_transit', 'weather_delay', '2026-02-28T09:00:00Z');
const delivered = detail('delivered', 'arrived_at_destination', '2026-03-02T10:00:00Z');

const translate = (body: unknown) => translated('easypost', body);
const ids = (body: unknown): readonly string[] => completeAll(translate(body)).map(({ id }) => id);

describe('EasyPost', () => {
  it('is one signal for each event of the history, with its own time, place and reason', () => {
    const { drafts, rejections, warnings } = translate(event(tracker([pickedUp, refused])));
    expect([rejections, warnings]).toEqual([[], []]);
    expect(drafts.map(lineOf)).toEqual([
      'arrived actual 2026-02-27T18:00:00.000+00:00 sent',
      'transport.delivery_failed 2026-03-01T17:00:00.000+00:00 sent',
    ]);
    expect(drafts[1]).toMatchObject({
      part: 'parcel 1, event 2',
      references: [{ kind: 'tracking', value: '9400100000000000000001', issuer: 'USPS' }],
      reason: { scheme: 'easypost:status_detail', code: 'refused', status: 'failure' },
      place: { locality: 'RENO', region: 'NV', country: 'US', postalCode: '89501' },
      carrier: { name: 'USPS', scac: 'USPS' },
      text: 'as the carrier says',
    });
    for (const made of completeAll(translate(event(tracker([pickedUp, refused])))))
      expect(signal.parse(made)).toEqual(made);
  });

  it.each<[string, string, string]>([
    ['in_transit', 'address_correction', 'transport.delivery_failed'],
    ['failure', 'delivery_exception', 'transport.delivery_failed'],
    ['failure', 'unknown', 'transport.delivery_failed'],
    ['return_to_sender', 'return', 'transport.delivery_failed'],
    ['return_to_sender', 'unknown', 'transport.delivery_failed'],
    ['in_transit', 'delayed', 'transport.delay'],
    ['in_transit', 'missorted', 'transport.delay'],
    ['in_transit', 'weather_delay', 'transport.delay'],
    ['in_transit', 'held', 'transport.delay'],
    ['in_transit', 'damaged', 'cargo.damaged'],
    ['unknown', 'lost', 'transport.lost'],
    ['unknown', 'expired', 'transport.milestone_missed'],
    ['cancelled', 'cancelled', 'transport.milestone_missed'],
    // It is EasyPost that cannot follow it, or it waits where it is meant to.
    ['error', 'unknown', 'other'],
    ['available_for_pickup', 'held', 'available_for_delivery'],
    ['return_to_sender', 'departed_facility', 'departed'],
    ['in_transit', 'status_update', 'in_transit'],
    ['out_for_delivery', 'out_for_delivery', 'out_for_delivery'],
    ['delivered', 'arrived_at_destination', 'delivered'],
    ['delivered', 'damaged', 'cargo.damaged'],
  ])('%s, %s is %s', (status, status_detail, expected) => {
    const translation = translate(tracker([detail(status, status_detail, '2026-03-01T17:00:00Z')]));
    expect(translation.warnings).toEqual([]);
    expect(meaningOf(translation)).toBe(expected);
  });

  it('does not guess at a code that is new', () => {
    const translation = translate(tracker([detail('teleported', 'constructor', '2026-03-01T17:00:00Z')]));
    expect(meaningOf(translation)).toBe('other');
    expect(translation.warnings).toEqual([
      'parcel 1, event 1: the code "teleported" "constructor" is not known; it was read as progress',
    ]);
  });

  it('keeps a failed attempt when the parcel has been delivered, and no delay', () => {
    const { drafts } = translate(tracker([delivered, refused, weather], { status: 'delivered' }));
    expect(drafts.map(lineOf).map((line) => line.split(' ')[0])).toEqual([
      'delivered',
      'transport.delivery_failed',
      'other',
    ]);
    expect(drafts[0]).not.toHaveProperty('text');
  });

  it('a delay after a delivery is of another leg, and stands', () => {
    const late = detail('in_transit', 'delayed', '2026-03-03T09:00:00Z');
    expect(translate(tracker([delivered, late])).drafts.map(lineOf)[1]).toMatch(/^transport\.delay /);
  });

  it('what is delivered after it turned back was delivered to the sender', () => {
    const back = detail('return_to_sender', 'return', '2026-03-01T19:00:00Z');
    const lines = translate(tracker([weather, back, delivered])).drafts.map(lineOf);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['transport.delay', 'transport.delivery_failed', 'other']);
  });

  it('gives an event the same id in each poll, whatever else has become known', () => {
    const first = ids(event(tracker([weather])));
    const later = ids(
      event(
        tracker([delivered, refused, weather], {
          status: 'delivered',
          shipment_id: 'shp_1',
          carrier_detail: { destination_tracking_location: { city: 'RENO' } },
        }),
        { id: 'evt_2' },
      ),
    );
    expect(later).toHaveLength(3);
    expect(later).toContain(first[0]);
  });

  it('tells the state of the whole where no event does, once for as long as it lasts', () => {
    const lost = { status: 'failure', status_detail: 'lost' };
    const { drafts } = translate(tracker([pickedUp], lost));
    expect(drafts.map(lineOf)).toEqual([
      'arrived actual 2026-02-27T18:00:00.000+00:00 sent',
      'transport.lost 2026-02-27T18:00:00.000+00:00 sent',
    ]);
    expect(ids(tracker([pickedUp, weather], lost))).toContain(ids(tracker([pickedUp], lost))[1]);
    expect(translate(tracker([refused], { status: 'failure', status_detail: 'refused' })).drafts).toHaveLength(1);
    expect(meaningOf(translate(tracker([], { status: 'delivered' })))).toBe('delivered');
  });

  it.each<[string, object, readonly string[]]>([
    ['an estimate alone is progress', { est_delivery_date: '2026-03-05T00:00:00Z' }, ['delivered estimated']],
    [
      'an estimate after what is guaranteed is a delay',
      { est_delivery_date: '2026-03-05T00:00:00Z', carrier_detail: { guaranteed_delivery_date: '2026-03-04' } },
      ['delivered estimated', 'transport.delay'],
    ],
    [
      'on the same day it is none',
      { est_delivery_date: '2026-03-04T20:00:00Z', carrier_detail: { guaranteed_delivery_date: '2026-03-04' } },
      ['delivered estimated'],
    ],
  ])('%s', (_what, changes, expected) => {
    const { drafts } = translate(tracker([pickedUp], changes));
    expect(drafts.slice(1).map((draft) => ('type' in draft ? draft.type : lineOf(draft).split(' 2')[0]))).toEqual(
      expected,
    );
    const withDelivery = translate(tracker([pickedUp, delivered], changes)).drafts;
    expect(withDelivery).toHaveLength(2);
    // A failed attempt has made the new date, and is reported itself.
    const types = translate(tracker([refused], changes)).drafts.flatMap((draft) => ('type' in draft ? draft.type : []));
    expect(types).toEqual(['transport.delivery_failed']);
  });

  it('says that it is late once, and each estimate as of the latest event', () => {
    const due = { est_delivery_date: '2026-03-05', carrier_detail: { guaranteed_delivery_date: '2026-03-04' } };
    const [, estimate, late] = ids(tracker([pickedUp], due));
    const next = ids(tracker([pickedUp, weather], due));
    expect(next).toContain(late);
    expect(next).not.toContain(estimate);
  });

  it.each<[string, unknown]>([
    ['an insurance', { object: 'Insurance', tracker: tracker([refused]) }],
    ['an event about a batch', event({ object: 'Batch' }, { description: 'batch.updated' })],
    ['an event that was looked up again, without its tracker', { object: 'Event', description: 'tracker.created' }],
    ['a list of events', { events: [{ object: 'Event', description: 'tracker.created' }], has_more: true }],
    ['an event about nothing', { object: 'Event', description: 'refund.successful' }],
  ])('passes over %s', (_what, body) => {
    const { drafts, rejections, warnings } = translate(body);
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings[0]).toContain('passed over');
  });

  it.each<[string, unknown, string, string]>([
    ['no JSON', '{', '', 'JSON'],
    ['no object of EasyPost', { tracking: 1 }, '/object', 'string'],
    ['an event without its tracker', event({}), '/result', 'no Tracker'],
    ['a tracker without a number', tracker([refused], { tracking_code: null }), '', 'tracking number'],
    [
      'a time that is none',
      tracker([detail('failure', 'refused', 'Monday')]),
      '/tracking_details/0/datetime',
      'Monday',
    ],
    ['an event that is none', tracker(['refused']), '/tracking_details/0', 'object'],
  ])('refuses %s with its place', (_what, body, pointer, detail) => {
    const { drafts, rejections } = translate(body);
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([{ pointer }]);
    expect(rejections[0]?.detail).toContain(detail);
    expect(rejections[0]?.mend).toBeTruthy();
  });

  it('reads a list of trackers, each by itself', () => {
    const { drafts, rejections } = translate({ trackers: [tracker([refused]), tracker([], { tracking_code: '' })] });
    expect([drafts.map(({ part }) => part), rejections.map(({ part }) => part)]).toEqual([
      ['parcel 1, event 1'],
      ['parcel 2'],
    ]);
  });
});
