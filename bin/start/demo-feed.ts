import type { SourceRegistration } from '../../lambdas/contracts/index.ts';

/** Something that happens in the demonstration. */
export interface DemoEvent {
  readonly source: Pick<SourceRegistration, 'format'>;
  readonly contentType: string;
  readonly body: string;
}

const CARRIERS = [
  { scac: 'NRTH', issuer: 'northline', city: 'DULUTH', state: 'MN', zone: 'CT' },
  { scac: 'NRTH', issuer: 'northline', city: 'TACOMA', state: 'WA', zone: 'PT' },
  { scac: 'NRTH', issuer: 'northline', city: 'ALBANY', state: 'NY', zone: 'ET' },
];

/** X12 214 status and reason pairs: trouble between ordinary progress, as carriers send it. */
const STATUSES: readonly (readonly [status: string, reason: string])[] = [
  ['X6', 'NS'],
  ['AH', 'AQ'],
  ['SD', 'AO'],
  ['X4', 'NS'],
  ['A9', 'BP'],
  ['PR', 'NS'],
  ['D1', 'NS'],
];

const SIGNALS: readonly (readonly [type: string, subject: string, text: string, country: string, place: string])[] = [
  ['transport.capacity_rejected', 'shipment', 'Will haul for 0.50 more a mile', 'DE', 'Hamburg'],
  ['cargo.temperature_excursion', 'container', 'Reefer at -9 °C for 40 minutes', 'NL', 'Rotterdam'],
  ['inventory.shortfall', 'delivery', 'Picked 18 of 24', 'PL', 'Poznań'],
  ['supply.late', 'delivery', 'New date in nine days', 'IT', 'Bologna'],
  ['transport.milestone_missed', 'container', 'No gate-in before the cut-off', 'BE', 'Antwerpen'],
  ['finance.pod_dispute', 'invoice', 'Signature is not ours', 'FR', 'Lyon'],
];

/** The n-th event of the feed at a time: the same sequence every time, with numbers that do not come again. */
export function demoEvent(n: number, now: number): DemoEvent {
  return n % 2 === 0 ? ediEvent(n / 2, now) : signalEvent((n - 1) / 2, now);
}

function ediEvent(n: number, now: number): DemoEvent {
  const carrier = CARRIERS[n % CARRIERS.length] ?? { scac: 'NRTH', city: 'DULUTH', state: 'MN', zone: 'CT' };
  const [status, reason] = STATUSES[(n + 1) % STATUSES.length] ?? ['X6', 'NS'];
  const stamp = new Date(now - 20 * 60_000).toISOString();
  const serial = String(now).slice(-8);
  const body = attemptedDelivery({
    ...carrier,
    status,
    reason,
    tracking: `NL${serial}`,
    shipment: `SO-${serial.slice(2)}`,
    date: stamp.slice(0, 10).replaceAll('-', ''),
    time: stamp.slice(11, 16).replace(':', ''),
    timeCode: 'UT',
  });
  return { source: { format: 'x12-214' }, contentType: 'application/edi-x12', body };
}

export interface EdiParts {
  readonly scac: string;
  readonly city: string;
  readonly state: string;
  readonly status: string;
  readonly reason: string;
  readonly tracking: string;
  readonly shipment: string;
  readonly date: string;
  readonly time: string;
  readonly timeCode: string;
}

/** An X12 214 of a carrier that does not exist. */
export function attemptedDelivery({
  scac,
  city,
  state,
  status,
  reason,
  tracking,
  shipment,
  date,
  time,
  timeCode,
}: EdiParts): string {
  return `${[
    `ISA*00*          *00*          *02*${scac}           *ZZ*FAIRLEAD       *${date.slice(2)}*${time}*U*00401*000000101*0*P*>`,
    `GS*QM*${scac}*FAIRLEAD*${date}*${time}*101*X*004010`,
    'ST*214*0001',
    `B10*${tracking}*${shipment}*${scac}`,
    'N1*CN*HARBOR POINT CLINIC',
    `N4*${city}*${state}*00000*US`,
    'LX*1',
    `AT7*${status}*${reason}***${date}*${time}*${timeCode}`,
    `MS1*${city}*${state}*US`,
    'SE*8*0001',
    'GE*1*101',
    'IEA*1*000000101',
  ].join('~')}~`;
}

function signalEvent(n: number, now: number): DemoEvent {
  const [type, kind, text, country, locality] = SIGNALS[n % SIGNALS.length] ?? [
    'transport.delay',
    'shipment',
    '',
    'DE',
    'Hamburg',
  ];
  const body = {
    kind: 'exception',
    type,
    occurredAt: new Date(now - 10 * 60_000).toISOString(),
    references: [
      { kind, value: `${kind === 'container' ? 'FLDU' : kind.slice(0, 2).toUpperCase()}${String(now).slice(-7)}` },
      { kind: 'order', value: `45000${String(now).slice(-5)}` },
    ],
    place: { locality, country },
    text,
  };
  return { source: { format: 'canonical' }, contentType: 'application/json', body: JSON.stringify(body) };
}
