import type { Kernel } from '../../kernel/types.ts';
import { composeSimple } from './mime.ts';
import type { Mail, SimpleMail } from './mime.ts';

/** A mail that SES accepted. */
export interface SentMail {
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | undefined;
}

interface Row {
  readonly message_id: string;
  readonly sent_at: number;
  readonly details: string;
}

export function openMailStore(kernel: Kernel): void {
  kernel.store.exec(
    `CREATE TABLE IF NOT EXISTS sesv2_mails (ord INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, sent_at INTEGER NOT NULL,
       details TEXT NOT NULL, simple TEXT, mime BLOB);
     CREATE TABLE IF NOT EXISTS sesv2_identities (name TEXT PRIMARY KEY, configuration_set TEXT)`,
  );
}

export type Details = Omit<SentMail, 'messageId' | 'sentAt'>;

export const detailsOf = (mail: Mail, tags: Details['tags'], configurationSet: string | undefined): Details => ({
  from: mail.from.name === '' ? mail.from.address : `${mail.from.name} <${mail.from.address}>`,
  to: mail.to,
  cc: mail.cc,
  bcc: mail.bcc,
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  tags,
  configurationSet,
});

export function keepMail(kernel: Kernel, messageId: string, details: Details, source: Mail['source']): void {
  kernel.store.run(
    'INSERT INTO sesv2_mails (message_id, sent_at, details, simple, mime) VALUES (?, ?, ?, ?, ?)',
    messageId,
    kernel.now(),
    JSON.stringify(details),
    'simple' in source ? JSON.stringify(source.simple) : null,
    'mime' in source ? source.mime : null,
  );
}

/** The whole mail as MIME: the content of an .eml file. Undefined: no such mail. */
export async function mimeOf(kernel: Kernel, messageId: string): Promise<Uint8Array | undefined> {
  const row = kernel.store.get<{ simple: string | null; mime: Uint8Array | null; sent_at: number }>(
    'SELECT simple, mime, sent_at FROM sesv2_mails WHERE message_id = ?',
    messageId,
  );
  if (row?.simple === undefined || row.simple === null) return row?.mime ?? undefined;
  const simple: SimpleMail = JSON.parse(row.simple);
  return kernel.busy(composeSimple(simple, { messageId, at: row.sent_at, region: kernel.region }));
}

/** All accepted mails, oldest first; `after` is the message id of the last one already seen. */
export function sentMail(kernel: Kernel, after?: string): readonly SentMail[] {
  const rows = kernel.store.all<Row>(
    `SELECT message_id, sent_at, details FROM sesv2_mails
     WHERE ord > coalesce((SELECT ord FROM sesv2_mails WHERE message_id = ?), 0) ORDER BY ord`,
    after ?? '',
  );
  return rows.map(({ message_id: messageId, sent_at: sentAt, details }) => {
    const kept: Details = JSON.parse(details);
    return {
      ...kept,
      text: kept.text,
      html: kept.html,
      configurationSet: kept.configurationSet,
      messageId,
      sentAt,
    };
  });
}
