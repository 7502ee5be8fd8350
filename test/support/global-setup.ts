import { fileURLToPath } from 'node:url';
import { synthesize } from '../../bin/assembly.ts';

/** Once per run: the application is bundled and synthesized, and journeys boot from what comes out. */
export default async function setup(): Promise<void> {
  await synthesize(fileURLToPath(new URL('../..', import.meta.url)));
}
