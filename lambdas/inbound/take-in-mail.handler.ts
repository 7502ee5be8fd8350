import * as z from 'zod';
import { createLog, parseEnvironment, queueHandler, traceparentFrom } from '../platform/index.ts';
import type { HandlerTools } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { createLastHeard } from './adapters/last-heard.dynamo.ts';
import { createMappingStore } from './adapters/mapping-store.dynamo.ts';
import { createQuarantine } from './adapters/quarantine.dynamo.ts';
import { createRawStore } from './adapters/raw-store.ts';
import { signalBus } from './adapters/signal-bus.ts';
import { createSourceStore } from './adapters/source-store.dynamo.ts';
import { takeInMail } from './adapters/take-in-mail.ts';
import type { MailFate } from './adapters/take-in-mail.ts';
import { countsOf } from './formats/email/judge-writer.ts';
import { mailArrivalsIn } from './read-mail-event.ts';
import type { MailArrival } from './read-mail-event.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const packs = packStore();
const dependencies = {
  raw: createRawStore(environment.RAW_BUCKET),
  publish: signalBus(environment.EVENT_BUS, createLog('take-in-mail')),
  quarantine: createQuarantine(environment.REFERENCE_TABLE),
  heard: createLastHeard(environment.REFERENCE_TABLE),
  sources: createSourceStore(environment.REFERENCE_TABLE),
  mappings: createMappingStore(environment.REFERENCE_TABLE),
  confidence: async () => (await packs.active()).pack.mail.confidence,
};

/** Consumer of the queue of mail that SES has received. */
export const handler = queueHandler('take-in-mail', mailArrivalsIn, async (arrivals, { log, meters }) => {
  for (const arrival of arrivals) {
    const fates = await takeInMail(dependencies, arrival, traceparentFrom(undefined));
    meters.count('MailsNotAddressed', fates.some(({ outcome }) => outcome === 'taken') ? 0 : 1);
    for (const [name, value] of Object.entries(countsOf(arrival.verdicts))) meters.count(name, value);
    for (const fate of fates) tell(fate, arrival, { log, meters });
  }
});

/** What became of a mail at one of those that it was sent to. */
function tell(
  fate: MailFate,
  { messageId, verdicts }: MailArrival,
  { log, meters }: Pick<HandlerTools, 'log' | 'meters'>,
): void {
  const { sourceId } = fate;
  if (fate.outcome === 'not_addressed') {
    log.warn('mail.not_addressed', { sourceId, messageId });
    return;
  }
  const { received, isOfStranger } = fate;
  const signals = received.ok ? received.signals.length : 0;
  const rejected = received.ok ? received.rejections.length : received.rejections;
  const { spfVerdict: spf, dkimVerdict: dkim, dmarcVerdict: dmarc } = verdicts;
  log.info('mail.taken_in', { sourceId, messageId, signals, rejected, isOfStranger, spf, dkim, dmarc });
  meters.count('MailsTaken', 1);
  meters.count('MailsOfStrangers', isOfStranger ? 1 : 0);
  meters.count('SignalsAccepted', signals);
  meters.count('PayloadsQuarantined', rejected);
}
