import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { absent, failed, passed } from './check.ts';
import { findHouseRuleBreaches } from './asl-house-rules.ts';
import { runTool } from './run-tool.ts';

export const checkAsl: Check = async (root) => {
  if (!existsSync(join(root, 'statemachines'))) return absent('folder statemachines');
  const files = globSync('statemachines/**/*.json', { cwd: root }).sort();
  if (files.length === 0) return failed('no state machine', 'The folder statemachines holds no *.asl.json.');

  const misnamed = files
    .filter((file) => !file.endsWith('.asl.json'))
    .map((file) => `${file}: is not named *.asl.json`);
  // Only --json-path: the validator ignores a positional file and exits 0.
  const run = await runTool(
    'asl-validator',
    files.flatMap((file) => ['--json-path', file]),
    root,
  );
  const breaches = files.flatMap((file) =>
    findHouseRuleBreaches(JSON.parse(readFileSync(join(root, file), 'utf8'))).map((breach) => `${file}: ${breach}`),
  );
  const problems = [...misnamed, ...breaches, ...(run.exitCode === 0 ? [] : [run.output])];
  const note = `${files.length} state machines`;
  return problems.length === 0 ? passed(note) : failed(note, problems.join('\n'));
};
