import { expect, it } from 'vitest';
import { SMS_LIMIT, toGsm } from '../../lambdas/notification/gsm-text.ts';
import { wordsOf } from '../support/browser.ts';
import { playOthers } from './play-others.ts';

const played = await playOthers();
const textOf = (name: string): string => {
  const { told, page } = played.find((one) => one.name === name)!;
  if (page !== undefined) return wordsOf(page);
  return told.mail === undefined
    ? (told.text?.text ?? JSON.stringify(told.card?.card ?? told.slack?.blocks))
    : `${told.mail.subject}\n${told.mail.text}`;
};

it('no message says nothing, the same twice, or a time without its zone', () => {
  for (const { name } of played) {
    const text = textOf(name);
    expect(text, name).not.toMatch(/undefined|NaN|Invalid|\[object|\{\w+\}/);
    expect(text, name).not.toMatch(/\b(\w{3,}) \1\b/);
    for (const [time] of text.matchAll(/\d\d:\d\d(?: \S+)?/g)) expect(time, name).toMatch(/^\d\d:\d\d [A-Z]{2,5}/);
  }
});

it('an SMS is one, in the letters that a phone has, and says how bad, what, by when and how to answer', () => {
  const text = textOf('sms');
  expect(text.length).toBeLessThanOrEqual(SMS_LIMIT);
  expect(toGsm(text)).toBe(text);
  expect(text).toMatch(/^S2 Delayed shipment.+Take it by \d\d:\d\d [A-Z]+\. Reply ACK \w{6} #\w{8}$/);
});

it('who is asked to let a message go reads it, to whom it goes, why they are asked and by when', () => {
  const text = textOf('approval');
  expect(text).toContain('einkauf@hafen-klinik.example.org');
  expect(text).toContain('kommt später als zugesagt');
  expect(text).toContain('Somebody reads what a platinum customer is told before they do.');
  expect(text).toMatch(/Decide by .+ \(in \d+ \w+\)/);
});

it('who has to tell a customer reads why, what to do and by when', () => {
  const text = textOf('customer-not-told');
  expect(text).toContain('the mail did not reach them');
  expect(text).toContain('Tell the customer yourself');
  expect(text).toMatch(/The customer was promised word by .+ \(in \d+ \w+\)/);
});

it('who is asked in Slack reads the same, and answers there', () => {
  const text = textOf('approval-slack');
  for (const says of ['kommt später als zugesagt', 'Value at risk: 95,000 EUR', 'Decide by'])
    expect(text).toContain(says);
  for (const button of ['approve-action', 'refuse-action', 'decide-action']) expect(text).toContain(`"${button}"`);
});

it('who is called because nobody has it reads that, what is at stake, by when, and has one thing to click', () => {
  const text = textOf('second-call');
  expect(text).toContain('Nobody has acknowledged it: this is the second call.');
  for (const says of [
    'Value at risk: 95,000 EUR',
    'on duty:',
    'Acknowledge it now: that was promised by',
    '"I have it"',
  ])
    expect(text).toContain(says);
});

it('how the time stands, and what is late, says what to do about it and by when', () => {
  expect(textOf('clock')).toMatch(/75 % of the time.*(Acknowledge by|is over at)/s);
  expect(textOf('task-late')).toContain('Do it and say so, or say what blocks it or why it is not needed.');
});

it('a carrier without an account reads what is asked and until when, in their language, and nothing of ours', () => {
  const text = textOf('partner');
  expect(text).toMatch(/SHP-30418.*https:\/\/fairlead\.test\/dev\/v1\/partner\//s);
  expect(text).toMatch(/\d\d:\d\d UTC/);
  expect(text).toContain('Uns wurde gemeldet: verspätete Sendung, Kassel.');
  const html = played.find(({ name }) => name === 'partner')!.told.mail?.html ?? '';
  expect(html).toMatch(
    /<html lang="de">[\s\S]+<a href="https:\/\/fairlead\.test\/dev\/v1\/partner\/[^"]+"[^>]*>Antworten<\/a>/,
  );
  expect(html.replaceAll(/<[^>]*>/g, '')).not.toContain('https://');
  for (const inside of ['Hafen Klinik', '95', 'S2', 'platinum', 'Duarte']) expect(text).not.toContain(inside);
  expect(textOf('partner-not-reached')).toContain('Ask them again, or by phone');
});

it('the last message asks for nothing', () => {
  const text = textOf('withdrawn');
  expect(text).toContain('You were called for this case. Somebody has withdrawn it; the customer was told of it');
  expect(text).not.toMatch(/Acknowledge|I have it|resolve by/);
});

it('who opens the case from a message reads the same, and what else is to be done', () => {
  const text = textOf('page-case');
  for (const says of ['What happened', 'Value at risk: 95,000 EUR', 'has it', 'What to do', 'Say how it stands'])
    expect(text).toContain(says);
  expect(text).toMatch(/Changes in other systems .*Tell the customer.*: done/);
  expect(textOf('page-task')).toMatch(/To be done by .+ \(\d+ \w+ ago\)\./);
});

it('whoever has a task of a case that others have reads which, why it is theirs, who has the case, and by when; they are not asked to take the case', () => {
  const text = textOf('task-set');
  expect(text).toMatch(/^\[S\d\] For you: Tell the account team \(Customs hold, Bremerhaven, shipment SHP-30530\) #/);
  expect(text).toContain('You are on duty for account management. The case is with others; this of it is yours.');
  expect(text).toContain('Owned by Trade compliance; on duty: Karim Haddad.');
  expect(text).toMatch(/What to do\n {2}Do it and say so, .+\n {2}Do it by .+ \(in \d+ \w+\)\.\n/);
  expect(text).not.toMatch(/Acknowledge|I have it|Reply "ack"/);
  expect(textOf('task-late')).toMatch(/It was to be done by .+ \(\w+ \w+( ago)?\)/);
});

it('whoever had a case that another has taken over reads who has it and that nothing is asked of them', () => {
  const text = textOf('passed-on');
  expect(text).toMatch(/^No longer yours: Customs hold, Bremerhaven \(shipment SHP-30530\) #/);
  expect(text).toContain('You had this case. Inês Duarte has it now; you need do nothing more for it.');
  expect(text).not.toMatch(/What to do|What is at stake|Acknowledge|I have it|resolve by|Reply "ack"|Tasks/);
});
