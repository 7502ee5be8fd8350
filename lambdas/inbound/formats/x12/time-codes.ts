import { Temporal } from 'temporal-polyfill';
import type { Signal } from '../../../contracts/index.ts';

/** X12 data element 623, time code: a zone with daylight saving, or a fixed offset. LT (local) and absent are not here on purpose. */
const ZONES: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  CT: 'America/Chicago',
  MT: 'America/Denver',
  PT: 'America/Los_Angeles',
  AT: 'America/Anchorage',
  HT: 'Pacific/Honolulu',
  NT: 'America/St_Johns',
  TT: 'America/Halifax',
  UT: 'UTC',
  GM: 'UTC',
  ES: '-05:00',
  ED: '-04:00',
  CS: '-06:00',
  CD: '-05:00',
  MS: '-07:00',
  MD: '-06:00',
  PS: '-08:00',
  PD: '-07:00',
  AS: '-09:00',
  AD: '-08:00',
  HS: '-10:00',
  HD: '-09:00',
  NS: '-03:30',
  ND: '-02:30',
  TS: '-04:00',
  TD: '-03:00',
};

/** 01 to 12 are hours east of UTC, 13 to 24 are 12 to 1 hours west of it. */
function zoneOfCode(code: string): string | undefined {
  const named = ZONES[code];
  if (named !== undefined) return named;
  const number = /^\d{2}$/.test(code) ? Number(code) : 0;
  if (number < 1 || number > 24) return undefined;
  const hours = number <= 12 ? number : number - 25;
  return `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
}

/** Zone of a US state or Canadian province by its usual code: the zone of most of its people. */
const ZONE_OF_REGION: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    'America/New_York': 'CT DE DC FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV',
    'America/Chicago': 'AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI',
    'America/Denver': 'CO ID MT NM UT WY',
    'America/Phoenix': 'AZ',
    'America/Los_Angeles': 'CA NV OR WA',
    'America/Anchorage': 'AK',
    'Pacific/Honolulu': 'HI',
    'America/Puerto_Rico': 'PR',
    'America/Toronto': 'ON QC',
    'America/Halifax': 'NB NS PE',
    'America/St_Johns': 'NL',
    'America/Winnipeg': 'MB',
    'America/Regina': 'SK',
    'America/Edmonton': 'AB NT NU',
    'America/Vancouver': 'BC',
    'America/Whitehorse': 'YT',
  }).flatMap(([zone, regions]) => regions.split(' ').map((region) => [region, zone])),
);

/** Countries with one zone, where no region helps. */
const ZONE_OF_COUNTRY: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  CH: 'Europe/Zurich',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  ES: 'Europe/Madrid',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  IE: 'Europe/Dublin',
  IN: 'Asia/Kolkata',
  IT: 'Europe/Rome',
  JP: 'Asia/Tokyo',
  KR: 'Asia/Seoul',
  NL: 'Europe/Amsterdam',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon',
  SE: 'Europe/Stockholm',
  SG: 'Asia/Singapore',
};

export interface ReadTime {
  readonly occurredAt: string;
  readonly timeBasis: Signal['timeBasis'];
}

export interface Where {
  readonly region?: string | undefined;
  readonly country?: string | undefined;
}

/**
 * An X12 date (CCYYMMDD or YYMMDD), time (HHMM to HHMMSSDD) and time code as an instant with its offset. A time without a zone is read in the zone of the
 * place, else of the source. A local time that does not exist moves forward, one that exists twice means the first. Undefined: not a date.
 */
export function readTime(
  date: string,
  time: string,
  code: string,
  where: Where,
  sourceZone: string,
): ReadTime | undefined {
  const local = localDateTime(date, time);
  if (local === undefined) return undefined;
  const sent = zoneOfCode(code);
  const ofPlace =
    ZONE_OF_REGION[
      where.country === undefined || ['US', 'CA', 'USA', 'CAN'].includes(where.country) ? (where.region ?? '') : ''
    ] ?? ZONE_OF_COUNTRY[where.country ?? ''];
  const timeBasis = sent !== undefined ? 'sent' : ofPlace !== undefined ? 'place' : 'source';
  const zoned = local.toZonedDateTime(sent ?? ofPlace ?? sourceZone, { disambiguation: 'compatible' });
  return { occurredAt: zoned.toString({ timeZoneName: 'never', smallestUnit: 'millisecond' }), timeBasis };
}

function localDateTime(date: string, time: string): Temporal.PlainDateTime | undefined {
  const digits = /^\d{6}$/.test(date) ? `20${date}` : date;
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(digits);
  const clock = /^(\d{2})(\d{2})(\d{2})?\d{0,2}$/.exec(time === '' ? '0000' : time);
  if (day === null || clock === null) return undefined;
  try {
    return Temporal.PlainDateTime.from(
      {
        year: Number(day[1]),
        month: Number(day[2]),
        day: Number(day[3]),
        hour: Number(clock[1]),
        minute: Number(clock[2]),
        second: Number(clock[3] ?? 0),
      },
      { overflow: 'reject' },
    );
  } catch {
    return undefined;
  }
}
