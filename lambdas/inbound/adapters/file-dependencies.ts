import * as z from 'zod';
import type { FileStatus } from '../../contracts/index.ts';
import { createLog, parseEnvironment } from '../../platform/index.ts';
import type { HandlerTools } from '../../platform/index.ts';
import type { FindTranslator } from '../formats/translator.ts';
import type { Arrival } from '../read-file-event.ts';
import { createFileStatusStore } from './file-status.dynamo.ts';
import { createFileStore } from './file-store.ts';
import { createLastHeard } from './last-heard.dynamo.ts';
import { createMappingStore } from './mapping-store.dynamo.ts';
import { createQuarantine } from './quarantine.dynamo.ts';
import { createRawStore } from './raw-store.ts';
import { signalBus } from './signal-bus.ts';
import { createSourceStore } from './source-store.dynamo.ts';
import type { FileDependencies } from './take-in-file.ts';

/** What a function needs that reads files, by its environment. */
export function fileDependencies(room: string, translatorOf: FindTranslator): FileDependencies {
  const { REFERENCE_TABLE, RAW_BUCKET, EVENT_BUS } = parseEnvironment({
    REFERENCE_TABLE: z.string(),
    RAW_BUCKET: z.string(),
    EVENT_BUS: z.string(),
  });
  return {
    translatorOf,
    files: createFileStore(RAW_BUCKET),
    raw: createRawStore(RAW_BUCKET),
    publish: signalBus(EVENT_BUS, createLog(room)),
    quarantine: createQuarantine(REFERENCE_TABLE),
    status: createFileStatusStore(REFERENCE_TABLE),
    heard: createLastHeard(REFERENCE_TABLE),
    sources: createSourceStore(REFERENCE_TABLE),
    mappings: createMappingStore(REFERENCE_TABLE),
  };
}

/** What became of a file, for those who watch. */
export function tellFile(
  status: FileStatus | undefined,
  { sourceId, bytes }: Arrival,
  { log, meters }: Pick<HandlerTools, 'log' | 'meters'>,
): void {
  if (status === undefined) {
    log.info('file.known', { sourceId, bytes });
    return;
  }
  const { state, read, signals, rejected } = status;
  log.info('file.taken_in', { sourceId, bytes, state, read, signals, rejected });
  meters.count('FilesTaken', state === 'taken' ? 1 : 0);
  meters.count('FilesRefused', state === 'refused' ? 1 : 0);
  meters.count('SignalsAccepted', signals);
  meters.count('RowsRejected', rejected);
}
