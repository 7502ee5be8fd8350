import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { projectRoot } from '../../bin/checks/run-tool.ts';

const planted: string[] = [];

/**
 * A small tree beside the project, with the project's dependencies and compiler options, for a check to judge.
 * It goes when the test file is done.
 */
export function plantTree(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fairlead-check-')));
  planted.push(root);
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  const tsconfig = JSON.stringify({ extends: join(projectRoot, 'tsconfig.json'), include: ['**/*.ts'] });
  const manifest = JSON.stringify({ name: 'planted', type: 'module' });
  for (const [path, text] of Object.entries({ 'tsconfig.json': tsconfig, 'package.json': manifest, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

afterAll(() => {
  for (const root of planted.splice(0)) rmSync(root, { recursive: true, force: true });
});
