import { describe, expect, it } from 'vitest';
import { lineOf, translated } from './parcel-fixture.ts';

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';
const AT = '2026-03-02T08:15:00-06:00';
const BEFORE = '2026-03-01T10:00:00-06:00';
const MEMPHIS = { city: 'MEMPHIS', stateOrProvinceCode: 'TN', postalCode: '38118', countryCode: 'US' };

/** A scan as the reference of the Track API has it: what does not apply is an empty text. */
const scan = (eventType: string, exceptionCode = '', exceptionDescription = '', date = AT): object => ({
  date,
  eventType,
  eventDescription: 'as FedEx says',
  exceptionCode,
  exceptionDescription,
  scanLocation: { streetLines: [''], ...MEMPHIS, residential: false },
  locationType: 'FEDEX_FACILITY',
  derivedStatusCode: eventType,
});

/** A push of Advanced Integrated Visibility: the envelope of the Track API, and when it was sent. */
const push = (...results: readonly object[]): object => ({
  transactionId: '624deea6-b709-470c-8c39-4b5511281492',
  outputMetaData: [{ attemptNumber: 1 }],
  output: { completeTrackResults: [{ trackingNumber: '7946', trackResults: results }] },
});
const result = (scanEvents: readonly object[] | null, more: object = {}): object => ({
  trackingNumberInfo: { trackingNumber: '7946', trackingNumberUniqueId: '2461000~7946~FDEG', carrierCode: 'FDXE' },
  scanEvents,
  returnDetail: {},
  estimatedDeliveryTimeWindow: { window: {} },
  standardTransitTimeWindow: { window: {} },
  ...more,
});
const types = (body: object): readonly string[] => [
  ...new Set(translated('carrier-fedex-aiv', body).drafts.flatMap((draft) => ('type' in draft ? draft.type : []))),
];

describe('a push of FedEx', () => {
  it.each<readonly [string, object, readonly string[]]>([
    ['a label', result([scan('OC')]), []],
    ['nobody there', result([scan('DE', '08', 'Customer not available or business closed')]), [FAILED]],
    ['another day was asked for', result([scan('DE', '17', 'A request was made to change this delivery date.')]), []],
    ['beyond control', result([scan('SE', '84', 'Delay beyond our control')]), [DELAY]],
    ['no reason in code', result([scan('DY', '', 'Local weather delay - Delivery not attempted')]), [DELAY]],
    ['damaged', result([scan('SE', '', 'Damaged, handling per shipper instructions')]), ['cargo.damaged']],
    ['cannot be found', result([scan('SE', '', 'Package cannot be located')]), ['transport.lost']],
    ['held by customs', result([scan('CD', '55', 'Regulatory agency clearance delay')]), ['compliance.customs_hold']],
    [
      'without its paper',
      result([scan('CD', 'A29', 'Missing or incomplete Commercial Invoice')]),
      ['compliance.document_missing'],
    ],
    ['with the broker', result([scan('BR')]), []],
    ['in customs', result([scan('CU'), scan('CP', 'A25', 'Package available for clearance')]), []],
    ['early', result([scan('AR', '67', 'Package not due for delivery')]), []],
    ['going back', result([scan('RS', '14', 'Returned to shipper')]), [FAILED]],
    ['back at its sender', result([scan('DL'), scan('RS', '14', '', BEFORE)]), [FAILED]],
    ['cancelled', result([scan('CA')]), ['transport.milestone_missed']],
    ['late and delivered', result([scan('DL'), scan('SE', '84', 'Delay beyond our control', BEFORE)]), []],
    ['attempted and delivered', result([scan('DL'), scan('DE', '08', '', BEFORE)]), [FAILED]],
    ['a code that is new', result([scan('ZQ')]), []],
    ['no list of scans', result(null, { latestStatusDetail: { code: 'IT' } }), []],
    ['nothing', { completeTrackResults: [] }, []],
    [
      'an error that is none',
      result([], {
        latestStatusDetail: { code: 'DE', ancillaryDetails: [{ reason: '07', reasonDescription: 'Refused' }] },
        error: {},
      }),
      [FAILED],
    ],
    [
      'a number that is not known',
      result([], { error: { code: 'TRACKING.TRACKINGNUMBER.NOTFOUND', message: 'cannot be found' } }),
      [],
    ],
  ])('%s', (_what, sent, expected) => {
    expect(types(push(sent))).toEqual(expected);
  });

  it('takes each of several parcels for itself', () => {
    const other = { ...result([scan('OD')]), trackingNumberInfo: { trackingNumber: '7947' } };
    const { drafts } = translated('carrier-fedex-aiv', push(result([scan('DE', '07')]), other));
    expect(drafts.map((draft) => [draft.references[0]?.value, 'type' in draft])).toEqual([
      ['7946', true],
      ['7947', false],
    ]);
  });

  it('one that has no results costs none of the others', () => {
    const other = { trackingNumber: '7947', trackResults: null };
    const refused = result([scan('DE', '07')]);
    const completeTrackResults = [null, other, { trackingNumber: '7946', trackResults: refused }, 'odd'];
    expect(types({ output: { completeTrackResults } })).toEqual([FAILED]);
  });

  it('a status without scans is where and when the status says', () => {
    const { drafts } = translated(
      'carrier-fedex-aiv',
      push(
        result([], {
          latestStatusDetail: { code: 'DL', description: 'Delivered', scanLocation: MEMPHIS },
          dateAndTimes: [{ type: 'ACTUAL_DELIVERY', dateTime: AT }],
        }),
      ),
    );
    expect(drafts.map(lineOf)).toEqual(['delivered actual 2026-03-02T08:15:00.000-06:00 sent']);
    expect(drafts[0]?.place).toMatchObject({ locality: 'MEMPHIS', region: 'TN', country: 'US' });
  });

  it('knows whose numbers stand beside it', () => {
    const packageIdentifiers = [
      ['CUSTOMER_REFERENCE', 'SO-1'],
      ['PURCHASE_ORDER', 'PO-1'],
      ['INVOICE', 'I-1'],
      ['BILL_OF_LADING', 'B-1'],
      ['STANDARD_MPS', '7940'],
      ['TRACKING_NUMBER_OR_DOORTAG', 'DT1'],
      ['constructor', 'X-1'],
    ].map(([type, value]) => ({ type, values: [value], trackingNumberUniqueId: '', carrierCode: '' }));
    const { drafts } = translated(
      'carrier-fedex-aiv',
      push(result([scan('OD')], { additionalTrackingInfo: { packageIdentifiers } })),
    );
    expect(drafts[0]?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`)).toEqual([
      'tracking 7946 FedEx',
      'customer_reference SO-1 north-edi',
      'purchase_order PO-1 north-edi',
      'invoice I-1 north-edi',
      'bill_of_lading B-1 north-edi',
      'shipment 7940 FedEx',
      'tracking DT1 FedEx',
      'customer_reference X-1 north-edi',
    ]);
  });
});
