import type { ParcelEvent } from './parcel.ts';

/** When the things were last said that settle others; -Infinity where they were not, as instants in milliseconds. */
export interface History {
  readonly deliveredAt: number;
  readonly outForDeliveryAt: number;
  readonly releasedAt: number;
  /** When it first turned back; Infinity where it did not. What is delivered after that was delivered to the sender. */
  readonly returnedAt: number;
  readonly latest: ParcelEvent | undefined;
  /** A failed delivery that no delivery has followed. */
  readonly hasFailed: boolean;
}

/** When an event happened; undefined where no time was sent. */
function instantOf({ stamp }: ParcelEvent): number | undefined {
  return stamp.read === undefined ? undefined : Date.parse(stamp.read.occurredAt);
}

/** What is said without a time holds now. */
const atOrNow = (event: ParcelEvent): number => instantOf(event) ?? Infinity;

export function historyOf(events: readonly ParcelEvent[]): History {
  const returnedAt = events
    .filter(({ known }) => known?.isReturn === true)
    .reduce((first, event) => Math.min(first, atOrNow(event)), Infinity);
  const last = (...milestones: readonly string[]): number =>
    events
      .filter(({ known }) => known !== undefined && milestones.includes(known.milestone))
      .reduce((latest, event) => Math.max(latest, atOrNow(event)), -Infinity);
  const delivered = last('delivered');
  const deliveredAt = returnedAt !== Infinity && delivered >= returnedAt ? -Infinity : delivered;
  return {
    deliveredAt,
    outForDeliveryAt: last('out_for_delivery'),
    releasedAt: last('customs_released'),
    returnedAt,
    latest: latestOf(events),
    hasFailed: events.some(
      (event) => event.known?.trouble === 'transport.delivery_failed' && atOrNow(event) > deliveredAt,
    ),
  };
}

/** By time, and not by place: some send the newest first, some last. */
export function latestOf(events: readonly ParcelEvent[]): ParcelEvent | undefined {
  return events.reduce<ParcelEvent | undefined>((latest, event) => {
    if (instantOf(event) === undefined) return latest;
    return latest === undefined || atOrNow(event) > atOrNow(latest) ? event : latest;
  }, undefined);
}

/** What is delivered after it turned back was delivered to the sender. */
export function isAfterReturn(event: ParcelEvent, { returnedAt }: History): boolean {
  return returnedAt !== Infinity && atOrNow(event) >= returnedAt;
}

/** A delivery ends all that was about the way, and what left for the receiver was let through by customs. A failed attempt remains what it was, and so does damage. */
export function isSettled(event: ParcelEvent, { deliveredAt, outForDeliveryAt, releasedAt }: History): boolean {
  const trouble = event.known?.trouble ?? '';
  // What was said without a time is settled only by something that has happened.
  const at = instantOf(event) ?? -Number.MAX_VALUE;
  if (trouble.startsWith('compliance.')) return Math.max(deliveredAt, outForDeliveryAt, releasedAt) >= at;
  const isOfTheWay = ['transport.delay', 'transport.lost', 'transport.milestone_missed'].includes(trouble);
  return isOfTheWay && deliveredAt >= at;
}
