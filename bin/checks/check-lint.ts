import { join } from 'node:path';
import type { Check } from './check.ts';
import { failed, passed } from './check.ts';
import { projectRoot, runTool } from './run-tool.ts';

/** What is linted at once: the linter keeps the types of all that it has seen, and those of the whole tree do not fit into the memory that Node gives a process by itself. */
const PARTS = [['--ignore-pattern', 'test/**', '.'], ['test']];
const MEMORY = { NODE_OPTIONS: '--max-old-space-size=6144' };

/** Includes the clock rule and the rule against casts; a warning fails, for nobody reads one. */
export const checkLint: Check = async (root) => {
  const config = join(projectRoot, 'eslint.config.js');
  const always = ['--config', config, '--max-warnings', '0', '--no-error-on-unmatched-pattern'];
  const wrong: string[] = [];
  for (const part of PARTS) {
    const run = await runTool('eslint', [...always, ...part], root, MEMORY);
    if (run.exitCode !== 0) wrong.push(run.output);
  }
  return wrong.length === 0 ? passed('') : failed('', wrong.join('\n'));
};
