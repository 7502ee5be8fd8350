import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '../..');

const tools = join(projectRoot, 'node_modules/.bin');

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and standard error in the order they came. */
  readonly output: string;
}

/**
 * Runs a tool of this project's `node_modules/.bin` in `cwd`. The folder leads the PATH, so that the tool and what it
 * starts run on the Node of the dev dependencies wherever the system's Node is older.
 */
export function runTool(
  tool: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ToolRun> {
  return new Promise((settle, reject) => {
    const child = spawn(join(tools, tool), args, {
      cwd,
      env: { ...process.env, ...environment, PATH: `${tools}${delimiter}${process.env['PATH'] ?? ''}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    // Killed by a signal: no exit code, and certainly not a success.
    child.on('close', (code) => {
      settle({ exitCode: code ?? 1, stdout, output });
    });
  });
}
