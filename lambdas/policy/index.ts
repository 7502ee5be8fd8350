import * as z from 'zod';
import { parseEnvironment } from '../platform/index.ts';
import { createPackStore } from './adapters/pack-store.dynamo.ts';
import type { PackStore } from './adapters/pack-store.dynamo.ts';

export { createPackStore } from './adapters/pack-store.dynamo.ts';
export type { PackStore } from './adapters/pack-store.dynamo.ts';
export { checkFiles, draftKeeper } from './adapters/tend-drafts.ts';
export { publicationKeeper } from './adapters/tend-publications.ts';
export type { SetUp } from './adapters/tend-publications.ts';

/** The pack store of this function's environment. */
export function packStore(): PackStore {
  return createPackStore(parseEnvironment({ REFERENCE_TABLE: z.string() }).REFERENCE_TABLE);
}
