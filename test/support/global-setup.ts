import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Journeys boot from the synthesized application; whoever needs it first has it made (`assembly.ts`), in a folder of this run alone. */
export default function setup(): () => void {
  const build = fileURLToPath(new URL('../../.build', import.meta.url));
  mkdirSync(build, { recursive: true });
  const assembly = `${build}/assembly-${String(process.pid)}`;
  process.env['FAIRLEAD_ASSEMBLY'] = assembly;
  return () => {
    for (const folder of [assembly, `${assembly}.code`, `${assembly}.half`, `${assembly}.lock`])
      rmSync(folder, { recursive: true, force: true });
  };
}
