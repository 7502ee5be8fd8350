import { describe, expect, it } from 'vitest';
import type { Case, Notice } from '../../../lambdas/contracts/index.ts';
import { fallBack, hasReachedNobody } from '../../../lambdas/escalation/fall-back.ts';
import { ladderDueAt } from '../../../lambdas/escalation/ladder-due.ts';
import { ladderOf } from '../../../lambdas/case/ladder.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const record: Case = {
  ...openCase({ state: 'triaged', severity: severityOf('S1') }),
  owner: ownerOf('customer-service'),
};
const bounced = { delivery: { state: 'bounced', at: AT, reason: 'x' } } as const;
const notice = (person: string, channel: Notice['channel'], changes: Partial<Notice> = {}): Notice =>
  claimedCall({
    id: `ntc_${person}_${channel}`,
    caseId: record.id,
    round: record.escalation.round,
    person,
    channel,
    state: 'handed_over',
    claimedAt: AT,
    ...changes,
  });
const found = (...notices: Notice[]) => fallBack(record, notices, pack, AT);

describe('falling back', () => {
  it('tries the next channel of that person alone, and once', () => {
    const lost = notice('dan-okafor', 'email', bounced);
    const other = notice('jonas-weber', 'email');
    const back = found(lost, other);
    expect(back?.notice).toMatchObject({ person: 'dan-okafor', channel: 'slack', insteadOf: lost.id, step: 0 });
    expect(back?.notice.id).toBe(found(other, lost)?.notice.id);
    if (back === undefined) throw new Error('nothing falls back');
    expect(found(lost, other, back.notice)).toBeUndefined();
    // And that one fails too: the phone is left, and then there is no other way.
    const failed = { ...back.notice, state: 'failed' as const };
    const last = found(lost, other, failed)?.notice;
    expect(last).toMatchObject({ person: 'dan-okafor', channel: 'sms', insteadOf: lost.id });
    if (last === undefined) throw new Error('nothing falls back');
    expect(found(lost, other, failed, { ...last, state: 'failed' })).toBeUndefined();
  });

  it.each(['claimed', 'sending', 'handed_over', 'suppressed'] as const)(
    'nobody gets it twice: another channel has it (%s)',
    (state) => {
      expect(found(notice('dan-okafor', 'email', bounced), notice('dan-okafor', 'slack', { state }))).toBeUndefined();
    },
  );

  it('of a step that is called again, each call by itself: whoever was reached by the first is reached by this one, too', () => {
    const before = notice('dan-okafor', 'email');
    const again = notice('dan-okafor', 'email', { ...bounced, id: 'ntc_again', repeat: 1 });
    const back = found(before, again)?.notice;
    expect(back).toMatchObject({ person: 'dan-okafor', channel: 'slack', insteadOf: 'ntc_again', repeat: 1 });
    if (back === undefined) throw new Error('nothing falls back');
    expect(found(before, again, back)).toBeUndefined();
    expect(found(before, { ...again, repeat: 2 }, { ...before, id: 'ntc_slack', channel: 'slack', repeat: 2 })).toBe(
      undefined,
    );
  });

  it('the first notice of a case stays the first by another channel', () => {
    expect(found(notice('dan-okafor', 'email', { ...bounced, first: true }))?.notice).toMatchObject({ first: true });
  });

  it('what failed at the channel falls back as what bounced later does', () => {
    expect(found(notice('dan-okafor', 'slack', { state: 'failed', failure: 'is_inactive' }))).toMatchObject({
      notice: { channel: 'sms' },
      reason: 'slack failed: is_inactive',
    });
  });

  it('nobody is told of what is not wanted any more', () => {
    const lost = notice('dan-okafor', 'email', bounced);
    const of = (changes: Partial<Case>) => fallBack({ ...record, ...changes }, [lost], pack, AT);
    expect(of({ state: 'acknowledged' })).toBeUndefined();
    expect(of({ escalation: { ...record.escalation, round: 2 } })).toBeUndefined();
    expect(of({ snoozedUntil: '2026-03-02T10:00:00.000Z' })).toBeUndefined();
  });
});

describe('a step that has reached nobody', () => {
  const lost = (person: string, step = 0) => notice(person, 'email', { ...bounced, step, id: `${person}${step}` });
  it('is one of whose messages none has arrived, by its last step and this round', () => {
    const holds = (...notices: Notice[]) => hasReachedNobody(record, notices);
    expect(holds()).toBe(false);
    expect(holds(lost('a'))).toBe(true);
    expect(holds(lost('a'), notice('b', 'email'))).toBe(false);
    expect(holds(lost('a'), notice('b', 'email', { state: 'claimed', step: 1 }))).toBe(false);
    expect(holds(notice('b', 'email'), lost('a', 1))).toBe(true);
    expect(holds(lost('a'), { ...lost('b'), round: 2 })).toBe(true);
  });

  it('is not waited for; but a ladder that has ended does not begin again at once, or bounces would drive it round', () => {
    const policy = ladderOf(record, pack);
    const due = (nextStep: number, nobody: boolean) => {
      const at = { ...record, escalation: { ...record.escalation, nextStep, lastCallAt: AT } };
      return ladderDueAt(at, policy, pack, AT, nobody ? [lost('a', nextStep - 1)] : []);
    };
    expect(due(1, true)).toBe(AT);
    expect(due(1, false) > AT).toBe(true);
    expect(due(policy.steps.length, true)).toBe(due(policy.steps.length, false));
  });
});
