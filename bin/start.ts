import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import type { CallDescription } from '../local/kernel/kernel.ts';
import { openEngine } from '../local/engine.ts';
import type { Engine } from '../local/engine.ts';
import { createPartners, keepIn, SYSTEMS } from '../local/partners/index.ts';
import { signBody } from '../lambdas/inbound/index.ts';
import type { PolicyPack } from '../lambdas/contracts/index.ts';
import { synthesize } from './assembly.ts';
import { sharePackages } from './share-packages.ts';
import { mergeOutputs, outputOf } from './set-up/deployment.ts';
import { connectSystems, ensureSource, invite, publishPack, sayPolicy } from './set-up/set-up.ts';
import type { KnownSource } from './set-up/set-up.ts';
import { readArguments } from './start/arguments.ts';
import { demoEvent } from './start/demo-feed.ts';
import { holdFolder, sayHeld, waitForFolder } from './start/hold-folder.ts';
import { keepCalls } from './start/keep-calls.ts';
import { createLiveLines } from './start/live-lines.ts';
import { listenOn } from './start/listen.ts';
import { PEOPLE, printAddresses, TOLERANCE_S } from './start/print-addresses.ts';
import { listenForMail } from './start/receive-mail.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEMO_EVERY_MS = 20_000;
/** A working day on the wall clock, however fast the engine is: nobody can sign in anew here. */
const TOKEN_S = 12 * 3600;
/** Between the simulator of Slack and the application, on this machine only. */
const SIGNING_SECRET = 'local-signing-secret';
const WEBHOOK_SECRET = `whsec_${Buffer.from('local-webhook-secret-of-24').toString('base64')}`;
const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  const options = readArguments();
  if (options.data !== undefined) {
    mkdirSync(options.data, { recursive: true });
    const held = holdFolder(options.data);
    if (!held.isOurs) throw new Error(sayHeld(options.data, held.by));
  }
  print(`${styleText('bold', 'Fairlead')} on this machine. Bundling and synthesizing …`);
  mkdirSync(join(ROOT, '.build'), { recursive: true });
  // Each makes its bundles in the same place: the next one begins when this one has loaded its own.
  const letOthersBuild = await waitForFolder(join(ROOT, '.build'), (by) => {
    print(`Waiting for another npm start here, process ${by}, to have loaded its functions …`);
  });
  const assemblyDirectory = await synthesize(ROOT);
  const code = await sharePackages(ROOT);

  const running: { engine?: Engine; pack?: PolicyPack } = {};
  const now = (): number => running.engine?.kernel.now() ?? Date.now();
  const live = createLiveLines(now, print, () => running.pack);
  const partners = createPartners({
    now,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    offers: true,
    ...(options.data === undefined ? {} : { keep: keepIn(join(options.data, 'partners.sqlite')).keep }),
  });
  const keepCall = keepCalls(options.data);
  const engine = openEngine({
    assemblyDirectory,
    code,
    time: { kind: 'real', speed: options.speed, startAt: Date.now() },
    ...(options.data === undefined ? {} : { path: join(options.data, 'state.sqlite') }),
    seed: Date.now() % 2 ** 31,
    mailOutcomeOf: partners.mailbox.outcomeOf,
    textOutcomeOf: partners.phones.outcomeOf,
    intercept: (call: CallDescription, proceed) => {
      live(call);
      return proceed();
    },
    onEvent: (event) => {
      keepCall(event);
      if (event.kind === 'ses.sent') {
        const { from, to, subject, text, html, replyTo } = event;
        partners.mailbox.deliver({
          at: now(),
          from: String(from),
          to: Array.isArray(to) ? to.map(String) : [],
          subject: String(subject),
          text: String(text),
          html: String(html),
          ...(typeof replyTo === 'string' ? { replyTo } : {}),
        });
      } else if (event.kind === 'sms.sent') {
        const { from, to, text } = event;
        partners.phones.deliver({ at: now(), from: String(from), to: String(to), text: String(text) });
      } else if (event.kind === 'lambda.error' || event.kind === 'engine.unsupported') {
        print(styleText('red', `${event.kind} ${JSON.stringify(event).slice(0, 400)}`));
      }
    },
  });
  running.engine = engine;
  // Functions read it when they are loaded; three ports before it are for what people look at.
  const tokens = await listenOn(options.port === 0 ? 0 : options.port + 3, (port) =>
    engine.cognito.listen({ port, host: '127.0.0.1' }),
  );
  engine.lambda.setVariable('OAUTH_ENDPOINT', `${tokens.url}/oauth2/token`);
  print('Loading the functions …');
  await engine.lambda.loadAll();
  letOthersBuild();
  const gateway = await listenOn(options.port, (port) => engine.gateway.listen({ port, host: '127.0.0.1' }));
  if (options.port !== 0 && gateway.port !== options.port)
    print(`Port ${String(options.port)} is taken by another program, so this one takes ${String(gateway.port)}.`);
  const outside = await listenOn(gateway.port + 1, (port) => partners.listen(port));
  const storage = await listenOn(outside.port + 1, (port) => engine.s3.listen({ port, host: '127.0.0.1' }));
  engine.lambda.setVariable('AWS_ENDPOINT_URL_S3', storage.url);
  const base = `http://127.0.0.1:${String(gateway.port)}/dev`;

  const deployment = mergeOutputs('dev', engine.provisioned.outputs);
  const policy = await publishPack(deployment, join(ROOT, 'policies', 'default'), { over: options.publishPolicies });
  running.pack = policy.pack;
  print(`Policies: ${sayPolicy(policy)}.`);
  await connectSystems(deployment, {
    records: Object.fromEntries(SYSTEMS.map((name) => [name, { url: outside.urls[name], apiKey: `local-${name}` }])),
    slack: { apiUrl: `${outside.urls.slack}/api`, token: 'xoxb-local', signingSecret: SIGNING_SECRET },
    teams: { 'transport-desk': `${outside.urls.teams}/workflows/transport-desk` },
    webhooks: { 'duty-pager': { url: `${outside.urls.sink}/pager`, current: WEBHOOK_SECRET } },
    publicUrl: base,
  });
  partners.slack.connectApp({
    interactionsUrl: `${base}/v1/slack/interactions`,
    signingSecret: SIGNING_SECRET,
    baseUrl: outside.urls.slack,
    send: (request) => fetch(request),
  });
  partners.mailbox.connect(
    async ({ from, to, raw }) =>
      (await engine.receiveMail({ from, to: [to], raw, found: { dmarc: 'PASS' } })) !== undefined,
  );
  partners.phones.connect((reply) => engine.receiveText(reply) !== undefined);
  const edi = await ensureSource(deployment, {
    id: 'northline-edi',
    title: 'Northline EDI',
    format: 'x12-214',
    zone: 'America/Chicago',
    region: 'na',
    businessUnit: 'retail',
    authentication: { scheme: 'fairlead-hmac', toleranceSeconds: TOLERANCE_S },
  });
  const events = await ensureSource(deployment, {
    id: 'tms-events',
    title: 'TMS events',
    format: 'canonical',
    zone: 'Europe/Berlin',
    region: 'eu',
    businessUnit: 'retail',
  });
  await ensureSource(deployment, {
    id: 'desk-mail',
    title: 'Mailbox of the transport desk',
    format: 'email',
    zone: 'Europe/Berlin',
    region: 'eu',
    businessUnit: 'retail',
  });
  const mail = await listenOn(outside.port + 1, (port) => listenForMail(engine.receiveMail, port));
  for (const person of PEOPLE) await invite(deployment, person);

  const token = (email: string): string =>
    engine.cognito.issueTokens(outputOf(deployment, 'UserPoolId'), outputOf(deployment, 'UserPoolClientId'), email, {
      goodForSeconds: Math.ceil(TOKEN_S * options.speed),
    }).IdToken;
  printAddresses(print, {
    base,
    outside: outside.urls,
    mailPort: mail.port,
    edi,
    token,
    speed: options.speed,
    data: options.data,
    now: now(),
  });

  if (options.demo) {
    let n = 0;
    const play = (): void => {
      const event = demoEvent(n, now());
      n += 1;
      const source = event.source.format === 'canonical' ? events : edi;
      post(base, source, event.contentType, event.body, now()).catch((error: unknown) => {
        print(styleText('red', `demo feed: ${error instanceof Error ? error.message : String(error)}`));
      });
    };
    setTimeout(play, 2_000);
    setInterval(play, DEMO_EVERY_MS);
  }
  const stop = (): void => {
    print(
      options.data === undefined ? '\nStopped.' : `\nStopped. npm start -- --data ${options.data} goes on from here.`,
    );
    engine.kill();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function post(base: string, source: KnownSource, contentType: string, body: string, at: number): Promise<void> {
  const bytes = new TextEncoder().encode(body);
  const isCanonical = contentType === 'application/json';
  const answer = await fetch(`${base}${isCanonical ? '/v1/signals' : source.path}`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'fairlead-signature': signBody(bytes, source.secret, Math.floor(at / 1000)),
      ...(isCanonical ? { 'fairlead-source': source.id } : {}),
    },
    body: bytes,
  });
  if (answer.status !== 202) throw new Error(`${String(answer.status)} ${await answer.text()}`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
