import type { Place } from '../../../contracts/index.ts';
import type { Sender } from '../translator.ts';
import { readTime } from './read-time.ts';
import type { BadTime, ReadTime } from './read-time.ts';
import type { Segment } from './tokenize.ts';

/** No time was sent: that of reception. */
export function received({ receivedAt }: Sender): ReadTime {
  return { occurredAt: receivedAt, timeBasis: 'received', hasClock: true };
}

export interface Stated {
  readonly date?: string | undefined;
  readonly time?: string | undefined;
  /** X12 623. */
  readonly zone?: string | undefined;
}

/** The time of an event, which has to be one where it is sent. */
export function eventTime(
  { date = '', time = '', zone = '' }: Stated,
  place: Place | undefined,
  sender: Sender,
): ReadTime | BadTime {
  return date === '' ? received(sender) : readTime(date, time, zone, place ?? {}, sender.zone);
}

/** The date of a document. It matters less than what the document says: where it is none, that of reception stands in for it. */
export function documentTime(stated: Stated, place: Place | undefined, sender: Sender): ReadTime {
  const read = eventTime(stated, place, sender);
  if (!('bad' in read)) return read;
  if (read.bad === 'date') return received(sender);
  return documentTime({ date: stated.date }, place, sender);
}

/** Date of the first DTM or G62 of these qualifiers (X12 374 and 432) that holds one. */
export function statedTime(
  segments: readonly Segment[],
  qualifiers: readonly string[],
  place: Place | undefined,
  sender: Sender,
): ReadTime | undefined {
  for (const { tag, elements } of segments) {
    if ((tag !== 'DTM' && tag !== 'G62') || !qualifiers.includes(elements[0] ?? '')) continue;
    const [time, zone] = tag === 'DTM' ? [elements[2], elements[3]] : [elements[3], elements[4]];
    const read = documentTime({ date: elements[1], time, zone }, place, sender);
    if (read.timeBasis !== 'received') return read;
  }
  return undefined;
}

/** Whether one lies on a later day than the other. Plans of ships, trains and suppliers are made by the day. */
export function isLaterDay(one: ReadTime | undefined, other: ReadTime | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.occurredAt.slice(0, 10) > other.occurredAt.slice(0, 10);
}
