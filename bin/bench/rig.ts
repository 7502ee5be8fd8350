import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signBody } from '../../lambdas/inbound/index.ts';
import { openEngine } from '../../local/engine.ts';
import type { Engine } from '../../local/engine.ts';
import { createPartners, SYSTEMS } from '../../local/partners/index.ts';
import { synthesize } from '../assembly.ts';
import { mergeOutputs } from '../set-up/deployment.ts';
import { connectSystems, ensureSource, publishPack } from '../set-up/set-up.ts';
import { attemptedDelivery } from '../start/demo-feed.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Told {
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
  readonly text: string;
}

/** The whole application in real time over a durable store, with partners over loopback, as a load sees it. */
export interface Rig {
  readonly engine: Engine;
  /** By serial number of the case: when the first message about it reached somebody, and its text. */
  readonly told: ReadonlyMap<number, Told>;
  /** Posts a failed delivery with this number as its tracking number, over HTTP and signed. Gives the milliseconds to the answer. */
  report(serial: number): Promise<number>;
  post(path: string): Promise<number>;
  close(): Promise<void>;
}

/** Case numbers as they stand in messages. */
const trackingOf = (serial: number): string => `BN${String(serial).padStart(9, '0')}`;
const serialIn = (text: string): number | undefined => {
  const found = /BN(\d{9})/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

export async function openRig(): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
  const assemblyDirectory = await synthesize(ROOT, 'dev', join(directory, 'assembly'));
  const told = new Map<number, Told>();
  const hear = (text: string): void => {
    const serial = serialIn(text);
    if (serial !== undefined && !told.has(serial)) told.set(serial, { at: performance.now(), text });
  };
  const partners = createPartners(
    { now: () => Date.now(), sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) },
    ({ text }) => {
      hear(text);
    },
  );
  const engine = openEngine({
    assemblyDirectory,
    time: { kind: 'real', speed: 1, startAt: Date.now() },
    path: join(directory, 'state.sqlite'),
    seed: 1,
    onEvent: (event) => {
      if (event.kind === 'ses.sent') hear(`${String(event['subject'])} ${String(event['text'])}`);
    },
  });
  await engine.lambda.loadAll();
  const gateway = await engine.gateway.listen({ port: 0, host: '127.0.0.1' });
  const outside = await partners.listen(0);
  const base = `http://127.0.0.1:${String(gateway.port)}/dev`;
  const deployment = mergeOutputs('dev', engine.provisioned.outputs);
  await publishPack(deployment, packWithoutStorms(directory));
  await connectSystems(deployment, {
    records: Object.fromEntries(SYSTEMS.map((name) => [name, { url: outside.urls[name], apiKey: `bench-${name}` }])),
    slack: { apiUrl: `${outside.urls.slack}/api`, token: 'xoxb-bench', signingSecret: 'bench' },
    publicUrl: base,
  });
  const source = await ensureSource(deployment, {
    id: 'northline-edi',
    title: 'Northline EDI',
    format: 'x12-214',
    zone: 'America/Chicago',
    region: 'na',
    businessUnit: 'retail',
    toleranceSeconds: 3600,
  });
  const timed = async (path: string, init: RequestInit, wanted: number): Promise<number> => {
    const start = performance.now();
    const answer = await fetch(`${base}${path}`, init);
    const text = await answer.text();
    if (answer.status !== wanted) throw new Error(`${String(answer.status)} ${text}`);
    return performance.now() - start;
  };
  return {
    engine,
    told,
    report: (serial) => {
      const bytes = new TextEncoder().encode(failedDelivery(serial));
      const signature = signBody(bytes, source.secret, Math.floor(Date.now() / 1000));
      const headers = { 'content-type': 'application/edi-x12', 'fairlead-signature': signature };
      return timed(source.path, { method: 'POST', headers, body: bytes }, 202);
    },
    post: (path) => timed(path, { method: 'POST', body: 'decision=acknowledge' }, 200),
    close: async () => {
      await Promise.all([gateway.close(), outside.close()]);
      engine.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Distinct cases of one carrier would be one incident; what is measured is cases on their own. */
function packWithoutStorms(directory: string): string {
  const pack = join(directory, 'pack');
  cpSync(join(ROOT, 'policies', 'default'), pack, { recursive: true });
  rmSync(join(pack, 'grouping.yaml'));
  return pack;
}

function failedDelivery(serial: number): string {
  const stamp = new Date(Date.now() - 20 * 60_000).toISOString();
  return attemptedDelivery({
    scac: 'NRTH',
    city: 'DULUTH',
    state: 'MN',
    status: 'AH',
    reason: 'AQ',
    tracking: trackingOf(serial),
    shipment: `SO-${String(serial)}`,
    date: stamp.slice(0, 10).replaceAll('-', ''),
    time: stamp.slice(11, 16).replace(':', ''),
    timeCode: 'UT',
  });
}
