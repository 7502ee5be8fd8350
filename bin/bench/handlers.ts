import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
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
  return names.map((name) => {
    const file = `${bundleDirectory(ROOT, name)}/index.mjs`;
    const times = Array.from({ length: RUNS }, () => importTime(file)).sort((left, right) => left - right);
    return { name, kb: statSync(file).size / 1024, coldImportMs: times[Math.floor(RUNS / 2)] ?? 0 };
  });
}

/** Any value does: nothing is called, and a function reads its environment when it is loaded. */
const NAMES = [
  'ACTION_ARN',
  'CASES_TABLE',
  'CHILDREN_QUEUE',
  'CONFIGURATION_SET',
  'EVENT_BUS',
  'LIFECYCLE_ARN',
  'LINK_SECRET',
  'MAIL_FROM',
  'NOTICES_TOPIC',
  'RAW_BUCKET',
  'REFERENCE_TABLE',
  'SETTINGS_PREFIX',
  'SLACK_SECRET',
  'SLACK_QUEUE',
  'SLACK_SIGNING_SECRET',
  'SLACK_UPDATES_QUEUE',
  'SYSTEM_SECRET',
];

function importTime(file: string): number {
  const script = `const s=performance.now();await import(${JSON.stringify(pathToFileURL(file).href)});process.stdout.write(String(performance.now()-s));process.exit(0)`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-central-1',
      ...Object.fromEntries(NAMES.map((name) => [name, name.toLowerCase()])),
    },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} cannot be loaded: ${stderr.slice(-600)}`);
  return Number(stdout);
}
