import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { publicationKeeper } from '../../lambdas/policy/index.ts';
import type { PolicyPack } from '../../lambdas/contracts/index.ts';
import { DEFAULT } from './default-pack.ts';

export { defaultPack } from './default-pack.ts';

/** Makes a pack hold in the tables of a test, whatever held before. Answers its version. */
export async function publishPack(pack: PolicyPack, by = 'test'): Promise<string> {
  const files = { 'pack.yaml': `name: ${pack.name}\n` };
  const done = await publicationKeeper('reference').setUp({ pack, overlays: [] }, files, { by, over: true });
  if (!done.ok) throw new Error(done.problem.title);
  return done.value.version;
}

/** The default pack in a folder of its own, with some of its files changed; it is gone when the test is over. */
export function changedPack(changes: Readonly<Record<string, (text: string) => string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-pack-'));
  cpSync(DEFAULT, folder, { recursive: true });
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`nothing was changed in ${file}`);
    writeFileSync(path, after);
  }
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Changes `escalation.yaml`: nobody hears that a task is late, for a test that counts what is said of clocks. */
export const withoutLateTasks = (text: string): string =>
  text.replace(/^ {2}lateTasks: .*$/m, '  lateTasks: { tell: [] }');

/** Changes `escalation.yaml`: nobody hears how a clock stands or that a task is late, for a test that counts what else is sent. */
export const withoutMarks = (text: string): string =>
  withoutLateTasks(text).replace(/^ {2}notices: .*$/m, '  notices: {}');
