import { describe, expect, it } from 'vitest';
import { lineOf, translated } from './parcel-fixture.ts';

const AT = '2026-03-02T08:15:00+01:00';
const BEFORE = '2026-03-01T08:15:00+01:00';
const NOWHERE = { country: null, state: null, city: null, street: null, postal_code: null };
const FRANKFURT = { ...NOWHERE, country: 'DE', city: 'Frankfurt' };

/** An event as API v2.2 has it: what is not known is null. */
const event = (sub_status: string | null, stage: string | null = null, more: object = {}): object => ({
  time_iso: AT,
  time_utc: '2026-03-02T07:15:00Z',
  time_raw: { date: '2026-03-02', time: '08:15:00', timezone: '+01:00' },
  description: 'as the carrier says',
  location: 'Frankfurt, DE',
  stage,
  sub_status,
  address: FRANKFURT,
  ...more,
});
const tracked = (sub_status: string, events: readonly object[], more: object = {}): object => ({
  tag: 'SO-1',
  number: 'RR123456789CN',
  carrier: 3011,
  param: null,
  track_info: {
    latest_status: { status: sub_status.split('_')[0], sub_status, sub_status_descr: null },
    latest_event: events[0] ?? null,
    time_metrics: { estimated_delivery_date: { source: null, from: null, to: null } },
    misc_info: { reference_number: 'REF-9', local_number: null, local_provider: null },
    tracking: { providers: [{ provider: { key: 3011, name: 'China Post' }, events }] },
    ...more,
  },
});
const push = (data: unknown): object => ({ event: 'TRACKING_UPDATED', data });
const translate = (body: unknown) => translated('17track', body);
const types = (body: unknown): readonly string[] => [
  ...new Set(translate(body).drafts.flatMap((draft) => ('type' in draft ? draft.type : []))),
];

const FAILED = 'transport.delivery_failed';

describe('17TRACK', () => {
  it.each<readonly [string, readonly string[]]>([
    ['InfoReceived', []],
    ['NotFound_Other', []],
    ['InTransit_CustomsProcessing', []],
    ['InTransit_CustomsRequiringInformation', ['compliance.document_missing']],
    ['Expired_Other', ['transport.milestone_missed']],
    ['AvailableForPickup_Other', []],
    ['DeliveryFailure_NoBody', [FAILED]],
    ['DeliveryFailure_InvalidAddress', [FAILED]],
    ['Exception_Returning', [FAILED]],
    ['Exception_Security', ['compliance.customs_hold']],
    ['Exception_Destroyed', ['cargo.damaged']],
    ['Exception_Lost', ['transport.lost']],
    ['Exception_Cancel', ['transport.milestone_missed']],
    ['Delivered_Other', []],
    // Those that came after our list are what their status is.
    ['Exception_New', ['transport.delay']],
    ['DeliveryFailure_New', [FAILED]],
    ['InTransit_New', []],
  ])('%s says the same in the event and in the status alone', (sub_status, expected) => {
    expect(types(push(tracked(sub_status, [event(sub_status)])))).toEqual(expected);
    expect(types(push(tracked(sub_status, [event(null)])))).toEqual(expected);
    expect(types(push(tracked(sub_status, [])))).toEqual(expected);
  });

  it('has nothing to refuse where there is no event yet', () => {
    for (const more of [{}, { tracking: { providers: [] } }, { tracking: { providers: '' } }, { tracking: null }])
      expect(translate(push(tracked('NotFound_Other', [], more)))).toMatchObject({
        rejections: [],
        drafts: [{ kind: 'progress', milestone: { name: 'other' } }],
      });
  });

  it('a hold that was released is none', () => {
    const events = [event('InTransit_CustomsReleased'), event('Exception_Security', null, { time_iso: BEFORE })];
    expect(types(push(tracked('InTransit_CustomsReleased', events)))).toEqual([]);
  });

  it.each([
    ['with its offset', {}, '2026-03-02T08:15:00.000+01:00 sent'],
    ['in UTC', { time_iso: null }, '2026-03-02T07:15:00.000+00:00 sent'],
    ['as the carrier wrote it', { time_iso: null, time_utc: null }, '2026-03-02T08:15:00.000+01:00 sent'],
    [
      'as the carrier wrote it, without zone',
      { time_iso: null, time_utc: null, time_raw: { date: '2026-03-02', time: '08:15', timezone: null } },
      '2026-03-02T08:15:00.000+01:00 place',
    ],
    [
      'a day',
      { time_iso: null, time_utc: null, time_raw: { date: '2026-03-02', time: null, timezone: null } },
      '2026-03-02T00:00:00.000+01:00 place',
    ],
    [
      'not at all',
      { time_iso: null, time_utc: null, time_raw: { date: null, time: null, timezone: null } },
      '2026-03-02T14:00:00.000Z received',
    ],
  ])('takes the time %s', (_what, more, expected) => {
    const { drafts } = translate(push(tracked('Exception_Lost', [event('Exception_Lost', null, more)])));
    expect(drafts.map(lineOf)).toEqual([`transport.lost ${expected}`]);
  });

  it('a status says what an event that is refused would have said', () => {
    const { drafts, rejections } = translate(
      push(tracked('Exception_Lost', [event('Exception_Lost', null, { time_iso: 'soon' })])),
    );
    expect(rejections).toMatchObject([{ detail: '"soon" is no time.' }]);
    expect(drafts.map(lineOf)).toEqual(['transport.lost 2026-03-02T14:00:00.000Z received']);
  });

  it('names the place as it was written where it is in no fields', () => {
    const placeOf = (address: object | null) =>
      translate(push(tracked('Exception_Lost', [event('Exception_Lost', null, { address })]))).drafts[0]?.place;
    expect(placeOf(FRANKFURT)).toEqual({ locality: 'Frankfurt', country: 'DE' });
    expect(placeOf(NOWHERE)).toEqual({ name: 'Frankfurt, DE' });
    expect(placeOf(null)).toEqual({ name: 'Frankfurt, DE' });
  });

  it('has the number of the last carrier, and those of the shop', () => {
    const misc_info = { reference_number: 'REF-9', local_number: 'LN1', local_provider: 'USPS' };
    const { drafts } = translate(push(tracked('InTransit_Other', [event('InTransit_Other')], { misc_info })));
    expect(drafts[0]?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`)).toEqual([
      'tracking RR123456789CN China Post',
      'tracking LN1 USPS',
      'customer_reference SO-1 north-edi',
      'customer_reference REF-9 north-edi',
    ]);
  });

  it('takes each of several parcels, polled or pushed', () => {
    const lost = tracked('Exception_Lost', [event('Exception_Lost')]);
    const moving = { ...tracked('InTransit_Other', [event('InTransit_Other')]), number: 'RR2' };
    for (const body of [push([lost, moving]), { code: 0, data: { accepted: [lost, moving], rejected: [] } }])
      expect(translate(body).drafts.map(({ kind }) => kind)).toEqual(['exception', 'progress']);
    expect(types(push([lost]))).toEqual(['transport.lost']);
  });

  it('says so where it knows none of the numbers', () => {
    const rejected = [{ number: 'X', error: { code: -18019902, message: 'does not register' } }];
    const { drafts, rejections, warnings } = translate({ code: 0, data: { accepted: [], rejected } });
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings[0]).toContain('passed over');
  });
});
