import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { holdFolder, sayHeld, waitForFolder } from '../../bin/start/hold-folder.ts';

const made: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'hold-'));
  made.push(path);
  return path;
};
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

test('a folder is held by one process, until that lets go of it', () => {
  const [one, other] = [folder(), folder()];
  const held = holdFolder(one);
  expect(holdFolder(one)).toEqual({ isOurs: false, by: String(process.pid) });
  const apart = holdFolder(other);
  expect(apart.isOurs).toBe(true);
  if (held.isOurs) held.release();
  const again = holdFolder(one);
  expect(again.isOurs).toBe(true);
  for (const each of [apart, again]) if (each.isOurs) each.release();
});

test('whoever was killed holds nothing, and while it lives its number is told', { timeout: 60_000 }, async () => {
  const path = folder();
  const program = `import { holdFolder } from './bin/start/hold-folder.ts';
    console.log(holdFolder(${JSON.stringify(path)}).isOurs);
    setInterval(() => globalThis.gc(), 10);`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', program]);
  const said = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => {
      resolve(chunk.toString().trim());
    }),
  );
  expect(said).toBe('true');
  // What is no longer named anywhere is collected in the meantime, but for the lock.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const refused = holdFolder(path);
  expect(refused).toEqual({ isOurs: false, by: String(child.pid) });
  expect(sayHeld('D', 'by' in refused ? refused.by : '')).toBe(
    `D is in use by another npm start, process ${String(child.pid)}. End that one, or give this one a folder of its own with --data.`,
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  const taken = holdFolder(path);
  expect(taken.isOurs).toBe(true);
  if (taken.isOurs) taken.release();
});

test('whoever waits for a folder is told who has it, has it when that one lets go, and not before', async () => {
  const path = folder();
  const held = holdFolder(path);
  const told: string[] = [];
  let release: (() => void) | undefined;
  const waiting = waitForFolder(path, (by) => told.push(by)).then((done) => (release = done));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect([told, release]).toEqual([[String(process.pid)], undefined]);
  if (held.isOurs) held.release();
  await waiting;
  expect(holdFolder(path).isOurs).toBe(false);
  release?.();
  const next = await waitForFolder(path, (by) => told.push(by));
  expect(told).toHaveLength(1);
  next();
});
