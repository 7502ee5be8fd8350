import { eventReason } from './codes/event-reason.ts';
import type { StatusCode } from './codes/shipment-status.ts';

/** One status of a port, terminal or railroad (X12 157) with its reason (X12 641). */
export interface EquipmentEvent {
  readonly code: string;
  readonly status: StatusCode | undefined;
  readonly reason: string | undefined;
}

/** A status that is trouble keeps its type, but what holds or hurts the goods says more than "delayed"; a reason makes trouble of an ordinary one. */
export function judgeEvent({ status, reason }: EquipmentEvent): string | undefined {
  const byReason = reason === undefined ? undefined : eventReason.get(reason)?.trouble;
  if (status?.trouble === undefined) return byReason;
  const saysMore = byReason?.startsWith('compliance.') === true || byReason?.startsWith('cargo.') === true;
  return status.trouble === 'transport.delay' && saysMore ? byReason : status.trouble;
}

/** The codes as they were sent, with their words. */
export function reasonOf({ code, status, reason }: EquipmentEvent) {
  const known = reason === undefined ? undefined : eventReason.get(reason);
  const words = [status?.meaning, known?.meaning].filter((part) => part !== undefined).join(': ');
  return {
    scheme: reason === undefined ? 'x12:157' : 'x12:641',
    code: reason ?? code,
    status: code,
    ...(words === '' ? {} : { text: words }),
  };
}
