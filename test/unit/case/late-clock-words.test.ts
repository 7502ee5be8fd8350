import { describe, expect, it } from 'vitest';
import { timeClocks } from '../../../lambdas/case/clocks.ts';
import { decideNotice } from '../../../lambdas/case/decide-notice.ts';
import type { Case, Clock, Notice } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from './history.ts';
import { claimedCall } from '../../support/notice.ts';

const OPENED = '2026-03-02T08:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(OPENED) + count * 60_000).toISOString();
const base = openCase({ openedAt: OPENED, severity: severityOf('S2'), owner: ownerOf('customer-service') });
const clocks = timeClocks(base, 'S2', pack, OPENED);
const notice = (clock: 'acknowledge' | 'resolve', percent: number): Notice =>
  claimedCall({
    id: `ntc_${'0'.repeat(32)}`,
    caseId: base.id,
    purpose: 'clock',
    clock,
    percent,
    step: 1,
    person: 'jonas-weber',
    claimedAt: OPENED,
  });
const called = (changes: Partial<Clock>): Case => ({
  ...base,
  state: 'triaged',
  clocks: { ...clocks, acknowledge: { ...clocks.acknowledge, ...changes } },
});
const held = (changes: Partial<Clock>): Case => ({
  ...base,
  state: 'in_progress',
  acknowledgedBy: 'jonas-weber',
  acknowledgedAt: minutes(5),
  clocks: { ...clocks, resolve: { ...clocks.resolve, ...changes } },
});

describe('how a clock stands, where it could not be told at once (quiet hours, a digest, a channel that is down)', () => {
  it.each([
    ['is told while it is so', called({ noticed: 50 }), notice('acknowledge', 50), 'hand-over'],
    ['is not told once more of the time is over', called({ noticed: 75 }), notice('acknowledge', 50), 'suppress'],
    ['is not told after the breach', called({ breachedAt: minutes(30) }), notice('acknowledge', 75), 'suppress'],
    ['is told to whoever has it, while it is so', held({ noticed: 75 }), notice('resolve', 75), 'hand-over'],
    ['is not told to whoever has it later', held({ noticed: 75 }), notice('resolve', 50), 'suppress'],
    [
      'is not told to whoever has it after the breach',
      held({ breachedAt: minutes(480) }),
      notice('resolve', 75),
      'suppress',
    ],
    ['the breach itself is told', held({ breachedAt: minutes(480) }), notice('resolve', 100), 'hand-over'],
    ['not to somebody who was only called before', held({}), notice('acknowledge', 50), 'suppress'],
  ] as const)('%s', (_what, record, told, does) => {
    expect(decideNotice(told, record, minutes(500)).do).toBe(does);
  });
});
