import { describe, expect, test } from 'vitest';
import { mrkdwnToHtml } from '../../local/partners/mrkdwn.ts';
import { bodyOf, KEY, NOW, openPartners, textOf } from './partners-support.ts';
import type { TestWorld } from './partners-support.ts';

const METADATA = { event_type: 'notice', event_payload: { notice_id: 'n1' } };

const call = (
  { ask }: TestWorld,
  method: string,
  input: unknown,
  headers: Record<string, string> = KEY,
): Promise<any> =>
  bodyOf(
    ask(`slack/api/${method}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(input),
    }),
  );
const header = (text: string): object => ({ type: 'header', text: { type: 'plain_text', text } });
const section = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (more: object): object => ({
  type: 'actions',
  elements: [{ type: 'button', text: { type: 'plain_text', text: 'I have it' }, ...more }],
});

describe('chat.postMessage, https://docs.slack.dev/reference/methods/chat.postMessage', () => {
  test('keeps what it takes, says so, and names every message differently', async () => {
    const world = openPartners();
    const first = await call(world, 'chat.postMessage', { channel: 'U0DAN', text: 'hi', blocks: [section('x')] });
    const second = await call(world, 'chat.postMessage', { channel: 'U0DAN', text: 'hi' });
    expect(first).toMatchObject({ ok: true, channel: 'D0DAN', message: { text: 'hi', blocks: [section('x')] } });
    expect(first.ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(second.ts).not.toBe(first.ts);
    expect(world.partners.slack.messages).toMatchObject([{ channel: 'U0DAN', at: NOW, text: 'hi' }, { blocks: [] }]);
    expect(world.events.map(({ kind }) => kind)).toEqual(['slack.posted', 'slack.posted']);
  });

  test('as a form, with JSON in its fields', async () => {
    const { ask, partners } = openPartners();
    const body = new URLSearchParams({
      channel: 'C1',
      text: 'hi',
      blocks: JSON.stringify([section('x')]),
      metadata: JSON.stringify(METADATA),
      thread_ts: '1.000001',
    });
    expect(await bodyOf(ask('slack/api/chat.postMessage', { method: 'POST', body }))).toMatchObject({ ok: true });
    expect(partners.slack.messages).toMatchObject([
      { channel: 'C1', blocks: [section('x')], metadata: METADATA, threadTs: '1.000001' },
    ]);
  });

  test.each([
    ['channel_not_found', { text: 'hi' }],
    ['no_text', { channel: 'C1' }],
    ['invalid_blocks', { channel: 'C1', text: 'hi', blocks: 'x' }],
    ['invalid_blocks', { channel: 'C1', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }],
    ['invalid_blocks', { channel: 'C1', blocks: [header('x'.repeat(151))] }],
    ['invalid_blocks', { channel: 'C1', blocks: [section('x'.repeat(3001))] }],
    ['invalid_blocks', { channel: 'C1', blocks: [section('')] }],
    ['invalid_blocks', { channel: 'C1', blocks: [button({ url: `https://x/${'x'.repeat(3000)}` })] }],
    ['invalid_json', [1]],
  ])('%s, and nothing is kept', async (error, input) => {
    const world = openPartners();
    expect(await call(world, 'chat.postMessage', input)).toEqual({ ok: false, error });
    expect(world.partners.slack.messages).toEqual([]);
    expect(world.events).toEqual([]);
  });

  test('wants a token, and a method that it knows', async () => {
    const world = openPartners();
    const message = { channel: 'C1', text: 'hi' };
    expect(await call(world, 'chat.postMessage', message, {})).toEqual({ ok: false, error: 'not_authed' });
    const basic = { authorization: 'Basic x' };
    expect(await call(world, 'chat.postMessage', message, basic)).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await call(world, 'chat.delete', message)).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(world.partners.slack.messages).toEqual([]);
  });
});

test('chat.update changes the message in its channel, and no other', async () => {
  const world = openPartners();
  const { ts, channel } = await call(world, 'chat.postMessage', { channel: 'U0DAN', text: 'a', metadata: METADATA });
  await call(world, 'chat.postMessage', { channel: 'C1', text: 'b' });
  expect(await call(world, 'chat.update', { channel, ts, text: 'c' })).toMatchObject({ ok: true, ts, text: 'c' });
  expect(await call(world, 'chat.update', { channel: 'C1', ts, text: 'd' })).toMatchObject({
    error: 'message_not_found',
  });
  expect(world.partners.slack.messages).toMatchObject([
    { text: 'c', editedAt: NOW, metadata: METADATA },
    { text: 'b' },
  ]);
});

describe('conversations.history, https://docs.slack.dev/reference/methods/conversations.history', () => {
  const history = ({ ask }: TestWorld, query: string): Promise<any> =>
    bodyOf(ask(`slack/api/conversations.history?${query}`));

  test('newest first, of one conversation, with metadata when asked; by GET and by POST', async () => {
    const world = openPartners();
    for (const text of ['a', 'b', 'c']) {
      await call(world, 'chat.postMessage', { channel: 'U0DAN', text, metadata: METADATA });
      world.clock.now += 1000;
    }
    await call(world, 'chat.postMessage', { channel: 'C1', text: 'elsewhere' });
    await call(world, 'chat.postMessage', { channel: 'U0DAN', text: 'reply', thread_ts: '1.000001' });
    // A person is no conversation: whoever asks opens one first.
    expect(await history(world, 'channel=U0DAN')).toEqual({ ok: false, error: 'channel_not_found' });
    const all = await history(world, 'channel=D0DAN&include_all_metadata=true');
    expect(all.messages.map(({ text }: any) => text)).toEqual(['c', 'b', 'a']);
    expect(all.messages[0].metadata).toEqual(METADATA);
    expect(await call(world, 'conversations.history', { channel: 'D0DAN', include_all_metadata: true })).toEqual(all);
    const short = await history(world, 'channel=D0DAN&limit=2');
    expect([short.messages.length, short.has_more]).toEqual([2, true]);
    expect(short.messages[0].metadata).toEqual({ event_type: 'notice' });
    const since = all.messages[1].ts;
    const texts = async (query: string): Promise<string> =>
      (await history(world, `channel=D0DAN&${query}`)).messages.map(({ text }: any) => text).join('');
    expect(await texts(`oldest=${since}`)).toBe('c');
    expect(await texts(`oldest=${since}&inclusive=true`)).toBe('cb');
    expect(await texts(`latest=${since}`)).toBe('a');
  });

  test('a person is reached by the conversation that conversations.open names', async () => {
    const world = openPartners();
    expect(await call(world, 'conversations.open', { users: 'U0DAN' })).toEqual({ ok: true, channel: { id: 'D0DAN' } });
    expect(await call(world, 'conversations.open', {})).toEqual({ ok: false, error: 'user_not_found' });
    expect(await history(world, 'limit=1')).toEqual({ ok: false, error: 'channel_not_found' });
    expect(await history(world, 'channel=C1&limit=x')).toEqual({ ok: false, error: 'invalid_limit' });
  });
});

test('rate limits, errors and outages, and well again; nothing is kept meanwhile', async () => {
  const world = openPartners();
  const post = (): Promise<Response> =>
    world.ask('slack/api/chat.postMessage', {
      method: 'POST',
      body: new URLSearchParams({ channel: 'C1', text: 'x' }),
    });
  world.partners.slack.behave({ rateLimited: 30 });
  const limited = await post();
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);
  expect(await limited.json()).toEqual({ ok: false, error: 'ratelimited' });
  world.partners.slack.behave({ error: 'is_archived' });
  expect(await bodyOf(post())).toEqual({ ok: false, error: 'is_archived' });
  world.partners.slack.behave('fails');
  expect((await post()).status).toBe(503);
  world.partners.slack.behave('refuses');
  await expect(post()).rejects.toThrow(TypeError);
  expect(world.partners.slack.messages).toEqual([]);
  world.partners.slack.behave('well');
  expect(await bodyOf(post())).toMatchObject({ ok: true });
});

describe('page', () => {
  test('shows messages newest first as Slack would, and lets nothing through', async () => {
    const world = openPartners();
    await call(world, 'chat.postMessage', { channel: 'C1', text: 'first <script>alert(1)</script>' });
    await call(world, 'chat.postMessage', {
      channel: '<img src=x>',
      text: 'shown in the notification only',
      blocks: [
        header('Late & <b>lost</b>'),
        section('*Severe*\n<https://x.test/?a=1&amp;b=2|Open "it">'),
        button({ url: 'https://x.test/"><script>', style: 'primary' }),
        button({ url: 'javascript:alert(1)' }),
        { type: 'divider' },
        { type: 'context', elements: [{ type: 'mrkdwn', text: '_why_' }] },
        { type: 'rich<i>' },
      ],
    });
    const text = await textOf(world.ask('slack/', { headers: {} }));
    expect(text.indexOf('Late')).toBeLessThan(text.indexOf('first'));
    for (const part of [
      '<h2>Late &amp; &lt;b&gt;lost&lt;/b&gt;</h2>',
      '<b>Severe</b><br><a href="https://x.test/?a=1&amp;b=2">Open &quot;it&quot;</a>',
      '<a class="button primary" href="https://x.test/&quot;&gt;&lt;script&gt;">I have it</a>',
      '<a class="button">I have it</a>',
      '<hr>',
      '<p class="meta"><i>why</i></p>',
      'to <b>C1</b> · 2026-03-02 09:00:00 UTC',
    ]) {
      expect(text).toContain(part);
    }
    for (const bad of ['<script', '<img', '<i>)', 'javascript:', 'notification only']) expect(text).not.toContain(bad);
  });

  // https://docs.slack.dev/messaging/formatting-message-text/
  test.each([
    ['*a b* and _c_ and ~d~', '<b>a b</b> and <i>c</i> and <s>d</s>'],
    ['*_a_*', '<b><i>a</i></b>'],
    ['2*3*4 file_name_x', '2*3*4 file_name_x'],
    ['* a * b', '* a * b'],
    ['a\nb', 'a<br>b'],
    ['a &amp; b &lt;i&gt;', 'a &amp; b &lt;i&gt;'],
    ['&amp;lt;', '&amp;lt;'],
    ['a & b < c', 'a &amp; b &lt; c'],
    ['<https://x.test/a_b_c>', '<a href="https://x.test/a_b_c">https://x.test/a_b_c</a>'],
    ['*<https://x.test|go>*', '<b><a href="https://x.test">go</a></b>'],
    ['<javascript:alert(1)|go>', '&lt;javascript:alert(1)|go&gt;'],
    ['<https://x.test/" onclick="x|go>', '<a href="https://x.test/&quot; onclick=&quot;x">go</a>'],
    ['<@U0DAN> <#C1|ops> <!here>', '<b>@U0DAN</b> <b>#ops</b> <b>@here</b>'],
    ['`*a* <b>`', '<code>*a* &lt;b&gt;</code>'],
    ['\uE0000\uE001 `x`', '0 <code>x</code>'],
  ])('%s', (text, html) => {
    expect(mrkdwnToHtml(text)).toBe(html);
  });
});
