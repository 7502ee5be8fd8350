import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'fairlead-start-'));
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

interface Started {
  readonly pid: number | undefined;
  readonly output: () => string;
  /** Resolves when the output has the text; fails with the output after four minutes: a busy machine takes its time. */
  says(text: string | RegExp): Promise<string>;
  kill(): Promise<void>;
  /** How it ended by itself. */
  ended(): Promise<number | null>;
}

/** The command that `npm start` runs, as a process of its own, on free ports. */
function start(...options: string[]): Started {
  const command = ['--disable-warning=ExperimentalWarning', 'bin/start.ts', '--port', '0', ...options];
  const child = spawn(process.execPath, command, { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } });
  running.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    pid: child.pid,
    output: () => text,
    says: async (wanted) => {
      for (let tries = 0; tries < 2400; tries += 1) {
        const found =
          typeof wanted === 'string' ? (text.includes(wanted) ? wanted : undefined) : wanted.exec(text)?.[0];
        if (found !== undefined) return found;
        if (child.exitCode !== null) throw new Error(`it ended with ${String(child.exitCode)}:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`it never said ${String(wanted)}:\n${text}`);
    },
    ended: () => ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Does what the printed curl does. */
async function runPrintedCurl(output: string): Promise<Response> {
  const curl = /curl -i (\S+) -H 'content-type: (\S+)' -H 'fairlead-signature: (\S+)' --data-binary '([^']+)'/.exec(
    output,
  );
  if (curl === null) throw new Error(`no curl in:\n${output}`);
  const [, url = '', contentType = '', signature = '', body = ''] = curl;
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType, 'fairlead-signature': signature },
    body,
  });
}

/** The block of docs/files-and-mappings.md, by a shell, with the variables that were printed. Answers what it has complained of. */
async function runDocumentedUpload(output: string): Promise<string> {
  const [, API = '', SOURCE = '', SECRET = ''] = /export API=(\S+) SOURCE=(\S+) SECRET=(\S+)/.exec(output) ?? [];
  const [, block = ''] =
    /```sh upload\n([\s\S]*?)```/.exec(readFileSync(`${ROOT}docs/files-and-mappings.md`, 'utf8')) ?? [];
  const FILE = join(data, 'interchange (1).edi');
  writeFileSync(FILE, edi214({ tracking: 'NL4471903', shipment: 'SO-88214' }));
  const env = { ...process.env, API, SOURCE, SECRET, FILE };
  // A pipe is a socket to bash, which takes it for a login from elsewhere and reads the rc file of the machine.
  const child = spawn('bash', ['-euo', 'pipefail', '-c', block], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return said;
}

async function mailsOf(output: string): Promise<readonly unknown[]> {
  const mailbox = /Mailbox +(\S+)/.exec(output)?.[1] ?? '';
  return (await (await fetch(`${mailbox}/mails.json`)).json()) as unknown[];
}

function tokenOf(output: string, role: string): string {
  return new RegExp(`export ${role}=(\\S+)`).exec(output)?.[1] ?? '';
}

/** The command that looks for what was altered; what it says. */
function auditOf(folder: string): string {
  const command = ['--disable-warning=ExperimentalWarning', 'bin/audit.ts', 'verify', '--data', folder];
  return spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
}

test(
  'what a newcomer does: start, report, kill -9, start again, acknowledge, resolve',
  { timeout: 900_000 },
  async () => {
    const first = start('--no-demo', '--data', data);
    await first.says('From here on');
    const answer = await runPrintedCurl(first.output());
    expect(answer.status).toBe(202);
    const { signals } = (await answer.json()) as { signals: { id: string }[] };
    await first.says(/notice +#\w+ email to \S+ \S+ is handed over/);
    await first.says(/notice +#\w+ slack to \S+ \S+ is handed over/);
    await first.says(/severity S\d +#\w+ \d+(\.\d)? points\. \S/);
    expect(await runDocumentedUpload(first.output())).toBe('');
    // A second one on the folder is refused at once, and the first goes on as if nobody had come.
    const intruder = start('--no-demo', '--data', data);
    expect([await intruder.ended(), intruder.output()]).toEqual([
      1,
      `${data} is in use by another npm start, process ${String(first.pid)}. End that one, or give this one a folder of its own with --data.\n`,
    ]);
    await first.says(/NL4471903, from northline-edi/);
    const told = await mailsOf(first.output());
    expect(told.length).toBeGreaterThan(0);
    await first.kill();

    const second = start('--no-demo', '--data', data);
    await second.says('From here on');
    // Whoever plays the world outside has not forgotten it either.
    expect((await mailsOf(second.output())).slice(0, told.length)).toEqual(told);
    const base = /API +(http:\S+)\/v1/.exec(second.output())?.[1] ?? '';
    const as = (role: string) => ({ authorization: tokenOf(second.output(), role) });
    const list = await fetch(`${base}/v1/cases?signal=${signals[0]?.id ?? ''}`, { headers: as('VIEWER') });
    const { items } = (await list.json()) as { items: { id: string; state: string }[] };
    expect(items).toMatchObject([{ state: 'triaged' }]);
    const act = (role: string, command: string, body = ''): Promise<Response> =>
      fetch(`${base}/v1/cases/${items[0]?.id ?? ''}/${command}`, { method: 'POST', headers: as(role), body });
    expect((await fetch(`${base}/v1/sources`, { headers: as('ADMIN') })).status).toBe(200);
    expect((await act('VIEWER', 'acknowledge')).status).toBe(403);
    expect((await act('RESPONDER', 'acknowledge')).status).toBe(200);
    await second.says('acknowledged');
    expect((await act('LEAD', 'resolve', '{"resolution":"solved"}')).status).toBe(200);
    // The last messages go out to whoever was called before the kill.
    await second.says(/resolved[\s\S]*email to \S+ \S+ is handed over/);
    await second.kill();

    expect(auditOf(data)).toMatch(/^\d+ cases? with \d+ entries, all as they were written$/);
    const database = new DatabaseSync(join(data, 'state.sqlite'));
    const tables = database.prepare("SELECT id FROM dynamodb_tables WHERE name LIKE '%-data-Cases%'").all();
    database.exec(
      `UPDATE dynamodb_items_${String(tables[0]?.['id'])} SET item = replace(item, 'via\\":\\"api', 'via\\":\\"link')`,
    );
    database.close();
    expect(auditOf(data)).toContain(`${items[0]?.id ?? ''}, entry`);
  },
);
