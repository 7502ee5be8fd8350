import { dutch } from './dutch.ts';
import { englishBusiness } from './english-business.ts';
import { englishOrdinary } from './english-ordinary.ts';
import { englishTransport } from './english-transport.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { italian } from './italian.ts';
import { polish } from './polish.ts';
import { portuguese } from './portuguese.ts';
import { spanish } from './spanish.ts';

export interface Phrase {
  /** An exception type, or `none`. */
  readonly type: string;
  readonly text: string;
}

/** What the classifier is made from. The mails of test/samples/mail/held-out are not: what it can do is measured on them. */
export const phrases: readonly Phrase[] = [
  englishTransport,
  englishBusiness,
  englishOrdinary,
  german,
  french,
  spanish,
  italian,
  dutch,
  portuguese,
  polish,
].flatMap((language) =>
  Object.entries(language).flatMap(([type, lines]) =>
    lines
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => ({ type, text })),
  ),
);
