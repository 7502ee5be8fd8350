/** A payload that grows: so many bytes of it, about. */
export type Growing = (bytes: number) => Uint8Array;

const repeated =
  (piece: string, before = '', after = ''): Growing =>
  (bytes) =>
    Buffer.from(`${before}${piece.repeat(Math.ceil(bytes / piece.length))}${after}`);
const nested =
  (open: string, close: string, before = '', after = ''): Growing =>
  (bytes) => {
    const deep = Math.ceil(bytes / (open.length + close.length));
    return Buffer.from(`${before}${open.repeat(deep)}${close.repeat(deep)}${after}`);
  };

/** What breaks readers of anything. */
const ANY: Readonly<Record<string, Growing>> = {
  'invalid UTF-8': (bytes) => Buffer.alloc(bytes, Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80])),
  zeros: (bytes) => Buffer.alloc(bytes),
  blanks: repeated(' \r\n'),
};

const EVENT =
  '"time":"2026-03-02T09:00:00Z","code":"X","status":"exception","description":"delayed","number":"1","id":"1","items":[{"sku":"a","quantity":"1"}]';
const LISTS = ['events', 'data', 'tracking_details', 'checkpoints', 'trackingEvents', 'items', 'shipments', 'records'];
const JSON_SHAPES: Readonly<Record<string, Growing>> = {
  'lists in lists': nested('[', ']'),
  'objects in objects': nested('{"data":', '}', '', ''),
  'a list of many': repeated(`{${EVENT}},`, '[', '{}]'),
  'many under each name': repeated(
    `{${EVENT}},`,
    `{"number":"1","tracking_number":"1",${LISTS.map((name) => `"${name}":[{}]`).join()},"events":[`,
    '{}]}',
  ),
  'a huge field': repeated('delayed ', '{"tracking_number":"1","id":"1","description":"', '"}'),
  'the same name': repeated('"events":[{"id":1}],', '{', '"id":1}'),
};

const AT = '2026-03-01T17:30:00Z';
/** Documents of those who look at nothing that is not theirs: before, one of many, after. */
const OWN: Readonly<Record<string, readonly [string, string, string]>> = {
  'amazon-sp-api': [
    `{"notificationType":"SHIPMENT_TRACKING_MILESTONE_CHANGED","eventTime":"${AT}","payload":{"shipmentTrackingMilestoneChangedNotification":{"trackingDetail":{"identifier":{"aftn":"A"},"latestMilestone":{"status":{"code":"LOST"},"occurredAt":"${AT}"},"milestoneHistory":[`,
    `{"status":{"code":"RETURNING"},"occurredAt":"${AT}"},`,
    ']}}}}',
  ],
  canonical: [
    '{"signals":[',
    `{"kind":"exception","type":"transport.delay","references":[{"kind":"order","value":"1"}],"occurredAt":"${AT}"},`,
    ']}',
  ],
  '17track': [
    '{"event":"TRACKING_UPDATED","data":{"number":"RR1","carrier":3011,"track_info":{"tracking":{"providers":[{"provider":{"name":"P"},"events":[',
    `{"time_iso":"${AT}","sub_status":"Exception_Lost","description":"x"},`,
    ']}]}}}}',
  ],
  aftership: [
    '{"event":"tracking_update","event_id":"e","msg":{"tracking_number":"94","slug":"usps","checkpoints":[',
    `{"tag":"Exception","subtag":"Exception_013","checkpoint_time":"${AT}"},`,
    ']}}',
  ],
  easypost: [
    '{"object":"Event","description":"tracker.updated","result":{"object":"Tracker","tracking_code":"94","carrier":"USPS","tracking_details":[',
    `{"object":"TrackingDetail","message":"x","status":"failure","datetime":"${AT}"},`,
    ']}}',
  ],
  project44: [
    '{"shipment":{"id":"s","identifiers":[{"type":"PRO","value":"1"}]},"statusUpdates":[',
    `{"timestamp":"${AT}","statusCode":"EXCEPTION","description":"x"},`,
    ']}',
  ],
  shippo: [
    '{"event":"track_updated","data":{"carrier":"usps","tracking_number":"94","tracking_history":[',
    `{"status":"FAILURE","status_date":"${AT}","substatus":{"code":"package_lost","text":"x"}},`,
    ']}}',
  ],
  'carrier-dhl-unified': [
    '{"shipments":[{"id":"1","service":"express","events":[',
    `{"timestamp":"${AT}","statusCode":"failure","status":"x"},`,
    ']}]}',
  ],
  'carrier-lasership-json': [
    '{"OrderNumber":"1","Events":[',
    `{"DateTime":"2026-03-01T17:30:00","EventType":"Delayed"},`,
    ']}',
  ],
  shipengine: [
    '{"resource_type":"API_TRACK","data":{"tracking_number":"94","carrier_code":"usps","events":[',
    `{"occurred_at":"${AT}","status_code":"EX","description":"x"},`,
    ']}}',
  ],
  'dcsa-arrival-notice': [
    '{"arrivalNotices":[',
    '{"transportDocumentReference":"B1","charges":[{"chargeName":"a","currencyAmount":1,"currencyCode":"EUR"}]},',
    ']}',
  ],
  shopify: [
    `{"id":25,"order_id":45,"status":"success","shipment_status":"attempted_delivery","tracking_company":"UPS","updated_at":"${AT}","line_items":[],"tracking_numbers":[`,
    '"1Z1",',
    ']}',
  ],
  terminal49: [
    `{"data":{"id":"n","type":"webhook_notification","attributes":{"event":"container.updated","created_at":"${AT}"}},"included":[`,
    '{"id":"1","type":"container","attributes":{"number":"MRKU3700927"}},',
    ']}',
  ],
};
const FEDEX = [
  '{"output":{"completeTrackResults":[{"trackingNumber":"1","trackResults":[{"trackingNumberInfo":{"trackingNumber":"1"},"scanEvents":[',
  '{"date":"2026-03-01T17:30:00-06:00","eventType":"DE","eventDescription":"x","exceptionCode":"08"},',
  ']}]}]}}',
] as const;
const SAME: Readonly<Record<string, readonly [string, string, string] | undefined>> = {
  'dcsa-an': OWN['dcsa-arrival-notice'],
  'carrier-fedex-aiv': FEDEX,
  'carrier-fedex-json': FEDEX,
  'carrier-ups-json': [
    '{"trackResponse":{"shipment":[{"inquiryNumber":"1","package":[{"trackingNumber":"1Z1","activity":[',
    '{"status":{"type":"X","code":"48","description":"x"},"date":"20260301","time":"173000"},',
    ']}]}]}}',
  ],
  'carrier-usps-v3': [
    '{"trackingNumber":"94","trackingEvents":[',
    '{"eventType":"x","eventCode":"02","eventTimestamp":"2026-03-01T17:30:00Z"},',
    ']}',
  ],
};
const ownOf = (format: string): Readonly<Record<string, Growing>> => {
  const [before, piece, after] = OWN[format] ?? SAME[format] ?? [];
  if (before === undefined || piece === undefined || after === undefined) return {};
  return { 'its own, over and over': (bytes) => repeated(piece, before, `${piece.slice(0, -1)}${after}`)(bytes) };
};

const XML_SHAPES: Readonly<Record<string, Growing>> = {
  'elements in elements': nested('<a>', '</a>'),
  'never closed': repeated('<Activity>'),
  'many of one name': repeated(
    '<Activity><Date>20260302</Date><Time>090000</Time><Status>X</Status></Activity>',
    '<TrackResponse><Shipment><Package><TrackingNumber>1</TrackingNumber>',
    '</Package></Shipment></TrackResponse>',
  ),
  'entities in entities': repeated(
    '&c;',
    '<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>',
    '</a>',
  ),
  attributes: repeated(' a="1"', '<a', '/>'),
  'a huge text': repeated('delayed &amp; ', '<a><b>', '</b></a>'),
};

/** Segments that one set or another looks at. */
const X12_SEGMENTS = [
  'LX*1',
  'AT7*X1*NS***20260308*0230*LT',
  'AT7*SD*AJ***20260308*0230*LT',
  'MS1*DENVER*CO*US',
  'Q7*D*PCS*1',
  'L11*1*BM',
  'N9*BN*1',
  'N9*X3*02*LIGHTS',
  'Q5*I*20260302*0830***DENVER*CO*US',
  'N7*MSCU*123456',
  'B4***VA*20260302*0715*USLAX*MSCU*123456',
  'R4*5*UN*USLAX*LOS ANGELES*US',
  'DTM*371*20260302*0900*LT',
  'HL*1**S',
  'LIN**BP*1',
  'SN1**1*EA*1',
  'PO1*1*10*EA*1',
  'ACK*IQ*5*EA',
  'IT1*1*1*EA*1',
  'W07*1*EA**VN*1',
  'W12*CC*10*5*5*EA**VN*1',
  'W19*AU*-1*EA**VN*1',
  'POC*1*QD*1**EA***VN*1',
  'PRF*1',
  'ISR*BO*20260305',
  'RCD*1*5*EA*1*EA*01',
  'OTI*TR*TN*1*******214',
  'TED*024*text',
  'QTY*33*1*EA',
  'N1*SF*X',
  'N4*DENVER*CO',
  'K1*text',
  'NTE**text',
  'P4*2704*20260302',
  'X4*1*20260302*0900*1H',
];
const x12 = (set: string): Readonly<Record<string, Growing>> => {
  const head = `ISA*00*          *00*          *02*NRTH           *ZZ*FAIRLEAD       *260302*0815*U*00401*000004417*0*P*>~GS*XX*A*B*20260302*0815*1*X*004010~`;
  const of = (piece: string): Growing =>
    repeated(
      piece,
      `${head}ST*${set}*0001~B10*1*2*SCAC~BSN*00*1*20260302*0900~BAK*00*AC*1*20260302~`,
      'SE*9*0001~GE*1*1~IEA*1*000004417~',
    );
  return {
    'all segments, over and over': of(`${X12_SEGMENTS.join('~')}~`),
    'one after the other': (bytes) =>
      of(
        X12_SEGMENTS.map((one) => `${one}~`.repeat(Math.max(1, Math.floor(bytes / 30 / X12_SEGMENTS.length)))).join(''),
      )(1),
    'many sets': repeated(
      `ST*${set}*0001~LX*1~AT7*X1*NS***20260308*0230*LT~SE*4*0001~`,
      head,
      'GE*1*1~IEA*1*000004417~',
    ),
    'interchanges that never end': repeated(head),
    'elements without end': of('*'),
    'a huge element': of('delayed '),
  };
};

const EDIFACT_SEGMENTS =
  "CNI+1+C1'STS+1+24+63'RFF+BM:B1'DTM+334:202603020700:203'LOC+175+DEHAM'TDT+20+1'EQD+CN+MSKU7110664'LIN+1+7'QTY+21:10'QTY+113:8'QVR+-2:21+OW'CPS+1'GIN+BJ+1'PIA+1+1:SA'FTX+AAI+++x'GIS+5'RFF+ABT:D1'ERP+1'ERC+6'FTX+AHN+++STATUS:HELD'";
const edifact = (type: string): Readonly<Record<string, Growing>> => {
  const head = `UNB+UNOA:1+A+B+260302:0800+7'UNH+1+${type}:D:00B:UN'BGM+23+M1'`;
  return {
    'all segments, over and over': repeated(EDIFACT_SEGMENTS, head, "UNT+1+1'"),
    'many messages': repeated(`UNH+1+${type}:D:00B:UN'BGM+23+M1'CNI+1+C'STS+1+24'UNT+4+1'`, '', ''),
    'release characters': repeated('?', head),
    components: repeated(':', `${head}RFF+`, "'UNT+1+1'"),
    'separators that change': repeated("UNA:+.? 'UNB+"),
  };
};

const PACKED_IN_TEXT: Readonly<Record<string, Growing>> = {
  'documents one after another': repeated('<?xml version="1.0"?><CC351A><DocNumHEA5>1</DocNumHEA5></CC351A>'),
  'documents in CDATA': repeated('<p><![CDATA[<CC351A><DocNumHEA5>1</DocNumHEA5></CC351A>]]></p>', '<a>', '</a>'),
  'CDATA that never ends': repeated('<p><![CDATA[<?xml <a>', '<a>'),
  'documents in JSON': repeated('{"body":"<CC351A><DocNumHEA5>1</DocNumHEA5></CC351A>"},', '[', '{}]'),
  'JSON in JSON': (bytes) => Buffer.from(JSON.stringify({ a: JSON.stringify({ b: '[{"c":1}]'.repeat(bytes / 20) }) })),
};

const IDOCS: Readonly<Record<string, Growing>> = {
  'many IDocs': repeated(
    '<IDOC><E1EDL20><VBELN>1</VBELN><E1EDL24><LFIMG>1</LFIMG></E1EDL24></E1EDL20></IDOC>',
    '<a>',
    '</a>',
  ),
  'many items': repeated(
    '<E1EDL24><POSNR>1</POSNR><LFIMG>1</LFIMG></E1EDL24>',
    '<a><IDOC><E1EDL20><VBELN>1</VBELN>',
    '</E1EDL20></IDOC></a>',
  ),
};

const TABLES: Readonly<Record<string, Growing>> = {
  formulas: repeated('=CMD()|A1,"=1+1",@SUM(A1),-2+3\n', 'a,b,c,d\n'),
  'a quote that never ends': repeated('x,y\n', 'a,b\n"'),
  'a huge cell': repeated('x', 'a,b\n1,'),
  'columns without end': repeated('a,'),
  'lines of JSON': repeated('{"a":1}\n'),
  'a zip that is none': repeated('PK\u0003\u0004'),
};

const MAIL: Readonly<Record<string, Growing>> = {
  'mails in mails': repeated(
    'Content-Type: message/rfc822\r\n\r\n',
    'From: a@b.example\r\n',
    'From: c@d.example\r\n\r\nShipment 80012345 is delayed.',
  ),
  'parts without end': repeated(
    '--b\r\n\r\nx\r\n',
    'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n',
  ),
  words: repeated('Shipment 80012345 is delayed because of a strike. ', 'From: a@b.example\r\nSubject: x\r\n\r\n'),
  quotes: repeated('> ', 'From: a@b.example\r\n\r\n'),
  tags: repeated('<p ', 'From: a@b.example\r\nContent-Type: text/html\r\n\r\n'),
};

const X12 = /^x12(?:-(\d{3}))?$/;
const EDIFACT = /^edifact(?:-(\w+))?$/;
const TABULAR = ['csv', 'tsv', 'csv-export', 'jsonl', 'xlsx', 'wms-count', 'wms-short-pick'];
const XML = /xml$/;
const JSON_ONES =
  /json$|^(canonical|cloudevents|amazon-sp-api|dynamics-365|sap-s4|shopify|terminal49|epcis|netsuite|odoo|17track|aftership|easypost|fourkites|project44|shipengine|shippo|carrier-dhl-unified|carrier-fedex-aiv|carrier-ups-trackalert|carrier-usps-v3|dcsa-.*)$/;

/** What is tried on a format; undefined: nobody has said yet how it is written. */
export function hostileFor(format: string): Readonly<Record<string, Growing>> | undefined {
  const [isX12, set = '214'] = X12.exec(format) ?? [];
  if (isX12 !== undefined) return { ...ANY, ...x12(set) };
  const [isEdifact, type = 'iftsta'] = EDIFACT.exec(format) ?? [];
  if (isEdifact !== undefined) return { ...ANY, ...edifact(type.toUpperCase()) };
  if (format === 'email') return { ...ANY, ...MAIL };
  if (TABULAR.includes(format)) return { ...ANY, ...TABLES, ...JSON_SHAPES };
  if (format === 'sap-s4') return { ...ANY, ...JSON_SHAPES, ...XML_SHAPES, ...IDOCS, ...ownOf(format) };
  if (format === 'epcis') return { ...ANY, ...JSON_SHAPES, ...XML_SHAPES };
  if (format.startsWith('customs-')) return { ...ANY, ...XML_SHAPES, ...JSON_SHAPES, ...PACKED_IN_TEXT };
  if (XML.test(format)) return { ...ANY, ...XML_SHAPES };
  return JSON_ONES.test(format) ? { ...ANY, ...JSON_SHAPES, ...ownOf(format) } : undefined;
}
