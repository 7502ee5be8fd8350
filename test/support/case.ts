import { deriveId } from '../../lambdas/contracts/index.ts';
import type { Case } from '../../lambdas/contracts/index.ts';

/** A case as it stands right after it was opened, for tests of rules. */
export function openCase(changes: Partial<Case> = {}): Case {
  return {
    contract: 'case/1',
    id: deriveId('case', 'test'),
    version: 1,
    state: 'open',
    type: 'transport.delivery_failed',
    title: 'Failed delivery',
    correlationKeys: ['KEY#delivery#tracking#CPCC#4343638098050296'],
    references: [{ kind: 'tracking', value: '4343638098050296', issuer: 'CPCC' }],
    place: { locality: 'Drill', region: 'BC', country: 'CA' },
    carrier: 'CPCC',
    region: 'na',
    businessUnit: 'retail',
    policyVersion: '0123456789abcdef',
    asks: ['erp', 'tms', 'crm'],
    occurredAt: '2026-03-02T08:00:00.000Z',
    detectedAt: '2026-03-02T08:05:00.000Z',
    openedAt: '2026-03-02T08:05:01.000Z',
    signals: 1,
    triagedSignals: 0,
    attention: 0,
    retracted: 0,
    escalation: {
      policy: 'standard',
      generation: 1,
      round: 1,
      level: 0,
      nextStep: 0,
      nextDueAt: '2026-03-02T08:07:01.000Z',
    },
    reopens: 0,
    chainHash: '0'.repeat(64),
    ...changes,
  };
}
