import { Temporal } from 'temporal-polyfill';
import type { Signal } from '../../../contracts/index.ts';
import { zoneOfPlace } from '../zone-of-place.ts';
import type { Where } from '../zone-of-place.ts';
import { timeCodes } from './codes/time-code.ts';

export interface ReadTime {
  readonly occurredAt: string;
  readonly timeBasis: Signal['timeBasis'];
  /** False where only a day was sent. */
  readonly hasClock: boolean;
}

/** Which element is no date or time. */
export interface BadTime {
  readonly bad: 'date' | 'time';
}

const DATE = /^(\d{4}|\d{2})(\d{2})(\d{2})$/;
/** HHMM, HHMMSS, HHMMSSD, HHMMSSDD: data element 337. */
const TIME = /^([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d)(\d{0,2}))?$/;

/**
 * An X12 date (CCYYMMDD or YYMMDD), time and time code as an instant with its offset. A time without a zone is read in the zone of the place, else of the source. A local
 * time that does not exist moves forward by the gap; one that exists twice means the first.
 */
export function readTime(date: string, time: string, code: string, where: Where, zone: string): ReadTime | BadTime {
  const day = DATE.exec(date);
  const [, years = '', month = '', dayOfMonth = ''] = day ?? [];
  const year = years.length === 2 ? `20${years}` : years;
  if (!isDay(Number(year), Number(month), Number(dayOfMonth))) return { bad: 'date' };
  const clock = TIME.exec(time === '' ? '0000' : time);
  if (clock === null) return { bad: 'time' };
  const [, hour = '', minute = '', second = '00', fraction = ''] = clock;
  const sent = timeCodes.get(code);
  const ofPlace = sent === undefined ? zoneOfPlace(where) : undefined;
  const timeBasis = sent !== undefined ? 'sent' : ofPlace !== undefined ? 'place' : 'source';
  const local = `${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second || '00'}.${fraction.padEnd(3, '0')}`;
  return { occurredAt: atZone(local, sent ?? ofPlace ?? zone), timeBasis, hasClock: time !== '' };
}

/** What comes from before the epoch, or from another century, is a slip of the sender; zones had odd offsets then. */
function isDay(year: number, month: number, day: number): boolean {
  if (!(year >= 1970 && year <= 2099 && month >= 1 && month <= 12 && day >= 1)) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Looking a zone up costs more than all the rest of a message. Offsets change on a quarter of an hour, so they are remembered by it. */
const offsets = new Map<string, string>();
const MOST_OFFSETS = 20_000;

function atZone(local: string, zone: string): string {
  if (/^[+-]\d\d:\d\d$/.test(zone)) return `${local}${zone}`;
  const quarter = Math.floor(Number(local.slice(14, 16)) / 15);
  const key = `${zone}${local.slice(0, 13)}${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return `${local}${known}`;
  const zoned = zonedAt(local, zone);
  if (!zoned.startsWith(local)) return zoned;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offset = zoned.slice(local.length);
  offsets.set(key, offset);
  return zoned;
}

/** A source that was registered with no zone of this world is read in UTC: its reports are worth more than its registration. */
function zonedAt(local: string, zone: string): string {
  const time = Temporal.PlainDateTime.from(local);
  const text = (name: string): string =>
    time
      .toZonedDateTime(name, { disambiguation: 'compatible' })
      .toString({ timeZoneName: 'never', smallestUnit: 'millisecond' });
  try {
    return text(zone);
  } catch {
    return text('UTC');
  }
}
