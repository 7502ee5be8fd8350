import * as z from 'zod';
import { createLog, parseEnvironment, queueHandler, traceparentFrom } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { createFileStatusStore } from './adapters/file-status.dynamo.ts';
import { createFileStore } from './adapters/file-store.ts';
import { createLastHeard } from './adapters/last-heard.dynamo.ts';
import { createMappingStore } from './adapters/mapping-store.dynamo.ts';
import { createQuarantine } from './adapters/quarantine.dynamo.ts';
import { createRawStore } from './adapters/raw-store.ts';
import { signalBus } from './adapters/signal-bus.ts';
import { createSourceStore } from './adapters/source-store.dynamo.ts';
import { takeInFile } from './adapters/take-in-file.ts';
import { arrivalsIn } from './read-file-event.ts';

const environment = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const packs = packStore();
const dependencies = {
  files: createFileStore(environment.RAW_BUCKET),
  raw: createRawStore(environment.RAW_BUCKET),
  publish: signalBus(environment.EVENT_BUS, createLog('take-in-file')),
  quarantine: createQuarantine(environment.REFERENCE_TABLE),
  status: createFileStatusStore(environment.REFERENCE_TABLE),
  heard: createLastHeard(environment.REFERENCE_TABLE),
  sources: createSourceStore(environment.REFERENCE_TABLE),
  mappings: createMappingStore(environment.REFERENCE_TABLE),
  confidence: async () => (await packs.active()).pack.mail.confidence,
};

/** Consumer of the queue of inboxes: each file becomes signals and a report. */
export const handler = queueHandler('take-in-file', arrivalsIn, async (arrivals, { log, meters }) => {
  for (const arrival of arrivals) {
    const status = await takeInFile(dependencies, arrival, traceparentFrom(undefined));
    const { sourceId, bytes } = arrival;
    if (status === undefined) {
      log.info('file.known', { sourceId, bytes });
      continue;
    }
    const { state, read, signals, rejected } = status;
    log.info('file.taken_in', { sourceId, bytes, state, read, signals, rejected });
    meters.count('FilesTaken', state === 'taken' ? 1 : 0);
    meters.count('FilesRefused', state === 'refused' ? 1 : 0);
    meters.count('SignalsAccepted', signals);
    meters.count('RowsRejected', rejected);
  }
});
