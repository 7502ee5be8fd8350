import { join } from 'node:path';
import type { Check } from './check.ts';
import { failed, passed } from './check.ts';
import { projectRoot, runTool } from './run-tool.ts';

export const checkFormat: Check = async (root) => {
  const config = join(projectRoot, '.prettierrc.json');
  const run = await runTool('prettier', ['--check', '--log-level', 'warn', '--config', config, '.'], root);
  return run.exitCode === 0 ? passed('') : failed('', `${run.output}\nnpm run format puts it right.`);
};
