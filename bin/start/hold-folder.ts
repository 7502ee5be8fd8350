import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Held =
  | { readonly isOurs: true; readonly release: () => void }
  /** `by`: the number of the process that has it, where that can be told. */
  | { readonly isOurs: false; readonly by: string };

/**
 * Takes a folder for this process as long as it lives: two engines over one state would each take what the other has begun for their own. The lock is SQLite's on a file of its own, and so the
 * operating system's: whoever dies, by whatever signal, has let go of it, and nothing is left to be removed by hand.
 */
export function holdFolder(folder: string): Held {
  const number = join(folder, 'in-use.pid');
  const lock = new DatabaseSync(join(folder, 'in-use.sqlite'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)) throw error;
    return { isOurs: false, by: textOf(number) };
  }
  writeFileSync(number, String(process.pid));
  const release = (): void => {
    if (lock.isOpen) lock.close();
  };
  // Also keeps the lock from being collected as garbage, which would give the folder away.
  process.once('exit', release);
  return { isOurs: true, release };
}

/** Waits until nobody has the folder, and takes it. Answers how to let go of it. `tell`: whoever has it now. */
export async function waitForFolder(folder: string, tell: (by: string) => void): Promise<() => void> {
  let held = holdFolder(folder);
  if (!held.isOurs) tell(held.by);
  while (!held.isOurs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    held = holdFolder(folder);
  }
  return held.release;
}

const LOOK_EVERY_MS = 200;
const SQLITE_BUSY = 5;

/** Empty in the moment between taking the lock and writing who has it. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** What to tell whoever has named a folder that is taken. */
export function sayHeld(folder: string, by: string): string {
  return `${folder} is in use by ${by === '' ? 'another npm start' : `another npm start, process ${by}`}. End that one, or give this one a folder of its own with --data.`;
}
