import { describe, expect, test } from 'vitest';
import { auditCase, auditNotice } from '../../../lambdas/escalation/audit-due.ts';
import { openCase } from '../../support/case.ts';
import { claimedCall } from '../../support/notice.ts';

const due = '2026-03-02T08:07:01.000Z';
const after = (ms: number): string => new Date(Date.parse(due) + ms).toISOString();

describe('a case that is due', () => {
  test.each([
    ['not yet late', openCase(), 59_999, []],
    ['late: its lifecycle is taken for dead', openCase(), 60_000, ['LifecycleRestarted']],
    [
      'resolved, reopen window open',
      openCase({
        state: 'resolved',
        reopenUntil: after(10),
        escalation: { ...openCase().escalation, nextDueAt: after(10) },
      }),
      9,
      [],
    ],
    ['resolved, reopen window over', openCase({ state: 'resolved', reopenUntil: after(10) }), 10, ['CaseClosed']],
    [
      'resolved, last messages never claimed',
      openCase({ state: 'resolved', reopenUntil: after(1e9) }),
      60_000,
      ['LifecycleRestarted'],
    ],
    [
      'nothing left to decide',
      openCase({ escalation: { policy: 'standard', generation: 1, round: 1, level: 0, nextStep: 0 } }),
      1e9,
      [],
    ],
  ] as const)('%s', (_name, record, ms, expected) => {
    const happenings = auditCase(record, after(ms), 'run').map(({ happening }) => happening);
    expect(happenings.map(({ what }) => what)).toEqual(expected);
    // Each start anew has a name of its own, and the one before finds out that it is over.
    const restarted = happenings.filter(({ what }) => what === 'LifecycleRestarted');
    for (const happening of restarted)
      expect(happening).toMatchObject({ generation: record.escalation.generation + 1 });
  });
});

describe('a notice without an outcome', () => {
  const notice = claimedCall({ id: `ntc_${'0'.repeat(32)}`, claimedAt: due });
  const MINUTE = 60_000;
  // The index is read a minute behind, so a notice that is postponed by a pause stands there a minute earlier.
  test.each([
    [1 * MINUTE, 1 * MINUTE],
    [5 * MINUTE, 5 * MINUTE],
    [50 * MINUTE, 50 * MINUTE],
    [300 * MINUTE, 60 * MINUTE],
  ])('after %i ms it is ordered again, and looked at %i ms later', (age, pause) => {
    expect(auditNotice(notice, after(age))).toEqual({ do: 'order-again', next: after(age + pause - MINUTE) });
  });

  test('is given up after a day', () => {
    expect(auditNotice(notice, after(24 * 60 * MINUTE))).toMatchObject({ do: 'give-up' });
    expect(auditNotice(notice, after(24 * 60 * MINUTE - 1))).toMatchObject({ do: 'order-again' });
  });
});
