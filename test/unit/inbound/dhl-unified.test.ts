import { describe, expect, it } from 'vitest';
import { lineOf, translated } from './parcel-fixture.ts';

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';
const HOLD = 'compliance.customs_hold';
const AT = '2026-03-02T08:15:00+01:00';
const BEFORE = '2026-03-01T08:15:00+01:00';

const at = (addressLocality: string): object => ({ address: { addressLocality, countryCode: 'DE' } });
const event = (statusCode: string | undefined, description: string, timestamp = AT): object => ({
  timestamp,
  location: at('Leipzig'),
  statusCode,
  status: statusCode,
  description,
});
const shipment = (events: readonly object[], more: object = {}): object => ({
  id: '00340434161094042557',
  service: 'parcel-de',
  origin: at('Bonn'),
  destination: at('Berlin'),
  status: events[0],
  events,
  ...more,
});
const draftsOf = (body: unknown) => translated('carrier-dhl-unified', body).drafts;
const types = (body: unknown): readonly string[] =>
  draftsOf(body).flatMap((draft) => ('type' in draft ? draft.type : []));

describe('a shipment of DHL', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['pre-transit', [], 'The instruction data for this shipment have been provided by the sender'],
    ['transit', [], 'The shipment has been loaded onto the delivery vehicle'],
    ['transit', [], 'The shipment is ready for pick-up at the PARCEL SHOP / Packstation'],
    ['transit', [], 'The shipment has been handed over to customs'],
    ['transit', [], 'Processed for clearance at LEIPZIG - GERMANY'],
    ['transit', [], 'Scheduled for delivery as agreed'],
    ['transit', [], 'Awaiting collection by recipient as requested'],
    ['transit', [], 'Broker notified to arrange for clearance'],
    ['transit', [HOLD], 'Further clearance processing is required'],
    ['transit', [HOLD], 'Clearance event.'],
    ['transit', [DELAY], 'Transit delay'],
    ['transit', [FAILED], 'Recipient refused delivery'],
    ['transit', [FAILED], 'Delivery attempted; consignee premises closed'],
    ['transit', [FAILED], 'Delivery attempted; recipient not home'],
    ['transit', [FAILED], 'Address information needed; contact DHL'],
    ['transit', [FAILED], 'Recipient moved'],
    ['transit', [FAILED], 'Shipment held - Available upon receipt of payment'],
    ['transit', [FAILED], 'Returned to shipper'],
    ['transit', ['cargo.damaged'], 'Shipment damaged'],
    ['unknown', ['transport.lost'], 'Shipment lost'],
    ['unknown', [], 'No information'],
    ['failure', [FAILED], 'The shipment could not be delivered, and the recipient has been notified'],
    ['failure', [FAILED], 'Der Empfänger wurde nicht angetroffen.'],
    ['failure', [HOLD], 'The shipment is being held by customs'],
    ['delivered', [], 'The shipment has been successfully delivered'],
    // As the subscription to pushes writes them.
    ['Failure', [FAILED], 'x'],
    ['Transit', [], 'x'],
  ])('%s: %j, %s', (statusCode, expected, description) => {
    expect(types({ shipments: [shipment([event(statusCode, description)])] })).toEqual(expected);
  });

  it('that goes back says so once, and what is delivered then is no delivery', () => {
    const back = (events: readonly object[]) => draftsOf({ shipments: [shipment(events, { returnFlag: true })] });
    const first = back([event('transit', 'On its way', BEFORE)]);
    const last = back([event('delivered', 'Delivered'), event('transit', 'On its way', BEFORE)]);
    expect(first.map(lineOf)).toEqual([
      'in_transit actual 2026-03-01T08:15:00.000+01:00 sent',
      `${FAILED} 2026-03-01T08:15:00.000+01:00 sent`,
    ]);
    expect(last.map(lineOf)).toEqual([
      'other actual 2026-03-02T08:15:00.000+01:00 sent',
      'in_transit actual 2026-03-01T08:15:00.000+01:00 sent',
      `${FAILED} 2026-03-02T08:15:00.000+01:00 sent`,
    ]);
    expect(last[2]?.identity).toEqual(first[1]?.identity);
    expect(new Set(last.map(({ identity }) => JSON.stringify(identity))).size).toBe(3);
    expect(types({ shipments: [shipment([event('transit', '')], { returnFlag: false })] })).toEqual([]);
  });

  it('whose events have no code has that of its status for the latest', () => {
    const status = event('failure', 'Recipient not home');
    const events = [event(undefined, 'Recipient not home'), event(undefined, 'Processed', BEFORE)];
    expect(draftsOf({ shipments: [{ ...shipment(events), status }] }).map(lineOf)).toEqual([
      `${FAILED} 2026-03-02T08:15:00.000+01:00 sent`,
      'other actual 2026-03-01T08:15:00.000+01:00 sent',
    ]);
  });

  it.each<readonly [object, object, string]>([
    [
      { addressLocality: 'LEIPZIG - GERMANY' },
      { locality: 'LEIPZIG', country: 'DE' },
      '2026-03-02T08:15:00.000+01:00 place',
    ],
    [
      { addressLocality: 'EAST MIDLANDS - UK' },
      { locality: 'EAST MIDLANDS', country: 'GB' },
      '2026-03-02T08:15:00.000+00:00 place',
    ],
    [
      { addressLocality: 'VAN NUYS,CA-USA', countryCode: 'US' },
      { locality: 'VAN NUYS', region: 'CA', country: 'US' },
      '2026-03-02T08:15:00.000-08:00 place',
    ],
    [
      { addressLocality: 'Frankfurt-Höchst', countryCode: 'DE' },
      { locality: 'Frankfurt-Höchst', country: 'DE' },
      '2026-03-02T08:15:00.000+01:00 place',
    ],
    [
      { addressLocality: 'Hauptstr. 1, Bonn', countryCode: 'DE' },
      { locality: 'Bonn', country: 'DE' },
      '2026-03-02T08:15:00.000+01:00 place',
    ],
  ])('an event at %j is by the clock of its place', (address, place, expected) => {
    const failed = { ...event('failure', 'Recipient not home', '2026-03-02T08:15:00'), location: { address } };
    const [draft] = draftsOf({ shipments: [shipment([failed])] });
    expect(draft?.place).toEqual(place);
    expect(`${draft?.occurredAt ?? ''} ${draft?.timeBasis ?? ''}`).toBe(expected);
  });

  it('is expected by the end of its window where no time is said', () => {
    const estimatedDeliveryTimeFrame = {
      estimatedFrom: '2026-03-03T10:00:00+01:00',
      estimatedThrough: '2026-03-03T14:00:00+01:00',
    };
    const drafts = draftsOf({ shipments: [shipment([event('transit', '')], { estimatedDeliveryTimeFrame })] });
    expect(drafts.map(lineOf)).toContain('delivered estimated 2026-03-03T14:00:00.000+01:00 sent');
  });

  it('has its numbers by their kinds', () => {
    const references = [
      { number: 'SO-1', type: 'customer-reference' },
      { number: 'JD1', type: 'local-tracking-number' },
      { number: 'HB1', type: 'housebill' },
      { number: 'MSKU9070323', type: 'container-number' },
      { number: 'S1', type: 'shipment-id' },
      { number: 'X1' },
    ];
    const [draft] = draftsOf({ shipments: [shipment([event('transit', '')], { details: { references } })] });
    expect(draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`)).toEqual([
      'tracking 00340434161094042557 DHL',
      'customer_reference SO-1 north-edi',
      'tracking JD1 DHL',
      'bill_of_lading HB1 DHL',
      'container MSKU9070323 BIC',
      'shipment S1 DHL',
      'customer_reference X1 north-edi',
    ]);
  });

  it('is read in every envelope, and without most of its fields', () => {
    const failed = shipment([event('failure', 'Damaged in transit')]);
    for (const body of [{ shipments: [failed] }, { shipment: failed }, failed, [failed]])
      expect(types(body)).toEqual(['cargo.damaged']);
    const bare = { id: '1', status: null, events: null, details: null, origin: null, estimatedTimeOfDelivery: null };
    expect(draftsOf({ shipments: [bare] })).toEqual([]);
    expect(translated('carrier-dhl-unified', { shipments: [] }).rejections).toEqual([]);
  });
});
