import { describe, expect, it, test } from 'vitest';
import { composePartnerMail, questionOf, sayUntil } from '../../../lambdas/partner/compose-mail.ts';
import type { PartnerLink } from '../../../lambdas/partner/partner-link.ts';
import { languageFor, say, wordsIn } from '../../../lambdas/partner/words.ts';
import { TROUBLES } from '../../../lambdas/partner/words/troubles.ts';
import { partnerPage } from '../../../lambdas/notification/partner-page.ts';
import { renderPage } from '../../../lambdas/notification/render-page.ts';
import { defaultPack } from '../../support/pack.ts';
import { openCase } from '../../support/case.ts';

const LANGUAGES = ['en', 'de', 'fr'] as const;

describe('the language of a partner', () => {
  it.each([
    ['as whoever asks has said it, whatever their browser wants', 'de', 'fr', 'de'],
    ['of its country', 'fr-CA', undefined, 'fr'],
    ['that we do not have: by their browser', 'pt-BR', 'pl, de;q=0.5', 'de'],
    [
      'that nobody knows: the first that their browser wants and we have',
      undefined,
      'pl-PL,fr-CA;q=0.8,en;q=0.9',
      'en',
    ],
    ['that they want least is still wanted', undefined, 'pl, fr;q=0.1', 'fr'],
    ['that they do not want is not taken', undefined, 'fr;q=0, de;q=0.2', 'de'],
    ['of a browser that wants any', undefined, '*', 'en'],
    ['of a browser that says nothing', undefined, '', 'en'],
    ['of a program that says nonsense', undefined, ';;q=x,=,constructor', 'en'],
  ])('%s', (_name, known, accepts, language) => {
    expect(languageFor(known, accepts)).toBe(language);
  });

  test('are those in which customers are written to', () => {
    expect(Object.keys(defaultPack().customerMessages?.footer ?? {}).sort()).toEqual([...LANGUAGES].sort());
  });

  /** Every text with its place; `{}` are counted. */
  const textsOf = (value: unknown, path = ''): readonly (readonly [string, string])[] =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(value as object).flatMap(([name, inner]) => textsOf(inner, `${path}/${name}`));

  test.each(['de', 'fr'] as const)(
    '%s says all that English says, with as much put in, and in words of its own',
    (language) => {
      const [english, other] = [textsOf(wordsIn('en')), new Map(textsOf(wordsIn(language)))];
      expect([...other.keys()]).toEqual(english.map(([path]) => path));
      for (const [path, text] of english) {
        expect(other.get(path)?.split('{}').length, path).toBe(text.split('{}').length);
        if (text.includes(' ')) expect(other.get(path), path).not.toBe(text);
      }
    },
  );

  test.each(['de', 'fr'])('%s has words for all troubles of which partners are told', (language) => {
    const theirs = Object.keys(defaultPack().types).filter((type) => /^(transport|supply|cargo)\./.test(type));
    expect(Object.keys(TROUBLES[language] ?? {}).sort()).toEqual(theirs.sort());
  });

  test('what is put in is not read as a place to put something in', () => {
    expect(say('{} and {}', '{} $& x', 'y')).not.toContain('{} and');
    expect(say('about {}', '$&')).toBe('about $&');
  });
});

const link: PartnerLink = {
  linkId: `plk_${'0'.repeat(32)}`,
  caseId: openCase().id,
  partner: 'Nordlinie',
  mark: 'm',
  madeAt: '2026-03-02T09:00:00.000Z',
  until: '2026-03-05T09:00:00.000Z',
  misses: 0,
  answers: 0,
  mail: 'waiting',
};
const record = openCase({ references: [{ kind: 'shipment', value: 'S-1', issuer: 'x' }] });

describe('what a partner reads', () => {
  it('is in one language, mail and page, but for what somebody has written', () => {
    const mail = composePartnerMail(record, { ...link, language: 'de' }, 'Wann?', 'https://x.example/l');
    expect(mail.subject).toBe('Eine Frage zu: Sendung S-1');
    expect(mail.text).toContain('bis 5. März 2026, 09:00 UTC:');
    expect(mail.text).toContain('Wann?');
    expect(mail.text).not.toMatch(/Please|answer|question|Replies/);
    const html = renderPage(partnerPage(record, link, 'Quand ?', 'fr', 'kind'));
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('Rien n’a encore été envoyé.');
    expect(html).toContain('ni PDF, ni PNG, ni JPEG');
    expect(html).toContain(sayUntil(link.until, 'fr'));
    expect(html).not.toMatch(/Please|Send the|Nothing|Choose|Document \(PDF, PNG or/);
    expect(composePartnerMail(record, { ...link, language: 'pl' }, undefined, 'l').subject).toBe(
      'A question about shipment S-1',
    );
  });

  it.each([
    ['transport.capacity_rejected', 'capacity'],
    ['cargo.damaged', 'damage'],
    ['cargo.temperature_excursion', 'damage'],
    ['transport.delay', 'stands'],
  ] as const)('of %s asks for what is of use, where nobody has written a question', (type, asks) => {
    for (const language of LANGUAGES) {
      const asked = (words: string | undefined) => questionOf({ ...record, type }, words, language).lines.at(-1);
      expect(asked(undefined)).toBe(wordsIn(language).asks[asks]);
      expect(asked('And now?')).toBe('And now?');
    }
  });
});
