import { deriveId } from '../../lambdas/contracts/index.ts';
import type { Notice } from '../../lambdas/contracts/index.ts';
import { openCase } from './case.ts';

/** A call that is claimed and not yet sent, of the case of `openCase`. */
export function claimedCall(changes: Partial<Notice> = {}): Notice {
  return {
    contract: 'notice/1',
    id: deriveId('ntc', 'test'),
    caseId: openCase().id,
    purpose: 'call',
    step: 0,
    round: 1,
    person: 'dan-okafor',
    channel: 'slack',
    state: 'claimed',
    claimedAt: '2026-03-02T09:00:00.000Z',
    possiblyRepeated: false,
    ...changes,
  };
}
