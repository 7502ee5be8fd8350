import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SYNTHESIZE = fileURLToPath(new URL('synthesize.ts', import.meta.url));
const BUILD = fileURLToPath(new URL('../../.build/', import.meta.url));
const LOOK_AGAIN_MS = 100;

/**
 * Folder of the bundled and synthesized application. It takes many seconds, so the first test file of a run that asks has it made, the others wait for that, and a run that needs
 * none makes none. Call it while a test file is loaded, where no time limit of a test runs.
 */
export async function assemblyOfRun(): Promise<string> {
  const folder = process.env['FAIRLEAD_ASSEMBLY'] ?? `${BUILD}assembly`;
  const lock = `${folder}.lock`;
  const isThere = (): boolean => existsSync(folder) && existsSync(codeOf(folder));
  while (!isThere()) {
    if (!take(lock)) {
      await pause(LOOK_AGAIN_MS);
      continue;
    }
    try {
      if (!isThere()) await make(folder);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return folder;
}

/** False: somebody has it. */
export function take(lock: string): boolean {
  mkdirSync(dirname(lock), { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The functions once more, with the packages that they share, beside their assembly: a world loads them in a third of the time. */
export const codeOf = (assembly: string): string => process.env['FAIRLEAD_CODE'] ?? `${assembly}.code`;

/** Under another name until all is whole: a folder that is there can be used. */
async function make(folder: string): Promise<void> {
  const [half, code] = [`${folder}.half`, `${folder}.code`];
  for (const left of [folder, half, code]) rmSync(left, { recursive: true, force: true });
  await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', SYNTHESIZE, half, code]);
  renameSync(half, folder);
}
