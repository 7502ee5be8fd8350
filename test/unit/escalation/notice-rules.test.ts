import { describe, expect, it } from 'vitest';
import type { Notice, Person } from '../../../lambdas/contracts/index.ts';
import { channelsAtOnce, spacedNotices } from '../../../lambdas/escalation/notice-rules.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { claimedCall } from '../../support/notice.ts';

const pack = defaultPack();
const [first] = pack.people;
if (first === undefined) throw new Error('the pack has nobody');
const RULES: NonNullable<Person['notices']> = {
  urgent: [
    { channel: 'slack', after: 'PT0S' },
    { channel: 'sms', after: 'PT2M' },
    { channel: 'email', after: 'PT5M' },
  ],
  normal: [
    { channel: 'teams', after: 'PT0S' },
    { channel: 'email', after: 'PT10M' },
  ],
};
const person: Person = { ...first, notices: RULES };
const AT = '2026-03-02T09:00:00.000Z';

describe('who is told at once, by which channels', () => {
  it.each([
    [
      'without an order of their own: those of the ladder that reach them',
      { ...first, slackId: undefined },
      'S1',
      ['email'],
    ],
    ['urgent: the first of their order', person, 'S1', ['slack']],
    ['unknown is urgent', person, undefined, ['slack']],
    ['normal: the first that reaches them, whatever its time', person, 'S3', ['email']],
    [
      'one that reaches nobody is no order',
      { ...person, notices: { urgent: [{ channel: 'teams', after: 'PT0S' }] } },
      'S2',
      ['slack', 'email'],
    ],
  ] as const)('%s', (_title, one, level, channels) => {
    const { slackId, ...rest } = one;
    const whole: Person = JSON.parse(JSON.stringify({ ...rest, slackId }));
    expect(channelsAtOnce(whole, level, ['slack', 'email'])).toEqual(channels);
  });
});

describe('what is still to come of an order', () => {
  const record = {
    ...openCase(),
    state: 'triaged' as const,
    severity: { level: 'S1' as const, score: 90, reasons: [], latches: [], scoredAt: '2026-03-02T09:00:00.000Z' },
  };
  const call = (channel: Notice['channel'], more: Partial<Notice> = {}): Notice =>
    claimedCall({
      id: 'ntc_00000000000000000000000000000001',
      caseId: record.id,
      round: record.escalation.round,
      person: person.id,
      channel,
      state: 'handed_over',
      claimedAt: AT,
      ...more,
    });
  const rulesOf = { ...pack, people: [person] };
  const dues = (given: typeof record, notices: readonly Notice[]): readonly string[] =>
    spacedNotices(given, notices, rulesOf, AT).map(({ dueAt, notice }) => `${dueAt.slice(11, 19)} ${notice.channel}`);

  it('comes at its time, counted from the first message of the call', () => {
    expect(dues(record, [call('slack')])).toEqual(['09:02:00 sms', '09:05:00 email']);
    expect(dues(record, [call('slack'), call('sms', { claimedAt: '2026-03-02T09:02:00.000Z' })])).toEqual([
      '09:05:00 email',
    ]);
  });

  it('does not come when somebody has it, for a call of an earlier round, or to who has acknowledged', () => {
    expect(dues({ ...record, state: 'triaged' }, [call('slack', { round: record.escalation.round + 1 })])).toEqual([]);
    const held: typeof record = JSON.parse(JSON.stringify({ ...record, state: 'acknowledged' }));
    expect(dues(held, [call('slack')])).toEqual([]);
    expect(
      dues({ ...record, escalation: { ...record.escalation, needs: 2, agreed: [person.id] } }, [call('slack')]),
    ).toEqual([]);
  });

  it('is claimed once: its id follows from case, round, step, person and channel', () => {
    const ids = () => spacedNotices(record, [call('slack')], rulesOf, AT).map(({ notice }) => notice.id);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
  });
});
