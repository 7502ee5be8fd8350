import { fileURLToPath } from 'node:url';
import { connectSystems, ensureSource, invite, publishPack } from '../../bin/set-up/set-up.ts';
import type { KnownSource } from '../../bin/set-up/set-up.ts';
import { mergeOutputs, outputOf } from '../../bin/set-up/deployment.ts';
import type { Deployment } from '../../bin/set-up/deployment.ts';
import type { Case, JournalEntry, Notice } from '../../lambdas/contracts/index.ts';
import { allCasesAndReports, createCaseStore } from '../../lambdas/case/index.ts';
import type { Kept } from '../../lambdas/case/index.ts';
import { signBody } from '../../lambdas/inbound/index.ts';
import { openEngine } from '../../local/engine.ts';
import type { Engine, EngineOptions } from '../../local/engine.ts';
import type { EngineEvent, Invocation } from '../../local/kernel/types.ts';
import { createPartners, SYSTEMS } from '../../local/partners/index.ts';
import type { ClickResult, Mail, Partners, ReceivedText, SlackMessage, TeamsCard } from '../../local/partners/index.ts';
import { assemblyOfRun, codeOf } from './assembly.ts';
import { checkAnswer } from './check-answer.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const ASSEMBLY = await assemblyOfRun();
export const SLACK_SIGNING_SECRET = 'topsecret-signing-secret';
/** 24 bytes, as the specification asks at least. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('topsecret-webhook-secret').toString('base64')}`;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: any;
}

export interface Told {
  readonly at: number;
  readonly channel: 'slack' | 'email' | 'sms' | 'teams';
  /** Slack id, e-mail address, phone number, or path of a workflow. */
  readonly to: string;
  readonly headline: string;
  /** The notice that it is the message of. */
  readonly noticeId?: string;
  readonly mail?: Mail;
  readonly slack?: SlackMessage;
  readonly text?: ReceivedText;
  readonly card?: TeamsCard;
}

/** The whole application in virtual time, over the synthesized template, with IAM on and partners in process. */
export interface World {
  readonly engine: Engine;
  readonly partners: Partners;
  readonly deployment: Deployment;
  readonly source: KnownSource;
  readonly signalSource: KnownSource;
  /** Those of the options, in their order. */
  readonly sources: readonly KnownSource[];
  /** Each with its time as `heardAt`. */
  readonly events: readonly EngineEvent[];
  readonly now: () => number;
  advance(milliseconds: number): Promise<void>;
  settle(): Promise<void>;
  /** Everything that reached a person until now, in order. */
  readonly told: readonly Told[];
  request(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; body?: string | Uint8Array },
  ): Promise<Answer>;
  /** As `request`, but time is moved by somebody else meanwhile; never resolves when the engine dies. */
  begin: World['request'];
  /** An identity token of the user pool. */
  tokenOf(email: string): Promise<string>;
  /** Posts a body to the webhook of the X12 source, signed. */
  postEdi(body: string, options?: { secret?: string; at?: number; header?: string }): Promise<Answer>;
  /** Posts canonical JSON to /v1/signals, signed. */
  postSignal(body: unknown): Promise<Answer>;
  /** A user clicks on a button of a message in Slack; without a user its reader. */
  clickSlack(message: SlackMessage | undefined, action: string, user?: string): Promise<ClickResult>;
  as(email: string): { get(path: string): Promise<Answer>; post(path: string, body?: unknown): Promise<Answer> };
  cases(): Promise<readonly Case[]>;
  journal(caseId: string): Promise<readonly JournalEntry[]>;
  notices(caseId: string): Promise<readonly Notice[]>;
  /** What was reported, of cases and on timelines, as it is kept. */
  reports(): Promise<readonly Extract<Kept, { kind: 'report' }>[]>;
  /** Dies as by `kill -9` and starts again over the same state. */
  restart(): void;
  /** The next release is deployed: its template and its code over the same state. */
  upgrade(assemblyDirectory: string): Promise<void>;
  /** Publishes a pack; it holds for what is opened from then on. */
  publish(packDirectory: string): Promise<string>;
  /** Calls a service as the operator of the account. */
  operate(service: string, operation: string, input: object): Promise<any>;
}

export interface WorldOptions {
  readonly startAt?: string;
  readonly seed?: number;
  readonly intercept?: EngineOptions['intercept'];
  readonly packDirectory?: string;
  /** Each function with packages of its own, byte for byte what would be deployed; else they share packages, as with `npm start` (ADR 0017). */
  readonly isAsDeployed?: boolean;
  /** Sources beside the two that are always there. */
  readonly sources?: readonly Parameters<typeof ensureSource>[1][];
  /** Systems of record that are connected otherwise than to the partner of their name. */
  readonly systems?: Parameters<typeof connectSystems>[1]['records'];
  readonly onTold?: (told: Told) => void;
  /** What fault runs ask of the engine. */
  readonly faults?: EngineOptions['faults'];
  /** Stands around every request to a partner. */
  readonly aroundPartners?: (
    request: Request,
    caller: Invocation | undefined,
    answer: () => Promise<Response>,
  ) => Promise<Response>;
}

export const PEOPLE = {
  responder: { email: 'jonas.weber@example.com', person: 'jonas-weber', roles: ['responder'] },
  lead: { email: 'ines.duarte@example.com', person: 'ines-duarte', roles: ['lead'] },
  approver: { email: 'amelie.roy@example.com', person: 'amelie-roy', roles: ['approver'] },
  chief: { email: 'karim.haddad@example.com', person: 'karim-haddad', roles: ['lead', 'approver'] },
  treasurer: { email: 'tom.baker@example.com', person: 'tom-baker', roles: ['approver'] },
  viewer: { email: 'viewer@example.com', roles: ['viewer'] },
  auditor: { email: 'auditor@example.com', roles: ['auditor'] },
  author: { email: 'author@example.com', roles: ['policy_author'] },
  publisher: { email: 'publisher@example.com', roles: ['policy_publisher'] },
  admin: { email: 'admin@example.com', roles: ['platform_admin'] },
  nobody: { email: 'nobody@example.com', roles: [] },
} as const;

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const events: EngineEvent[] = [];
  const told: Told[] = [];
  let engine: Engine;
  const hear = (heard: Told): void => {
    told.push(heard);
    options.onTold?.(heard);
  };
  const noticeOf = (id: unknown) => (typeof id === 'string' ? { noticeId: id } : {});
  const partners = createPartners(
    { now: () => engine.kernel.now(), sleep: (milliseconds) => engine.kernel.timers.sleep(milliseconds) },
    (slack) => {
      const { at, channel: to, text: headline } = slack;
      hear({
        at,
        channel: 'slack',
        to,
        headline,
        ...noticeOf((slack.metadata as any)?.event_payload?.notice_id),
        slack,
      });
    },
    (card) => {
      const { at, workflow: to } = card;
      hear({ at, channel: 'teams', to, headline: JSON.stringify(card.card['body']), card });
    },
  );
  const watch = (event: EngineEvent): void => {
    events.push({ ...event, heardAt: engine.kernel.now() });
    if (event.kind === 'job.failed') throw new Error(JSON.stringify(event));
    if (event.kind === 'sms.sent') {
      const { from, to, text: headline } = event;
      const text = { at: engine.kernel.now(), from: String(from), to: String(to), text: String(headline) };
      partners.phones.deliver(text);
      const { at } = text;
      hear({
        at,
        channel: 'sms',
        to: text.to,
        headline: text.text,
        ...noticeOf((event['context'] as any)?.notice),
        text,
      });
      return;
    }
    if (event.kind !== 'ses.sent') return;
    const to = event['to'] as string[];
    const mail: Mail = {
      at: engine.kernel.now(),
      from: String(event['from']),
      to,
      subject: String(event['subject']),
      text: String(event['text']),
      html: String(event['html']),
    };
    partners.mailbox.deliver(mail);
    const { at, subject: headline } = mail;
    hear({ at, channel: 'email', to: to.join(','), headline, ...noticeOf((event['tags'] as any)?.notice), mail });
  };
  const open = (startAt: number, store?: Engine['kernel']['ownedStore'], assemblyDirectory = ASSEMBLY): Engine =>
    openEngine({
      assemblyDirectory,
      ...(options.isAsDeployed === true || assemblyDirectory !== ASSEMBLY ? {} : { code: codeOf(ASSEMBLY) }),
      time: { kind: 'virtual', startAt },
      seed: options.seed ?? 1,
      partners: (request, caller) => {
        const answer = (): Promise<Response> => partners.handle(request);
        return options.aroundPartners === undefined ? answer() : options.aroundPartners(request, caller, answer);
      },
      onEvent: watch,
      mailOutcomeOf: partners.mailbox.outcomeOf,
      textOutcomeOf: partners.phones.outcomeOf,
      ...(store === undefined ? {} : { store }),
      ...(options.intercept === undefined ? {} : { intercept: options.intercept }),
      ...(options.faults === undefined ? {} : { faults: options.faults }),
    });
  engine = open(Date.parse(options.startAt ?? '2026-03-02T09:00:00Z'));
  await pumpUntil(engine.lambda.loadAll());

  /** Keeps this process awake while its bundles are read, and no longer. */
  async function pumpUntil(work: Promise<void>): Promise<void> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    while (!done) await new Promise((resolve) => setImmediate(resolve));
    await finished;
  }
  /** Runs something that needs the engine to go on while it waits. */
  async function drive<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => undefined);
    for (let turn = 0; !done && turn < 10_000; turn += 1) {
      await engine.kernel.settle();
      if (done) break;
      const next = engine.kernel.nextDue();
      if (next !== undefined) await engine.kernel.advance(Math.max(0, next - engine.kernel.now()));
    }
    return finished;
  }

  const deployment = mergeOutputs('dev', engine.provisioned.outputs);
  await drive(publishPack(deployment, options.packDirectory ?? `${ROOT}policies/default`, { over: false }));
  await drive(
    connectSystems(deployment, {
      records: {
        ...Object.fromEntries(
          SYSTEMS.map((name) => [name, { url: `http://${name}.partner.test`, apiKey: `topsecret-${name}-key` }]),
        ),
        ...options.systems,
      },
      slack: { apiUrl: 'http://slack.partner.test/api', token: 'xoxb-test', signingSecret: SLACK_SIGNING_SECRET },
      teams: { 'transport-desk': 'http://teams.partner.test/workflows/transport-desk' },
      webhooks: { 'duty-pager': { url: 'http://sink.partner.test/pager', current: WEBHOOK_SECRET } },
      publicUrl: 'https://fairlead.test/dev',
    }),
  );
  const source = await drive(
    ensureSource(deployment, {
      id: 'northline-edi',
      title: 'Northline EDI',
      format: 'x12-214',
      zone: 'America/Chicago',
      region: 'na',
      businessUnit: 'retail',
    }),
  );
  const signalSource = await drive(
    ensureSource(deployment, {
      id: 'tms-events',
      title: 'TMS events',
      format: 'canonical',
      zone: 'Europe/Berlin',
      region: 'eu',
      businessUnit: 'retail',
    }),
  );
  const sources: KnownSource[] = [];
  for (const wanted of options.sources ?? []) sources.push(await drive(ensureSource(deployment, wanted)));
  for (const person of Object.values(PEOPLE)) await drive(invite(deployment, person));
  // Set-up is not what a journey tells about.
  events.length = 0;

  const apiId = outputOf(deployment, 'ApiId');
  const send = async (method: string, path: string, headers: Iterable<[string, string]>, body: Uint8Array) => {
    const [pathname = '', rawQuery = ''] = path.split('?');
    const sourceIp = '203.0.113.7';
    const answer = await engine.gateway.handle({
      apiId,
      stage: 'dev',
      method,
      path: pathname,
      rawQuery,
      headers: [...headers],
      body,
      sourceIp,
    });
    const contentType = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
    checkAnswer(method, path, { status: answer.status, contentType, text: new TextDecoder().decode(answer.body) });
    return answer;
  };
  partners.slack.connectApp({
    interactionsUrl: 'https://fairlead.test/dev/v1/slack/interactions',
    signingSecret: SLACK_SIGNING_SECRET,
    baseUrl: 'http://slack.partner.test',
    send: async (given) => {
      const path = new URL(given.url).pathname.replace('/dev', '');
      const answer = await send('POST', path, given.headers, new Uint8Array(await given.arrayBuffer()));
      return new Response(Buffer.from(answer.body), { status: answer.status });
    },
  });
  const begin: World['begin'] = async (method, path, { headers = {}, body = '' } = {}) => {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const answer = await send(method, path, Object.entries(headers), bytes);
    const text = new TextDecoder().decode(answer.body);
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers.map(([name, value]) => [name.toLowerCase(), value])),
      text,
      get json() {
        return JSON.parse(text);
      },
    };
  };
  const request: World['request'] = (...asked) => drive(begin(...asked));
  const tokenOf = (email: string): Promise<string> =>
    Promise.resolve(
      engine.cognito.issueTokens(outputOf(deployment, 'UserPoolId'), outputOf(deployment, 'UserPoolClientId'), email),
    ).then((tokens) => tokens.IdToken);
  const store = () => createCaseStore(outputOf(deployment, 'CasesTable'));

  return {
    get engine() {
      return engine;
    },
    partners,
    deployment,
    source,
    signalSource,
    sources,
    events,
    told,
    now: () => engine.kernel.now(),
    advance: (milliseconds) => engine.kernel.advance(milliseconds),
    settle: () => engine.kernel.settle(),
    begin,
    request,
    tokenOf,
    postEdi: (body, { secret = source.secret, at = engine.kernel.now(), header } = {}) => {
      const bytes = new TextEncoder().encode(body);
      const signature = header ?? signBody(bytes, secret, Math.floor(at / 1000));
      return request('POST', source.path, {
        headers: { 'content-type': 'application/edi-x12', 'fairlead-signature': signature },
        body: bytes,
      });
    },
    postSignal: (body) => {
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      const signature = signBody(bytes, signalSource.secret, Math.floor(engine.kernel.now() / 1000));
      return request('POST', '/v1/signals', {
        headers: {
          'content-type': 'application/json',
          'fairlead-source': signalSource.id,
          'fairlead-signature': signature,
        },
        body: bytes,
      });
    },
    clickSlack: (message, action, user = message?.channel ?? '') =>
      drive(partners.slack.click({ ts: message?.ts ?? '', action, user })),
    as: (email) => ({
      get: async (path) => request('GET', path, { headers: { authorization: await tokenOf(email) } }),
      post: async (path, body) =>
        request('POST', path, {
          headers: { authorization: await tokenOf(email), 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
    }),
    cases: async () => {
      const found: Case[] = [];
      let start: unknown;
      do {
        const { Items = [], LastEvaluatedKey } = await engine.kernel.call({ kind: 'root' }, 'dynamodb', 'Scan', {
          TableName: outputOf(deployment, 'CasesTable'),
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        });
        for (const item of Items) if (item.sk.S === 'CASE') found.push(JSON.parse(item.record.S));
        start = LastEvaluatedKey;
      } while (start !== undefined);
      return found;
    },
    journal: (caseId) => drive(store().journal(caseId)),
    notices: (caseId) => drive(store().notices(caseId)),
    reports: async () => {
      const kept: Kept[] = [];
      const reading = async (): Promise<void> => {
        for await (const one of allCasesAndReports(store())) kept.push(one);
      };
      await drive(reading());
      return kept.filter((one) => one.kind === 'report');
    },
    restart: () => {
      engine.kill();
      engine = open(engine.kernel.now(), engine.kernel.ownedStore);
    },
    upgrade: async (assemblyDirectory) => {
      engine.kill();
      engine = open(engine.kernel.now(), engine.kernel.ownedStore, assemblyDirectory);
      await pumpUntil(engine.lambda.loadAll());
    },
    publish: async (packDirectory) => (await drive(publishPack(deployment, packDirectory, { over: true }))).version,
    operate: (service, operation, input) => engine.kernel.call({ kind: 'root' }, service, operation, input),
  };
}
