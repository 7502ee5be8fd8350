import { join } from 'node:path';
import type { Check } from './check.ts';
import { failed, passed } from './check.ts';
import { projectRoot, runTool } from './run-tool.ts';

/** Includes the clock rule and the rule against casts; a warning fails, for nobody reads one. */
export const checkLint: Check = async (root) => {
  const config = join(projectRoot, 'eslint.config.js');
  const run = await runTool('eslint', ['--config', config, '--max-warnings', '0', '.'], root);
  return run.exitCode === 0 ? passed('') : failed('', run.output);
};
