import { describe, expect, it } from 'vitest';
import type { Notice, SeverityLevel } from '../../../lambdas/contracts/index.ts';
import { shareOf } from '../../../lambdas/notification/share-of-rate.ts';
import { openCase } from '../../support/case.ts';
import { severityOf } from '../case/history.ts';

const RATE = { most: 40, within: 'PT5M' };
const of = (level: SeverityLevel) => ({ severity: severityOf(level) });
const AT = '2026-03-02T09:03:20.000Z';

function noticeOf(purpose: Notice['purpose'], step = 1, round = 1): Notice {
  const id = 'ntc_00000000000000000000000000000001';
  const rest = { contract: 'notice/1', person: 'jonas-weber', channel: 'slack', possiblyRepeated: false } as const;
  return { ...rest, id, caseId: openCase().id, purpose, step, round, state: 'claimed', claimedAt: AT };
}

describe('what one reader is told by one channel is bounded', () => {
  it.each([
    ['S1', 40, '2026-03-02T09:05:00.000Z'],
    ['S2', 36, '2026-03-02T09:05:02.000Z'],
    ['S3', 32, '2026-03-02T09:05:04.000Z'],
    ['S4', 28, '2026-03-02T09:05:06.000Z'],
  ] as const)('%s has room while less than %i have left, and waits until %s', (level, most, until) => {
    expect(shareOf(noticeOf('call'), of(level), RATE, AT)).toEqual({ most, since: '2026-03-02T09:00:00.000Z', until });
  });

  it('the next of those times has room of its own; with the smallest bound even the least severe has some', () => {
    expect(shareOf(noticeOf('clock'), of('S3'), RATE, '2026-03-02T09:05:00.000Z')?.since).toBe(
      '2026-03-02T09:05:00.000Z',
    );
    expect(shareOf(noticeOf('clock'), of('S4'), { most: 5, within: 'PT1M' }, AT)?.most).toBe(3);
  });

  it.each([
    ['the first notice of a case', noticeOf('call', 0, 1)],
    ['what somebody is asked to approve', noticeOf('approval')],
    ['what a shift begins with', noticeOf('handover')],
    ['what has to be done by hand', noticeOf('by_hand')],
    ['what nobody has approved in time', noticeOf('approval_expired')],
    ['that a customer knows nothing', noticeOf('customer_not_told')],
  ])('%s waits for nothing', (_what, notice) => {
    expect(shareOf(notice, of('S4'), RATE, AT)).toBeUndefined();
  });

  it('a later round of the first step is not the first notice any more', () => {
    expect(shareOf(noticeOf('call', 0, 2), of('S3'), RATE, AT)).toBeDefined();
  });

  it('that others have a case has the room of what is least severe, however severe the case is; one that is not weighed yet counts as S2', () => {
    expect(shareOf(noticeOf('passed_on'), of('S1'), RATE, AT)).toEqual(shareOf(noticeOf('call'), of('S4'), RATE, AT));
    expect(shareOf(noticeOf('call'), {}, RATE, AT)).toEqual(shareOf(noticeOf('call'), of('S2'), RATE, AT));
  });
});
