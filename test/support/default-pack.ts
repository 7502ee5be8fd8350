import { fileURLToPath } from 'node:url';
import { packTexts } from '../../lambdas/policy/adapters/pack-files.ts';
import { readPack } from '../../lambdas/policy/read-pack.ts';
import type { PolicyPack } from '../../lambdas/contracts/index.ts';

export const DEFAULT = fileURLToPath(new URL('../../policies/default', import.meta.url));

/** Reading and checking it takes a hundred times as long as copying it. */
let known: PolicyPack | undefined;

/** The default pack as it stands in policies/default; a fresh copy each time, so that a test may change it. */
export function defaultPack(): PolicyPack {
  known ??= readDefault();
  return structuredClone(known);
}

function readDefault(): PolicyPack {
  const read = readPack(packTexts(DEFAULT));
  if (!read.ok) throw new Error(`the default pack has problems: ${JSON.stringify(read.problems)}`);
  return read.pack;
}
