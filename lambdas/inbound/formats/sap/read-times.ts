import { readIsoTime, readLocal } from '../local-time.ts';
import type { SentTime } from '../local-time.ts';
import { field } from './documents-in.ts';
import type { Fields } from './documents-in.ts';

/** OData V2 writes `/Date(1662800533000+0540)/`: milliseconds since the epoch, and minutes of an offset that changes nothing of the instant. */
const EPOCH = /^\/Date\((-?\d{1,15})(?:[+-]\d{1,4})?\)\/$/;
const DURATION = /^PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:\.\d+)?S$/;
const LATEST = Date.UTC(2100, 0, 1);

/** A day as `2026-03-02`, whichever way the service writes it; initial values (`0000-00-00`, empty) are none. */
export function dayOf(text: string | undefined): string | undefined {
  const millis = epochOf(text);
  if (millis !== undefined) return new Date(millis).toISOString().slice(0, 10);
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:$|T)/.exec(text ?? '') ?? [];
  return year === undefined || year === '0000' ? undefined : `${year}-${month ?? ''}-${day ?? ''}`;
}

function epochOf(text = ''): number | undefined {
  const [, millis] = EPOCH.exec(text) ?? [];
  const value = millis === undefined ? NaN : Number(millis);
  return value > 0 && value < LATEST ? value : undefined;
}

export function instantOf(text: string | undefined, zone: string): SentTime | undefined {
  const millis = epochOf(text);
  if (millis !== undefined) return { occurredAt: new Date(millis).toISOString(), timeBasis: 'sent' };
  return text === undefined ? undefined : readIsoTime(text, {}, zone);
}

function clockOf(text = ''): string {
  const [, hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(text) ?? [];
  if (DURATION.test(text)) return [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':');
  const compact = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  return compact === null ? text : compact.slice(1).join(':');
}

export function timeOf(fields: Fields, day: string, clock: string | undefined, zone: string): SentTime | undefined {
  const date = dayOf(fields.get(day));
  if (date === undefined) return undefined;
  const time = clockOf(clock === undefined ? '' : fields.get(clock));
  return readLocal(date, time, undefined, {}, zone) ?? readLocal(date, '', undefined, {}, zone);
}

/** When a document last changed, as far as it says: not when it was read. */
export function changedAt(fields: Fields, zone: string): SentTime | undefined {
  const stamp = field(fields, 'EventRaisedDateTime', 'LastChangeDateTime', 'CreationDateTime');
  return (
    instantOf(stamp, zone) ??
    timeOf(fields, 'LastChangeDate', 'LastChangeTime', zone) ??
    timeOf(fields, 'CreationDate', 'CreationTime', zone)
  );
}
