import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPackDirectory } from '../../lambdas/policy/adapters/pack-files.ts';
import { checkPack } from '../../lambdas/policy/check-pack.ts';
import type { Check } from './check.ts';
import { absent, failed, passed } from './check.ts';

/** Every pack in `policies` may be published: shape, expressions, names. */
export const checkPolicies: Check = (root) => {
  const folder = join(root, 'policies');
  if (!existsSync(folder)) return Promise.resolve(absent('folder policies'));
  const packs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (packs.length === 0) return Promise.resolve(failed('no pack', 'The folder policies holds no pack.'));
  const problems = packs.flatMap(({ name }) => {
    const checked = checkPack(readPackDirectory(join(folder, name)));
    return checked.ok ? [] : checked.problems.map(({ pointer, problem }) => `${name}${pointer}: ${problem}`);
  });
  const note = `${String(packs.length)} pack`;
  return Promise.resolve(problems.length === 0 ? passed(note) : failed(note, problems.join('\n')));
};
