import { isDeepStrictEqual } from 'node:util';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packTexts } from '../../lambdas/policy/adapters/pack-files.ts';
import { sayProblem } from '../../lambdas/policy/pack-problem.ts';
import { packFileSchema } from '../../lambdas/policy/pack-schema.ts';
import { readPack } from '../../lambdas/policy/read-pack.ts';
import type { Check } from './check.ts';
import { absent, failed, passed } from './check.ts';

/** Every pack in `policies` may be published, and the schema for editors is that of the contract. */
export const checkPolicies: Check = (root) => {
  const folder = join(root, 'policies');
  if (!existsSync(folder)) return Promise.resolve(absent('folder policies'));
  const packs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (packs.length === 0) return Promise.resolve(failed('no pack', 'The folder policies holds no pack.'));
  const problems = packs.flatMap(({ name }) => {
    const read = readPack(packTexts(join(folder, name)));
    return read.ok ? [] : read.problems.map(sayProblem);
  });
  const schema = join(folder, 'pack.schema.json');
  if (!existsSync(schema) || !isDeepStrictEqual(JSON.parse(readFileSync(schema, 'utf8')), packFileSchema()))
    problems.push(`${schema} is not what the contract says: npm run -s policy -- schema >policies/pack.schema.json`);
  const note = `${String(packs.length)} pack`;
  return Promise.resolve(problems.length === 0 ? passed(note) : failed(note, problems.join('\n')));
};
