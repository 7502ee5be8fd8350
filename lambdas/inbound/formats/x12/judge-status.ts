import type { AppointmentCode } from './codes/appointment-status.ts';
import { arrivalAt } from './codes/shipment-status.ts';
import type { StatusCode } from './codes/shipment-status.ts';
import { statusReason, wishedByCustomer } from './codes/status-reason.ts';
import type { ReadTime } from './read-time.ts';

/** One AT7, read. Either `status` (1650) or `appointment` (1652) is there. */
export interface ReadStatus {
  readonly code: string;
  readonly status: StatusCode | undefined;
  readonly appointment: AppointmentCode | undefined;
  /** X12 1651, of the status or of the appointment. */
  readonly reason: string | undefined;
  readonly time: ReadTime;
}

/** What a loop agreed, by stop: the appointment itself before a latest time, and the last one said where it was moved. */
export type Appointments = Readonly<Partial<Record<'pick-up' | 'delivery', ReadTime>>>;

export function appointmentsIn(statuses: readonly ReadStatus[]): Appointments {
  const last = (stop: string, binds: string): ReadTime | undefined =>
    statuses.findLast(
      ({ appointment, time }) =>
        // Without a time of its own an appointment agrees nothing.
        appointment?.stop === stop && appointment.binds === binds && time.timeBasis !== 'received',
    )?.time;
  // Once the loop has come to the delivery, the delivery's appointment tells whether it is late, and not how it began.
  const hasArrived = statuses.some(({ code }) => code === 'D1' || arrivalAt.get(code) === 'delivery');
  const pickUp = hasArrived ? undefined : (last('pick-up', 'agreed') ?? last('pick-up', 'latest'));
  const delivery = last('delivery', 'agreed') ?? last('delivery', 'latest');
  return {
    ...(pickUp === undefined ? {} : { 'pick-up': pickUp }),
    ...(delivery === undefined ? {} : { delivery }),
  };
}

/** Whether an arrival is later than its appointment; undefined for other statuses, and where nothing was agreed. Where one of them is only a day, days count. */
function isLate({ code, time }: ReadStatus, appointments: Appointments): boolean | undefined {
  const stop = arrivalAt.get(code);
  const agreed = stop === undefined ? undefined : appointments[stop];
  if (agreed === undefined || time.timeBasis === 'received') return undefined;
  if (agreed.hasClock && time.hasClock) return Date.parse(time.occurredAt) > Date.parse(agreed.occurredAt);
  return time.occurredAt.slice(0, 10) > agreed.occurredAt.slice(0, 10);
}

/**
 * The exception type of a status, or undefined for progress. A status that is trouble keeps its type, but what holds or hurts the goods says more than "delayed", and that they
 * go back to the shipper more than "cancelled".
 * A reason other than "normal" makes trouble of an ordinary status. An arrival with an appointment is late by the clock: "customer requested future delivery" at the
 * agreed time is no trouble.
 */
export function judgeStatus(read: ReadStatus, appointments: Appointments): string | undefined {
  const { status, reason = '' } = read;
  const byReason = statusReason.get(reason)?.trouble;
  if (status === undefined) return wishedByCustomer.has(reason) ? undefined : byReason;
  const saysMore = byReason?.startsWith('compliance.') === true || byReason?.startsWith('cargo.') === true;
  if (status.trouble !== undefined) {
    const isCancelled = status.trouble === 'transport.milestone_missed';
    const isSaidBetter = status.trouble === 'transport.delay' ? saysMore : isCancelled && reason === RETURNED;
    return isSaidBetter ? byReason : status.trouble;
  }
  const late = isLate(read, appointments);
  if (late === true) return saysMore ? byReason : 'transport.delay';
  if (late === false && byReason === 'transport.delay') return undefined;
  // Handed over after all: what went wrong before has made it late.
  if (status.milestone === 'delivered' && status.at === 'actual' && isUndone(byReason)) return 'transport.delay';
  return byReason;
}

/** X12 1651: returned to shipper. */
const RETURNED = 'BT';

function isUndone(trouble: string | undefined): boolean {
  return trouble === 'transport.delivery_failed' || trouble === 'transport.milestone_missed';
}

/** The codes in words, for a person: status, then reason where it says something. */
export function describeStatus({ status, appointment, reason }: ReadStatus): string {
  const known = reason === undefined ? undefined : statusReason.get(reason);
  const why = known === undefined || reason === 'NS' || reason === 'NA' ? undefined : known.meaning;
  return [status?.meaning ?? appointment?.meaning, why].filter((part) => part !== undefined).join(': ');
}
