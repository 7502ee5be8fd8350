import type { Case, SubjectReference } from '../contracts/index.ts';
import type { PartnerLink } from './partner-link.ts';

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
export function questionOf({ references, type, title }: Case, asks: string | undefined) {
  const numbers = THEIRS.flatMap((theirs) => references.filter(({ kind }) => kind === theirs))
    .slice(0, MOST_NUMBERS)
    .map(({ kind, value }) => `${kind.replaceAll('_', ' ')} ${value}`);
  const what = THEIR_TROUBLE.includes(type.split('.')[0] ?? '') ? title : undefined;
  return {
    subject: numbers[0] ?? 'goods of ours',
    lines: [
      ...(numbers.length === 0 ? [] : [`It is about ${numbers.join(', ')}.`]),
      ...(what === undefined ? [] : [`We have heard: ${what}.`]),
      asks ?? 'How does it stand, and when does it arrive?',
    ],
  };
}

export interface PartnerMail {
  readonly subject: string;
  readonly text: string;
}

export function composePartnerMail(
  record: Case,
  { partner, until }: PartnerLink,
  asks: string | undefined,
  url: string,
): PartnerMail {
  const { subject, lines } = questionOf(record, asks);
  return {
    subject: `A question about ${subject}`,
    text: [
      `To ${partner}`,
      '',
      ...lines,
      '',
      `Please answer here, without an account, until ${sayUntil(until)}:`,
      url,
      '',
      'You can give a new arrival, a document (PDF, PNG or JPEG, up to 4 MB) and a note. The page asks for the address at which you got this mail, so please do not pass it on.',
      'Replies to this mail are not read.',
    ].join('\n'),
  };
}

/** Where they sit is not known, so it is said in UTC: `4 March 2026, 09:00 UTC`. */
export function sayUntil(until: string): string {
  const date = new Date(until).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${date}, ${until.slice(11, 16)} UTC`;
}
