import { listIn, shelvesOf } from './kept.ts';
import type { Mail } from './mail.ts';
import { mailPage, mailsPage, repliedPage, replyTo } from './mailbox-pages.ts';
import { json } from './types.ts';
import type { Answer, PartnerOptions } from './types.ts';

/** What a reader's server, or the reader, does with mail. */
export type MailboxBehaviour = 'delivered' | 'bounced' | 'complained' | 'suppressed';

export interface Mailbox {
  readonly mails: readonly Mail[];
  /** What becomes of mail to an address from now on. */
  behave(address: string, behaviour: MailboxBehaviour): void;
  /** What was said of an address, if anything. */
  readonly outcomeOf: (address: string) => MailboxBehaviour | undefined;
  readonly answer: Answer;
  deliver(mail: Mail): void;
  /** Who takes the answers that are written on the page of a mail. */
  connect(takeReply: TakeReply): void;
}

/** As the program of whoever got the mail would send it. Whether somebody takes it. */
export type TakeReply = (reply: {
  readonly from: string;
  readonly to: string;
  readonly raw: Uint8Array;
}) => Promise<boolean>;

/** Where all mail ends up, to be read in a browser. */
export function createMailbox(options: PartnerOptions): Mailbox {
  const { onEvent } = options;
  const list = listIn<Mail>(shelvesOf(options)('mails'));
  const mails = list.all;
  const behaviours = new Map<string, MailboxBehaviour>();
  let takeReply: TakeReply | undefined;
  return {
    mails,
    behave: (address, behaviour) => {
      behaviours.set(address.toLowerCase(), behaviour);
    },
    outcomeOf: (address) => behaviours.get(address.toLowerCase()),
    deliver: (mail) => {
      list.add(mail);
      onEvent?.({ kind: 'mailbox.delivered', mail });
    },
    connect: (taker) => {
      takeReply = taker;
    },
    answer: async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/') return mailsPage(mails);
      if (pathname === '/mails.json') return json(mails.map((mail, index) => ({ number: index + 1, ...mail })));
      const number = /^\/mail\/(\d{1,9})$/.exec(pathname)?.[1];
      const mail = mails[Number(number ?? 0) - 1];
      if (mail === undefined) return new Response('not found', { status: 404 });
      if (request.method !== 'POST') return mailPage(mail, takeReply !== undefined);
      const words = new URLSearchParams(await request.text()).get('words') ?? '';
      const wasTaken = await takeReply?.(replyTo(mail, words));
      return repliedPage(mail, wasTaken === true);
    },
  };
}
