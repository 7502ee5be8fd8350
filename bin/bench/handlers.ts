import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleDirectory, bundleHandlers } from '../../lib/bundle.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUNS = 5;

export interface Handler {
  readonly name: string;
  readonly kb: number;
  readonly coldImportMs: number;
}

/** Each bundle with its size and what it takes to load it in a process that has loaded nothing else: the median of five. */
export async function measureHandlers(): Promise<readonly Handler[]> {
  const names = await bundleHandlers(ROOT);
  const environment = namesInEnvironments();
  return names.map((name) => {
    const file = `${bundleDirectory(ROOT, name)}/index.mjs`;
    const times = Array.from({ length: RUNS }, () => importTime(file, environment)).sort((left, right) => left - right);
    return { name, kb: statSync(file).size / 1024, coldImportMs: times[Math.floor(RUNS / 2)] ?? 0 };
  });
}

/** What the functions read from their environment when they are loaded, by the schemas that read it. Any value does: nothing is called. */
function namesInEnvironments(): readonly string[] {
  const sources = globSync('lambdas/**/*.ts', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));
  return sources.flatMap((source) => [...source.matchAll(/\b([A-Z][A-Z_]+): z\./g)].map(([, name = '']) => name));
}

function importTime(file: string, environment: readonly string[]): number {
  const script = `const s=performance.now();await import(${JSON.stringify(pathToFileURL(file).href)});process.stdout.write(String(performance.now()-s));process.exit(0)`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-central-1',
      ...Object.fromEntries(environment.map((name) => [name, name.toLowerCase()])),
    },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} cannot be loaded: ${stderr.slice(-600)}`);
  return Number(stdout);
}
