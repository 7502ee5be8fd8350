import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';
import type { PartnerWords } from './words/partner-words.ts';

/** Languages in which partners are asked: those in which customers are written to. */
const WORDS = { en, de, fr } as const satisfies Readonly<Record<string, PartnerWords>>;
export type PartnerLanguage = keyof typeof WORDS;

/** What was wrong with a form. */
export type Slip = keyof PartnerWords['slips'];

/** What a page without a form tells. */
export type PartnerAnswerWord = keyof PartnerWords['told'];

export function wordsIn(language: PartnerLanguage): PartnerWords {
  return WORDS[language];
}

/** Puts something into words. */
export function say(words: string, ...given: readonly string[]): string {
  return given.reduce((text, one) => text.replace('{}', () => one), words);
}

/**
 * The language of whoever answers, as whoever asks knows it; else the first of those that their browser wants and we have (`Accept-Language`, RFC 9110, section 12.5.4); else English.
 */
export function languageFor(known: string | undefined, accepts = ''): PartnerLanguage {
  const wanted = accepts
    .split(',')
    .slice(0, MOST_WANTED)
    .map((one) => {
      const [range = '', ...parameters] = one.trim().split(';');
      const weight = /^\s*q=(\d(?:\.\d{1,3})?)\s*$/.exec(parameters[0] ?? '')?.[1];
      return { range, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ range }) => range);
  return [known ?? '', ...wanted].map(baseOf).find(isOurs) ?? 'en';
}

const MOST_WANTED = 20;
const baseOf = (language: string): string => language.split('-')[0]?.toLowerCase() ?? '';
const isOurs = (language: string): language is PartnerLanguage => Object.hasOwn(WORDS, language);
