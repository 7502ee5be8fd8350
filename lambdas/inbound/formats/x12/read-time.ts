import type { Signal } from '../../../contracts/index.ts';
import { atZone, isDay } from '../local-time.ts';
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
