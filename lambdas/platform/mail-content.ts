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
      Subject: utf8(subject),
      Body: { Text: utf8(text), ...(html === undefined ? {} : { Html: utf8(html) }) },
      Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
    },
  };
}
