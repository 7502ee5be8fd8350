import { describe, expect, it } from 'vitest';
import { decideDelivery, hasReached, isLost } from '../../../lambdas/case/decide-delivery.ts';
import type { Delivery, Notice } from '../../../lambdas/contracts/index.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const notice = (changes: Partial<Notice> = {}): Notice =>
  claimedCall({
    id: `ntc_${'b'.repeat(32)}`,
    caseId: `case_${'a'.repeat(32)}`,
    person: 'jo',
    channel: 'email',
    state: 'handed_over',
    claimedAt: AT,
    ...changes,
  });
const news = (state: Delivery['state']): Delivery => ({ state, at: AT, reason: 'because' });

describe('what a channel says of a message that it had taken', () => {
  it.each(['claimed', 'sending'] as const)('comes back later while nobody knows that it took it (%s)', (state) => {
    expect(decideDelivery(notice({ state }), news('bounced')).do).toBe('come-back-later');
  });

  it.each(['failed', 'suppressed'] as const)('changes nothing about one that was %s', (state) => {
    expect(decideDelivery(notice({ state }), news('bounced'))).toEqual({ do: 'nothing', why: `it was ${state}` });
  });

  it('is noted once, and what is known is not taken back by less', () => {
    const all: readonly Delivery['state'][] = ['delayed', 'rejected', 'bounced', 'complained'];
    const noted = (known: Delivery['state']) =>
      all.filter((state) => decideDelivery(notice({ delivery: news(known) }), news(state)).do === 'note');
    expect(noted('delayed')).toEqual(['rejected', 'bounced', 'complained']);
    expect(noted('bounced')).toEqual(['complained']);
    expect(noted('rejected')).toEqual(['complained']);
    expect(noted('complained')).toEqual([]);
    expect(decideDelivery(notice(), news('bounced'))).toMatchObject({
      after: { state: 'handed_over', delivery: { state: 'bounced' } },
      act: { happening: { what: 'NoticeUndelivered', delivery: 'bounced' } },
    });
  });

  it('that it arrived is noted as such, takes back that it was late, and is not taken back by that', () => {
    const arrived = decideDelivery(notice({ delivery: news('delayed') }), news('delivered'));
    expect(arrived).toEqual({
      do: 'note',
      after: notice({ delivery: news('delivered') }),
      act: {
        actor: { kind: 'system', id: 'notification/email' },
        cause: { kind: 'lifecycle', id: notice().id },
        happening: { what: 'NoticeDelivered', noticeId: notice().id, channel: 'email' },
      },
    });
    const known = notice({ delivery: news('delivered') });
    expect(decideDelivery(known, news('delayed'))).toEqual({ do: 'nothing', why: 'it was delivered' });
    // Some mailboxes take a message and send it back later.
    expect(decideDelivery(known, news('bounced')).do).toBe('note');
    expect(decideDelivery(notice(), news('rejected'))).toMatchObject({
      act: { happening: { noticeId: notice().id, channel: 'email', delivery: 'rejected', reason: 'because' } },
    });
  });

  it.each([
    ['failed', undefined, true, false],
    ['sending', undefined, false, true],
    ['claimed', undefined, false, false],
    ['suppressed', undefined, false, false],
    ['handed_over', 'delivered', false, true],
    ['handed_over', 'delayed', true, false],
    ['handed_over', 'rejected', true, false],
  ] as const)(
    '%s, %s: whether it is lost, and whether more may be told over this channel',
    (state, known, lost, reached) => {
      const one = notice({ state, ...(known === undefined ? {} : { delivery: news(known) }) });
      expect([isLost(one), hasReached(one)]).toEqual([lost, reached]);
    },
  );

  it('a complaint has arrived, so it is not lost; but nothing more is promised over that channel', () => {
    const after = notice({ delivery: news('complained') });
    expect([isLost(after), hasReached(after)]).toEqual([false, false]);
    const bounced = notice({ delivery: news('bounced') });
    expect([isLost(bounced), hasReached(bounced)]).toEqual([true, false]);
    expect([isLost(notice()), hasReached(notice())]).toEqual([false, true]);
  });
});
