import type { EmailContent } from '@aws-sdk/client-sesv2';

interface Words {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

/** A mail as SES takes it, with headers of its own by name. */
export function mailContent({ subject, text, html }: Words, headers: Readonly<Record<string, string>>): EmailContent {
  const utf8 = (words: string) => ({ Data: words, Charset: 'UTF-8' });
  return {
    Simple: {
      Subject: utf8(inOneLine(subject)),
      Body: { Text: utf8(text), ...(html === undefined ? {} : { Html: utf8(html) }) },
      Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
    },
  };
}

/** Line breaks and other controls, and marks that turn the words behind them around. */
const NO_WORDS = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** What a sender calls their goods may stand in it. A header has one line, and a subject of two is refused or begins another header. */
function inOneLine(words: string): string {
  return words.replaceAll(NO_WORDS, ' ').replaceAll(/ {2,}/g, ' ').trim();
}
