import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createPartners } from '../../local/partners/index.ts';
import type { Partners } from '../../local/partners/index.ts';
import { KEY, NOW } from './partners-support.ts';

const SECRET = 'shh';

interface App {
  readonly partners: Partners;
  readonly seen: Request[];
  readonly ts: string;
  readonly clock: { now: number };
  /** What the app answers next. */
  answer: () => Promise<Response>;
  /** Lets three seconds pass. */
  late: () => void;
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
}

/** One message with a button, and an app that is told of clicks. */
async function openApp(): Promise<App> {
  const clock = { now: NOW };
  const waiting: (() => void)[] = [];
  const partners = createPartners({
    now: () => clock.now,
    sleep: () => new Promise((resolve) => waiting.push(resolve)),
  });
  const ask: App['ask'] = (path, init) => partners.handle(new Request(`http://slack.partner.test/${path}`, init));
  const blocks = [
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          text: { type: 'plain_text', text: 'I have it' },
          action_id: 'take',
          value: '<v>',
          style: 'primary',
        },
        { type: 'button', text: { type: 'plain_text', text: 'Open' }, action_id: 'open', url: 'https://x.test' },
      ],
    },
  ];
  const posted = await ask('api/chat.postMessage', {
    method: 'POST',
    headers: { ...KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'U0DAN', text: 'hi', blocks }),
  });
  const { ts } = (await posted.json()) as { ts: string };
  const app: App = {
    partners,
    seen: [],
    ts,
    clock,
    answer: () => Promise.resolve(new Response(null)),
    late: () => {
      for (const resolve of waiting) resolve();
    },
    ask,
  };
  partners.slack.connectApp({
    interactionsUrl: 'https://app.test/interactions',
    signingSecret: SECRET,
    baseUrl: 'http://slack.partner.test',
    send: (request) => {
      app.seen.push(request);
      return app.answer();
    },
  });
  return app;
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, …/verifying-requests-from-slack */
test('a click reaches the app as a signed form that names user, message, button and where to answer', async () => {
  const { partners, seen, ts } = await openApp();
  expect(await partners.slack.click({ ts, action: 'take', user: 'U0INES' })).toEqual({ outcome: 'taken' });
  const [request] = seen;
  const body = await request!.text();
  expect(request!.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  const time = request!.headers.get('x-slack-request-timestamp');
  expect(time).toBe(String(NOW / 1000));
  const mac = createHmac('sha256', SECRET).update(`v0:${time!}:${body}`).digest('hex');
  expect(request!.headers.get('x-slack-signature')).toBe(`v0=${mac}`);
  expect(JSON.parse(new URLSearchParams(body).get('payload') ?? '')).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0INES' },
    channel: { id: 'D0DAN' },
    container: { type: 'message', message_ts: ts },
    message: { ts, text: 'hi' },
    trigger_id: expect.stringMatching(/^\d+\.\d+\.\w+$/),
    response_url: 'http://slack.partner.test/response/000001',
    actions: [{ type: 'button', action_id: 'take', value: '<v>', block_id: 'b0' }],
  });
});

describe('a click that is not taken is a warning below the message', () => {
  test.each<[string, (app: App) => Promise<unknown>, object]>([
    [
      'refused',
      async (app) => (app.answer = () => Promise.resolve(new Response(null, { status: 401 }))),
      { outcome: 'refused', status: 401 },
    ],
    [
      '202',
      async (app) => (app.answer = () => Promise.resolve(new Response(null, { status: 202 }))),
      { outcome: 'refused', status: 202 },
    ],
    [
      'unreachable',
      async (app) => (app.answer = () => Promise.reject(new TypeError('fetch failed'))),
      { outcome: 'unreachable' },
    ],
    [
      'answered after three seconds',
      async (app) => (app.answer = () => (app.late(), new Promise(() => undefined))),
      { outcome: 'too-late' },
    ],
  ])('%s', async (_name, prepare, result) => {
    const app = await openApp();
    await prepare(app);
    expect(await app.partners.slack.click({ ts: app.ts, action: 'take', user: 'U0DAN' })).toEqual(result);
    expect(await (await app.ask('')).text()).toContain('The click was not taken');
    app.answer = () => Promise.resolve(new Response(null));
    await app.partners.slack.click({ ts: app.ts, action: 'take', user: 'U0DAN' });
    expect(await (await app.ask('')).text()).not.toContain('The click was not taken');
  });

  test('no such message, no such button, no app: nothing is sent', async () => {
    const app = await openApp();
    const { slack } = app.partners;
    expect(await slack.click({ ts: '1.1', action: 'take', user: 'U0DAN' })).toEqual({ outcome: 'no-such-button' });
    expect(await slack.click({ ts: app.ts, action: 'other', user: 'U0DAN' })).toEqual({ outcome: 'no-such-button' });
    expect(app.seen).toEqual([]);
    const alone = createPartners({ now: () => NOW, sleep: () => Promise.resolve() });
    expect(alone.slack.messages).toEqual([]);
  });
});

describe('a response URL, https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses', () => {
  const respond = async ({ ask }: App, body: unknown, id = '000001'): Promise<[number, string]> => {
    const response = await ask(`response/${id}`, { method: 'POST', body: JSON.stringify(body) });
    return [response.status, await response.text()];
  };
  test('whispers to whoever clicked, five times, for thirty minutes', async () => {
    const app = await openApp();
    await app.partners.slack.click({ ts: app.ts, action: 'take', user: 'U0INES' });
    expect(await respond(app, { response_type: 'ephemeral', text: 'Jonas <b>has</b> it' })).toEqual([200, 'ok']);
    expect(app.partners.slack.whispers).toMatchObject([{ ts: app.ts, user: 'U0INES', text: 'Jonas <b>has</b> it' }]);
    const page = await (await app.ask('')).text();
    expect(page).toContain('only U0INES sees this');
    expect(page).not.toContain('<b>has</b>');
    expect(await respond(app, { text: '' })).toEqual([404, 'no_text']);
    for (let use = 3; use <= 5; use += 1) expect(await respond(app, { text: 'x' })).toEqual([200, 'ok']);
    expect(await respond(app, { text: 'x' })).toEqual([404, 'used_url']);
    expect(await respond(app, { text: 'x' }, '000002')).toEqual([404, 'expired_url']);
    await app.partners.slack.click({ ts: app.ts, action: 'take', user: 'U0INES' });
    app.clock.now += 30 * 60_000 + 1;
    expect(await respond(app, { text: 'x' }, '000002')).toEqual([404, 'expired_url']);
    expect(app.partners.slack.whispers).toHaveLength(4);
  });
  test('replaces the message where it is asked to', async () => {
    const app = await openApp();
    await app.partners.slack.click({ ts: app.ts, action: 'take', user: 'U0DAN' });
    await respond(app, { text: 'gone', replace_original: true });
    expect(app.partners.slack.messages).toMatchObject([{ text: 'gone', blocks: [] }]);
    expect(app.partners.slack.whispers).toEqual([]);
  });
});

test('the page lets a person click, as whom they like, and looks again', async () => {
  const app = await openApp();
  const page = await app.ask('');
  const text = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
  expect(page.headers.get('refresh')).toBeNull();
  expect(text).toContain('<button class="button primary" name="action" value="take">I have it</button>');
  expect(text).toContain('<a class="button" href="https://x.test">Open</a>');
  expect(text).toContain(`name="ts" value="${app.ts}"`);
  expect(text).toContain('value="U0DAN"');
  const body = new URLSearchParams({ ts: app.ts, action: 'take', user: 'U0MEI' });
  const clicked = await app.ask('click', { method: 'POST', body });
  expect([clicked.status, clicked.headers.get('location')]).toEqual([303, './?clicked']);
  expect(await app.seen[0]!.text()).toContain('U0MEI');
  expect((await app.ask('?clicked')).headers.get('refresh')).toBe('2; url=./');
});

test('chat.update wants the conversation and something to say, https://docs.slack.dev/reference/methods/chat.update', async () => {
  const { ask, ts, partners } = await openApp();
  const update = async (input: object): Promise<unknown> => {
    const headers = { ...KEY, 'content-type': 'application/json' };
    return (await ask('api/chat.update', { method: 'POST', headers, body: JSON.stringify({ ts, ...input }) })).json();
  };
  expect(await update({ channel: 'U0DAN', text: 'x' })).toEqual({ ok: false, error: 'channel_not_found' });
  expect(await update({ channel: 'D0DAN' })).toEqual({ ok: false, error: 'no_text' });
  expect(partners.slack.messages).toMatchObject([{ text: 'hi' }]);
  expect(await update({ channel: 'D0DAN', text: 'x', blocks: [] })).toMatchObject({ ok: true });
  expect(partners.slack.messages).toMatchObject([{ text: 'x', blocks: [] }]);
});
