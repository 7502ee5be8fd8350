import type { Kernel } from '../../kernel/types.ts';

/** A text that was accepted. */
export interface SentText {
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly context: Readonly<Record<string, string>>;
}

export interface PhoneNumber {
  readonly id: string;
  readonly arn: string;
  readonly number: string;
  /** Where texts to it go. */
  readonly topic: string | undefined;
}

export function openTextStore(kernel: Kernel): void {
  kernel.store.exec(
    `CREATE TABLE IF NOT EXISTS sms_texts (ord INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, details TEXT NOT NULL);
     CREATE TABLE IF NOT EXISTS sms_opted_out (number TEXT PRIMARY KEY)`,
  );
}

export function keepText(kernel: Kernel, sent: SentText): void {
  kernel.store.run('INSERT INTO sms_texts (message_id, details) VALUES (?, ?)', sent.messageId, JSON.stringify(sent));
}

/** All accepted texts, oldest first. */
export function sentTexts(kernel: Kernel): readonly SentText[] {
  return kernel.store
    .all<{ details: string }>('SELECT details FROM sms_texts ORDER BY ord')
    .map(({ details }) => JSON.parse(details));
}

export function optOut(kernel: Kernel, number: string): void {
  kernel.store.run('INSERT OR IGNORE INTO sms_opted_out (number) VALUES (?)', number);
}

export function hasOptedOut(kernel: Kernel, number: string): boolean {
  return kernel.store.get('SELECT number FROM sms_opted_out WHERE number = ?', number) !== undefined;
}
