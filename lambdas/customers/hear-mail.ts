import type { Happening } from '../contracts/index.ts';

/** What the mail service says of a message to a customer. */
export type MailNews = { readonly providerMessageId: string } & (
  | { readonly what: 'sent' | 'delivered' }
  | { readonly what: 'failed'; readonly reason: string }
  | { readonly what: 'complained'; readonly addresses: readonly string[] }
);

interface Sent {
  readonly state: 'sent' | 'delivered' | 'failed';
  readonly providerMessageId: string;
  readonly complained?: boolean | undefined;
}

export interface Heard {
  readonly after: Sent;
  readonly happening: Happening;
}

/** What a piece of news changes; undefined: nothing. A bounce is believed whenever it comes, since a server may take a mail first and send it back later. */
export function hearMail(known: Sent | undefined, news: MailNews, actionId: string): Heard | undefined {
  const { providerMessageId } = news;
  const sent: Sent = known ?? { state: 'sent', providerMessageId };
  switch (news.what) {
    case 'sent':
      return undefined;
    case 'delivered':
      if (sent.state !== 'sent') return undefined;
      return { after: { ...sent, state: 'delivered' }, happening: { what: 'CustomerMessageDelivered', actionId } };
    case 'failed':
      if (sent.state === 'failed') return undefined;
      return {
        after: { ...sent, state: 'failed' },
        happening: { what: 'CustomerNotTold', actionId, reason: `the mail did not reach them (${news.reason})` },
      };
    case 'complained':
      if (sent.complained === true) return undefined;
      return {
        after: { ...sent, complained: true },
        happening: { what: 'CustomerOptedOut', actionId, how: 'complaint' },
      };
  }
}
