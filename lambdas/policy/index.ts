import * as z from 'zod';
import { parseEnvironment } from '../platform/index.ts';
import { createPackStore } from './adapters/pack-store.dynamo.ts';
import type { PackStore } from './adapters/pack-store.dynamo.ts';

export { createPackStore } from './adapters/pack-store.dynamo.ts';
export type { PackStore } from './adapters/pack-store.dynamo.ts';
export { checkFiles, draftKeeper } from './adapters/tend-drafts.ts';
export { policyFilesIn, publicationKeeper } from './adapters/tend-publications.ts';
export { runResults } from './adapters/run-results.s3.ts';
export { moveStore, simulationStore } from './adapters/run-store.dynamo.ts';
export { runKeeper } from './adapters/tend-runs.ts';
export { feedKeeper } from './adapters/rota-feeds.dynamo.ts';
export { rotaKeeper } from './adapters/tend-rotas.ts';
export { readRates } from './read-rates.ts';
export { sayProblem } from './pack-problem.ts';
export { policyProblem } from './refuse.ts';
export { versionIn } from './release-at.ts';
export type { SetUp } from './adapters/tend-publications.ts';

/** The pack store of this function's environment. */
export function packStore(): PackStore {
  return createPackStore(parseEnvironment({ REFERENCE_TABLE: z.string() }).REFERENCE_TABLE);
}
