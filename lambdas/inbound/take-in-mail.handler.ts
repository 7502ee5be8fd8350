import * as z from 'zod';
import { createLog, parseEnvironment, queueHandler, traceparentFrom } from '../platform/index.ts';
import { createPackStore } from '../policy/index.ts';
import { createLastHeard } from './adapters/last-heard.dynamo.ts';
import { createMappingStore } from './adapters/mapping-store.dynamo.ts';
import { createQuarantine } from './adapters/quarantine.dynamo.ts';
import { createRawStore } from './adapters/raw-store.ts';
import { signalBus } from './adapters/signal-bus.ts';
import { createSourceStore } from './adapters/source-store.dynamo.ts';
import { takeInMail } from './adapters/take-in-mail.ts';
import { mailArrivalsIn } from './read-mail-event.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const packs = createPackStore(environment.REFERENCE_TABLE);
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
    const { messageId } = arrival;
    const fates = await takeInMail(dependencies, arrival, traceparentFrom(undefined));
    meters.count('MailsNotAddressed', fates.some(({ outcome }) => outcome === 'taken') ? 0 : 1);
    for (const fate of fates) {
      const { sourceId } = fate;
      if (fate.outcome === 'not_addressed') {
        log.warn('mail.not_addressed', { sourceId, messageId });
        continue;
      }
      const { received } = fate;
      const signals = received.ok ? received.signals.length : 0;
      const rejected = received.ok ? received.rejections.length : received.rejections;
      log.info('mail.taken_in', { sourceId, messageId, signals, rejected });
      meters.count('MailsTaken', 1);
      meters.count('SignalsAccepted', signals);
      meters.count('PayloadsQuarantined', rejected);
    }
  }
});
