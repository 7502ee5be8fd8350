import { canonicalJson, deriveId } from '../contracts/index.ts';
import type { Action, Case, Signal, SubjectReference } from '../contracts/index.ts';
import { isSame } from './decide-attempt.ts';
import type { Document } from './decide-attempt.ts';

/** Which of the values that we have written the document does not say any more; undefined where it says them all. */
export function driftOf({ change, subject }: Action, document: Document | undefined): string | undefined {
  if (document === undefined) return `${subject} is not there any more.`;
  const other = Object.entries(change).filter(([name, value]) => !isSame(document.values[name], value));
  if (other.length === 0) return undefined;
  const told = other.map(
    ([name, value]) => `${name} is ${String(document.values[name] ?? 'empty')} instead of ${String(value)}`,
  );
  return `${subject}: ${told.join(', ')}.`;
}

const KINDS: Readonly<Partial<Record<Action['type'], SubjectReference['kind']>>> = {
  promise_date: 'order',
  order_hold: 'order',
  order_release: 'order',
  payment_hold: 'invoice',
  payment_release: 'invoice',
  shipment_status: 'shipment',
  reroute: 'shipment',
  expedite: 'shipment',
  carrier_change: 'shipment',
};

/** Drift as a report of our own. Its id follows from our change and from what is said instead: found again the next night, it is the same report, and opens nothing. */
export function driftSignal(
  action: Action,
  { region, businessUnit, id }: Pick<Case, 'id' | 'region' | 'businessUnit'>,
  drift: string,
  { at, traceparent }: { readonly at: string; readonly traceparent: string },
): Signal {
  const text = `${action.system.toUpperCase()} does not say what we have written for case ${id} (${action.title}). ${drift}`;
  return {
    contract: 'signal/1',
    kind: 'exception',
    type: 'integration.write_back_drift',
    id: deriveId('sig', 'drift', action.id, canonicalJson(drift)),
    source: { id: 'fairlead', format: 'reconciliation' },
    references: [
      {
        kind: KINDS[action.type] ?? 'customer_reference',
        value: action.subject.slice(0, 80),
        issuer: action.system,
      },
    ],
    region,
    businessUnit,
    occurredAt: at,
    timeBasis: 'sent',
    receivedAt: at,
    reason: { scheme: 'fairlead:reconciliation', code: action.type, text: drift.slice(0, 500) },
    text: text.slice(0, 2000),
    // Nobody has sent it.
    raw: { key: 'none' },
    traceparent,
  };
}
