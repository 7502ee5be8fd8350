import type { Payload } from '../../lambdas/inbound/formats/translator.ts';
import { mapping } from '../../lambdas/contracts/index.ts';
import type { Mapping } from '../../lambdas/contracts/index.ts';

/** What a format is measured by: messages of a usual size, as many as are wanted, of which about a third tells of trouble. */
export interface Interchange {
  readonly format: string;
  /** What is counted. */
  readonly item: string;
  readonly make: (items: number) => string;
  /** As many as one payload may have. */
  readonly most?: number;
  readonly mapping?: Mapping;
}

const numbers = (items: number): readonly number[] => Array.from({ length: items }, (_, index) => index);
const shipmentOf = (index: number): string => `S${String(1_000_000 + index)}`;
const digits = (value: number, length: number): string => String(value).padStart(length, '0');
/** Some time of one month, another for each. */
const dayOf = (index: number): string => digits(1 + (index % 28), 2);
const clockOf = (index: number): readonly [string, string] => [digits(index % 24, 2), digits((index * 7) % 60, 2)];
const oneOf = <Value>(values: readonly [Value, ...Value[]], index: number): Value =>
  values[index % values.length] ?? values[0];

function x12Of(items: number): string {
  const sets = numbers(items).map((index) => {
    const [hour, minute] = clockOf(index);
    const control = digits(index + 1, 9);
    return [
      `ST*214*${control}`,
      `B10*${shipmentOf(index)}*BL${String(index)}*ABCD`,
      `L11*PO${String(index)}*PO`,
      'N1*SH*SENDER*93*1',
      'N1*CN*RECEIVER*93*2',
      'LX*1',
      `AT7*${oneOf(['X3*NS', 'AF*NS', 'SD*AI'], index)}***202603${dayOf(index)}*${hour}${minute}*ET`,
      'MS1*CLEVELAND*OH*US',
      'MS2*ABCD*T100',
      'AT8*G*L*1200*4',
      `SE*11*${control}`,
    ];
  });
  return [
    'ISA*00*          *00*          *02*ABCD           *ZZ*FAIRLEAD       *260302*0800*U*00401*000000001*0*P*>',
    'GS*QM*ABCD*FAIRLEAD*20260302*0800*1*X*004010',
    ...sets.flat(),
    `GE*${String(items)}*1`,
    'IEA*1*000000001',
  ]
    .map((segment) => `${segment}~`)
    .join('\n');
}

function iftstaOf(items: number): string {
  const messages = numbers(items).map((index) => {
    const [hour, minute] = clockOf(index);
    return [
      `UNH+${String(index + 1)}+IFTSTA:D:01B:UN`,
      `BGM+23+R${String(index)}+9`,
      `DTM+137:202603${dayOf(index)}0600:203`,
      'NAD+CA+ABCD:172:182',
      `CNI+1+${shipmentOf(index)}`,
      `RFF+CU:PO${String(index)}`,
      `STS+1+${oneOf(['21', '13', '53'], index)}`,
      `DTM+334:202603${dayOf(index)}${hour}${minute}:203`,
      'LOC+5+DEHAM:139:6',
      `UNT+10+${String(index + 1)}`,
    ];
  });
  return ["UNA:+.? '", "UNB+UNOC:3+ABCD:ZZZ+FAIRLEAD:ZZZ+260302:0800+1'"]
    .concat(
      messages.flat().map((segment) => `${segment}'`),
      `UNZ+${String(items)}+1'`,
    )
    .join('\n');
}

function epcisOf(items: number): string {
  const eventList = numbers(items).map((index) => {
    const [hour, minute] = clockOf(index);
    return {
      type: 'ObjectEvent',
      eventID: `urn:uuid:00000000-0000-4000-8000-${digits(index, 12)}`,
      eventTime: `2026-03-${dayOf(index)}T${hour}:${minute}:00.000Z`,
      eventTimeZoneOffset: '+01:00',
      epcList: [`urn:epc:id:sscc:0614141.1${digits(index, 9)}`],
      action: 'OBSERVE',
      bizStep: oneOf(['shipping', 'inspecting', 'receiving'], index),
      disposition: oneOf(['in_transit', 'damaged', 'in_progress'], index),
      readPoint: { id: 'urn:epc:id:sgln:0614141.00777.0' },
      bizTransactionList: [{ type: 'po', bizTransaction: `urn:epc:id:gdti:0614141.06012.${String(index)}` }],
    };
  });
  return JSON.stringify({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-03-02T08:00:00.000Z',
    epcisBody: { eventList },
  });
}

function dcsaOf(items: number): string {
  return JSON.stringify(
    numbers(items).map((index) => {
      const [hour, minute] = clockOf(index);
      return {
        eventID: `00000000-0000-4000-8000-${digits(index, 12)}`,
        eventType: 'TRANSPORT',
        transportEventTypeCode: oneOf(['ARRI', 'DEPA'], index),
        eventClassifierCode: oneOf(['EST', 'ACT'], index),
        eventDateTime: `2026-03-${dayOf(index)}T${hour}:${minute}:00+01:00`,
        eventCreatedDateTime: '2026-03-01T08:00:00Z',
        documentReferences: [{ documentReferenceType: 'BKG', documentReferenceValue: shipmentOf(index) }],
        transportCall: {
          UNLocationCode: 'DEHAM',
          modeOfTransport: 'VESSEL',
          vessel: { vesselIMONumber: `9${digits(index, 6)}` },
        },
        ...(index % 3 === 0 ? { delayReasonCode: 'WEA' } : {}),
      };
    }),
  );
}

function easyPostOf(items: number): string {
  const details = numbers(items).map((index) => {
    const [hour, minute] = clockOf(index);
    return {
      object: 'TrackingDetail',
      message: 'Scanned',
      status: oneOf(['in_transit', 'failure', 'out_for_delivery'], index),
      datetime: `2026-${digits(1 + (Math.floor(index / 28) % 12), 2)}-${dayOf(index)}T${hour}:${minute}:00Z`,
      tracking_location: { object: 'TrackingLocation', city: 'CLEVELAND', state: 'OH', country: 'US', zip: '44101' },
    };
  });
  const result = { id: 'trk_1', object: 'Tracker', tracking_code: 'T1', status: 'in_transit', carrier: 'USPS' };
  return JSON.stringify({
    id: 'evt_1',
    object: 'Event',
    description: 'tracker.updated',
    result: { ...result, tracking_details: details },
  });
}

/** Six columns: what an order line asked for and what was picked, as a warehouse exports it. */
const pickMapping = mapping.parse({
  contract: 'mapping/1',
  id: 'bench-picks',
  title: 'Picks',
  input: { dates: ['yyyy-MM-dd HH:mm'] },
  references: [{ kind: 'order', value: 'order' }],
  occurredAt: ['picked_at'],
  quantities: {
    ordered: { column: 'ordered', unit: { text: 'EA' } },
    picked: { column: 'picked', unit: { text: 'EA' } },
  },
  troubles: [{ type: 'inventory.shortfall', when: { short: { ordered: 'ordered', confirmed: 'picked' } } }],
  progress: [{ milestone: { name: 'other', at: 'actual' } }],
});

function picksOf(items: number): string {
  const rows = numbers(items).map((index) => {
    const [hour, minute] = clockOf(index);
    return `${shipmentOf(index)},A${String(index % 500)},12,${oneOf(['12', '11', '12'], index)},2026-03-${dayOf(index)} ${hour}:${minute},NORTH`;
  });
  return ['order,sku,ordered,picked,picked_at,warehouse', ...rows].join('\n');
}

/** Three columns, the narrowest that says anything. */
const statusMapping = mapping.parse({
  contract: 'mapping/1',
  id: 'bench-statuses',
  title: 'Statuses',
  input: { dates: ['iso'] },
  references: [{ kind: 'shipment', value: 'shipment' }],
  occurredAt: ['time'],
  troubles: [{ type: 'transport.delay', when: { equals: { status: 'late' } } }],
  progress: [{ milestone: { name: 'other', at: 'actual' } }],
});

function statusesOf(items: number): string {
  const rows = numbers(items).map((index) => {
    const [hour, minute] = clockOf(index);
    return `${shipmentOf(index)},${oneOf(['moving', 'late', 'here'], index)},2026-03-${dayOf(index)}T${hour}:${minute}:00Z`;
  });
  return ['shipment,status,time', ...rows].join('\n');
}

function statusLinesOf(items: number): string {
  return numbers(items)
    .map((index) => {
      const [hour, minute] = clockOf(index);
      const status = oneOf(['moving', 'late', 'here'], index);
      return JSON.stringify({
        shipment: shipmentOf(index),
        status,
        time: `2026-03-${dayOf(index)}T${hour}:${minute}:00Z`,
      });
    })
    .join('\n');
}

export const interchanges: readonly Interchange[] = [
  { format: 'x12-214', item: 'status messages', make: x12Of },
  { format: 'edifact-iftsta', item: 'status messages', make: iftstaOf },
  { format: 'epcis', item: 'events', make: epcisOf, most: 2_000 },
  { format: 'dcsa-tnt', item: 'events', make: dcsaOf, most: 2_000 },
  { format: 'easypost', item: 'events of a history', make: easyPostOf, most: 1_000 },
  { format: 'csv', item: 'narrow rows', make: statusesOf, most: 100_000, mapping: statusMapping },
  { format: 'csv', item: 'rows of picks', make: picksOf, most: 100_000, mapping: pickMapping },
  { format: 'jsonl', item: 'records', make: statusLinesOf, most: 100_000, mapping: statusMapping },
];

export function payloadOf(interchange: Interchange, items: number): Payload {
  return { bytes: Buffer.from(interchange.make(items)), contentType: '', headers: {} };
}
