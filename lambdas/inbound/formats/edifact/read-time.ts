import { readLocal } from '../local-time.ts';
import type { SentTime } from '../local-time.ts';
import { lookUp } from '../look-up.ts';
import type { Where } from '../zone-of-place.ts';
import type { Segment } from './tokenize.ts';

export interface EdiTime extends SentTime {
  /** False where only a day was sent. */
  readonly hasClock: boolean;
}

/** Times of a group of segments by their qualifier (UN/EDIFACT 2005), the first of each. */
export type Times = ReadonlyMap<string, EdiTime>;

/** Zones that senders write behind a time (format 303 and the like). What means two things (CST, IST) is not in it: then the place tells. */
const ZONES: Readonly<Record<string, string>> = {
  UTC: 'Z',
  GMT: 'Z',
  Z: 'Z',
  WET: '+00:00',
  BST: '+01:00',
  CET: '+01:00',
  CES: '+02:00',
  EET: '+02:00',
  MSK: '+03:00',
  JST: '+09:00',
  KST: '+09:00',
  HKT: '+08:00',
  EST: '-05:00',
  EDT: '-04:00',
  PST: '-08:00',
  PDT: '-07:00',
};

/** Formats of data element 2379 that stand for a day or a moment, as the digits that they have: years, then what follows. */
const YEAR_DIGITS: Readonly<Record<string, number>> = {
  '101': 2,
  '102': 4,
  '201': 2,
  '202': 2,
  '203': 4,
  '204': 4,
  '205': 4,
  '301': 2,
  '302': 2,
  '303': 4,
  '304': 4,
};
/**
 * Formats that put the day first, mark the time by a letter, or are periods, of which the end binds; each as the digits of a day or moment that begins with its century.
 * https://service.unece.org/trade/untdid/d13a/tred/tred2379.htm
 */
const REARRANGED: Readonly<Record<string, readonly [RegExp, string]>> = {
  '2': [/^(\d\d)(\d\d)(\d\d)$/, '20$3$2$1'],
  '3': [/^(\d\d)(\d\d)(\d\d)$/, '20$3$1$2'],
  '4': [/^(\d\d)(\d\d)(\d{4})$/, '$3$2$1'],
  '5': [/^(\d\d)(\d\d)(\d{4})(\d{4})$/, '$3$2$1$4'],
  '10': [/^(\d{8})T(\d{4})$/, '$1$2'],
  '711': [/^\d{8}-?(\d{8})$/, '$1'],
  '713': [/^\d{10}-?(\d{10})$/, '20$1'],
  '717': [/^\d{6}-?(\d{6})$/, '20$1'],
  '718': [/^\d{8}-?(\d{8})$/, '$1'],
  '719': [/^\d{12}-?(\d{12})$/, '$1'],
};
const YEAR_BY_LENGTH: Readonly<Record<number, number>> = { 6: 2, 8: 4, 10: 2, 12: 4, 14: 4 };

function rearranged(value: string, format: string): string {
  const [form, into = ''] = lookUp(REARRANGED, format) ?? [];
  return form === undefined ? value : value.replace(form, into);
}

/** A DTM of a day or a moment; of a period its end, which is what binds. Undefined where it is none. */
export function readDtm(value: string, format: string, where: Where, zone: string): EdiTime | undefined {
  // Fractions of a second, which some send behind the digits of any format.
  const end = rearranged(value, format).replace(/^(\d{14})\d{3,6}$/, '$1');
  const [, digits = '', behind = ''] =
    /^(\d{6,14})\s*([A-Z]{1,4}|[+-]?\d{2}:?\d{2}|[+-]\d{2})?$/.exec(end.replace(/^(\d{8}):(\d{4})$/, '$1$2')) ?? [];
  const years = lookUp(YEAR_DIGITS, format) ?? YEAR_BY_LENGTH[digits.length];
  if (digits === '' || years === undefined) return undefined;
  const day = `${digits.slice(0, years).padStart(4, '20')}-${digits.slice(years, years + 2)}-${digits.slice(years + 2, years + 4)}`;
  const [hour, minute, second] = [4, 6, 8].map((from) => digits.slice(years + from, years + from + 2));
  // The end of a day is written as its 24th hour.
  const clock = hour === '24' ? '23:59' : [hour, minute, second].filter(Boolean).join(':');
  const sent = Object.hasOwn(ZONES, behind) ? ZONES[behind] : /^[+-]/.test(behind) ? behind : undefined;
  const time = readLocal(day, clock, sent, where, zone);
  return time === undefined ? undefined : { ...time, hasClock: (hour ?? '') !== '' };
}

export function timesIn(
  segments: readonly Segment[],
  where: Where,
  zone: string,
  warn: (text: string) => void = () => undefined,
): Times {
  const times = new Map<string, EdiTime>();
  for (const { tag, elements, position } of segments) {
    const [qualifier = '', value = '', format = ''] = elements[0] ?? [];
    if (tag !== 'DTM' || value === '' || times.has(qualifier)) continue;
    const time = readDtm(value.trim(), format.trim(), where, zone);
    if (time === undefined) warn(`segment ${position}, DTM+${qualifier}: "${value.slice(0, 40)}" is no time`);
    else times.set(qualifier, time);
  }
  return times;
}

/** Of times of one kind the last, where a thing comes in parts. */
export function latestOf(
  segments: readonly Segment[],
  qualifiers: readonly string[],
  zone: string,
): EdiTime | undefined {
  return segments
    .flatMap(({ tag, elements }) => {
      const [qualifier = '', value = '', format = ''] = elements[0] ?? [];
      if (tag !== 'DTM' || !qualifiers.includes(qualifier)) return [];
      return readDtm(value.trim(), format.trim(), {}, zone) ?? [];
    })
    .reduce<EdiTime | undefined>(
      (latest, time) => (isLater(time, latest) || latest === undefined ? time : latest),
      undefined,
    );
}

export function firstOf(times: Times, qualifiers: readonly string[]): EdiTime | undefined {
  return qualifiers.map((qualifier) => times.get(qualifier)).find((time) => time !== undefined);
}

/** The nearest level that has one. */
export function firstIn(levels: readonly Times[], qualifiers: readonly string[]): EdiTime | undefined {
  return levels.map((times) => firstOf(times, qualifiers)).find((time) => time !== undefined);
}

/** Whether it is later than what was due. Where one of them is only a day, days count. */
export function isLater(time: EdiTime | undefined, due: EdiTime | undefined): boolean {
  if (time === undefined || due === undefined) return false;
  if (time.hasClock && due.hasClock) return Date.parse(time.occurredAt) > Date.parse(due.occurredAt);
  return time.occurredAt.slice(0, 10) > due.occurredAt.slice(0, 10);
}
