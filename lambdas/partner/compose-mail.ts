import type { Case, SubjectReference } from '../contracts/index.ts';
import { letterHtml } from '../notification/letter-html.ts';
import { escapeHtml } from '../notification/mail-html.ts';
import type { PartnerLink } from './partner-link.ts';
import { languageFor, say, wordsIn } from './words.ts';
import type { PartnerLanguage } from './words.ts';
import type { PartnerWords } from './words/partner-words.ts';
import { TROUBLES } from './words/troubles.ts';

/** Numbers that carriers and suppliers know; invoices, our stock and what customers call things is no business of theirs. The best known first. */
const THEIRS: readonly SubjectReference['kind'][] = [
  'shipment',
  'container',
  'tracking',
  'delivery',
  'booking',
  'bill_of_lading',
  'load',
  'vessel',
  'purchase_order',
];
const MOST_NUMBERS = 5;
/** What was reported of goods on their way or of a supply is no secret to whoever carries or supplies; what else a case is about may be. */
const THEIR_TROUBLE = ['transport', 'supply', 'cargo'];

/** What a partner is told of a case: numbers they know, and what they are asked. Not how severe it is, what it is worth, for whom, or who has it. */
export function questionOf({ references, type, title }: Case, asks: string | undefined, language: PartnerLanguage) {
  const words = wordsIn(language);
  const numbers = THEIRS.flatMap((theirs) => references.filter(({ kind }) => kind === theirs))
    .slice(0, MOST_NUMBERS)
    .map(({ kind, value }) => `${words.kinds[kind] ?? kind} ${value}`);
  const what = THEIR_TROUBLE.includes(type.split('.')[0] ?? '') ? troubleIn(language, type, title) : undefined;
  return {
    subject: numbers[0] ?? words.goods,
    lines: [
      ...(numbers.length === 0 ? [] : [say(words.about, numbers.join(', '))]),
      ...(what === undefined ? [] : [say(words.heard, what)]),
      asks ?? words.asks[ASKED_OF[type] ?? 'stands'],
    ],
  };
}

/** `Delayed shipment, Kassel`, in their language as far as we know words for it. */
function troubleIn(language: PartnerLanguage, type: string, title: string): string {
  const known = TROUBLES[language]?.[type];
  const [ours = title] = title.split(',');
  return known === undefined ? title : `${known}${title.slice(ours.length)}`;
}

/** What a partner is asked where nobody has written a question: by what has gone wrong. */
const ASKED_OF: Readonly<Record<string, keyof PartnerWords['asks']>> = {
  'transport.capacity_rejected': 'capacity',
  'cargo.damaged': 'damage',
  'cargo.temperature_excursion': 'damage',
};

export interface PartnerMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** In the language of whoever answers, where whoever asks has said it. */
export function composePartnerMail(
  record: Case,
  link: PartnerLink,
  asks: string | undefined,
  url: string,
): PartnerMail {
  const language = languageFor(link.language);
  const { mail } = wordsIn(language);
  const { subject, lines } = questionOf(record, asks, language);
  const title = say(mail.subject, subject);
  const to = say(mail.to, link.partner);
  const until = say(mail.answer, sayUntil(link.until, language));
  return {
    subject: title,
    text: [to, '', ...lines, '', until, url, '', mail.how, mail.unread].join('\n'),
    html: letterHtml({
      language,
      title,
      paragraphs: [to, lines.join('\n'), until],
      button: { label: mail.button, url },
      below: [mail.how, mail.unread].map(escapeHtml).join('<br>'),
    }),
  };
}

/** Where they sit is not known, so it is said in UTC: `4 March 2026, 09:00 UTC`. */
export function sayUntil(until: string, language: PartnerLanguage): string {
  const date = new Date(until).toLocaleDateString(wordsIn(language).locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${date}, ${until.slice(11, 16)} UTC`;
}
