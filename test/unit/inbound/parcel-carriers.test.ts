import { describe, expect, it } from 'vitest';
import { lineOf, meaningOf, translated } from './parcel-fixture.ts';

const AT = { day: '20260301', clock: '173000' };

const upsActivity = (type: string, code: string, description: string, day = AT.day): string =>
  `<Activity><ActivityLocation><Address><City>RENO</City><StateProvinceCode>NV</StateProvinceCode><CountryCode>US</CountryCode></Address></ActivityLocation>
  <Status><StatusType><Code>${type}</Code><Description>${description}</Description></StatusType><StatusCode><Code>${code}</Code></StatusCode></Status><Date>${day}</Date><Time>${AT.clock}</Time></Activity>`;
const upsXml = (activities: string, more = ''): string =>
  `<TrackResponse><Response/><Shipment><ShipmentIdentificationNumber>1Z1</ShipmentIdentificationNumber><Package><TrackingNumber>1Z2</TrackingNumber>${more}${activities}</Package></Shipment></TrackResponse>`;
const upsJson = (status: object, more: object = {}): object => ({
  trackResponse: {
    shipment: [
      {
        package: [
          { trackingNumber: '1Z2', activity: [{ date: AT.day, time: AT.clock, gmtOffset: '-08:00', status }], ...more },
        ],
      },
    ],
  },
});
const upsAlert = (activityStatus: object): object => ({
  trackingNumber: '1Z2',
  localActivityDate: AT.day,
  localActivityTime: AT.clock,
  activityLocation: { city: 'RENO', stateProvince: 'NV', country: 'US' },
  activityStatus,
});

const fedexXml = (type: string, exception = '', words = '', more = ''): string =>
  `<e:Envelope xmlns:e="x"><e:Body><v7:TrackReply xmlns:v7="y"><v7:CompletedTrackDetails><v7:TrackDetails><v7:TrackingNumber>77</v7:TrackingNumber>${more}
  <v7:Events><v7:Timestamp>2026-03-01T17:30:00-08:00</v7:Timestamp><v7:EventType>${type}</v7:EventType><v7:StatusExceptionCode>${exception}</v7:StatusExceptionCode>
  <v7:StatusExceptionDescription>${words}</v7:StatusExceptionDescription><v7:Address><v7:City>RENO</v7:City></v7:Address></v7:Events></v7:TrackDetails></v7:CompletedTrackDetails></v7:TrackReply></e:Body></e:Envelope>`;
const fedexJson = (eventType: string, exceptionCode?: string, words?: string, more: object = {}): object => ({
  output: {
    completeTrackResults: [
      {
        trackResults: [
          {
            trackingNumberInfo: { trackingNumber: '77' },
            scanEvents: [{ date: '2026-03-01T17:30:00-08:00', eventType, exceptionCode, exceptionDescription: words }],
            ...more,
          },
        ],
      },
    ],
  },
});

const dhlXml = (code: string, area = 'LEIPZIG - GERMANY'): string =>
  `<r:TrackingResponse xmlns:r="x"><AWBInfo><AWBNumber>50</AWBNumber><ShipmentInfo><ShipmentEvent><Date>2026-03-01</Date><Time>17:30:00</Time>
  <ServiceEvent><EventCode>${code}</EventCode><Description>as DHL says</Description></ServiceEvent><ServiceArea><ServiceAreaCode>LEJ</ServiceAreaCode><Description>${area}</Description></ServiceArea>
  </ShipmentEvent></ShipmentInfo></AWBInfo></r:TrackingResponse>`;
const dhlUnified = (statusCode: string, description = '', status = statusCode): object => ({
  shipments: [
    { id: 50, service: 'express', events: [{ timestamp: '2026-03-01T17:30:00', statusCode, status, description }] },
  ],
});

const uspsXml = (code: string, text = 'as USPS says', more = ''): string =>
  `<TrackResponse><TrackInfo ID="94">${more}<TrackSummary><EventTime>5:30 pm</EventTime><EventDate>March 1, 2026</EventDate><Event>${text}</Event><EventCity>RENO</EventCity>
  <EventState>NV</EventState><EventCountry/><EventCode>${code}</EventCode></TrackSummary></TrackInfo></TrackResponse>`;
const uspsV3 = (eventCode: string | undefined, eventType = 'as USPS says', more: object = {}): object => ({
  trackingNumber: '94',
  trackingEvents: [
    { eventCode, eventType, eventTimestamp: '2026-03-01T17:30:00', GMTOffset: '-08:00', eventState: 'NV' },
  ],
  ...more,
});

const canadaPost = (code: string, text = '', more = ''): string =>
  `<tracking-detail><pin>837</pin>${more}<significant-events><occurrence><event-identifier>${code}</event-identifier><event-date>2026-03-01</event-date><event-time>17:30:00</event-time>
  <event-time-zone>PST</event-time-zone><event-description>${text}</event-description><event-site>HOPE</event-site><event-province>BC</event-province></occurrence></significant-events></tracking-detail>`;
const lasership = (EventType: string, EventLabel = '', Reason = ''): object => ({
  OrderNumber: 'O-1',
  Pieces: [{ TrackingNumber: 'LE1' }],
  Events: [{ EventType, EventLabel, Reason, UTCDateTime: '2026-03-02T01:30:00', State: 'NV', Country: 'US' }],
});

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';

type Row = readonly [format: string, body: unknown, expected: string];
const rows: readonly (readonly [string, Row[1], string])[] = [
  ['carrier-ups-xml', upsXml(upsActivity('X', 'DJ', 'ADVERSE WEATHER CONDITIONS CAUSED THIS DELAY')), DELAY],
  ['carrier-ups-xml', upsXml(upsActivity('X', 'A1', 'THE RECEIVER WAS NOT AVAILABLE FOR DELIVERY')), FAILED],
  ['carrier-ups-xml', upsXml(upsActivity('X', 'A2', 'THE STREET NUMBER IS INCORRECT')), FAILED],
  [
    'carrier-ups-xml',
    upsXml(upsActivity('X', 'A3', 'MERCHANDISE IS MISSING. PACKAGE WAS DAMAGED IN TRANSIT')),
    'cargo.damaged',
  ],
  [
    'carrier-ups-xml',
    upsXml(upsActivity('X', 'A4', 'THE PACKAGE IS BEING HELD BY A GOVERNMENT AGENCY')),
    'compliance.customs_hold',
  ],
  ['carrier-ups-xml', upsXml(upsActivity('X', 'A5', 'A LATE TRAILER ARRIVAL HAS CAUSED A DELAY')), DELAY],
  [
    'carrier-ups-xml',
    upsXml(upsActivity('X', 'SR', 'Your package was released by the customs agency.')),
    'customs_released',
  ],
  [
    'carrier-ups-xml',
    upsXml(upsActivity('X', 'A6', 'THE PACKAGE IS HELD AT AN ACCESS POINT FOR PICKUP')),
    'available_for_delivery',
  ],
  ['carrier-ups-xml', upsXml(upsActivity('X', 'KB', 'UPS INTERNAL ACTIVITY CODE')), 'other'],
  ['carrier-ups-xml', upsXml(upsActivity('D', 'FS', 'DELIVERED')), 'delivered'],
  ['carrier-ups-xml', upsXml(upsActivity('D', 'KB', 'DELIVERED')), 'delivered'],
  ['carrier-ups-xml', upsXml(upsActivity('I', 'DS', 'OUT FOR DELIVERY')), 'out_for_delivery'],
  ['carrier-ups-xml', upsXml(upsActivity('D', 'RS', 'PACKAGE RETURNED TO SHIPPER')), FAILED],
  ['carrier-ups-xml', upsXml(upsActivity('M', 'MP', 'BILLING INFORMATION RECEIVED')), 'booked'],
  ['carrier-ups-json', upsJson({ type: 'X', code: 'ZZ', statusCode: '064' }), FAILED],
  ['carrier-ups-json', upsJson({ type: 'X', code: 'ZZ', statusCode: '058' }), 'compliance.document_missing'],
  ['carrier-ups-json', upsJson({ type: 'I', code: 'ZZ', statusCode: '005' }), 'in_transit'],
  ['carrier-ups-json', upsJson({ type: 'U', code: 'ZZ', description: 'Delivery has been rescheduled' }), 'other'],
  ['carrier-ups-trackalert', upsAlert({ type: 'X', code: 'ZZ', descriptionCode: '052' }), DELAY],
  ['carrier-ups-trackalert', upsAlert({ type: 'D', code: 'OT', descriptionCode: '021' }), 'out_for_delivery'],
  ['carrier-fedex-xml', fedexXml('DE', '08', 'Recipient not in'), FAILED],
  ['carrier-fedex-xml', fedexXml('DE', '17', 'Customer requested future delivery'), 'other'],
  ['carrier-fedex-xml', fedexXml('DE', 'A13', 'Shipment is being redirected as requested'), 'other'],
  ['carrier-fedex-xml', fedexXml('SE', '55', 'Regulatory agency clearance delay'), 'compliance.customs_hold'],
  ['carrier-fedex-xml', fedexXml('SE', '099', 'Unable to deliver'), FAILED],
  [
    'carrier-fedex-xml',
    fedexXml('SE', 'A98', 'Export papers: documentation is required'),
    'compliance.document_missing',
  ],
  [
    'carrier-fedex-json',
    {
      output: {
        completeTrackResults: [{ trackingNumber: '77', trackResults: [{ latestStatusDetail: { code: 'DY' } }] }],
      },
    },
    DELAY,
  ],
  ['carrier-fedex-xml', fedexXml('SE', 'A99', 'Something else'), DELAY],
  ['carrier-fedex-xml', fedexXml('IT', '72', 'Package available for clearance'), 'in_transit'],
  ['carrier-fedex-xml', fedexXml('DL', '09', 'Damaged, delivery completed'), 'cargo.damaged'],
  ['carrier-fedex-json', fedexJson('DE', '07', 'Refused by recipient'), FAILED],
  ['carrier-fedex-json', fedexJson('DY', undefined, 'Delayed'), DELAY],
  ['carrier-fedex-json', fedexJson('CD'), 'compliance.customs_hold'],
  ['carrier-fedex-json', fedexJson('CD', '58', 'No information for the broker'), 'compliance.document_missing'],
  ['carrier-fedex-json', fedexJson('CD', 'A1', 'Commercial invoice not available'), 'compliance.document_missing'],
  ['carrier-fedex-json', fedexJson('CD', '08', 'Recipient not in'), 'compliance.customs_hold'],
  ['carrier-fedex-json', fedexJson('CA'), 'transport.milestone_missed'],
  ['carrier-fedex-json', fedexJson('HL'), 'available_for_delivery'],
  ['carrier-fedex-json', fedexJson('IT', undefined, undefined, { latestStatusDetail: { code: 'IT' } }), 'in_transit'],
  [
    'carrier-fedex-aiv',
    {
      trackingNumberInfo: { trackingNumber: '77' },
      latestStatusDetail: { code: 'DE', ancillaryDetails: [{ reason: '11' }] },
    },
    FAILED,
  ],
  ...(
    [
      ['OH', DELAY],
      ['NH', FAILED],
      ['BA', FAILED],
      ['CA', FAILED],
      ['RD', FAILED],
      ['RT', FAILED],
      ['MS', DELAY],
      ['MD', DELAY],
      ['CD', 'compliance.customs_hold'],
      ['DM', 'cargo.damaged'],
      ['TI', 'transport.lost'],
      ['RR', 'other'],
      ['CR', 'customs_released'],
      ['WC', 'out_for_delivery'],
      ['OK', 'delivered'],
    ] as const
  ).map(([code, expected]): Row => ['carrier-dhl-xml', dhlXml(code), expected]),
  ['carrier-dhl-unified', dhlUnified('failure', 'Delivery attempted; recipient not home'), FAILED],
  ['carrier-dhl-unified', dhlUnified('failure', 'The shipment was damaged'), 'cargo.damaged'],
  ['carrier-dhl-unified', dhlUnified('failure'), FAILED],
  ['carrier-dhl-unified', dhlUnified('transit', 'Shipment is on hold'), DELAY],
  ['carrier-dhl-unified', dhlUnified('transit', 'Processed at LEIPZIG. No damage was found.'), 'in_transit'],
  ['carrier-dhl-unified', dhlUnified('transit', '', 'UD'), 'compliance.customs_hold'],
  ['carrier-dhl-unified', dhlUnified('delivered', 'Delivered - Signed for by: DOE'), 'delivered'],
  ...(
    [
      ['02', FAILED],
      ['04', FAILED],
      ['05', FAILED],
      ['21', FAILED],
      ['28', FAILED],
      ['51', FAILED],
      ['54', FAILED],
      ['56', FAILED],
      ['08', DELAY],
      ['09', FAILED],
      ['07', 'arrived'],
      ['10', 'arrived'],
      ['14', 'available_for_delivery'],
      ['06', 'in_transit'],
      ['01', 'delivered'],
    ] as const
  ).map(([code, expected]): Row => ['carrier-usps-xml', uspsXml(code), expected]),
  ['carrier-usps-xml', uspsXml('01', 'Delivered, To Original Sender'), FAILED],
  ['carrier-usps-v3', uspsV3('ZZ', 'Delivery Exception, Local Weather Delay'), DELAY],
  ['carrier-usps-v3', uspsV3('ZZ', 'Held at Post Office, At Customer Request'), 'other'],
  ['carrier-usps-v3', uspsV3('ZZ', 'In Transit, Arriving Late'), DELAY],
  ['carrier-usps-v3', uspsV3('ZZ', 'Notice Left (No Secure Location Available)'), FAILED],
  ['carrier-usps-v3', uspsV3('TL', 'In Transit to Next Facility'), 'in_transit'],
  ['carrier-usps-v3', uspsV3('TL', 'In Transit to Next Facility, Arriving Late'), DELAY],
  ['carrier-usps-v3', uspsV3('ZZ', 'Delivery Exception, Animal at Large'), FAILED],
  ['carrier-usps-v3', uspsV3('ZZ', 'Processing Exception, Other'), DELAY],
  ['carrier-usps-v3', uspsV3('ZZ', 'Held in Customs'), 'compliance.customs_hold'],
  [
    'carrier-usps-v3',
    {
      payload: {
        trackingNumber: '94',
        trackingEventHistory: [{ eventCode: '04', GMTTimestamp: '2026-03-02T01:30:00Z' }],
      },
    },
    FAILED,
  ],
  ['carrier-canadapost-xml', canadaPost('1479', 'Attempted delivery. Notice card left'), FAILED],
  [
    'carrier-canadapost-xml',
    canadaPost('0156', 'Final Notice; Item will be returned to sender if not collected'),
    'available_for_delivery',
  ],
  ['carrier-canadapost-xml', canadaPost('0173', 'Customer addressing error found. Possible delay'), DELAY],
  ['carrier-canadapost-xml', canadaPost('1415', 'Item refused by recipient. Item being returned to sender.'), FAILED],
  ['carrier-canadapost-xml', canadaPost('1498', 'Item successfully delivered'), 'delivered'],
  ['carrier-lasership-json', lasership('AttemptedDelivery', 'Attempted'), FAILED],
  ['carrier-lasership-json', lasership('Exception', 'Delivery exception', 'Business closed'), FAILED],
  ['carrier-lasership-json', lasership('Released', 'Delivered'), 'delivered'],
];

/** TrackV2 without fields, and the interface of DHL before the XML services. */
const uspsText = (...details: readonly string[]): string =>
  `<TrackResponse><TrackInfo ID="94">${details.map((text) => `<TrackDetail>${text}</TrackDetail>`).join('')}</TrackInfo></TrackResponse>`;
const dhlOld = (code: string): string =>
  `<ECommerce><Track><Shipment><TrackingNbr>26</TrackingNbr><TrackingHistory><Status><Disposition>${code}</Disposition><StatusDesc>as DHL says</StatusDesc><Date>2026-03-01</Date>
  <Time>17:30</Time><Location><City>RENO</City><State>NV</State></Location></Status></TrackingHistory></Shipment></Track></ECommerce>`;

describe('what carriers say', () => {
  it('USPS is late by its status, where no event says so; a status that an event tells is said once', () => {
    const withStatus = (status: string, code: string): readonly string[] =>
      translated('carrier-usps-xml', uspsXml(code, 'as USPS says', `<Status>${status}</Status>`)).drafts.map(lineOf);
    expect(withStatus('In Transit, Arriving Late', 'NT')).toEqual([
      'in_transit actual 2026-03-01T17:30:00.000-08:00 place',
      `${DELAY} 2026-03-01T17:30:00.000-08:00 place`,
    ]);
    expect(withStatus('Delivered, Front Door/Porch', '01')).toHaveLength(1);
    expect(withStatus('In Transit to Next Facility', 'NT')).toHaveLength(1);
  });

  it('older interfaces are read, too', () => {
    const told = uspsText(
      'Notice Left, March 1, 2026, 5:30 pm, RENO, NV 89501',
      'Your item was delivered at 5:31 pm on March 1, 2026 in RENO, NV 89501.',
    );
    expect(translated('carrier-usps-xml', told).drafts.map(lineOf)).toEqual([
      `${FAILED} 2026-03-01T17:30:00.000-08:00 place`,
      'delivered actual 2026-03-01T17:31:00.000-08:00 place',
    ]);
    expect(translated('carrier-dhl-xml', dhlOld('GH')).drafts.map(lineOf)).toEqual([
      'compliance.customs_hold 2026-03-01T17:30:00.000-08:00 place',
    ]);
    // The same letters mean something else there.
    expect(['LD', 'OD', 'CC'].map((code) => meaningOf(translated('carrier-dhl-xml', dhlOld(code))))).toEqual([
      'delivered',
      'out_for_delivery',
      'customs_released',
    ]);
  });

  it('a delivery of UPS settles the delay before it, whatever code it has', () => {
    const delay = upsActivity('X', '2Y', 'YOUR PACKAGE ENCOUNTERED A DELAY', '20260228');
    expect(types('carrier-ups-xml', upsXml(delay))).toEqual([DELAY]);
    expect(types('carrier-ups-xml', upsXml(`${upsActivity('D', 'KB', 'DELIVERED')}${delay}`))).toEqual([]);
  });

  it('a parcel of which nothing is told is said to be one', () => {
    expect(translated('carrier-usps-xml', uspsText())).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: ['parcel 1: nothing is told of it yet'],
    });
  });

  it('a hold of customs ends with its release, and a delay only with the delivery', () => {
    const at = (code: string, clock: string): string =>
      /<ShipmentEvent>.*<\/ShipmentEvent>/s.exec(dhlXml(code))?.[0].replace('17:30:00', clock) ?? '';
    const history = (...events: readonly string[]): string =>
      dhlXml('PU').replace('<ShipmentEvent>', `${events.join('')}<ShipmentEvent>`);
    const kinds = (...events: readonly string[]): readonly string[] =>
      translated('carrier-dhl-xml', history(...events)).drafts.flatMap((draft) => ('type' in draft ? draft.type : []));
    expect(kinds(at('CD', '18:00:00'), at('TD', '18:30:00'))).toEqual(['compliance.customs_hold', DELAY]);
    expect(kinds(at('CD', '18:00:00'), at('TD', '18:30:00'), at('CR', '19:00:00'))).toEqual([DELAY]);
    expect(kinds(at('CR', '17:00:00'), at('CD', '18:00:00'))).toEqual(['compliance.customs_hold']);
    expect(kinds(at('CD', '18:00:00'), at('TD', '18:30:00'), at('DM', '18:40:00'), at('OK', '20:00:00'))).toEqual([
      'cargo.damaged',
    ]);
  });

  it.each(rows)('%s %j is %s', (format, body, expected) => {
    const translation = translated(format, body);
    expect([translation.rejections, translation.warnings]).toEqual([[], []]);
    expect(meaningOf(translation)).toBe(expected);
  });

  it.each<[string, unknown, string]>([
    ['carrier-ups-xml', upsXml(upsActivity('X', 'QQ', 'SOMETHING NEW')), '"QQ"'],
    ['carrier-fedex-xml', fedexXml('ZZ'), '"ZZ"'],
    ['carrier-dhl-xml', dhlXml('constructor'), '"constructor"'],
    ['carrier-usps-v3', uspsV3('ZZ', 'Something new'), '"ZZ"'],
    ['carrier-canadapost-xml', canadaPost('9999', 'Item waved at'), '"9999"'],
    ['carrier-lasership-json', lasership('Teleported'), '"Teleported"'],
  ])('%s: a new code is progress with a warning, and no guess', (format, body, code) => {
    const { drafts, warnings } = translated(format, body);
    expect(drafts.map(({ kind }) => kind)).toEqual(['progress']);
    expect(warnings[0]).toContain(code);
  });

  it.each<[string, unknown, string]>([
    [
      'carrier-ups-xml',
      upsXml(upsActivity('I', 'AR', 'ARRIVAL SCAN')),
      'arrived actual 2026-03-01T17:30:00.000-08:00 place',
    ],
    ['carrier-ups-json', upsJson({ type: 'I', code: 'AR' }), 'arrived actual 2026-03-01T17:30:00.000-08:00 sent'],
    [
      'carrier-ups-trackalert',
      upsAlert({ type: 'I', code: 'AR' }),
      'arrived actual 2026-03-01T17:30:00.000-08:00 place',
    ],
    ['carrier-fedex-xml', fedexXml('AR'), 'arrived actual 2026-03-01T17:30:00.000-08:00 sent'],
    ['carrier-dhl-xml', dhlXml('AR'), 'arrived actual 2026-03-01T17:30:00.000+01:00 place'],
    ['carrier-dhl-xml', dhlXml('AR', 'VAN NUYS,CA-USA'), 'arrived actual 2026-03-01T17:30:00.000-08:00 place'],
    ['carrier-dhl-unified', dhlUnified('transit'), 'in_transit actual 2026-03-01T17:30:00.000+01:00 source'],
    ['carrier-usps-xml', uspsXml('07'), 'arrived actual 2026-03-01T17:30:00.000-08:00 place'],
    ['carrier-usps-v3', uspsV3('07'), 'arrived actual 2026-03-01T17:30:00.000-08:00 sent'],
    ['carrier-canadapost-xml', canadaPost('0100'), 'arrived actual 2026-03-01T17:30:00.000-08:00 sent'],
    ['carrier-lasership-json', lasership('Arrived'), 'arrived actual 2026-03-02T01:30:00.000+00:00 sent'],
  ])('%s: the time has the offset that was sent, else that of the place, and says so', (format, body, line) => {
    expect(translated(format, body).drafts.map(lineOf)).toEqual([line]);
  });
});

const types = (format: string, body: unknown): readonly string[] =>
  translated(format, body).drafts.flatMap((draft) => ('type' in draft ? draft.type : []));

describe('a delivery that is expected after it was promised', () => {
  const moved =
    '<ScheduledDeliveryDate>20260302</ScheduledDeliveryDate><RescheduledDeliveryDate>20260304</RescheduledDeliveryDate>';
  const onItsWay = upsActivity('I', 'AR', 'ARRIVAL SCAN');
  it.each<[string, unknown, readonly string[]]>([
    ['carrier-ups-xml', upsXml(onItsWay, moved), [DELAY]],
    ['carrier-ups-xml', upsXml(onItsWay, moved.replace('20260304', '20260301')), []],
    ['carrier-ups-xml', upsXml(upsActivity('D', 'FS', 'DELIVERED', '20260304'), moved), []],
    [
      'carrier-ups-json',
      upsJson(
        { type: 'I' },
        {
          deliveryDate: [
            { type: 'SDD', date: '20260302' },
            { type: 'RDD', date: '20260303' },
          ],
        },
      ),
      [DELAY],
    ],
    [
      'carrier-fedex-json',
      fedexJson('IT', undefined, undefined, {
        dateAndTimes: [
          { type: 'COMMITMENT', dateTime: '2026-03-02T10:30:00-08:00' },
          { type: 'ESTIMATED_DELIVERY', dateTime: '2026-03-02T17:00:00-08:00' },
        ],
      }),
      [DELAY],
    ],
    [
      'carrier-fedex-json',
      fedexJson('IT', undefined, undefined, {
        latestStatusDetail: { code: 'IT', delayDetail: { status: 'DELAYED', type: 'WEATHER' } },
      }),
      [DELAY],
    ],
    [
      'carrier-usps-xml',
      uspsXml(
        '07',
        'x',
        '<ExpectedDeliveryDate>March 2, 2026</ExpectedDeliveryDate><PredictedDeliveryDate>March 3, 2026</PredictedDeliveryDate>',
      ),
      [DELAY],
    ],
    ['carrier-usps-xml', uspsXml('07', 'x', '<PredictedDeliveryDate>March 3, 2026</PredictedDeliveryDate>'), []],
    [
      'carrier-canadapost-xml',
      canadaPost(
        '0100',
        '',
        '<expected-delivery-date>2026-03-02</expected-delivery-date><changed-expected-date>2026-03-05</changed-expected-date>',
      ),
      [DELAY],
    ],
  ])('%s %#', (format, body, expected) => {
    expect(types(format, body)).toEqual(expected);
  });
});

describe('what is no tracking', () => {
  it.each<[string, string]>([
    [
      'carrier-ups-xml',
      '<TrackResponse><Response><Error><ErrorDescription>No tracking information</ErrorDescription></Error></Response></TrackResponse>',
    ],
    ['carrier-ups-json', '{"trackResponse":{"shipment":[{"warnings":[{"code":"TW0001"}]}]}}'],
    ['carrier-ups-json', '{"response":{"errors":[{"code":"TV1002"}]}}'],
    ['carrier-fedex-json', '{"errors":[{"code":"NOT.FOUND"}]}'],
    ['carrier-dhl-unified', '{"title":"No result found","status":404}'],
    [
      'carrier-usps-xml',
      '<TrackResponse><TrackInfo ID="1"><Error><Description>Duplicate</Description></Error></TrackInfo></TrackResponse>',
    ],
    [
      'carrier-usps-xml',
      '<TrackResponse><TrackInfo ID="1"><TrackSummary>There is no record of that mail item. Please try again later.</TrackSummary></TrackInfo></TrackResponse>',
    ],
    ['carrier-usps-v3', '{"error":{"code":"404"}}'],
    [
      'carrier-canadapost-xml',
      '<messages><message><code>004</code><description>No Pin History</description></message></messages>',
    ],
    ['carrier-lasership-json', '{"Error":true,"ErrorMessage":"Unable to find tracking"}'],
  ])('%s: the error of a carrier is passed over', (format, body) => {
    const { drafts, rejections, warnings } = translated(format, body);
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings[0]).toContain('passed over');
  });

  it.each<[string, string, string]>([
    ['carrier-ups-xml', '<Other/>', 'Shipment'],
    ['carrier-ups-xml', upsXml(upsActivity('I', 'AR', 'x', '20269999')), '20269999'],
    ['carrier-ups-json', '{}', 'expected object'],
    ['carrier-ups-trackalert', '{"trackingNumber":"1Z2"}', 'activityStatus'],
    ['carrier-fedex-xml', '<Other/>', 'TrackDetails'],
    ['carrier-fedex-json', '{}', 'results'],
    ['carrier-dhl-xml', '<Other/>', 'AWBInfo'],
    ['carrier-dhl-unified', '[]', 'shipments'],
    ['carrier-usps-xml', '<Other/>', 'TrackInfo'],
    ['carrier-usps-v3', '{}', 'trackingNumber'],
    ['carrier-canadapost-xml', '<Other/>', 'tracking-detail'],
    ['carrier-lasership-json', '{}', 'expected array'],
    ['carrier-lasership-json', '{"Pieces":[],"Events":[]}', 'tracking number'],
  ])('%s refuses %s', (format, body, detail) => {
    const { drafts, rejections } = translated(format, body);
    expect(drafts).toEqual([]);
    expect(rejections[0]?.detail).toContain(detail);
    expect(rejections[0]?.mend).toBeTruthy();
  });
});

describe('DHL, unified', () => {
  const status = {
    timestamp: '2026-03-01T17:30:00',
    statusCode: 'failure',
    location: { address: { addressLocality: 'Hamburg', countryCode: 'DE' } },
  };
  it.each([
    ['is the same', {}, 'place'],
    ['is another', { timestamp: '2026-03-01T16:30:00' }, 'source'],
  ])('an event without a place is where the status is, if it %s', (_what, more, expected) => {
    const event = { timestamp: status.timestamp, statusCode: 'failure', description: 'Not at home', ...more };
    const { drafts } = translated('carrier-dhl-unified', { shipments: [{ id: '50', status, events: [event] }] });
    expect(drafts[0]).toMatchObject({ type: FAILED, timeBasis: expected });
  });
});

it('UPS: one shipment, package and activity are read without a list around them, too', () => {
  const activity = { date: AT.day, time: AT.clock, status: { type: 'X', code: 'A1', description: 'wrong address' } };
  const answer = (one: (value: object) => unknown) => ({
    trackResponse: { shipment: one({ package: one({ trackingNumber: '1Z2', activity: one(activity) }) }) },
  });
  const bare = translated(
    'carrier-ups-json',
    answer((value) => value),
  );
  expect(bare.drafts).toEqual(
    translated(
      'carrier-ups-json',
      answer((value) => [value]),
    ).drafts,
  );
  expect([meaningOf(bare), bare.rejections]).toEqual(['transport.delivery_failed', []]);
  expect(translated('carrier-ups-json', { trackResponse: { shipment: 7 } }).rejections).toHaveLength(1);
});

it('USPS: the oldest sentences name no year; it is that in which the day was last', () => {
  const told = (...sentences: readonly string[]) =>
    translated('carrier-usps-xml', uspsText(...sentences)).drafts.map(lineOf);
  // Received on 2026-03-02.
  expect(
    told(
      'Your item was delivered at 8:10 am on March 1 in Wilmington DE 19801.',
      'February 28 11:07 am NOTICE LEFT WILMINGTON DE 19801.',
      'December 30 10:08 am ENROUTE WILMINGTON DE 19850.',
    ),
  ).toEqual([
    'delivered actual 2026-03-01T08:10:00.000-05:00 place',
    'transport.delivery_failed 2026-02-28T11:07:00.000-05:00 place',
    'other actual 2025-12-30T10:08:00.000-05:00 place',
  ]);
});

it('UPS: an activity of freight has its place and its words without anything around them, and no code', () => {
  const freight = (words: string) =>
    translated(
      'carrier-ups-xml',
      `<TrackResponse><Shipment><InquiryNumber><Value>97</Value></InquiryNumber><Activity><ActivityLocation><City>RENO</City><StateProvinceCode>NV</StateProvinceCode>
      <CountryCode>US</CountryCode></ActivityLocation><Description>${words}</Description><Date>20260301</Date><Time>173000</Time></Activity></Shipment></TrackResponse>`,
    );
  const refused = freight('Delivery could not be made, consignee closed');
  expect(refused.drafts.map(lineOf)).toEqual(['transport.delivery_failed 2026-03-01T17:30:00.000-08:00 place']);
  expect(refused.drafts[0]).toMatchObject({ place: { locality: 'RENO' }, text: expect.stringContaining('closed') });
  expect([meaningOf(freight('Delivered')), meaningOf(freight('Departed from the terminal'))]).toEqual([
    'delivered',
    'other',
  ]);
});
