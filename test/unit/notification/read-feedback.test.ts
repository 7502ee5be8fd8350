import { describe, expect, it } from 'vitest';
import { readMailEvent } from '../../../lambdas/notification/read-customer-news.ts';
import { readFeedback } from '../../../lambdas/notification/read-feedback.ts';

const CASE = `case_${'a'.repeat(32)}`;
const NOTICE = `ntc_${'b'.repeat(32)}`;
const AT = '2026-03-02T09:00:01.000Z';
const mail = {
  timestamp: AT,
  destination: ['jo@example.com'],
  tags: { case: [CASE], notice: [NOTICE], 'ses:configuration-set': ['x'] },
};
const read = (event: object) => readFeedback(JSON.stringify({ mail, ...event }));
const bounce = (bounceType: string, more: object = {}) =>
  read({
    eventType: 'Bounce',
    bounce: {
      bounceType,
      bounceSubType: 'MailboxFull',
      timestamp: AT,
      bouncedRecipients: [{ emailAddress: 'jo@example.com', status: '5.2.2', diagnosticCode: 'smtp; jo is away' }],
      ...more,
    },
  });

// The shapes are those of docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
describe('what SES tells of a mail', () => {
  it('a bounce names the notice and why, and not the words of the mail server', () => {
    const feedback = bounce('Permanent');
    expect(feedback).toEqual({
      notice: { caseId: CASE, noticeId: NOTICE },
      delivery: { state: 'bounced', at: AT, reason: 'Permanent, MailboxFull (5.2.2)' },
      stop: { addresses: ['jo@example.com'], why: 'bounced' },
    });
  });

  it('a mailbox that is full today is written to again tomorrow', () => {
    expect(bounce('Transient')).toMatchObject({ delivery: { state: 'bounced' } });
    expect(bounce('Transient').stop).toBeUndefined();
    expect(bounce('Undetermined').stop).toBeUndefined();
  });

  it('a complaint that does not say whose it is stops mail to whom we have written', () => {
    const complaint = (complainedRecipients: object[]) =>
      read({ eventType: 'Complaint', complaint: { complainedRecipients, timestamp: AT } }).stop;
    expect(complaint([])).toEqual({ addresses: ['jo@example.com'], why: 'complained' });
    expect(complaint([{ emailAddress: 'Jo@example.com' }])?.addresses).toEqual(['Jo@example.com']);
  });

  it('a mail that is held up or refused is not delivered either', () => {
    const delayed = read({ eventType: 'DeliveryDelay', deliveryDelay: { delayType: 'MailboxFull', timestamp: AT } });
    expect(delayed.delivery).toEqual({ state: 'delayed', at: AT, reason: 'MailboxFull' });
    expect(read({ eventType: 'Reject', reject: { reason: 'Bad content' } }).delivery.state).toBe('rejected');
  });

  it('a mail that was no notice has none; anything else is no news and throws', () => {
    expect(read({ eventType: 'Reject', reject: {}, mail: { ...mail, tags: {} } }).notice).toBeUndefined();
    expect(() => read({ eventType: 'Click', click: {} })).toThrow();
    expect(() => readFeedback('{')).toThrow();
  });
});

// SES says so in words, and to each event destination once: https://github.com/ope-tech/laravel-ses/issues/10
describe('the message by which SES tries a new topic', () => {
  it('is no news, and no dead letter that rings at the first deployment', () => {
    expect(readMailEvent('Successfully validated SNS topic for Amazon SES event publishing.')).toBeUndefined();
  });

  it('other words are none of SES', () => {
    expect(() => readMailEvent('Successfully validated.')).toThrow(SyntaxError);
  });
});
