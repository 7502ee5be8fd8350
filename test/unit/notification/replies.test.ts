import { describe, expect, it } from 'vitest';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { answerDone, answerRefused } from '../../../lambdas/notification/answer-reply.ts';
import { readMailReply } from '../../../lambdas/notification/read-mail-reply.ts';
import { readWish } from '../../../lambdas/notification/read-wish.ts';
import { checkReply, markOf, signReply } from '../../../lambdas/notification/reply-token.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const dan = pack.people.find(({ id }) => id === 'dan-okafor')!;

describe('what was refused', () => {
  const why = 'Before it is resolved: “Inspect the goods”.';
  const taken = { acknowledgedBy: 'dan-okafor', acknowledgedAt: '2026-03-02T08:12:00.000Z' } as const;

  it('is answered with the reason while the case goes on, not with what its reader knows', () => {
    const told = answerRefused(openCase({ state: 'in_progress', ...taken }), dan, pack, why);
    expect(told).toMatch(/^#\w{8}: nothing was changed\. Before it is resolved: “Inspect the goods”\.$/);
  });

  it('and with how it ended once it is over', () => {
    const over = { state: 'resolved', resolvedBy: 'jonas-weber', resolvedAt: '2026-03-02T09:00:00.000Z' } as const;
    expect(answerRefused(openCase({ ...taken, ...over }), dan, pack, why)).toContain('Jonas Weber has resolved it');
  });
});

it('whoever has acknowledged what takes two is not told that it is theirs alone', () => {
  const ack = { do: 'acknowledge' } as const;
  const mine = openCase({ state: 'acknowledged', acknowledgedBy: dan.id });
  expect(answerDone(mine, ack, dan)).toMatch(/: you have it\. Nobody else is called\.$/);
  expect(answerDone(openCase({ state: 'triaged' }), ack, dan)).toMatch(
    /: you have acknowledged it\. .* still called\.$/,
  );
});

describe('a note', () => {
  const note = { do: 'note', note: 'x' } as const;
  const told = (changes: Partial<Case>) => answerDone(openCase(changes), note, dan);

  it('takes nothing: while nobody has the case that is said, and how to take it', () => {
    const words = /^#\w{8}: your note is in the record of the case\. Nobody has it yet: reply "ack" to take it\.$/;
    expect(told({ state: 'open' })).toMatch(words);
    expect(told({ state: 'triaged' })).toMatch(words);
  });

  it('is all that there is to say once somebody has it, or it is over', () => {
    const taken = { state: 'acknowledged', acknowledgedBy: 'dan-okafor' } as const;
    for (const changes of [taken, { ...taken, state: 'resolved' }] as const)
      expect(told(changes)).toMatch(/^#\w{8}: your note is in the record of the case\.$/);
  });
});

const CASE = `case_${'0123456789abcdef'.repeat(2)}`;
const NOW = Date.parse('2026-03-02T09:00:00Z');
const DAY = 24 * 3_600_000;
const token = signReply({ caseId: CASE, person: 'dan-okafor', expiresMs: NOW + DAY }, 'secret');

describe('an address to reply to', () => {
  it('fits into a local part, survives small and capital letters, and names case and person', () => {
    expect(`reply+${token}`.length).toBeLessThanOrEqual(64);
    const claim = { caseId: CASE, personMark: markOf('dan-okafor') };
    expect(checkReply(token.toUpperCase(), 'secret', NOW)).toEqual({ ok: true, claim });
    expect(checkReply(token, 'secret', NOW + 2 * DAY)).toEqual({ ok: false, why: 'expired', claim });
  });

  it('is forged where a single letter differs, or another secret was used', () => {
    expect(checkReply(token, 'other', NOW)).toEqual({ ok: false, why: 'forged' });
    // The last letter holds a bit that stands for nothing.
    for (let at = 0; at < token.length - 1; at += 1) {
      const changed = `${token.slice(0, at)}${token[at] === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`;
      expect([at, checkReply(changed, 'secret', NOW).ok]).toEqual([at, false]);
    }
  });

  it.each(['', 'a', token.slice(1), `${token}aa`, 'not!base32', '1'.repeat(56)])('is malformed: %s', (text) => {
    expect(checkReply(text, 'secret', NOW)).toEqual({ ok: false, why: 'malformed' });
  });
});

describe('what a reply asks for', () => {
  it.each([
    ['ack', { do: 'acknowledge' }],
    ['ACK.', { do: 'acknowledge' }],
    ['Acknowledged!', { do: 'acknowledge' }],
    ['Ack, calling the carrier', { do: 'acknowledge', note: 'calling the carrier' }],
    ['I have it', { do: 'acknowledge' }],
    ['I have it, and call them', { do: 'acknowledge', note: 'and call them' }],
    ['I have it on paper only', { do: 'note', note: 'I have it on paper only' }],
    ['resolve', { do: 'resolve' }],
    ['Resolve: delivered at the back door', { do: 'resolve', note: 'delivered at the back door' }],
    ['resolve delivered\nby noon', { do: 'resolve', note: 'delivered\nby noon' }],
    ['Resolved.', { do: 'resolve' }],
    ['resolved - new slot 14:00', { do: 'resolve', note: 'new slot 14:00' }],
    ['Resolved? Not yet.', { do: 'note', note: 'Resolved? Not yet.' }],
    ['Resolved to wait until noon', { do: 'note', note: 'Resolved to wait until noon' }],
    ['Acknowledgement came late', { do: 'note', note: 'Acknowledgement came late' }],
    ['Ackermann has it', { do: 'note', note: 'Ackermann has it' }],
    ['Not resolved', { do: 'note', note: 'Not resolved' }],
    ['  \n ', { do: 'nothing' }],
  ])('%s', (text, wish) => {
    expect(readWish(text)).toEqual(wish);
  });

  it('a note is as long as one by the API at most', () => {
    expect(readWish('x'.repeat(3000))).toEqual({ do: 'note', note: 'x'.repeat(2000) });
  });
});

describe('a reply by mail', () => {
  const gray = { spfVerdict: 'GRAY', dkimVerdict: 'GRAY', dmarcVerdict: 'GRAY' } as const;
  const clean = { spamVerdict: 'PASS', virusVerdict: 'PASS', ...gray } as const;
  const read = async (text: string, headers: readonly string[] = [], found: object = clean) =>
    readMailReply(
      Buffer.from(
        [
          ...headers,
          'From: Dan <Dan.Okafor@example.com>',
          'Subject: Re: [S1] Late',
          'Message-ID: <1@example.com>',
          '',
          text,
        ].join('\r\n'),
      ),
      { ...clean, ...found },
    );

  it.each([
    'ack\r\n\r\nOn Mon, 2 Mar 2026 at 09:00, Fairlead <notices@example.com> wrote:\r\n> resolve\r\n> I have it',
    'ack\r\n\r\nAm Mo., 2. März 2026 um 09:00 Uhr schrieb Fairlead <notices@example.com>:\r\n\r\n> resolve',
    'ack\r\n-- \r\nDan Okafor\r\nresolve',
    '> resolve\r\nack',
    'ack\r\n\r\nSent from my iPhone',
    'ack\r\n\r\n-----Original Message-----\r\nFrom: Fairlead <notices@example.com>\r\nSent: Monday\r\n\r\nresolve',
    'ack\r\n\r\n________________________________\r\nFrom: Fairlead <notices@example.com>\r\nSent: Monday\r\nTo: Dan\r\nSubject: x\r\n\r\nresolve',
  ])('is what was newly written: %#', async (text) => {
    const reply = await read(text);
    expect(reply).toMatchObject({ from: 'dan.okafor@example.com', text: 'ack', isOfMachine: false });
  });

  it.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated (out of office)',
    'X-Autoreply: yes',
    'Precedence: bulk',
  ])('of a machine is none: %s', async (header) => {
    expect((await read('I am away until Monday', [header]))?.isOfMachine).toBe(true);
  });

  it('a person may say that no machine has written it', async () => {
    expect((await read('ack', ['Auto-Submitted: no']))?.isOfMachine).toBe(false);
  });

  it.each([
    ['DMARC has passed', [], { dmarcVerdict: 'PASS' }, true],
    [
      'DMARC has failed',
      ['Authentication-Results: amazonses.com; dkim=pass header.i=@example.com'],
      { dmarcVerdict: 'FAIL' },
      false,
    ],
    ['its domain has signed', ['Authentication-Results: amazonses.com; dkim=pass header.i=@example.com'], {}, true],
    [
      'another domain has signed',
      ['Authentication-Results: amazonses.com; dkim=pass header.i=@evil.example'],
      {},
      false,
    ],
    [
      'somebody else says that it was signed',
      ['Authentication-Results: mx.evil.example; dkim=pass header.i=@example.com'],
      {},
      false,
    ],
    ['nobody knows', [], { dkimVerdict: 'PASS', spfVerdict: 'PASS' }, false],
    ['it is spam', [], { dmarcVerdict: 'PASS', spamVerdict: 'FAIL' }, false],
  ])('is of its writer: %s', async (_why, headers, found, isProven) => {
    expect((await read('ack', headers, found))?.isProven).toBe(isProven);
  });
});
