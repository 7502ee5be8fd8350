import { join } from 'node:path';
import type { Check } from './check.ts';
import { failed, passed } from './check.ts';
import { projectRoot, runTool } from './run-tool.ts';

/** Files nobody imports, exports nobody uses, dependencies nobody needs or that are used and not declared. */
export const checkUnused: Check = async (root) => {
  const config = join(projectRoot, 'knip.jsonc');
  const run = await runTool(
    'knip',
    ['--directory', root, '--config', config, '--no-progress', '--no-config-hints'],
    root,
  );
  return run.exitCode === 0 ? passed('') : failed('', run.output);
};
