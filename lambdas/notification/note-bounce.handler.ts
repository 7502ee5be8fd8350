import * as z from 'zod';
import { caseStore, noteDelivery } from '../case/index.ts';
import type { Delivery } from '../contracts/index.ts';
import { noteCustomerMail } from '../customers/index.ts';
import { parseEnvironment, queueHandler, traceparentFrom } from '../platform/index.ts';
import type { HandlerTools } from '../platform/index.ts';
import { noteBouncedLink } from '../partner/index.ts';
import { packStore } from '../policy/index.ts';
import { anotherWay, tellAtEnd } from '../escalation/index.ts';
import { mailStops } from './adapters/mail-stops.dynamo.ts';
import { readMailEvent } from './read-customer-news.ts';
import type { CustomerNews } from './read-customer-news.ts';
import type { MailFeedback } from './read-feedback.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string() });
const cases = caseStore();
const packs = packStore();
const otherwise = anotherWay(packs);
const customerAtEnd = tellAtEnd(packs, 'customers');
const partnerAtEnd = tellAtEnd(packs, 'partner');
const stops = mailStops(environment.REFERENCE_TABLE);

/** What has not arrived, and will not. */
const LOST: readonly Delivery['state'][] = ['bounced', 'rejected'];

/** Consumer of what SES tells about mails that it had taken. A message may come twice: it is noted once, and a stop is the same stop. */
export const handler = queueHandler('note-bounce', readMailEvent, async (read, tools) => {
  if (read === undefined) return;
  await ('news' in read ? noteNews(read, tools) : noteFeedback(read, tools));
});

async function noteNews({ message, news }: CustomerNews, { log, meters }: HandlerTools): Promise<void> {
  const noted = await noteCustomerMail(
    cases,
    { ...message, traceparent: traceparentFrom(undefined) },
    news,
    customerAtEnd,
  );
  log.info('customer.mail', { ...message, what: news.what, noted });
  meters.count('CustomerMailsFailed', news.what === 'failed' ? 1 : 0);
}

async function noteFeedback(
  { notice, link, delivery, stop }: MailFeedback,
  { log, meters }: HandlerTools,
): Promise<void> {
  if (stop !== undefined) for (const address of stop.addresses) await stops.stop(address, stop.why);
  await noteLink(link, delivery);
  const noted =
    notice === undefined
      ? 'unknown'
      : await noteDelivery(cases, { ...notice, traceparent: traceparentFrom(undefined) }, delivery, otherwise);
  log.info('mail.undelivered', { ...notice, ...link, state: delivery.state, reason: delivery.reason, noted });
  meters.count('LastWordsLost', noted === 'lost' ? 1 : 0);
  meters.count('MailsBounced', delivery.state === 'bounced' ? 1 : 0);
  meters.count('MailsComplainedOf', delivery.state === 'complained' ? 1 : 0);
  meters.count('MailsDelayed', delivery.state === 'delayed' ? 1 : 0);
}

/** Whoever has the case, or had it, hears that the question has not arrived. */
async function noteLink(link: MailFeedback['link'], { state, reason }: Delivery): Promise<void> {
  if (link === undefined || !LOST.includes(state)) return;
  const about = {
    ...link,
    cause: { kind: 'lifecycle', id: link.linkId },
    traceparent: traceparentFrom(undefined),
  } as const;
  await noteBouncedLink(cases, about, `their mail came back (${reason})`, partnerAtEnd);
}
