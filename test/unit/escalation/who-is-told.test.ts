import { describe, expect, it } from 'vitest';
import type { Case, Channel, Notice, Person, PolicyPack } from '../../../lambdas/contracts/index.ts';
import {
  clockNotices,
  customerNotices,
  growthNotices,
  lastNotices,
  partnerNotices,
  raisedNotices,
  remindersToCalled,
} from '../../../lambdas/escalation/call-step.ts';
import { fallBack, lostMove } from '../../../lambdas/escalation/fall-back.ts';
import { laterMoments, laterMove } from '../../../lambdas/escalation/later-channels.ts';
import { isReachable, isUrgent, ownOrder } from '../../../lambdas/escalation/notice-rules.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const { escalation } = openCase();
const held = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'acknowledged',
    severity: severityOf('S1'),
    owner: ownerOf('customer-service'),
    acknowledgedAt: AT,
    acknowledgedBy: 'jonas-weber',
    ...changes,
  });
const notice = (person: string, channel: Channel, changes: Partial<Notice> = {}): Notice => ({
  contract: 'notice/1',
  id: `ntc_${person}_${channel}`,
  caseId: held().id,
  purpose: 'call',
  step: 0,
  round: 1,
  person,
  channel,
  state: 'handed_over',
  claimedAt: AT,
  possiblyRepeated: false,
  ...changes,
});
const readers = (notices: readonly Notice[]) => notices.map(({ person, channel }) => `${person} ${channel}`);
const JONAS = ['jonas-weber slack', 'jonas-weber email'];
const about = { clock: 'resolve', percent: 50, which: AT } as const;

describe('whoever has the case', () => {
  it('is told by the channels of the first step, as part of this round', () => {
    const told = clockNotices(held({ escalation: { ...escalation, nextStep: 1, round: 2 } }), about, pack, minutes(1));
    // Before the breach by the first of them only, at the breach by all.
    expect(readers(told)).toEqual(JONAS.slice(0, 1));
    expect(readers(clockNotices(held(), { ...about, percent: 100 }, pack, minutes(1)))).toEqual(JONAS);
    expect(told[0]).toEqual({
      contract: 'notice/1',
      id: told[0]?.id,
      caseId: held().id,
      purpose: 'clock',
      clock: 'resolve',
      percent: 50,
      step: 1,
      round: 2,
      person: 'jonas-weber',
      channel: 'slack',
      state: 'claimed',
      claimedAt: minutes(1),
      possiblyRepeated: false,
    });
  });

  it('hears each thing once: another clock, mark, time or channel is another message', () => {
    const of = (changes: Partial<typeof about> | object) =>
      clockNotices(held(), { ...about, ...changes }, pack, AT).map(({ id }) => id);
    const all = [{}, { clock: 'communicate' }, { percent: 75 }, { which: minutes(1) }].flatMap(of);
    expect(new Set(all).size).toBe(4);
    expect(of({})).toEqual(all.slice(0, 1));
    // Made by another decision a minute later it is the same one.
    expect(clockNotices(held(), about, pack, minutes(1)).map(({ id }) => id)).toEqual(of({}));
  });

  it('is nobody while nobody has it, when it is over, or when they have left the policy', () => {
    const told = (changes: Partial<Case>) => readers(clockNotices(held(changes), about, pack, AT));
    expect(told({ state: 'in_progress' })).toEqual(JONAS.slice(0, 1));
    expect(told({ state: 'triaged' })).toEqual([]);
    expect(told({ state: 'resolved' })).toEqual([]);
    expect(told({ acknowledgedBy: 'gone' })).toEqual([]);
  });

  const later = minutes(1);
  const raised = (changes: object = {}) => ({
    severity: { ...severityOf('S1'), raised: { from: 'S3', at: later, ...changes } },
  });
  const partner = { partner: { linkId: 'lnk_1', at: later } } as never;
  const customer = (state: 'told' | 'not_told', at = later) => ({ customer: { state, at } });
  it.each<[string, (record: Case) => readonly Notice[], Partial<Case>, boolean]>([
    ['it is worse since', (of) => raisedNotices(of, pack, AT), raised() as Partial<Case>, true],
    ['it was worse when they took it', (of) => raisedNotices(of, pack, AT), raised({ at: AT }) as Partial<Case>, false],
    ['they have raised it', (of) => raisedNotices(of, pack, AT), raised({ by: 'jonas-weber' }) as Partial<Case>, false],
    ['somebody else has raised it', (of) => raisedNotices(of, pack, AT), raised({ by: 'dan' }) as Partial<Case>, true],
    ['nobody has raised it', (of) => raisedNotices(of, pack, AT), {}, false],
    ['nobody knows how severe it is', (of) => raisedNotices(of, pack, AT), { severity: undefined }, false],
    ['a partner has said something since', (of) => partnerNotices(of, pack, AT), partner, true],
    [
      'it was said when they took it',
      (of) => partnerNotices(of, pack, AT),
      { partner: { linkId: 'l', at: AT } } as never,
      false,
    ],
    ['no partner was asked', (of) => partnerNotices(of, pack, AT), {}, false],
    ['no message reaches the customer', (of) => customerNotices(of, pack, AT), customer('not_told'), true],
    ['that was known when they took it', (of) => customerNotices(of, pack, AT), customer('not_told', AT), false],
    ['the customer was told', (of) => customerNotices(of, pack, AT), customer('told'), false],
    ['nobody has tried to tell them', (of) => customerNotices(of, pack, AT), {}, false],
  ])('%s', (_name, tell, changes, hears) => {
    expect(readers(tell(held(changes)))).toEqual(hears ? JONAS : []);
    // Nobody knows since when they have it: it is not told as news.
    expect(readers(tell(held({ ...changes, acknowledgedAt: undefined })))).toEqual([]);
  });

  it('is told for what it is, each time anew', () => {
    const of = (changes: Partial<Case>) => [
      ...raisedNotices(held(changes), pack, AT),
      ...partnerNotices(held(changes), pack, AT),
      ...customerNotices(held(changes), pack, AT),
    ];
    const news = { ...(raised() as Partial<Case>), ...(partner as object), ...customer('not_told') };
    expect(new Set(of(news).map(({ purpose }) => purpose))).toEqual(
      new Set(['raised', 'partner', 'customer_not_told']),
    );
    const again = {
      ...(raised({ at: minutes(2) }) as Partial<Case>),
      ...({ partner: { linkId: 'lnk_1', at: minutes(2) } } as object),
      ...customer('not_told', minutes(2)),
    };
    expect(new Set([...of(news), ...of(again)].map(({ id }) => id)).size).toBe(12);
  });
});

describe('those who were called', () => {
  const told = [
    notice('dan-okafor', 'slack'),
    notice('dan-okafor', 'email', { state: 'failed' }),
    notice('amelie-roy', 'slack', { state: 'sending' }),
    notice('tom-baker', 'slack', { state: 'suppressed' }),
    notice('mei-tan', 'slack', { purpose: 'clock' }),
    // Called again in another round: told once.
    notice('dan-okafor', 'slack', { id: 'ntc_again', round: 2 }),
  ];
  const REACHED = ['dan-okafor slack', 'amelie-roy slack'];

  it('hear how it ended, over the channels that have reached them, and only they', () => {
    const last = lastNotices(held({ escalation: { ...escalation, nextStep: 2 } }), told, 'resolved', minutes(5));
    expect(readers(last)).toEqual(REACHED);
    expect(last[0]).toEqual({
      contract: 'notice/1',
      id: last[0]?.id,
      caseId: held().id,
      purpose: 'resolved',
      step: 2,
      round: 1,
      person: 'dan-okafor',
      channel: 'slack',
      state: 'claimed',
      claimedAt: minutes(5),
      possiblyRepeated: false,
    });
  });

  it('hear it again when it has come back and ends again, and each size of an incident once', () => {
    const ids = [
      lastNotices(held(), told, 'resolved', AT),
      lastNotices(held({ reopens: 1 }), told, 'resolved', AT),
      lastNotices(held(), told, 'withdrawn', AT),
      growthNotices(held(), told, 10, AT),
      growthNotices(held(), told, 100, AT),
    ].flatMap((notices) => notices.map(({ id }) => id));
    expect(new Set(ids).size).toBe(10);
    expect(growthNotices(held(), told, 10, minutes(1)).map(({ id, purpose }) => [id, purpose])).toEqual(
      ids.slice(6, 8).map((id) => [id, 'grown']),
    );
  });

  it('are reminded of this round alone, who has not answered, and was reached', () => {
    const open = (changes: Partial<Case['escalation']> = {}) =>
      held({ state: 'triaged', escalation: { ...escalation, ...changes } });
    const mark = { clock: 'acknowledge', percent: 50, which: AT } as const;
    const people = (record: Case) => [
      ...new Set(remindersToCalled(record, told, mark, pack, AT).map(({ person }) => person)),
    ];
    // In the order of the policy.
    expect(people(open())).toEqual(['amelie-roy', 'dan-okafor']);
    expect(people(open({ needs: 2, agreed: ['amelie-roy'] }))).toEqual(['dan-okafor']);
    expect(people(open({ round: 2 }))).toEqual(['dan-okafor']);
    expect(people(open({ round: 3 }))).toEqual([]);
    expect(remindersToCalled(open(), told, mark, pack, AT)[0]).toMatchObject({
      purpose: 'clock',
      clock: 'acknowledge',
      percent: 50,
      channel: 'slack',
    });
  });
});

describe('by which channel somebody can be reached', () => {
  const nobody: Person = { ...pack.people[0]!, slackId: undefined, phone: undefined };
  const addressed: Person = { ...pack.people[0]!, teams: 't', webhook: 'w' };
  it.each(['slack', 'sms', 'teams', 'webhook', 'email'] as const)('%s', (channel) => {
    expect(isReachable(addressed, channel)).toBe(true);
    // Everybody in the policy has a mail address.
    expect(isReachable(nobody, channel)).toBe(channel === 'email');
  });

  it('what is severe, or not assessed, is urgent; and the order for it is not that for the rest', () => {
    expect((['S1', 'S2', 'S3', 'S4', undefined] as const).map(isUrgent)).toEqual([true, true, false, false, true]);
    const rules = {
      urgent: [{ channel: 'sms', after: 'PT0S' }],
      normal: [{ channel: 'email', after: 'PT0S' }],
    } as const;
    const one: Person = { ...pack.people[0]!, notices: rules } as never;
    expect(ownOrder(one, 'S2')).toEqual(rules.urgent);
    expect(ownOrder(one, 'S3')).toEqual(rules.normal);
    expect(ownOrder(pack.people[0]!, 'S2')).toBeUndefined();
    expect(ownOrder({ ...nobody, notices: rules } as never, 'S2')).toBeUndefined();
  });
});

describe('another way to the same person', () => {
  const record = held({ state: 'triaged' });
  const by = { actor: { kind: 'system', id: 'x' }, cause: { kind: 'lifecycle', id: 'y' } } as const;
  const bounced = { delivery: { state: 'bounced', at: AT, reason: 'no such mailbox' } } as const;
  const fell = (lost: Notice, ...others: Notice[]) => fallBack(record, [lost, ...others], pack, minutes(5));

  it('is a message of its own, that names the one in whose place it is, and why', () => {
    const lost = notice('dan-okafor', 'email', {
      ...bounced,
      step: 1,
      percent: 50,
      clock: 'resolve',
      actionId: 'act_1',
    });
    const back = fell(lost);
    expect(back?.reason).toBe('email bounced: no such mailbox');
    expect(back?.notice).toEqual({
      contract: 'notice/1',
      id: back?.notice.id,
      caseId: record.id,
      purpose: 'call',
      actionId: 'act_1',
      clock: 'resolve',
      percent: 50,
      step: 1,
      round: 1,
      person: 'dan-okafor',
      channel: 'slack',
      state: 'claimed',
      claimedAt: minutes(5),
      possiblyRepeated: false,
      insteadOf: lost.id,
    });
    expect(fell(notice('dan-okafor', 'email', { state: 'failed' }))?.reason).toBe('email failed: no reason given');
    expect(lostMove({ record, notices: [lost], pack, at: minutes(5) }, by)).toEqual({
      act: {
        ...by,
        happening: {
          what: 'NoticeFellBack',
          insteadOf: lost.id,
          notices: [{ noticeId: back?.notice.id, person: 'dan-okafor', channel: 'slack' }],
          reason: 'email bounced: no such mailbox',
        },
      },
      notices: [back?.notice],
    });
    expect(lostMove({ record, notices: [], pack, at: AT }, by)).toBeUndefined();
  });

  it.each<[string, Partial<Notice>]>([
    ['another purpose', { purpose: 'approval' }],
    ['another person', { person: 'amelie-roy' }],
    ['another round', { round: 2 }],
    ['another step', { step: 1 }],
    ['another action', { actionId: 'act_1' }],
    ['another clock', { clock: 'resolve' }],
    ['another mark', { percent: 50 }],
    ['another shift', { shift: { startedAt: AT, teams: [{ team: 'x' }] } }],
  ])('what has reached them for %s does not count for this', (_name, other) => {
    const lost = notice('dan-okafor', 'email', bounced);
    expect(fell(lost, notice('dan-okafor', 'slack', other))?.notice.channel).toBe('slack');
    expect(fell(lost, notice('dan-okafor', 'slack'))).toBeUndefined();
  });

  it('is their own order first, and nothing for who has left the policy', () => {
    const rules = {
      urgent: [
        { channel: 'email', after: 'PT0S' },
        { channel: 'sms', after: 'PT5M' },
      ],
      normal: [],
    };
    const own: PolicyPack = {
      ...pack,
      people: pack.people.map((one) => (one.id === 'dan-okafor' ? ({ ...one, notices: rules } as never) : one)),
    };
    const lost = notice('dan-okafor', 'email', bounced);
    expect(fallBack(record, [lost], own, AT)?.notice.channel).toBe('sms');
    expect(fell(notice('gone', 'email', bounced))).toBeUndefined();
    // One who cannot be helped does not keep others from being.
    expect(fell(notice('gone', 'email', bounced), notice('amelie-roy', 'email', bounced))?.lost.person).toBe(
      'amelie-roy',
    );
  });

  it('comes later by an order of their own, at its time, while it is wanted', () => {
    const rules = {
      urgent: [
        { channel: 'email', after: 'PT0S' },
        { channel: 'sms', after: 'PT5M' },
      ],
      normal: [],
    };
    const own: PolicyPack = {
      ...pack,
      people: pack.people.map((one) => (one.id === 'dan-okafor' ? ({ ...one, notices: rules } as never) : one)),
    };
    const of = (at: string, changes: Partial<Case> = {}) => ({
      record: { ...record, ...changes },
      notices: [notice('dan-okafor', 'email')],
      pack: own,
      at,
    });
    expect(laterMove(of(minutes(4)), by)).toBeUndefined();
    expect(laterMoments(of(minutes(4)))).toEqual([minutes(5)]);
    const move = laterMove(of(minutes(5)), by);
    expect(laterMoments(of(minutes(5)))).toEqual([]);
    expect(move?.act).toEqual({
      ...by,
      happening: {
        what: 'NoticeClaimed',
        purpose: 'call',
        notices: [{ noticeId: move?.notices[0]?.id, person: 'dan-okafor', channel: 'sms' }],
      },
    });
    expect(laterMove(of(minutes(5), { snoozedUntil: minutes(60) }), by)).toBeUndefined();
  });
});
