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
  while (!existsSync(folder)) {
    if (!take(lock)) {
      await pause(LOOK_AGAIN_MS);
      continue;
    }
    try {
      if (!existsSync(folder)) await make(folder);
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

/** Under another name until it is whole: a folder that is there can be used. */
async function make(folder: string): Promise<void> {
  const half = `${folder}.half`;
  await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', SYNTHESIZE, half]);
  renameSync(half, folder);
}
