import { describe, expect, it } from 'vitest';
import { composeDigest } from '../../../lambdas/notification/compose-digest.ts';
import type { Message } from '../../../lambdas/notification/compose-message.ts';
import { renderEmail } from '../../../lambdas/notification/render-email.ts';

function messageOf(changes: Partial<Message>): Message {
  return {
    headline: 'Resolved: Late',
    severity: 'S3 medium',
    because: 'You were called for this case. It is resolved; there is nothing left to do.',
    happened: ['Late, 9:00'],
    atStake: [],
    owner: 'Inês Duarte has resolved it.',
    nextStep: undefined,
    tasks: [],
    byWhen: undefined,
    acknowledgeUrl: undefined,
    further: [],
    standing: undefined,
    about: { caseId: 'case_1', noticeId: 'ntc_1' },
    reference: '#11111111',
    possiblyRepeated: false,
    ...changes,
  };
}
const over = messageOf({ caseUrl: 'https://x.test/case' });
const alsoOver = messageOf({ reference: '#22222222', owner: 'Mei Tan has resolved it.' });
const overdue = messageOf({
  reference: '#33333333',
  headline: 'Overdue: Ask the carrier (Late)',
  because: 'You have it, and a task of it is not done by the due time.',
  owner: 'Mei Tan has it.',
  nextStep: 'Do it, or say in Fairlead what blocks it or why it is not needed.',
  byWhen: 'To be resolved by Tue 3 Mar, 10:00 CET (in 3 hours).',
  tasks: ['Ask the carrier (transport planning, by Mon 2 Mar, 12:00 CET)'],
});

describe('a digest', () => {
  it('of one message is that message', () => {
    expect(composeDigest(overdue, [])).toBe(overdue);
  });

  it('of what is over says how each ended, and asks for nothing; it is of no case, and says so', () => {
    const digest = composeDigest(over, [alsoOver]);
    expect(digest.lists?.[0]?.lines).toEqual([
      { said: '#11111111 Resolved: Late. Inês Duarte has resolved it.', url: 'https://x.test/case' },
      { said: '#22222222 Resolved: Late. Mei Tan has resolved it.' },
    ]);
    expect(digest.because).toContain('nothing in it asks for you now');
    expect(renderEmail(digest).subject).toBe('2 cases have moved on, digest');
  });

  it('with something that is still to be done does not say that nothing is: it says what, of which case and by when', () => {
    const { because, lists, tasks } = composeDigest(over, [overdue]);
    expect(because).not.toContain('nothing');
    expect(lists?.[0]?.lines[1]?.said).toBe(
      '#33333333 Overdue: Ask the carrier (Late). You have it, and a task of it is not done by the due time. To be resolved by Tue 3 Mar, 10:00 CET (in 3 hours).',
    );
    expect(tasks).toEqual(['#33333333 Ask the carrier (transport planning, by Mon 2 Mar, 12:00 CET)']);
  });
});
