import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureMail, renderMail, wilson } from '../../bin/bench/mail.ts';
import { heldOutMails } from '../../bin/bench/mail-set.ts';
import { phrases } from '../../lambdas/inbound/formats/email/phrases/index.ts';
import { plainWords } from '../../lambdas/inbound/formats/email/sentences.ts';

const page = readFileSync(new URL('../../docs/mail.md', import.meta.url), 'utf8');

/** Six words in a row are no phrase of the trade any more, they are a copy. */
const RUN = 6;
function runsOf(text: string): readonly string[] {
  const words = plainWords(text).match(/[\p{L}\d]+/gu) ?? [];
  return words.slice(RUN - 1).map((_, at) => words.slice(at, at + RUN).join(' '));
}

describe('mail that the classifier was not made from', () => {
  it('is many, of all types and none, in eight languages and some more, each with a name of its own', () => {
    const mails = heldOutMails();
    expect(mails.length).toBeGreaterThanOrEqual(200);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(mails.length);
    const known = new Set(phrases.map(({ type }) => type));
    expect(mails.flatMap(({ types }) => types).filter((type) => !known.has(type))).toEqual([]);
  });

  it('shares no run of words with what it was made from', () => {
    const made = new Set(phrases.flatMap(({ text }) => runsOf(text)));
    expect(made.size).toBeGreaterThan(500);
    const shared = heldOutMails().flatMap(({ subject, text }) =>
      `${subject}\n${text}`
        .split(/\n|(?<=[.!?])\s/)
        .flatMap(runsOf)
        .filter((run) => made.has(run)),
    );
    expect(shared).toEqual([]);
  });

  // The floor was set under what was measured once (docs/mail.md); whoever makes it better raises it, nobody tunes to it.
  it('is read as the page says, and no worse than it was', async () => {
    const measured = await measureMail(0.8);
    expect(page).toContain(renderMail(measured));
    const { total, falseAlarms, overlooked, numbersFound } = measured;
    expect(total.right).toBeGreaterThanOrEqual(183);
    expect(total.sureAndRight / total.sure).toBeGreaterThanOrEqual(0.88);
    expect(total.sure).toBeGreaterThanOrEqual(118);
    expect(falseAlarms).toBeLessThanOrEqual(8);
    expect(overlooked).toBeLessThanOrEqual(4);
    expect(numbersFound).toBeGreaterThanOrEqual(69);
  });

  it('is measured in the same way for any classifier', async () => {
    const silent = await measureMail(0.8, () => Promise.resolve([{ type: 'none', probability: 1, said: '' }]));
    expect(silent.falseAlarms).toBe(0);
    expect(silent.overlooked).toBe(heldOutMails().filter(({ types }) => !types.includes('none')).length);
  });
});

it.each([
  // Agresti and Coull 1998, table of intervals for a binomial share.
  [0, 10, 0, 0.278],
  [10, 10, 0.722, 1],
  [5, 10, 0.237, 0.763],
])('%i of %i lies between', (right, of, low, high) => {
  const [from, to] = wilson(right, of);
  expect(from).toBeCloseTo(low, 2);
  expect(to).toBeCloseTo(high, 2);
});
