import * as z from 'zod';
import type { MailboxBehaviour } from '../../local/partners/mailbox.ts';
import { PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import type { Dice } from './dice.ts';

const MINUTE = 60_000;

/** Those who are called, by e-mail among others. */
const READERS = [
  ...[PEOPLE.responder, PEOPLE.lead, PEOPLE.approver, PEOPLE.chief].map(({ email }) => email),
  'dan.okafor@example.com',
  'mei.tan@example.com',
] as const;

/** Mail to somebody does not arrive for a while. */
export interface Bounce {
  readonly from: number;
  readonly to: number;
  readonly reader: string;
  readonly how: Exclude<MailboxBehaviour, 'delivered'>;
}

export function planBounces(length: number, dice: Dice): readonly Bounce[] {
  return Array.from({ length: dice.between(2, 5) }, () => {
    const from = dice.between(0, Math.floor(length / 3));
    const to = Math.min(length, from + dice.between(30, 180) * MINUTE);
    return { from, to, reader: dice.pick(READERS), how: dice.pick(['bounced', 'bounced', 'complained', 'suppressed']) };
  });
}

const TEXTS = ['ack', 'ack', 'Mrs Example is back at 14:00.', 'resolve: it was delivered'] as const;

const sentMail = z.object({ to: z.array(z.string()).min(1), replyTo: z.string().startsWith('reply+') });

/** An answer to one of our mails, by whoever has got it, or by somebody to whom they have passed it on. */
export function replyByMail(
  world: World,
  dice: Dice,
  who: 'reader' | 'somebody else',
  onReply: () => void,
): (() => Promise<{ readonly status: number }>) | undefined {
  const mails = world.events.flatMap((event) => {
    const { data } = event.kind === 'ses.sent' ? sentMail.safeParse(event) : {};
    return data === undefined ? [] : [data];
  });
  if (mails.length === 0) return undefined;
  const { to, replyTo } = dice.pick(mails);
  const from = who === 'reader' ? (to[0] ?? '') : dice.pick(READERS);
  const raw = [
    `From: ${from}`,
    `To: ${replyTo}`,
    'Subject: Re: it',
    `Message-ID: <${String(dice.between(1, 1_000_000_000))}@example.com>`,
    '',
    dice.pick(TEXTS),
  ].join('\r\n');
  return async () => {
    onReply();
    const taken = await world.engine.receiveMail({ from, to: [replyTo], raw, found: { dmarc: 'PASS' } });
    return { status: taken === undefined ? 404 : 200 };
  };
}

const ANSWERS = ['ack', 'ack', 'resolve', 'STOP', 'Mrs Example is back at 14:00.'] as const;

/** An answer to one of our texts, from the phone that it went to, or from another. */
export function replyBySms(
  world: World,
  dice: Dice,
  who: 'reader' | 'somebody else',
  onReply: () => void,
): (() => Promise<{ readonly status: number }>) | undefined {
  const { texts } = world.partners.phones;
  const coded = texts.filter(({ text }) => CODE.test(text));
  if (coded.length === 0) return undefined;
  const { from: to, to: reader, text: said } = dice.pick(coded);
  const from = who === 'reader' ? reader : dice.pick(texts).to;
  const text = `${dice.pick(ANSWERS)} ${CODE.exec(said)?.[1] ?? ''}`;
  return () => {
    onReply();
    world.engine.receiveText({ from, to, text });
    return Promise.resolve({ status: 200 });
  };
}

const CODE = /ACK (\w{6})/;
