import { fork, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from '../../local/engine.ts';
import type { Engine } from '../../local/engine.ts';
import type { CallDescription } from '../../local/kernel/kernel.ts';
import { SYSTEMS } from '../../local/partners/index.ts';
import { sharePackages } from '../share-packages.ts';
import { mergeOutputs } from '../set-up/deployment.ts';
import type { Deployment } from '../set-up/deployment.ts';
import { connectSystems, ensureSource, publishPack } from '../set-up/set-up.ts';
import { isMarked, news, preciseNow, serialIn } from './errand.ts';
import type { Errand, News } from './errand.ts';
import { createTold } from './told.ts';
import type { Told } from './told.ts';
import { pause } from './wait.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Answer {
  /** When it was posted, as {@link preciseNow} has it. */
  readonly at: number;
  readonly milliseconds: number;
}
export type Reports = Omit<Extract<Errand, { kind: 'report' }>, 'kind'>;

/** The whole application in real time over a durable store; senders and partners are another process, over loopback. */
export interface Rig {
  readonly engine: Engine;
  /** From now on each call of AWS is shown to this one. */
  watch(look: (call: CallDescription) => void): void;
  readonly told: Told;
  /** Posts failed deliveries with these numbers as their tracking numbers, signed. */
  report(reports: Reports): Promise<readonly Answer[]>;
  post(path: string, body: string): Promise<void>;
  close(): Promise<void>;
}

export async function openRig(): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
  const assemblyDirectory = synthesizeApart(join(directory, 'assembly'));
  const code = await sharePackages(ROOT, join(directory, 'code'));
  const told = createTold();
  const outside = await openOutside(told);
  let look: (call: CallDescription) => void = () => undefined;
  const engine = openEngine({
    assemblyDirectory,
    code,
    time: { kind: 'real', speed: 1, startAt: Date.now() },
    path: join(directory, 'state.sqlite'),
    seed: 1,
    intercept: (call, proceed) => {
      look(call);
      return proceed();
    },
    onEvent: (event) => {
      if (event.kind !== 'ses.sent') return;
      const text = `${String(event['subject'])} ${String(event['text'])}`;
      const serial = serialIn(text);
      if (serial !== undefined)
        told.hear({
          channel: 'mail',
          serial,
          at: preciseNow(),
          notice: JSON.stringify(event['tags']),
          text,
          marked: isMarked(text),
        });
    },
  });
  const gateway = await engine.gateway.listen({ port: 0, host: '127.0.0.1' });
  const base = `http://127.0.0.1:${String(gateway.port)}/dev`;
  const deployment = mergeOutputs('dev', engine.provisioned.outputs);
  await publishPack(deployment, packWithoutStorms(directory), { over: false });
  const { urls } = outside;
  await connectSystems(deployment, {
    records: Object.fromEntries(SYSTEMS.map((name) => [name, { url: urls[name] ?? '', apiKey: `bench-${name}` }])),
    slack: { apiUrl: `${urls['slack'] ?? ''}/api`, token: 'xoxb-bench', signingSecret: 'bench' },
    publicUrl: base,
  });
  await outside.run({ kind: 'aim', base, sources: await registerCarriers(deployment) });
  return {
    engine,
    told,
    watch: (watcher) => {
      look = watcher;
    },
    report: (reports) => outside.run({ kind: 'report', ...reports }),
    post: async (to, body) => {
      await outside.run({ kind: 'post', path: to, body });
    },
    close: async () => {
      engine.kill();
      outside.kill();
      // Connections that are kept open would be waited for.
      await Promise.race([gateway.close(), pause(1_000)]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function synthesizeApart(outdir: string): string {
  const script = fileURLToPath(new URL('synthesize.ts', import.meta.url));
  const flags = ['--disable-warning=ExperimentalWarning', script, outdir];
  const { status, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the application cannot be synthesized: ${stderr.slice(-600)}`);
  return outdir;
}

interface Outside {
  readonly urls: Readonly<Record<string, string>>;
  run(errand: Errand): Promise<readonly Answer[]>;
  kill(): void;
}

async function openOutside(told: Told): Promise<Outside> {
  const child = fork(fileURLToPath(new URL('outside.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  child.on('message', (message) => {
    const heard = news.parse(message);
    if (heard.kind !== 'noticed') return;
    for (const notice of heard.notices) told.hear({ channel: 'slack', text: '', ...notice });
  });
  const ready = await newsOf(child);
  if (ready.kind !== 'ready') throw new Error('the outside world does not come up');
  return {
    urls: ready.urls,
    run: async (errand) => {
      const answer = newsOf(child);
      child.send(errand);
      const heard = await answer;
      if (heard.kind === 'failed') throw new Error(heard.message);
      return heard.kind === 'done' ? heard.answers : [];
    },
    kill: () => void child.kill(),
  };
}

/** The next that is no message to an owner. */
function newsOf(child: ChildProcess): Promise<News> {
  const { promise, resolve, reject } = Promise.withResolvers<News>();
  const exit = (): void => {
    reject(new Error('the outside world has ended'));
  };
  const hear = (message: unknown): void => {
    const heard = news.parse(message);
    if (heard.kind === 'noticed') return;
    child.off('message', hear);
    child.off('exit', exit);
    resolve(heard);
  };
  child.on('message', hear);
  child.once('exit', exit);
  return promise;
}

/** One source has a rate of its own that it is held to, also in the larger of the plans: what comes faster comes from several. */
const SOURCES = 4;

async function registerCarriers(deployment: Deployment): Promise<{ path: string; secret: string }[]> {
  const sources: { path: string; secret: string }[] = [];
  for (let number = 1; number <= SOURCES; number += 1) {
    const { path, secret } = await ensureSource(deployment, {
      id: `northline-${String(number)}`,
      title: `Northline ${String(number)}`,
      format: 'x12-214',
      zone: 'America/Chicago',
      region: 'na',
      businessUnit: 'retail',
      authentication: { scheme: 'fairlead-hmac', toleranceSeconds: 3600 },
      limits: { tier: 'large' },
    });
    sources.push({ path, secret });
  }
  return sources;
}

/** Distinct cases of one carrier would be one incident; what is measured is cases on their own. */
function packWithoutStorms(directory: string): string {
  const pack = join(directory, 'pack');
  cpSync(join(ROOT, 'policies', 'default'), pack, { recursive: true });
  rmSync(join(pack, 'grouping.yaml'));
  return pack;
}
