import { expect, it } from 'vitest';
import { playTroubles } from './play-troubles.ts';

const played = await playTroubles();
const toldOf = (name: string) => played.find((one) => one.name === name)!.told;
const textOf = (name: string): string => {
  const { mail, slack } = toldOf(name);
  return mail === undefined ? JSON.stringify(slack?.blocks) : `${mail.subject}\n${mail.text}`;
};

it('no message says nothing, the same twice, a moment as systems write it, or an address where a word would do', () => {
  for (const { name, told } of played) {
    const text = textOf(name);
    expect(text, name).not.toMatch(/undefined|NaN|Invalid|\[object|\{\w+\}/);
    expect(text, name).not.toMatch(/\b(\w{3,}) \1\b/);
    expect(text, name).not.toMatch(/\d{4}-\d\d-\d\dT/);
    for (const [time] of text.matchAll(/\d\d:\d\d(?: \S+)?/g)) expect(time, name).toMatch(/^\d\d:\d\d [A-Z]{2,5}/);
    const seen = told.mail?.html?.replaceAll(/<[^>]*>/g, '') ?? '';
    expect(seen, name).not.toContain('https://');
  }
});

it('a call in Slack that somebody has taken says who, and asks for nothing', () => {
  const text = textOf('taken-slack');
  expect(text).toContain('Jonas Weber has it since');
  expect(text).not.toMatch(/I have it|Acknowledge by/);
});

it('what has to be done by hand says where, what, how it is proven, and by when', () => {
  const text = textOf('by-hand');
  expect(text).toMatch(/ERP takes no change: .+\. Nothing is written by itself once you have begun\./);
  expect(text).toMatch(/Done by .+ \(in \d+ \w+\)/);
  expect(text).toMatch(/How to do it\n {2}Tick “I do it now”.+\n.+VA02/);
  expect(text).toMatch(/: from \d+ Mar 2026, \d\d:\d\d UTC to \d+ Mar 2026, \d\d:\d\d UTC/);
});

it('what did not come about says what stands there, or that nothing does, and what to do', () => {
  expect(textOf('action-failed')).toMatch(/Somebody has changed 4500017 meanwhile: the promised date is 6 Mar 2026/);
  expect(textOf('action-failed')).toContain('Look into the ERP; then try it again');
  expect(textOf('approval-expired')).toContain('Nothing was written.');
  expect(textOf('approval-expired')).toContain('propose it again');
});

it('an incident says how many, how severe, why only it calls, and by when; grown, it says so before it is opened', () => {
  const call = textOf('incident');
  expect(call).toContain('[S1] Storm at LONG BEACH, CA, US (30 cases)');
  expect(call).toMatch(/What is at stake\n {2}Its cases: .+\n {2}Why it is S1: 30 cases share/);
  expect(call).toMatch(/Acknowledge by .+ \(in 15 minutes\)/);
  const grown = textOf('incident-grown');
  expect(grown).toContain('[S1] Much larger: Storm at LONG BEACH, CA, US (320 cases)');
  expect(grown).toContain('Its cases: 2 S1, 318 S3');
});

it('last messages say who has ended it, in their words, and what becomes of the cases of an incident; they ask for nothing', () => {
  expect(textOf('resolved')).toContain('Inês Duarte has resolved it. “The carrier has delivered it after all.”');
  expect(textOf('incident-resolved')).toMatch(/Its cases are solved with it[\s\S]+“The port is open again\.”/);
  expect(textOf('merged')).toMatch(/It goes on in #[0-9A-F]{8}/);
  for (const name of ['resolved', 'incident-resolved', 'solved-with-incident', 'merged']) {
    expect(textOf(name), name).not.toMatch(/Acknowledge|I have it|resolve by|call by themselves|only this incident/);
    expect(toldOf(name).mail?.subject, name).not.toContain('[S');
  }
});

it('a shift begins with the worst, who should have had it since when, and what is due first', () => {
  const text = textOf('handover');
  expect(text).toMatch(/^\[S1\] Your shift: 5 open cases, shift of /);
  const [worst, ...others] = text.split('\n').filter((line) => /^ {2}S\d #/.test(line));
  expect(worst).toMatch(/S1 .+: nobody has it, and was to have it by .+ \(3 hours ago\); to be resolved by /);
  expect(others).toHaveLength(4);
  expect(text).toMatch(/S3 .+: Jonas Weber has it; to be resolved by/);
  expect(text).toMatch(/Waits for an approval\n {2}#\w{8} Promise order 4500019/);
});

it('a mail is as wide as its screen, dark where its reader wants it dark, and its list shows what it is about', () => {
  for (const { name, told } of played) {
    const html = told.mail?.html;
    if (html === undefined) continue;
    expect(html, name).toContain('width:100%;max-width:600px');
    expect(html, name).toContain('<meta name="color-scheme" content="light dark">');
    expect(html, name).toContain('prefers-color-scheme:dark');
  }
  const preview = /<div style="display:none[^>]*>([^&<]+)/.exec(toldOf('incident').mail?.html ?? '')?.[1];
  expect(preview).toMatch(/^Acknowledge by .+ \(in 15 minutes\)/);
});
