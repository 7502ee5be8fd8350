import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { translateSample } from '../../bin/samples/compare-samples.ts';
import type { SignalDraft } from '../../lambdas/inbound/formats/translator.ts';

const folder = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
const isTrouble = (draft: SignalDraft): boolean => draft.kind === 'exception';
const numbers = (draft: SignalDraft | undefined): readonly string[] =>
  draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`) ?? [];

interface Expected {
  readonly format: string;
  readonly file: string;
  readonly references: readonly string[];
  readonly place: object;
  readonly at: string;
  readonly basis: string;
  readonly reason: object;
  readonly type: string;
}

/** What their manifest says in words, of the one exception in each. */
const failed: readonly Expected[] = [
  {
    format: 'carrier-ups-xml',
    file: 'ups_delivery_attempt.xml',
    references: ['tracking 1Z12345E6892410845 UPSN', 'shipment 1Z12345E6892410845 UPSN'],
    place: { locality: 'ANYTOWN', region: 'GA', country: 'US' },
    at: '2010-09-10T18:03:00.000-04:00',
    basis: 'place',
    reason: { scheme: 'ups:activity', code: 'L1', status: 'X' },
    type: 'transport.delivery_failed',
  },
  {
    format: 'carrier-canadapost-xml',
    file: 'canada_post_delayed.xml',
    references: ['tracking 8193030646706337 CPCC', 'customer_reference 29430 samples'],
    place: { locality: 'LEVIS', region: 'QC', country: 'CA' },
    at: '2016-01-20T08:06:20.000-05:00',
    basis: 'sent',
    reason: { scheme: 'canadapost:event', code: '1479' },
    type: 'transport.delivery_failed',
  },
  {
    format: 'carrier-canadapost-xml',
    file: 'dnc_tracking_details_en.xml',
    references: ['tracking 1680678172650919 CPCC'],
    place: { locality: 'VANKLEEK HILL', region: 'ON', country: 'CA' },
    at: '2011-01-11T11:59:59.000-05:00',
    basis: 'sent',
    reason: { scheme: 'canadapost:event', code: '1479' },
    type: 'transport.delivery_failed',
  },
];

describe.skipIf(!existsSync(folder))('real payloads of parcel carriers', () => {
  it.each(failed)(
    '$file reports one failed delivery',
    ({ format, file, references, place, at, basis, reason, type }) => {
      const { drafts, rejections, warnings } = translateSample(folder, `${format}/${file}`, format);
      expect([rejections, warnings]).toEqual([[], []]);
      const troubles = drafts.filter(isTrouble);
      expect(troubles).toHaveLength(1);
      expect(troubles[0]).toMatchObject({ type, place, occurredAt: at, timeBasis: basis, reason });
      expect(numbers(troubles[0])).toEqual(references);
    },
  );

  it('what made a parcel late on its way is progress once it has been delivered', () => {
    const { drafts } = translateSample(folder, 'carrier-ups-xml/ups_delivery_attempt.xml', 'carrier-ups-xml');
    const weather = drafts.find(({ reason }) => reason?.code === 'DJ');
    expect(weather).toMatchObject({
      kind: 'progress',
      place: { locality: 'BONN', country: 'DE' },
      occurredAt: '2010-08-30T10:32:00.000+02:00',
    });
  });

  it.each([
    [
      'carrier-lasership-json',
      'lasership_enroute.json',
      'tracking 1LS72264319420039910 LaserShip',
      'arrived',
      '2015-09-20T18:42:14.000+00:00',
    ],
    [
      'carrier-ups-trackalert',
      'ups_trackalert_out_for_delivery.json',
      'tracking 1Z204W4R0308071865 UPSN',
      'out_for_delivery',
      '2024-04-23T13:15:19.000+00:00',
    ],
    [
      'carrier-fedex-xml',
      'tracking_response_in_transit.xml',
      'tracking 123456789012 FedEx',
      'in_transit',
      '2014-11-18T18:13:00.000+11:00',
    ],
    ['carrier-dhl-xml', 'dhl_eta.xml', 'tracking 2628987793 DHL', 'picked_up', '2019-01-30T15:12:43.000+08:00'],
    [
      'carrier-usps-xml',
      'usps_predicted_eta.xml',
      'tracking 9400110899236540285381 USPS',
      'arrived',
      '2015-09-25T04:24:00.000-07:00',
    ],
    [
      'aftership',
      'tracking_update_intransit.json',
      'tracking 0000000000000000 USPS',
      'in_transit',
      '2021-01-14T00:52:00.000+00:00',
    ],
    ['easypost', 'tracker_updated_event_body.json', 'tracking 1 FedEx', 'booked', '2024-07-31T15:00:00.000+00:00'],
  ])('%s: the first event of %s', (format, file, reference, name, occurredAt) => {
    const { drafts, warnings } = translateSample(folder, `${format}/${file}`, format);
    expect(warnings).toEqual([]);
    expect(drafts[0]).toMatchObject({ kind: 'progress', milestone: { name, at: 'actual' }, occurredAt });
    expect(numbers(drafts[0])[0]).toBe(reference);
  });

  it('two parcels of one answer, and a number that is unknown', () => {
    const { drafts, rejections } = translateSample(
      folder,
      'carrier-usps-xml/tracking_response_batch.xml',
      'carrier-usps-xml',
    );
    expect(rejections).toEqual([]);
    expect(new Set(drafts.map((draft) => numbers(draft)[0]))).toEqual(
      new Set(['tracking 9102901000462189604217 USPS', 'tracking 5555555555555555555555 USPS']),
    );
  });

  it('no name, street or phone number of a person comes out', () => {
    const all = [
      translateSample(folder, 'carrier-ups-xml/ups_2nd_trk_number.xml', 'carrier-ups-xml'),
      translateSample(folder, 'carrier-dhl-xml/dhl_eta.xml', 'carrier-dhl-xml'),
      translateSample(folder, 'easypost/insurance_retrieve.json', 'easypost'),
    ];
    expect(JSON.stringify(all)).not.toMatch(/DELUISE|PEACHTREE|MAIN STREET|WIKIRIG|BRULE|8573875756/);
  });
});
