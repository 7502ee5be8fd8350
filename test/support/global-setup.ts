import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { synthesize } from '../../bin/assembly.ts';

/** Once per run: the application is bundled and synthesized, and journeys boot from what comes out. */
export default async function setup(): Promise<() => void> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // A folder of its own, so that two runs at a time do not take it from each other.
  const assembly = join(root, '.build', `assembly-${String(process.pid)}`);
  process.env['FAIRLEAD_ASSEMBLY'] = await synthesize(root, 'dev', assembly);
  return () => {
    rmSync(assembly, { recursive: true, force: true });
  };
}
