import type { Store } from '../../kernel/types.ts';
import type { MessageAttributes } from './digest.ts';

export interface StoredMessage {
  readonly id: number;
  readonly queue: string;
  readonly message_id: string;
  readonly body: string;
  readonly attributes: string | null;
  readonly trace: string | null;
  readonly sender: string;
  readonly sent_at: number;
  readonly expires_at: number;
  readonly visible_at: number;
  readonly received_at: number | null;
  readonly receive_count: number;
  readonly first_received_at: number | null;
  readonly source: string | null;
}

export interface NewMessage {
  readonly queue: string;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes | undefined;
  readonly trace: string | undefined;
  readonly sender: string;
  readonly sentAt: number;
  readonly expiresAt: number;
  readonly visibleAt: number;
}

export type MessageStore = ReturnType<typeof openMessageStore>;

// Ids are never used twice, so that an old receipt handle never meets another message.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sqs_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT,
    trace TEXT, sender TEXT NOT NULL, sent_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
    received_at INTEGER, receive_count INTEGER NOT NULL, first_received_at INTEGER, source TEXT);
  CREATE INDEX IF NOT EXISTS sqs_messages_visible ON sqs_messages (queue, visible_at, id)`;

export function openMessageStore(store: Store) {
  store.exec(SCHEMA);
  return {
    add: (message: NewMessage): void => {
      store.run(
        `INSERT INTO sqs_messages (queue, message_id, body, attributes, trace, sender, sent_at, expires_at, visible_at, receive_count)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
        message.queue,
        message.messageId,
        message.body,
        message.attributes === undefined ? null : serializeAttributes(message.attributes),
        message.trace ?? null,
        message.sender,
        message.sentAt,
        message.expiresAt,
        message.visibleAt,
      );
    },
    get: (id: number): StoredMessage | undefined => store.get('SELECT * FROM sqs_messages WHERE id = ?', id),
    visible: (queue: string, now: number, limit: number): StoredMessage[] =>
      store.all(
        'SELECT * FROM sqs_messages WHERE queue = ? AND visible_at <= ? AND expires_at > ? ORDER BY visible_at, id LIMIT ?',
        queue,
        now,
        now,
        limit,
      ),
    hasVisible: (queue: string, now: number): boolean =>
      store.get(
        'SELECT 1 FROM sqs_messages WHERE queue = ? AND visible_at <= ? AND expires_at > ? LIMIT 1',
        queue,
        now,
        now,
      ) !== undefined,
    received: (id: number, now: number, visibleAt: number): void => {
      store.run(
        `UPDATE sqs_messages SET visible_at = ?, received_at = ?, receive_count = receive_count + 1,
         first_received_at = coalesce(first_received_at, ?) WHERE id = ?`,
        visibleAt,
        now,
        now,
        id,
      );
    },
    setVisibleAt: (id: number, visibleAt: number): void => {
      store.run('UPDATE sqs_messages SET visible_at = ? WHERE id = ?', visibleAt, id);
    },
    moveToDeadLetters: (id: number, source: string, target: string, visibleAt: number, expiresAt: number): void => {
      store.run(
        'UPDATE sqs_messages SET queue = ?, source = ?, visible_at = ?, expires_at = ?, received_at = NULL WHERE id = ?',
        target,
        source,
        visibleAt,
        expiresAt,
        id,
      );
    },
    remove: (id: number): void => {
      store.run('DELETE FROM sqs_messages WHERE id = ?', id);
    },
    removeExpired: (now: number): void => {
      store.run('DELETE FROM sqs_messages WHERE expires_at <= ?', now);
    },
    removeAll: (queue: string): void => {
      store.run('DELETE FROM sqs_messages WHERE queue = ?', queue);
    },
    nextVisible: (queue: string, after: number): number | undefined =>
      store.get<{ due: number | null }>(
        'SELECT min(visible_at) AS due FROM sqs_messages WHERE queue = ? AND visible_at > ?',
        queue,
        after,
      )?.due ?? undefined,
    count: (queue: string, now: number): { visible: number; inFlight: number; delayed: number } => {
      const row = store.get<{ visible: number; inFlight: number; delayed: number }>(
        `SELECT count(*) FILTER (WHERE visible_at <= ?) AS visible,
           count(*) FILTER (WHERE visible_at > ? AND received_at IS NOT NULL) AS inFlight,
           count(*) FILTER (WHERE visible_at > ? AND received_at IS NULL) AS delayed
         FROM sqs_messages WHERE queue = ? AND expires_at > ?`,
        now,
        now,
        now,
        queue,
        now,
      );
      return row ?? { visible: 0, inFlight: 0, delayed: 0 };
    },
  };
}

function serializeAttributes(attributes: MessageAttributes): string {
  const plain = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    BinaryValue === undefined
      ? { DataType, StringValue }
      : { DataType, BinaryValue: Buffer.from(BinaryValue).toString('base64') },
  ]);
  return JSON.stringify(Object.fromEntries(plain));
}

export function parseAttributes(text: string | null): MessageAttributes | undefined {
  if (text === null) return undefined;
  return JSON.parse(text, (key, value: unknown) =>
    key === 'BinaryValue' && typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : value,
  );
}
