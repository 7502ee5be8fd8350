import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../support/world.ts';

/** One report, as it is put into the line: a payload of the samples, or what a system of our own would post. */
export type Report =
  | { readonly sample: string; readonly format: string; readonly contentType: string; readonly zone: string }
  | { readonly signal: (now: number) => object };

export interface RealCase {
  readonly type: string;
  readonly report: Report;
}

const X12 = 'application/edi-x12';
const XML = 'application/xml';
const JSON_TYPE = 'application/json';
const HOUR = 3_600_000;

const ago = (now: number, hours: number): string => new Date(now - hours * HOUR).toISOString();

function sample(type: string, file: string, format: string, contentType: string, zone: string): RealCase {
  return { type, report: { sample: file, format, contentType, zone } };
}

/** Where no sample reports the type: what a TMS, a warehouse or a finance system of ours posts in our own shape. */
function signal(type: string, hoursAgo: number, rest: object): RealCase {
  return {
    type,
    report: { signal: (now) => ({ kind: 'exception', type, occurredAt: ago(now, hoursAgo), ...rest }) },
  };
}

const shipment = (value: string) => ({ kind: 'shipment', value });
const rotterdam = { locality: 'Rotterdam', country: 'NL' };

/** A report for each type of exception that a report can open, from who would send it. */
export const realCases: readonly RealCase[] = [
  sample('transport.delivery_failed', 'x12-214/canadapost_st02_attempted.edi', 'x12-214', X12, 'America/Vancouver'),
  sample('transport.delay', 'dcsa-portcall/portcall-post-request.json', 'dcsa-portcall', JSON_TYPE, 'Europe/Berlin'),
  sample('transport.capacity_rejected', 'x12-990/itc_990_accept_counter.edi', 'x12-990', X12, 'America/Chicago'),
  sample('cargo.damaged', 'x12-322/onedisource_322_gate_inspection_defects.edi', 'x12-322', X12, 'America/Los_Angeles'),
  sample('compliance.customs_hold', 'customs-ics/Intervention.xml', 'customs-ics', XML, 'Europe/London'),
  sample('supply.shortfall', 'x12-855/po_ack_minor_changes.edi', 'x12-855', X12, 'America/New_York'),
  signal('inventory.shortfall', 1, {
    references: [
      { kind: 'delivery', value: '0080012271' },
      { kind: 'order', value: '4500020931' },
    ],
    place: { name: 'WH-DUS', locality: 'Düsseldorf', country: 'DE' },
    quantities: { ordered: { value: '480', unit: 'EA' }, available: { value: '312', unit: 'EA' } },
    text: '168 of 480 cannot be picked: the bin is empty, the stock is booked.',
  }),
  signal('transport.milestone_missed', 2, {
    references: [shipment('SHP-20418'), { kind: 'container', value: 'MSKU7750847', issuer: 'MAEU' }],
    carrier: { scac: 'MAEU', name: 'Maersk' },
    milestone: { name: 'departed', at: 'scheduled', stop: '1' },
    place: rotterdam,
    text: 'Gate-in is reported, loading is not; the vessel has sailed.',
  }),
  signal('supply.late', 6, {
    references: [
      { kind: 'purchase_order', value: '4500091120' },
      { kind: 'delivery', value: '0180004410' },
    ],
    place: { locality: 'Brescia', country: 'IT' },
    text: 'Supplier confirms 9 March in place of 4 March: a press is down.',
  }),
  signal('transport.detention', 5, {
    references: [{ kind: 'container', value: 'TGHU4519910', issuer: 'HLCU' }, shipment('SHP-20533')],
    carrier: { scac: 'HLCU', name: 'Hapag-Lloyd' },
    place: { locality: 'Hamburg', country: 'DE' },
    amounts: { per_day: { amount: '95.00', currency: 'EUR' } },
    text: 'Free time ends tomorrow; the container is not yet picked up.',
  }),
  signal('transport.lost', 30, {
    references: [{ kind: 'tracking', value: '1Z999AA10123456784', issuer: 'UPSN' }],
    carrier: { scac: 'UPSN', name: 'UPS' },
    place: { locality: 'Louisville', region: 'KY', country: 'US' },
    text: 'Not seen since the scan at the hub; the carrier has closed its search.',
  }),
  signal('cargo.temperature_excursion', 1, {
    references: [shipment('SHP-20601'), { kind: 'container', value: 'MWCU6854030', issuer: 'MAEU' }],
    carrier: { scac: 'MAEU', name: 'Maersk' },
    place: { locality: 'Algeciras', country: 'ES' },
    quantities: { temperature: { value: '11.4', unit: 'CEL' } },
    text: 'Supply air at 11.4 °C for 95 minutes, set point 5 °C.',
  }),
  signal('cargo.mis_shipped', 20, {
    references: [{ kind: 'delivery', value: '0080012345' }, shipment('SHP-20655')],
    place: { locality: 'Lyon', country: 'FR' },
    text: 'Consignee has received pallet of order 4500017 in place of 4500071.',
  }),
  signal('inventory.mismatch', 3, {
    references: [
      { kind: 'delivery', value: '0080012310' },
      { kind: 'sku', value: 'SKU-77012' },
    ],
    place: { locality: 'Düsseldorf', country: 'DE' },
    quantities: { counted: { value: '112', unit: 'EA' }, booked: { value: '140', unit: 'EA' } },
    text: 'Cycle count of bin 04-17-C is 28 short.',
  }),
  signal('compliance.document_missing', 8, {
    references: [{ kind: 'declaration', value: '26NL0002171C5E8DJ3' }, shipment('SHP-20712')],
    place: rotterdam,
    text: 'Certificate of origin (EUR.1) is not in the file.',
  }),
  signal('finance.pod_dispute', 26, {
    references: [
      { kind: 'invoice', value: '90022871' },
      { kind: 'delivery', value: '0080012399' },
    ],
    place: { locality: 'Milano', country: 'IT' },
    amounts: { disputed: { amount: '18240.00', currency: 'EUR' } },
    text: 'Consignee says that 2 of 14 pallets did not arrive; the proof bears no signature.',
  }),
  signal('finance.invoice_dispute', 50, {
    references: [{ kind: 'invoice', value: 'FB-556120', issuer: 'ODFL' }, shipment('SHP-20790')],
    carrier: { scac: 'ODFL', name: 'Old Dominion' },
    amounts: { invoiced: { amount: '1412.60', currency: 'USD' }, tendered: { amount: '1180.00', currency: 'USD' } },
    text: 'Lift-gate and re-delivery charged, neither ordered.',
  }),
  signal('integration.source_silent', 1, {
    references: [{ kind: 'source', value: 'northline-edi' }],
    text: 'Nothing for 6 hours; it may be silent for 4.',
  }),
  signal('integration.payload_rejected', 1, {
    references: [{ kind: 'source', value: 'northline-edi' }],
    text: '12 of 14 messages since 07:40 cannot be read: segment B10 is missing.',
  }),
];

/** The sources that the samples come from, one a format. */
export function sourcesOf(cases: readonly RealCase[]) {
  const byFormat = new Map(
    cases.flatMap(({ report }) => ('sample' in report ? [[report.format, report] as const] : [])),
  );
  return [...byFormat.values()].map(({ format, zone }) => ({
    id: `samples-${format}`,
    title: `Samples of ${format}`,
    format,
    zone,
    region: zone.startsWith('America/') ? 'na' : 'eu',
    businessUnit: 'retail',
  }));
}

/** Puts a report into the line. Answers the status and what the sender was told. */
export async function sendReport(world: World, { report }: RealCase, samples: string, sign: Sign): Promise<void> {
  if ('signal' in report) {
    const answer = await world.postSignal(report.signal(world.now()));
    if (answer.status !== 202) throw new Error(answer.text);
    return;
  }
  const source = world.sources.find(({ id }) => id === `samples-${report.format}`);
  if (source === undefined) throw new Error(`there is no source of ${report.format}`);
  const body = readFileSync(join(samples, report.sample));
  const headers = { 'content-type': report.contentType, 'fairlead-signature': sign(body, source.secret) };
  const answer = await world.request('POST', source.path, { headers, body });
  if (answer.status !== 202) throw new Error(`${report.sample}: ${answer.text}`);
}

export type Sign = (body: Uint8Array, secret: string) => string;
