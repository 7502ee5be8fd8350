import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as z from 'zod';
import { bundleDirectory, handlersIn } from '../../lib/bundle.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUNS = 5;

export interface Handler {
  readonly name: string;
  readonly kb: number;
  readonly coldImportMs: number;
}

/** Each bundle with its size and what it takes to load it in a process that has loaded nothing else: the median of five. `assembly`: of the application, with its bundles. */
export function measureHandlers(assembly: string, handlers = handlersIn(ROOT)): readonly Handler[] {
  const environment = namesInTemplates(assembly);
  return handlers.map((name) => {
    const file = `${bundleDirectory(ROOT, name)}/index.mjs`;
    const times = Array.from({ length: RUNS }, () => importTime(file, environment)).sort((left, right) => left - right);
    return { name, kb: statSync(file).size / 1024, coldImportMs: times[Math.floor(RUNS / 2)] ?? 0 };
  });
}

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Properties: z
        .object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional() })
        .optional(),
    }),
  ),
});

/** What any function of the application finds in its environment. Any value does: functions are loaded, nothing is called. */
function namesInTemplates(assembly: string): readonly string[] {
  const names = globSync('*.template.json', { cwd: assembly }).flatMap((file) =>
    Object.values(template.parse(JSON.parse(readFileSync(join(assembly, file), 'utf8'))).Resources).flatMap(
      ({ Properties }) => Object.keys(Properties?.Environment?.Variables ?? {}),
    ),
  );
  return [...new Set(names)];
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
