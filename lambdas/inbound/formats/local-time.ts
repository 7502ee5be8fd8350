import { Temporal } from 'temporal-polyfill';
import type { Signal } from '../../contracts/index.ts';
import { zoneOfPlace } from './zone-of-place.ts';
import type { Where } from './zone-of-place.ts';

/** When it happened, and where its offset comes from; both as a signal has them. */
export interface SentTime {
  readonly occurredAt: string;
  readonly timeBasis: Signal['timeBasis'];
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?$/;
const OFFSET = /^([+-])(0\d|1[0-4]):?([0-5]\d)?$/;

/**
 * A day (`2026-03-02`) and a clock (`08:00`, `08:00:00.5`; empty is midnight) as an instant with its offset: the offset that was sent (`+01:00`, `+0100`, `Z`, or a zone of the IANA
 * database), else that of the place, else that of the source. A local time that does not exist moves forward by the gap; one that exists twice means the first. Undefined where it is
 * no time of our age.
 */
export function readLocal(
  day: string,
  clock: string,
  sentZone: string | undefined,
  where: Where,
  zoneOfSource: string,
): SentTime | undefined {
  const [, year = '', month = '', dayOfMonth = ''] = DAY.exec(day) ?? [];
  if (!isDay(Number(year), Number(month), Number(dayOfMonth))) return undefined;
  const read = CLOCK.exec(clock === '' ? '00:00' : clock);
  if (read === null) return undefined;
  const [, hour = '', minute = '', second = '00', fraction = ''] = read;
  const sent = sentZone === undefined ? undefined : zoneSent(sentZone);
  const ofPlace = sent === undefined ? zoneOfPlace(where) : undefined;
  const timeBasis = sent !== undefined ? 'sent' : ofPlace !== undefined ? 'place' : 'source';
  const local = `${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  return { occurredAt: atZone(local, sent ?? ofPlace ?? zoneOfSource), timeBasis };
}

/**
 * An ISO 8601 time as senders write it: with or without seconds, `T` or a blank between, with an offset (`Z`, `+01:00`, `+0100`, `+01`) or without. A day alone is its midnight; an
 * offset that is none makes it no time.
 */
export function readIsoTime(text: string, where: Where, zoneOfSource: string): SentTime | undefined {
  const [, day = '', clock = '', offset] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?))?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/i.exec(
      text.trim().slice(0, 60),
    ) ?? [];
  if (day === '' || (offset !== undefined && zoneSent(offset) === undefined)) return undefined;
  return readLocal(day, clock, offset, where, zoneOfSource);
}

function zoneSent(zone: string): string | undefined {
  if (/^(Z|UTC|GMT)$/i.test(zone)) return '+00:00';
  const [, sign, hours, minutes = '00'] = OFFSET.exec(zone) ?? [];
  if (sign !== undefined) return `${sign}${hours ?? '00'}:${minutes}`;
  return isZone(zone) ? zone : undefined;
}

function isZone(name: string): boolean {
  try {
    return (
      /^[A-Za-z]+\/[A-Za-z_/+-]+$/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Object
    );
  } catch {
    return false;
  }
}

/** What comes from before the epoch, or from another century, is a slip of the sender; zones had odd offsets then. */
export function isDay(year: number, month: number, day: number): boolean {
  if (!(year >= 1970 && year <= 2099 && month >= 1 && month <= 12 && day >= 1)) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Looking a zone up costs more than all the rest of a message. Offsets change on a quarter of an hour, so they are remembered by it. */
const offsets = new Map<string, string>();
const MOST_OFFSETS = 20_000;

/** A local time (`2026-03-02T08:00:00.000`) in a zone or at an offset. */
export function atZone(local: string, zone: string): string {
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
