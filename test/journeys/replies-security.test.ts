import { createHmac } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { signLink } from '../../lambdas/notification/link-token.ts';
import type { LinkClaim } from '../../lambdas/notification/link-token.ts';
import { signView } from '../../lambdas/notification/view-token.ts';
import type { ViewClaim } from '../../lambdas/notification/view-token.ts';
import { writeButtonValue, writeReplyValue } from '../../lambdas/notification/slack-actions.ts';
import { signReply } from '../../lambdas/notification/reply-token.ts';
import { signPartnerLink } from '../../lambdas/partner/index.ts';
import { sha256Hex } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { changedPack } from '../support/pack.ts';
import { linkSecretOf } from '../support/link-secret.ts';
import { HOUR, MINUTE, openWorld, PEOPLE, SLACK_SIGNING_SECRET } from '../support/world.ts';
import type { World } from '../support/world.ts';

/**
 * Everything that people answer with, by everything that may happen to it: what each try is told, and that it has changed nothing. A cell that is empty says why below.
 */
const ATTACKS = [
  'forged',
  'altered',
  'too old',
  'for another case',
  'by somebody else',
  'opened by a scanner',
  'sent by another site',
  'replayed',
] as const;
type Attack = (typeof ATTACKS)[number];
type Row = Readonly<Record<Attack, string>>;

const NONE = '–';
const TABLE = {
  'reply by mail': {
    forged: 'refused',
    altered: 'refused',
    'too old': 'refused',
    'for another case': 'refused',
    'by somebody else': 'refused',
    'opened by a scanner': 'ignored',
    // No page is before it.
    'sent by another site': NONE,
    replayed: 'replayed',
  },
  'link in a message': {
    forged: '400',
    altered: '400',
    'too old': '410',
    'for another case': '400',
    'by somebody else': '403',
    'opened by a scanner': '200',
    'sent by another site': '403',
    replayed: '200 It is taken',
  },
  'approval page': {
    forged: '400',
    altered: '400',
    'too old': '410',
    'for another case': '404',
    'by somebody else': '403',
    'opened by a scanner': '200',
    'sent by another site': '403',
    replayed: '200 It is done',
  },
  'page of a task': {
    forged: '400',
    altered: '400',
    'too old': '410',
    'for another case': '404',
    'by somebody else': '403',
    'opened by a scanner': '200',
    'sent by another site': '403',
    replayed: '200 It stands so already',
  },
  // It shows, and there is nothing that could be sent to it.
  'page of a case': {
    forged: '400',
    altered: '400',
    'too old': '410',
    'for another case': '400',
    'by somebody else': '403',
    'opened by a scanner': '200',
    'sent by another site': '404',
    replayed: '200',
  },
  'code in an SMS': {
    forged: 'refused',
    altered: 'refused',
    'too old': 'refused',
    // A code names its case; that of another case at the same number is about that one.
    'for another case': NONE,
    'by somebody else': 'refused',
    // Nothing opens a text.
    'opened by a scanner': NONE,
    'sent by another site': NONE,
    replayed: 'unchanged',
  },
  'button in Slack': {
    forged: '401',
    altered: '401',
    'too old': '401',
    'for another case': '401',
    'by somebody else': '200',
    'opened by a scanner': '404',
    'sent by another site': '401',
    replayed: '200',
  },
  // Slack signs for its users what our button carries: what is not of this case, person or proposal is refused by us, in words that only they see.
  'Approve in Slack': {
    forged: '401',
    altered: '401',
    'too old': '401',
    'for another case': '200',
    'by somebody else': '200',
    'opened by a scanner': '404',
    'sent by another site': '401',
    replayed: '200',
  },
  'Refuse in Slack': {
    forged: '401',
    altered: '401',
    'too old': '401',
    'for another case': '200',
    'by somebody else': '200',
    'opened by a scanner': '404',
    'sent by another site': '401',
    replayed: '200',
  },
  'calendar address': {
    forged: '404',
    altered: '404',
    'too old': '404',
    // It is of a rota, and of no case and nobody.
    'for another case': NONE,
    'by somebody else': NONE,
    'opened by a scanner': '200',
    'sent by another site': NONE,
    replayed: '200',
  },
  'link of a partner': {
    forged: '400',
    altered: '400',
    'too old': '410',
    'for another case': '400',
    'by somebody else': '403',
    'opened by a scanner': '200',
    'sent by another site': '403',
    replayed: '200 Thank you',
  },
} as const satisfies Readonly<Record<string, Row>>;
type Kind = keyof typeof TABLE;

const AMELIE = { id: 'amelie-roy', email: 'amelie.roy@example.com', phone: '+14380000001', slack: 'U0AMELIE' };
const INES = { email: 'ines.duarte@example.com', phone: '+351210000001' };
const CARRIER = 'desk@carrier.example';

interface Proposed {
  readonly id: string;
  readonly digest: string;
  readonly caseId: string;
}

let world: World;
let secret: string;
/** The case that is answered about, another one, and a proposal that waits for approval. */
let id: string;
let other: string;
let action: Proposed;
let toApprove: Proposed;
let toRefuse: Proposed;
let taskId: string;
let feed: string;
let partner: string;
let code: string;
let replyTo: string;
let slackValue: string;

test('each is given out as it is meant', async () => {
  const packDirectory = changedPack({
    'escalation.yaml': (text) =>
      text.replace(
        'targets: [{ rota: owner }]\n        channels: [slack, email]',
        'targets: [{ rota: owner }]\n        channels: [slack, email, sms]',
      ),
  });
  world = await openWorld({ startAt: '2026-03-03T09:00:00Z', packDirectory });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  id = (await world.cases())[0]?.id ?? '';
  const lead = world.as(PEOPLE.lead.email);
  await lead.post(`/v1/cases/${id}/ask-partner`, { partner: 'Northline', address: CARRIER });
  const { tasks } = (await lead.get(`/v1/cases/${id}/tasks`)).json;
  taskId = tasks.find(
    ({ checklist, after, awaits, by }: any) => (checklist ?? awaits ?? by) === undefined && after.length === 0,
  ).id;
  feed = (await lead.post('/v1/rotas/customer-service/feeds')).json.url.replace(/^.*(?=\/v1\/)/, '');
  [action, toApprove, toRefuse] = [await proposal('SHP-1'), await proposal('SHP-2'), await proposal('SHP-3')];
  const ofProposals = [action, toApprove, toRefuse].map(({ caseId }) => caseId);
  await world.postEdi(edi214({ shipment: 'SO-99001', tracking: 'NL4471990', control: '000000102' }));
  await world.advance(MINUTE);
  other = (await world.cases()).find((one) => ![id, ...ofProposals].includes(one.id))?.id ?? '';
  secret = await linkSecretOf(world);
  const noticesOf = new Set((await world.notices(id)).map((notice) => notice.id));
  const told = world.told.filter(({ noticeId }) => noticesOf.has(noticeId ?? ''));
  code = /ACK (\w{6})/.exec(told.find(({ channel }) => channel === 'sms')?.headline ?? '')?.[1] ?? '';
  const own = world.events.find(
    (event) => event.kind === 'ses.sent' && noticesOf.has(String((event['tags'] as any)?.notice)),
  );
  replyTo = String(own?.['replyTo']);
  slackValue = writeButtonValue({ caseId: id, noticeId: told.find((one) => one.slack !== undefined)?.noticeId ?? '' });
  partner = /(\/v1\/partner\/\S+)/.exec(world.told.find(({ to }) => to === CARRIER)?.mail?.text ?? '')?.[1] ?? '';
  for (const found of [id, other, code, replyTo, slackValue, partner, feed]) expect(found.length).toBeGreaterThan(5);
});
afterAll(() => {
  world.engine.kill();
});

/** A rejected load: express waits for somebody who may spend so much. */
async function proposal(shipment: string): Promise<Proposed> {
  const extra = (amount: string) => ({ extraFreight: { amount, currency: 'EUR' } });
  world.partners.tms.put(shipment, {
    id: shipment,
    mode: 'road',
    carrier: 'Northline',
    serviceLevel: 'standard',
    destination: 'Gate 1',
    alternatives: [{ carrier: 'Northline', serviceLevel: 'express', ...extra('900.00') }],
  });
  knowShipment(world, 'SHP-9', 'S3');
  const posted = await world.postSignal({
    kind: 'exception',
    type: 'transport.capacity_rejected',
    references: [{ kind: 'shipment', value: shipment }],
    occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
  });
  await world.advance(2 * MINUTE);
  const lead = world.as(PEOPLE.lead.email);
  const listed = await lead.get(`/v1/cases?signal=${String(posted.json.signals[0].id)}`);
  const caseId: string = listed.json.items[0].id;
  const { actions } = (await lead.get(`/v1/cases/${caseId}/actions`)).json;
  const found = actions.find(({ state }: any) => state === 'awaiting_approval');
  return { id: found.id, digest: found.digest, caseId };
}

/** What people have done, by journal and by state of what waits for approval. A wrong address at a partner's page is on record, and does nothing. */
async function deeds(): Promise<readonly string[]> {
  const cases = await world.cases();
  const done = await Promise.all(
    cases.map(async (record) =>
      (await world.journal(record.id))
        .filter(({ cause, happening }) => cause.kind === 'command' && happening.what !== 'PartnerRefused')
        .map(({ sequence, happening }) => `${record.id} ${String(sequence)} ${happening.what}`),
    ),
  );
  return done.flat();
}

const altered = (token: string): string => {
  const at = Math.floor(token.length / 3);
  return `${token.slice(0, at)}${token[at] === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`;
};
const post = async (path: string, body = '', headers = FORM): Promise<string> => {
  const answer = await world.request('POST', path, { headers, body });
  const title = /<h1>([^<]*)/.exec(answer.text)?.[1] ?? '';
  return answer.status === 200 && title !== '' ? `200 ${title}` : String(answer.status);
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

const bound = () => ({
  caseId: id,
  noticeId: 'ntc_00000000000000000000000000000000',
  person: AMELIE.id,
  expires: seconds(world.now() + HOUR),
});

/** A link of people: POST of it, signed as it is said. */
function links(act: Partial<LinkClaim>, body: string) {
  const claim = (): LinkClaim => ({ ...bound(), act: 'acknowledge', ...act });
  const token = (change: Partial<LinkClaim> = {}, key = secret): string => signLink({ ...claim(), ...change }, key);
  const go = (signed: string, headers = {}): Promise<string> =>
    post(`/v1/replies/${signed}`, body, { ...FORM, ...headers });
  /** The claim of somebody else with the signature of this one. */
  const swapped = (change: Partial<LinkClaim>): string =>
    `${token(change).split('.')[0] ?? ''}.${token().split('.')[1] ?? ''}`;
  return { token, go, swapped };
}

/** Feeds and what Slack calls are no links of messages, and take no HEAD. */
const TAKES_HEAD = /^\/v1\/(replies|views|partner)\//;
const scan = async (path: string): Promise<string> => {
  const tried = await world.request('HEAD', path);
  await world.request('GET', path);
  const { status } = await world.request('GET', path);
  expect([tried.status, TAKES_HEAD.test(path) ? tried.text : '']).toEqual([TAKES_HEAD.test(path) ? status : 404, '']);
  return String(status);
};

let mails = 0;
async function mail(to: string, from = AMELIE.email, headers: readonly string[] = []): Promise<string> {
  mails += 1;
  return sendMail(to, from, headers, `<${String(mails)}@example.com>`);
}
async function sendMail(to: string, from: string, headers: readonly string[], messageId: string): Promise<string> {
  const lines = [...headers, `From: X <${from}>`, `To: ${to}`, 'Subject: Re: x', `Message-ID: ${messageId}`, '', 'ack'];
  const taken = world.engine.receiveMail({ from, to: [to], raw: lines.join('\r\n'), found: { dmarc: 'PASS' } });
  await world.settle();
  await taken;
  await world.advance(10_000);
  return lastOutcome('mail.reply');
}

async function text(from: string, body: string): Promise<string> {
  world.engine.receiveText({ from, to: world.partners.phones.texts[0]?.from ?? '', text: body });
  await world.settle();
  await world.advance(10_000);
  return lastOutcome('sms.reply');
}

async function endCode(until: number): Promise<void> {
  const table = world.engine.provisioned.resources.find(({ logicalId }) => logicalId.startsWith('Reference'));
  await world.operate('dynamodb', 'UpdateItem', {
    TableName: table?.ref,
    Key: { pk: { S: `SMS#${sha256Hex(AMELIE.phone)}` }, sk: { S: `CODE#${code}` } },
    UpdateExpression: 'SET #until = :until',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#until': 'until' },
    ExpressionAttributeValues: { ':until': { N: String(until) } },
  });
}

function lastOutcome(what: string): string {
  const lines = world.events.filter(({ kind, line }) => kind === 'lambda.log' && String(line).includes(`"${what}"`));
  return String(JSON.parse(String(lines.at(-1)?.line)).outcome);
}

interface SlackClick {
  readonly user?: string;
  readonly key?: string;
  /** Seconds. */
  readonly age?: number;
  readonly button?: string;
  readonly value?: string;
  /** What is sent in place of what was signed. */
  readonly sent?: string;
}
function slack(click: SlackClick = {}) {
  const { user = AMELIE.slack, key = SLACK_SIGNING_SECRET, age = 0, button = 'acknowledge' } = click;
  const { value = slackValue, sent = value } = click;
  const payload = (of: string) => ({
    type: 'block_actions',
    user: { id: user },
    actions: [{ action_id: button, value: of }],
  });
  const bodyOf = (of: string): string => new URLSearchParams({ payload: JSON.stringify(payload(of)) }).toString();
  const timestamp = String(seconds(world.now()) - age);
  const signature = createHmac('sha256', key)
    .update(`v0:${timestamp}:${bodyOf(value)}`)
    .digest('hex');
  const headers = { ...FORM, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
  return post('/v1/slack/interactions', bodyOf(sent), headers);
}

async function partnerAnswer(path: string, address = CARRIER): Promise<string> {
  const form = /name="form" value="([^"]+)"/.exec((await world.request('GET', path)).text)?.[1] ?? '';
  return post(path, new URLSearchParams({ form, address, note: 'On its way' }).toString());
}
const partnerClaim = (change: object = {}): any => ({
  ...JSON.parse(Buffer.from(partner.split('/').at(-1)?.split('.')[0] ?? '', 'base64url').toString()),
  ...change,
});
const partnerPath = (token: string): string => `/v1/partner/${token}`;

interface Way {
  readonly tries: Readonly<Partial<Record<Attack, () => Promise<string>>>>;
  /** As it is meant: what is replayed afterwards. */
  readonly use: () => Promise<unknown>;
}

/** A button of a proposal, by somebody who may decide on it. */
function decide(button: string, about: Proposed): Way {
  const valueOf = (changes: Partial<Proposed>): string => {
    const { id: actionId, caseId, digest } = { ...about, ...changes };
    return writeReplyValue({ caseId, actionId, digest });
  };
  const by = { user: 'U0KARIM', button, value: valueOf({}) };
  return {
    tries: {
      forged: () => slack({ ...by, key: 'another secret' }),
      altered: () => slack({ ...by, sent: valueOf({ digest: altered(about.digest) }) }),
      'too old': () => slack({ ...by, age: 301 }),
      'for another case': () => slack({ ...by, value: valueOf({ caseId: other }) }),
      'by somebody else': () => slack({ ...by, user: 'U0JONAS' }),
      'opened by a scanner': () => scan('/v1/slack/interactions'),
      'sent by another site': () => post('/v1/slack/interactions', new URLSearchParams({ payload: '{}' }).toString()),
      replayed: () => slack(by),
    },
    use: () => slack(by),
  };
}

/** What is tried with each link of people; another case and another person are those of the page. */
function attacked({ token, go }: ReturnType<typeof links>, onAnotherCase: () => Promise<string>, person: string): Way {
  return {
    tries: {
      forged: () => go(token({}, 'another secret')),
      altered: () => go(altered(token())),
      'too old': () => go(token({ expires: seconds(world.now()) })),
      'for another case': onAnotherCase,
      'by somebody else': () => go(token({ person })),
      'opened by a scanner': () => scan(`/v1/replies/${token()}`),
      'sent by another site': () => go(token(), { 'sec-fetch-site': 'cross-site', origin: 'null' }),
      replayed: () => go(token()),
    },
    use: () => go(token()),
  };
}

const WAYS: Readonly<Record<Kind, () => Way>> = {
  'Approve in Slack': () => decide('approve-action', toApprove),
  'Refuse in Slack': () => decide('refuse-action', toRefuse),
  'button in Slack': () => ({
    tries: {
      forged: () => slack({ key: 'another secret' }),
      altered: () => slack({ sent: slackValue.replace('ntc_', 'ntc_f') }),
      'too old': () => slack({ age: 301 }),
      'for another case': () => slack({ sent: slackValue.replaceAll(id, other) }),
      'by somebody else': () => slack({ user: 'U0STRANGER' }),
      'opened by a scanner': () => scan('/v1/slack/interactions'),
      'sent by another site': () => post('/v1/slack/interactions', 'payload=%7B%7D'),
      replayed: () => slack(),
    },
    use: () => slack(),
  }),
  'code in an SMS': () => ({
    tries: {
      forged: () => text(AMELIE.phone, 'ack BBBBBB'),
      altered: () => text(AMELIE.phone, `ack ${code.slice(0, 5)}${code.endsWith('B') ? 'C' : 'B'}`),
      'too old': async () => {
        await endCode(world.now());
        const told = await text(AMELIE.phone, `ack ${code}`);
        await endCode(world.now() + HOUR);
        return told;
      },
      'by somebody else': () => text(INES.phone, `ack ${code}`),
      replayed: () => text(AMELIE.phone, `ack ${code}`),
    },
    use: () => text(AMELIE.phone, `ack ${code}`),
  }),
  'reply by mail': () => {
    const [name = '', domain = ''] = replyTo.split('@');
    const token = name.slice('reply+'.length);
    const to = (signed: string): string => `reply+${signed}@${domain}`;
    const expiresMs = world.now() + HOUR;
    return {
      tries: {
        forged: () => mail(to(signReply({ caseId: id, person: AMELIE.id, expiresMs }, 'another secret'))),
        altered: () => mail(to(altered(token))),
        'too old': () => mail(to(signReply({ caseId: id, person: AMELIE.id, expiresMs: world.now() - HOUR }, secret))),
        'for another case': () =>
          mail(
            to(`${signReply({ caseId: other, person: AMELIE.id, expiresMs }, secret).slice(0, 26)}${token.slice(26)}`),
          ),
        'by somebody else': () => mail(replyTo, INES.email),
        'opened by a scanner': () => mail(replyTo, AMELIE.email, ['Auto-Submitted: auto-replied']),
        replayed: () => sendMail(replyTo, AMELIE.email, [], '<used@example.com>'),
      },
      use: () => sendMail(replyTo, AMELIE.email, [], '<used@example.com>'),
    };
  },
  'link in a message': () => {
    const made = links({}, '');
    return attacked(made, () => made.go(made.swapped({ caseId: other })), 'who-has-left');
  },
  'page of a task': () => {
    const made = links({ act: 'end-task', taskId }, 'decision=done&note=Called+them');
    return attacked(made, () => made.go(made.token({ caseId: action.caseId })), 'who-has-left');
  },
  'page of a case': () => {
    const claim = (): ViewClaim => ({ ...bound(), of: 'case' });
    const token = (change: Partial<ViewClaim> = {}, key = secret): string => signView({ ...claim(), ...change }, key);
    const look = (signed: string): Promise<string> => scan(`/v1/views/${signed}`);
    return {
      tries: {
        forged: () => look(token({}, 'another secret')),
        altered: () => look(altered(token())),
        'too old': () => look(token({ expires: seconds(world.now()) })),
        'for another case': () =>
          look(`${token({ caseId: other }).split('.')[0] ?? ''}.${token().split('.')[1] ?? ''}`),
        'by somebody else': () => look(token({ person: 'who-has-left' })),
        'opened by a scanner': () => look(token()),
        'sent by another site': () => post(`/v1/views/${token()}`, 'decision=done'),
        replayed: () => look(token()),
      },
      use: () => look(token()),
    };
  },
  'approval page': () => {
    const made = links(
      {
        act: 'decide-action',
        caseId: action.caseId,
        actionId: action.id,
        digest: action.digest,
        person: 'karim-haddad',
      },
      'decision=approve',
    );
    return attacked(made, () => made.go(made.token({ caseId: other })), PEOPLE.responder.person);
  },
  'calendar address': () => ({
    tries: {
      forged: () => scan(`/v1/rota-feeds/${'0'.repeat(64)}`),
      altered: () => scan(altered(feed)),
      'too old': async () => {
        const lead = world.as(PEOPLE.lead.email);
        const { url, feed: made } = (await lead.post('/v1/rotas/customer-service/feeds')).json;
        await lead.post(`/v1/rotas/customer-service/feeds/${String(made.id)}/revoke`);
        return scan(String(url).replace(/^.*(?=\/v1\/)/, ''));
      },
      'opened by a scanner': () => scan(feed),
      replayed: () => scan(feed),
    },
    use: () => scan(feed),
  }),
  'link of a partner': () => {
    const token = partner.split('/').at(-1) ?? '';
    const [, signature = ''] = token.split('.');
    const body = (claim: object): string => Buffer.from(JSON.stringify(claim)).toString('base64url');
    return {
      tries: {
        forged: () =>
          partnerAnswer(partnerPath(signPartnerLink({ ...partnerClaim(), until: '2030-01-01T00:00:00Z' }, 'another'))),
        altered: () => partnerAnswer(partnerPath(altered(token))),
        'too old': () =>
          partnerAnswer(
            partnerPath(signPartnerLink({ ...partnerClaim(), until: new Date(world.now()).toISOString() }, secret)),
          ),
        'for another case': () => partnerAnswer(partnerPath(`${body(partnerClaim({ caseId: other }))}.${signature}`)),
        'by somebody else': () => partnerAnswer(partner, 'mallory@elsewhere.example'),
        'opened by a scanner': () => scan(partner),
        // It has not seen the page, and so knows no key of its form.
        'sent by another site': () => post(partner, new URLSearchParams({ address: CARRIER, note: 'x' }).toString()),
        replayed: () => partnerAnswer(partner),
      },
      use: () => partnerAnswer(partner),
    };
  },
};

describe.each(Object.entries(TABLE) as [Kind, Row][])('%s', (kind, row) => {
  test('gives what the table says, and nothing is done by it', async () => {
    const { tries, use } = WAYS[kind]();
    for (const attack of ATTACKS) {
      if (attack === 'replayed') await use();
      const before = await deeds();
      const told = (await tries[attack]?.()) ?? NONE;
      expect([attack, told]).toEqual([attack, row[attack]]);
      expect([attack, (await deeds()).filter((deed) => !before.includes(deed))]).toEqual([attack, []]);
    }
  });
});

test('what was used as it is meant has done what it is for, once', async () => {
  const done = (await deeds()).map((deed) => deed.split(' ')[2]);
  const meant = { CaseAcknowledged: 1, TaskEnded: 1, ActionApproved: 2, ActionRefused: 1, PartnerAnswered: 1 };
  for (const [what, times] of Object.entries(meant)) expect(done.filter((one) => one === what)).toHaveLength(times);
});

test('who may see does nothing by it, and what does something shows no case', async () => {
  const view = signView({ ...bound(), of: 'case' }, secret);
  const { token } = links({ act: 'add-note' }, '');
  expect(await post(`/v1/replies/${view}`, 'reason=x')).toBe('400');
  expect(await scan(`/v1/views/${token()}`)).toBe('400');
});

test('the buttons of a proposal obey those who may decide on it, as long as they may, on what they were shown, and nobody else', async () => {
  const chief = world.as(PEOPLE.chief.email);
  const proposed = await chief.post(`/v1/cases/${action.caseId}/actions`, {
    type: 'reroute',
    subject: 'SHP-1',
    change: { destination: 'Gate 2' },
    basis: { destination: 'Gate 1' },
    amount: { amount: '9000.00', currency: 'EUR' },
    reason: 'Gate 1 is closed.',
  });
  const { id: actionId, digest, governance } = proposed.json.action;
  expect(governance).toMatchObject({ decision: 'approval' });
  const value = writeReplyValue({ caseId: action.caseId, actionId, digest });
  const stateNow = async (): Promise<string> => {
    const { actions } = (await chief.get(`/v1/cases/${action.caseId}/actions`)).json;
    return actions.find((one: Proposed) => one.id === actionId).state;
  };
  const asked = async (person: string): Promise<readonly string[]> => {
    const { token } = links({ act: 'decide-action', caseId: action.caseId, actionId, digest, person }, '');
    const { text: html } = await world.request('GET', `/v1/replies/${token()}`);
    return [...html.matchAll(/name="decision" value="([^"]+)"/g)].map(([, value = '']) => value);
  };
  // A page offers nobody what they may not do.
  for (const person of ['ines-duarte', 'tom-baker'])
    expect([person, await asked(person)]).toEqual([person, ['approve', 'refuse']]);
  for (const person of ['jonas-weber', 'mei-tan', 'amelie-roy'])
    expect([person, await asked(person)]).toEqual([person, []]);
  // Nor shows it anything to who has left: it may have a letter with its address in it.
  const { token } = links({ act: 'decide-action', caseId: action.caseId, actionId, digest }, '');
  const left = await world.request('GET', `/v1/replies/${token({ person: 'who-has-left' })}`);
  expect([left.status, left.text.includes('Gate 2')]).toEqual([403, false]);
  const before = await deeds();
  const clicks = async (user: string, of = value): Promise<void> => {
    for (const button of ['approve-action', 'refuse-action'])
      expect([user, await slack({ user, button, value: of })]).toEqual([user, '200']);
  };
  // Who answers cases, who leads or approves for others, who has proposed it, and a stranger.
  for (const user of ['U0JONAS', 'U0MEI', 'U0AMELIE', 'U0DAN', 'U0KARIM', 'U0STRANGER']) await clicks(user);
  // Who may, on what they were not shown, or of no such action.
  const tampered = [{ digest: 'f'.repeat(64) }, { actionId: `act_${'0'.repeat(32)}` }, { caseId: id }];
  for (const change of tampered)
    await clicks('U0INES', writeReplyValue({ caseId: action.caseId, actionId, digest, ...change }));
  expect((await deeds()).filter((deed) => !before.includes(deed))).toEqual([]);
  expect(await stateNow()).toBe('awaiting_approval');

  // And when the time is over, those who could have.
  await world.advance(Date.parse(governance.expiresAt) - world.now() + MINUTE);
  expect(await stateNow()).toBe('expired');
  expect(await asked('ines-duarte')).toEqual([]);
  for (const user of ['U0INES', 'U0TOM']) await clicks(user);
  expect((await deeds()).filter((deed) => !before.includes(deed))).toEqual([]);
  expect(await stateNow()).toBe('expired');
  const tried = (await world.journal(action.caseId)).filter(
    ({ happening }) => happening.what === 'ActionAttempted' && happening.actionId === actionId,
  );
  expect(tried).toEqual([]);
});
