import type { Check } from './check.ts';
import { failed, passed } from './check.ts';
import { runTool } from './run-tool.ts';

/** `tsc` itself fails when the tree holds no file to look at (TS18003). */
export const checkTypes: Check = async (root) => {
  const run = await runTool('tsc', ['--noEmit', '--pretty', 'false', '-p', root], root);
  return run.exitCode === 0 ? passed('') : failed('', run.output);
};
