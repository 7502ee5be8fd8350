import { expect, it } from 'vitest';
import { playOthers } from './play-others.ts';

const played = await playOthers();
const textOf = (name: string): string => {
  const { told } = played.find((one) => one.name === name)!;
  return told.mail === undefined
    ? (told.text?.text ?? JSON.stringify(told.card?.card))
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
