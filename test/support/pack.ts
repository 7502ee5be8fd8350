import { fileURLToPath } from 'node:url';
import { checkPack } from '../../lambdas/policy/check-pack.ts';
import { readPackDirectory } from '../../lambdas/policy/adapters/pack-files.ts';
import type { PolicyPack } from '../../lambdas/contracts/index.ts';

/** The default pack as it stands in policies/default; a fresh copy each time, so that a test may change it. */
export function defaultPack(): PolicyPack {
  const checked = checkPack(readPackDirectory(fileURLToPath(new URL('../../policies/default', import.meta.url))));
  if (!checked.ok) throw new Error(`the default pack has problems: ${JSON.stringify(checked.problems)}`);
  return structuredClone(checked.pack);
}
