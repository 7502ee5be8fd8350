import PostalMime from 'postal-mime';
import type { Attachment, Email } from 'postal-mime';
import { readEnglishClock, readEnglishDay } from '../parcel/english-time.ts';
import { readIsoTime, readLocal } from '../local-time.ts';
import type { SentTime } from '../local-time.ts';
import { isAnswerOfMachine } from './answers-of-machines.ts';
import { inTheirCharset } from './undeclared-charset.ts';
import { offsetOfLetters } from '../zone-letters.ts';
import { textOfHtml } from './html-text.ts';

/** A mail as far as it is needed: who wrote it, what about, when, and its words. */
export interface Mail {
  readonly part: string;
  readonly from: string;
  readonly subject: string;
  readonly sent: SentTime | undefined;
  readonly text: string;
  readonly messageId?: string | undefined;
  /** Written by a machine in answer to a mail: an absence, or a mail that could not be delivered. Neither tells of goods. */
  readonly isAnswerOfMachine: boolean;
  /** Sent by a machine, whatever for (RFC 3834, section 5). */
  readonly isAutomatic: boolean;
  /** Sent to many: a newsletter, or a carrier's notice. */
  readonly isBulk: boolean;
  /** The uppermost `Authentication-Results`. */
  readonly results: string;
}

/** A notice with all its legal text has a few thousand characters. */
const MOST_TEXT = 40_000;
const MOST_HTML = 400_000;
/** Beyond these a mail is a trap, not a report. */
const LIMITS = { maxNestingDepth: 30, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true };
const MOST_INNER = 10;
const MOST_LEVELS = 3;
/** The library takes some 0.1 ms a line, whatever stands in it. Encoded attachments have long lines. */
const MOST_SHORT_LINES = 20_000;
const SHORT = 40;
/** Text that says only "see the other part" is no text. */
const LEAST_TEXT = 80;

/** The mail itself, and each mail that lies in it as a part, three levels deep and ten in all. Undefined where it is nested, or long, beyond reason. */
export async function readMails(bytes: Uint8Array): Promise<readonly Mail[] | undefined> {
  if (shortLinesOf(bytes) > MOST_SHORT_LINES) return undefined;
  const mails: Mail[] = [];
  const waiting: { readonly bytes: Uint8Array | string; readonly part: string; readonly level: number }[] = [
    { bytes, part: 'mail', level: 0 },
  ];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { part, level } = next;
    const email = await parseAsWritten(next.bytes);
    if (email === undefined) {
      if (level === 0) return undefined;
      continue;
    }
    const mail = mailOf(email, part);
    mails.push(mail);
    // What comes back with a refusal is our own mail.
    if (level === MOST_LEVELS || mail.isAnswerOfMachine) continue;
    for (const inner of email.attachments.filter(isMail)) {
      if (mails.length + waiting.length > MOST_INNER) break;
      const { content } = inner;
      const raw = content instanceof ArrayBuffer ? new Uint8Array(content) : content;
      waiting.push({ bytes: raw, part: `${part}, message ${String(waiting.length + 1)}`, level: level + 1 });
    }
  }
  return mails;
}

function shortLinesOf(bytes: Uint8Array): number {
  let count = 0;
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    if (end - start < SHORT) count += 1;
    start = end + 1;
  }
  return count;
}

/** Who does not say how a text is encoded has mostly not written UTF-8, for which it is taken. */
async function parseAsWritten(bytes: Uint8Array | string): Promise<Email | undefined> {
  const email = await parse(bytes);
  const otherwise = email === undefined || typeof bytes === 'string' ? undefined : inTheirCharset(bytes, email);
  return otherwise === undefined ? email : ((await parse(otherwise)) ?? email);
}

async function parse(bytes: Uint8Array | string): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(bytes, LIMITS);
  } catch {
    return undefined;
  }
}

const isMail = ({ mimeType, filename }: Attachment): boolean =>
  mimeType === 'message/rfc822' || /\.eml$/i.test(filename ?? '');

function mailOf(email: Email, part: string): Mail {
  const header = (name: string): string => email.headers.find(({ key }) => key === name)?.value ?? '';
  const from = email.from?.address ?? '';
  return {
    part,
    from: from.toLowerCase().slice(0, 200),
    subject: (email.subject ?? '').slice(0, 500),
    sent: sentTime(header('date')),
    text: wordsOf(email),
    messageId: email.messageId?.slice(0, 200),
    isAnswerOfMachine: isAnswerOfMachine({ from, subject: email.subject ?? '', header }),
    isAutomatic: !/^\s*(?:no\b|$)/i.test(header('auto-submitted')),
    results: header('authentication-results').slice(0, 4000),
    isBulk: header('list-unsubscribe') !== '' || /bulk|list/i.test(header('precedence')),
  };
}

function wordsOf({ text = '', html = '' }: Email): string {
  const plain = text.slice(0, MOST_TEXT);
  if (plain.replace(/\s+/g, ' ').length >= LEAST_TEXT || html === '') return plain;
  return `${plain}\n${textOfHtml(html.slice(0, MOST_HTML)).slice(0, MOST_TEXT)}`;
}

const DATE =
  /^(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*([+-]\d{4}|[A-Z]{1,5})?/;

/** The time of a mail with the offset that was sent (RFC 5322, section 3.3); undefined where there is none: then it is that of reception. */
function sentTime(header: string): SentTime | undefined {
  const [, day = '', month = '', year = '', clock = '', zone = ''] = DATE.exec(header.trim().slice(0, 80)) ?? [];
  if (zone === '') return undefined;
  const iso = `${readEnglishDay(`${month} ${day}, ${year}`)} ${readEnglishClock(clock)}`;
  return readIsoTime(`${iso}${offsetOfLetters(zone) ?? zone.replace(/^(GMT|UT)$/, 'Z')}`, {}, 'UTC');
}

const SAID = /([A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}),?(?: at)? (\d{1,2}:\d{2} ?[ap](?:m|\.m\.))/;
const SAID_BEFORE = /(\d{1,2}:\d{2} ?[ap](?:m|\.m\.)) on ([A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})/;

/** A day with its clock, as English notices say when something happened. It has no zone, so that of the source is taken. */
export function timeSaid(text: string, zone: string): SentTime | undefined {
  const [, day = SAID_BEFORE.exec(text)?.[2] ?? '', clock = SAID_BEFORE.exec(text)?.[1] ?? ''] = SAID.exec(text) ?? [];
  return day === '' ? undefined : readLocal(readEnglishDay(day), readEnglishClock(clock), undefined, {}, zone);
}
