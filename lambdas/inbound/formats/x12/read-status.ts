import type { Place } from '../../../contracts/index.ts';
import type { Rejection, Sender } from '../translator.ts';
import { appointmentStatus } from './codes/appointment-status.ts';
import { shipmentStatus, unlisted } from './codes/shipment-status.ts';
import type { StatusCode } from './codes/shipment-status.ts';
import { statusReason } from './codes/status-reason.ts';
import { LOCAL_TIME, timeCodes } from './codes/time-code.ts';
import type { ReadStatus } from './judge-status.ts';
import { filled } from './references.ts';
import { eventTime } from './segment-times.ts';
import type { Segment } from './tokenize.ts';

export type Unreadable = Omit<Rejection, 'part'>;

export function readStatus(
  { elements, position }: Segment,
  place: Place | undefined,
  sender: Sender,
  warn: (text: string) => void,
): ReadStatus | Unreadable {
  const [code = '', statusOwn = '', appointmentCode = '', appointmentOwn = '', date = '', time = '', zone = ''] =
    elements;
  const at = (element: string): string => `segment ${position} (AT7), ${element}`;
  const status = statusOf(code, warn);
  const appointment = code === '' ? appointmentStatus.get(appointmentCode) : undefined;
  if (status === undefined && appointment === undefined) {
    const given = (code === '' ? appointmentCode : code).slice(0, 10);
    return {
      pointer: at(code === '' && appointmentCode !== '' ? 'AT703' : 'AT701'),
      detail: given === '' ? 'The segment has no status code.' : `"${given}" is no status code of X12.`,
      mend: 'Send a code of X12 data element 1650 in AT701, or of 1652 in AT703.',
    };
  }
  const reason = filled(status === undefined ? appointmentOwn : statusOwn, 20);
  if (reason !== undefined && !statusReason.has(reason)) warn(`the reason ${reason} is not in the X12 code list 1651`);
  if (zone !== '' && zone !== LOCAL_TIME && !timeCodes.has(zone)) {
    warn(`the time code ${zone.slice(0, 10)} is not in the X12 code list 623, the time is read as local`);
  }
  const when = eventTime({ date, time, zone }, place, sender);
  if ('bad' in when) {
    const isDate = when.bad === 'date';
    return {
      pointer: at(isDate ? 'AT705' : 'AT706'),
      detail: isDate ? `"${date.slice(0, 20)}" is no date.` : `"${time.slice(0, 20)}" is no time of day.`,
      mend: isDate ? 'Send AT705 as CCYYMMDD.' : 'Send AT706 as HHMM or HHMMSS, from 0000 to 2359.',
    };
  }
  return { code, status, appointment, reason, time: when };
}

/** A code of X12 1650 has two characters. Later releases have further ones, and carriers agree their own. */
function statusOf(code: string, warn: (text: string) => void): StatusCode | undefined {
  const known = shipmentStatus.get(code);
  if (known !== undefined || !/^[A-Z0-9]{2}$/.test(code)) return known;
  warn(`the status code ${code} is not in the X12 code list 1650; it is taken as progress`);
  return unlisted;
}
