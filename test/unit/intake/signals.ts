import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Signal, SubjectReference } from '../../../lambdas/contracts/index.ts';

export const tracking = (value: string, issuer = 'CPCC'): SubjectReference => ({ kind: 'tracking', value, issuer });
export const shipment = (value: string, issuer = 'CPCC'): SubjectReference => ({ kind: 'shipment', value, issuer });
export const container = (value: string, issuer = 'CPCC'): SubjectReference => ({ kind: 'container', value, issuer });
export const order = (value: string, issuer = 'erp'): SubjectReference => ({ kind: 'order', value, issuer });

type Exception = Extract<Signal, { kind: 'exception' }>;

const base = {
  contract: 'signal/1',
  source: { id: 'canadapost-edi', format: 'x12-214' },
  region: 'na',
  businessUnit: 'retail',
  timeBasis: 'sent',
  receivedAt: '2026-03-02T08:00:00.000Z',
  raw: { key: 'raw/1' },
  traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
} as const;

/** A report of a failed delivery; `name` makes it another report. */
export function exception(name: string, references: SubjectReference[], changes: Partial<Exception> = {}): Exception {
  return {
    ...base,
    id: deriveId('sig', name),
    kind: 'exception',
    type: 'transport.delivery_failed',
    references,
    occurredAt: '2026-03-02T08:00:00+01:00',
    ...changes,
  };
}

export function retraction(
  name: string,
  retracts: string,
  references: SubjectReference[],
): Extract<Signal, { kind: 'retraction' }> {
  return {
    ...base,
    id: deriveId('sig', name),
    kind: 'retraction',
    retracts,
    references,
    occurredAt: '2026-03-02T08:00:00+01:00',
  };
}

export function correction(
  name: string,
  corrects: string,
  references: SubjectReference[],
): Extract<Signal, { kind: 'correction' }> {
  return {
    ...base,
    id: deriveId('sig', name),
    kind: 'correction',
    corrects,
    type: 'transport.delivery_failed',
    references,
    occurredAt: '2026-03-02T08:00:00+01:00',
  };
}

export function progress(
  name: string,
  references: SubjectReference[],
  milestone: Extract<Signal, { kind: 'progress' }>['milestone'] = { name: 'delivered', at: 'actual' },
  occurredAt = '2026-03-02T08:00:00+01:00',
): Extract<Signal, { kind: 'progress' }> {
  return { ...base, id: deriveId('sig', name), kind: 'progress', milestone, references, occurredAt };
}
