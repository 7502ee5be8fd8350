import { fileURLToPath } from 'node:url';
import { packTexts } from '../../lambdas/policy/adapters/pack-files.ts';
import { readPack } from '../../lambdas/policy/read-pack.ts';
import { publicationKeeper } from '../../lambdas/policy/index.ts';
import type { PolicyPack } from '../../lambdas/contracts/index.ts';

/** The default pack as it stands in policies/default; a fresh copy each time, so that a test may change it. */
export function defaultPack(): PolicyPack {
  const read = readPack(packTexts(fileURLToPath(new URL('../../policies/default', import.meta.url))));
  if (!read.ok) throw new Error(`the default pack has problems: ${JSON.stringify(read.problems)}`);
  return structuredClone(read.pack);
}

/** Makes a pack hold in the tables of a test, whatever held before. Answers its version. */
export async function publishPack(pack: PolicyPack, by = 'test'): Promise<string> {
  const files = { 'pack.yaml': `name: ${pack.name}\n` };
  const done = await publicationKeeper('reference').setUp(pack, files, { by, over: true });
  if (!done.ok) throw new Error(done.problem.title);
  return done.value.version;
}
