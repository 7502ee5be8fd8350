import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyEdit } from './guard.ts';
import type { Guard } from './guard.ts';

const LINKED = new Set(['node_modules']);
const LEFT_OUT = new Set(['.build', '.git', 'cdk.out']);

/** A copy of the project in which one guard at a time is taken away; nothing of it reaches the project. */
export interface Tree {
  readonly root: string;
  /** Does something while the guard is not there. */
  without<T>(guard: Guard, work: () => Promise<T>): Promise<T>;
  remove(): void;
}

export function copyTree(project: string): Tree {
  const home = mkdtempSync(join(tmpdir(), 'fairlead-guards-'));
  const root = join(home, 'main');
  mkdirSync(root);
  for (const name of readdirSync(project)) {
    if (LEFT_OUT.has(name)) continue;
    if (LINKED.has(name)) symlinkSync(join(project, name), join(root, name));
    else cpSync(join(project, name), join(root, name), { recursive: true });
  }
  return {
    root,
    without: async (guard, work) => {
      const file = join(root, guard.file);
      const before = readFileSync(file, 'utf8');
      writeFileSync(file, applyEdit(before, guard.removal));
      try {
        return await work();
      } finally {
        writeFileSync(file, before);
      }
    },
    remove: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
}
