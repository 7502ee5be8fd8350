import { describe, expect, it } from 'vitest';
import type { Case, Notice, Person } from '../../../lambdas/contracts/index.ts';
import { whenTold } from '../../../lambdas/notification/when-told.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const NIGHTS: NonNullable<Person['notices']> = {
  quietHours: [
    { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '22:00', to: '07:00' },
    { days: ['saturday', 'sunday'], from: '00:00', to: '00:00' },
  ],
};
const DIGEST: NonNullable<Person['notices']> = { digest: { levels: ['S3', 'S4'], at: ['09:00', '16:00'] } };
/** Berlin: an hour ahead of UTC in March. */
const NIGHT = '2026-03-03T23:30:00.000Z';

function caseOf(level: 'S1' | 'S2' | 'S3' | 'S4'): Case {
  return {
    ...openCase(),
    severity: { level, score: 10, reasons: [], latches: [], scoredAt: '2026-03-02T09:00:00.000Z' },
  };
}
function noticeOf(purpose: Notice['purpose'], claimedAt = NIGHT, step = 1, round = 1): Notice {
  const id = 'ntc_00000000000000000000000000000001';
  const rest = { contract: 'notice/1', person: 'jonas-weber', channel: 'slack', possiblyRepeated: false } as const;
  return { ...rest, id, caseId: openCase().id, purpose, step, round, state: 'claimed', claimedAt };
}
function jonas(notices?: Person['notices']): Person {
  const found = defaultPack().people.find(({ id }) => id === 'jonas-weber');
  if (found === undefined) throw new Error('no Jonas');
  return notices === undefined ? found : { ...found, notices };
}

describe('in the quiet hours of its reader', () => {
  it.each([
    ['the first notice of a case never waits', 'call', 'S4', 0, 1, undefined],
    ['a later call of a low case waits until they end', 'call', 'S3', 1, 1, '2026-03-04T06:00:00.000Z'],
    ['so does the first step of a later round', 'call', 'S3', 0, 2, '2026-03-04T06:00:00.000Z'],
    ['an urgent call does not', 'call', 'S2', 1, 1, undefined],
    ['that others have an urgent case waits', 'passed_on', 'S1', 0, 1, '2026-03-04T06:00:00.000Z'],
    ['that a low case is over waits', 'resolved', 'S3', 0, 1, '2026-03-04T06:00:00.000Z'],
    ['that an urgent one is over does not', 'resolved', 'S1', 0, 1, undefined],
    ['an approval does not', 'approval', 'S3', 0, 1, undefined],
    ['nor what could not be written', 'action_failed', 'S4', 0, 1, undefined],
    ['nor what nobody has approved in time', 'approval_expired', 'S4', 0, 1, undefined],
    ['nor that a customer knows nothing', 'customer_not_told', 'S4', 0, 1, undefined],
  ] as const)('%s', (_title, purpose, level, step, round, until) => {
    const held = whenTold(noticeOf(purpose, NIGHT, step, round), caseOf(level), jonas(NIGHTS), NIGHT);
    expect(held).toEqual(until === undefined ? undefined : { until, why: 'quiet hours' });
  });

  it('where the steps before had nobody on duty, a later step is the first notice; and its repetition is not', () => {
    const at = (step: number, first: boolean) =>
      whenTold({ ...noticeOf('call', NIGHT, step), first }, caseOf('S4'), jonas(NIGHTS), NIGHT);
    expect(at(1, true)).toBeUndefined();
    expect(at(0, false)).toMatchObject({ why: 'quiet hours' });
  });

  it('nothing waits outside them, nor for who has none', () => {
    const noon = '2026-03-04T11:00:00.000Z';
    expect(whenTold(noticeOf('clock', noon), caseOf('S4'), jonas(NIGHTS), noon)).toBeUndefined();
    expect(whenTold(noticeOf('clock'), caseOf('S4'), jonas(), NIGHT)).toBeUndefined();
  });

  it('a whole weekend is too long: it waits 18 hours and is sent then', () => {
    const friday = '2026-03-06T22:00:00.000Z';
    const notice = noticeOf('clock', friday);
    expect(whenTold(notice, caseOf('S4'), jonas(NIGHTS), friday)?.until).toBe('2026-03-07T16:00:00.000Z');
    expect(whenTold(notice, caseOf('S4'), jonas(NIGHTS), '2026-03-07T16:00:00.000Z')).toBeUndefined();
  });
});

describe('by the digest of its reader', () => {
  it.each([
    [
      'that a low case is over comes with the next',
      'resolved',
      'S3',
      '2026-03-04T10:00:00.000Z',
      '2026-03-04T15:00:00.000Z',
    ],
    ['in the evening that is the next morning', 'clock', 'S4', '2026-03-04T18:00:00.000Z', '2026-03-05T08:00:00.000Z'],
    ['a call does not wait for it', 'call', 'S4', '2026-03-04T10:00:00.000Z', undefined],
    ['nor does anything urgent', 'resolved', 'S2', '2026-03-04T10:00:00.000Z', undefined],
  ] as const)('%s', (_title, purpose, level, at, until) => {
    const held = whenTold(noticeOf(purpose, at), caseOf(level), jonas(DIGEST), at);
    expect(held).toEqual(until === undefined ? undefined : { until, why: 'digest' });
  });

  it('its time has come once, whenever the notice is looked at after it', () => {
    const notice = noticeOf('resolved', '2026-03-04T10:00:00.000Z');
    for (const at of ['2026-03-04T15:00:00.000Z', '2026-03-04T15:01:10.000Z', '2026-03-04T23:00:00.000Z'])
      expect(whenTold(notice, caseOf('S3'), jonas(DIGEST), at)).toBeUndefined();
  });
});
