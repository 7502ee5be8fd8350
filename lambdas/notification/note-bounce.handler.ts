import * as z from 'zod';
import { caseStore, noteDelivery } from '../case/index.ts';
import { parseEnvironment, queueHandler, traceparentFrom } from '../platform/index.ts';
import { mailStops } from './adapters/mail-stops.dynamo.ts';
import { readFeedback } from './read-feedback.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string() });
const cases = caseStore();
const stops = mailStops(environment.REFERENCE_TABLE);

/** Consumer of what SES tells about mails that it had taken. A message may come twice: it is noted once, and a stop is the same stop. */
export const handler = queueHandler(
  'note-bounce',
  readFeedback,
  async ({ notice, delivery, stop }, { log, meters }) => {
    if (stop !== undefined) for (const address of stop.addresses) await stops.stop(address, stop.why);
    const noted =
      notice === undefined
        ? 'unknown'
        : await noteDelivery(cases, { ...notice, traceparent: traceparentFrom(undefined) }, delivery);
    log.info('mail.undelivered', { ...notice, state: delivery.state, reason: delivery.reason, noted });
    meters.count('MailsBounced', delivery.state === 'bounced' ? 1 : 0);
    meters.count('MailsComplainedOf', delivery.state === 'complained' ? 1 : 0);
    meters.count('MailsDelayed', delivery.state === 'delayed' ? 1 : 0);
  },
);
