import { expect, it } from 'vitest';
import { mailContent } from '../../../lambdas/platform/mail-content.ts';

const subjectOf = (subject: string): string | undefined =>
  mailContent({ subject, text: 'x' }, {}).Simple?.Subject?.Data;

/** What a sender calls their shipment stands in it. */
it.each([
  ['a line break', 'Late: SO-1\r\nBcc: all@example.com', 'Late: SO-1 Bcc: all@example.com'],
  ['other breaks', 'Late:\u2028SO-1\u0085 and\tSO-2\u0000', 'Late: SO-1 and SO-2'],
  ['words that would run backwards', 'Late: SO-\u202e1 is \u2066paid', 'Late: SO- 1 is paid'],
])('a subject is one line, forwards: %s', (_what, given, said) => {
  expect(subjectOf(given)).toBe(said);
});

it('and says what it said otherwise', () => {
  const said = '[S1] Spät: „SO-1“ – 遅延, مرحبا 👍🏽';
  expect(subjectOf(said)).toBe(said);
});
