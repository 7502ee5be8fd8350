import { listIn, shelvesOf } from './kept.ts';
import type { PartnerOptions } from './types.ts';

export interface SlackMessage {
  /** Seconds and microseconds; names the message in its channel. */
  readonly ts: string;
  readonly at: number;
  /** As its sender named it: a channel or a person. */
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly threadTs?: string;
  /** A reply that is shown in the conversation as well. */
  readonly isBroadcast?: boolean;
  readonly editedAt?: number;
}

export type SlackContent = Pick<SlackMessage, 'text' | 'blocks' | 'metadata' | 'threadTs' | 'isBroadcast'>;

export interface SlackMessages {
  readonly all: readonly SlackMessage[];
  add(channel: string, content: SlackContent): SlackMessage;
  /** Undefined: there is no such message. */
  update(channel: string, ts: string, content: Partial<SlackContent>): SlackMessage | undefined;
  in(channel: string): readonly SlackMessage[];
}

/** The id of the direct conversation with a person; a channel is its own. */
export function conversationOf(channel: string): string {
  return /^[UW][A-Z0-9]+$/.test(channel) ? `D${channel.slice(1)}` : channel;
}

export function createSlackMessages(options: PartnerOptions): SlackMessages {
  const { now } = options;
  const list = listIn<SlackMessage>(shelvesOf(options)('messages'));
  const { all } = list;
  let lastMicros = Math.round(Number(all.at(-1)?.ts ?? 0) * 1_000_000);
  const isIn =
    (channel: string) =>
    (message: SlackMessage): boolean =>
      conversationOf(message.channel) === conversationOf(channel);
  return {
    all,
    add: (channel, content) => {
      // Two messages of the same millisecond must not have the same name.
      lastMicros = Math.max(lastMicros + 1, now() * 1000);
      const message = { ts: tsOf(lastMicros), at: now(), channel, ...content };
      list.add(message);
      return message;
    },
    update: (channel, ts, content) => {
      const index = all.findIndex((message) => message.ts === ts && isIn(channel)(message));
      const before = all[index];
      if (before === undefined) return undefined;
      const message = { ...before, ...content, editedAt: now() };
      list.replace(index, message);
      return message;
    },
    in: (channel) => all.filter(isIn(channel)),
  };
}

function tsOf(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
