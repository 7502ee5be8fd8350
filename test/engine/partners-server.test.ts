import { afterEach, describe, expect, test } from 'vitest';
import type { ListeningPartners, Mail } from '../../local/partners/index.ts';
import { KEY, NOW, openPartners, textOf } from './partners-support.ts';
import type { TestWorld } from './partners-support.ts';

const MAIL: Mail = {
  messageId: 'm1',
  from: 'fairlead@example.com',
  to: ['dan@example.com', '<b>ines</b>@example.com'],
  subject: 'Late <script>alert(1)</script>',
  text: 'plain & <simple>',
  html: '<!doctype html><html><head><title>x</title></head><body onload="x()"><a href="https://x.test">go</a></body></html>',
  at: NOW,
};

test('an SMS is answered from the phone that has it, with the code that it asks for', async () => {
  const { ask, partners } = openPartners();
  partners.phones.deliver({ at: NOW, from: '+1555', to: '+4930', text: 'S1 Late. Reply ACK ABC123 #0' });
  expect(await textOf(ask('phones/'))).not.toContain('<form');
  const taken: object[] = [];
  partners.phones.connect((reply) => taken.push(reply) === 1);
  expect(await textOf(ask('phones/'))).toContain('value="ACK ABC123"');
  const reply = {
    method: 'POST',
    body: new URLSearchParams({ from: '+4930', to: '+1555', words: 'ACK ABC123' }).toString(),
  };
  expect(await textOf(ask('phones/', reply))).toContain('Your text was taken in');
  expect(taken).toEqual([{ from: '+4930', to: '+1555', text: 'ACK ABC123' }]);
  expect(await textOf(ask('phones/', reply))).toContain('Nobody takes that text');
});

describe('mailbox', () => {
  test('lists mails newest first, escaped, each with its page', async () => {
    const { ask, partners, events } = openPartners();
    expect(await textOf(ask('mailbox/'))).toContain('No mail yet');
    partners.mailbox.deliver(MAIL);
    partners.mailbox.deliver({ ...MAIL, subject: '' });
    const text = await textOf(ask('mailbox/'));
    expect(text).toContain('<a href="mail/1">Late &lt;script&gt;alert(1)&lt;/script&gt;</a>');
    expect(text.indexOf('mail/2')).toBeLessThan(text.indexOf('mail/1'));
    expect(text).toContain('(no subject)');
    expect(text).toContain('dan@example.com, &lt;b&gt;ines&lt;/b&gt;@example.com');
    expect(text).not.toContain('<script');
    expect(events.map(({ kind }) => kind)).toEqual(['mailbox.delivered', 'mailbox.delivered']);
    expect(await (await ask('mailbox/mails.json')).json()).toMatchObject([{ number: 1, ...MAIL }, { number: 2 }]);
  });

  test('a reply goes to where the mail asks for it, from its reader, with what it answers quoted below; without such an address there is no form', async () => {
    const { ask, partners } = openPartners();
    partners.mailbox.deliver({ ...MAIL, replyTo: 'reply+x@in.example.com', to: ['dan@example.com'] });
    partners.mailbox.deliver(MAIL);
    expect(await textOf(ask('mailbox/mail/1'))).not.toContain('<form');
    const taken: string[] = [];
    partners.mailbox.connect(({ from, to, raw }) => {
      taken.push(`${from} ${to} ${new TextDecoder().decode(raw)}`);
      return Promise.resolve(taken.length === 1);
    });
    expect(await textOf(ask('mailbox/mail/1'))).toContain('Reply as dan@example.com');
    expect(await textOf(ask('mailbox/mail/2'))).not.toContain('<form');
    const reply = { method: 'POST', body: new URLSearchParams({ words: 'ack' }).toString() };
    expect(await textOf(ask('mailbox/mail/1', reply))).toContain('Your reply was taken in');
    expect(taken[0]).toMatch(
      /^dan@example\.com reply\+x@in\.example\.com From: dan@example\.com\r\n[\s\S]+\r\n\r\nack\r\n[\s\S]*> plain/,
    );
    expect(await textOf(ask('mailbox/mail/1', reply))).toContain('Nobody takes mail for reply+x@in.example.com');
  });

  test('shows HTML in a frame that runs nothing, and the text', async () => {
    const { ask, partners } = openPartners();
    partners.mailbox.deliver(MAIL);
    const response = await ask('mailbox/mail/1');
    const text = await response.text();
    const sandbox = /sandbox="([^"]*)"/.exec(text)?.[1] ?? 'none';
    expect(sandbox).not.toMatch(/allow-scripts|allow-same-origin|allow-top-navigation/);
    expect(text).toContain('&lt;head&gt;&lt;base target=&quot;_blank&quot;&gt;');
    expect(text).not.toContain('<body onload');
    expect(text).toContain('<pre>plain &amp; &lt;simple&gt;</pre>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const target of ['mail/0', 'mail/2', 'mail/x', 'mail/__proto__']) {
      expect((await ask(`mailbox/${target}`)).status).toBe(404);
    }
  });
});

describe('over loopback', () => {
  let listening: ListeningPartners | undefined;
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
  });
  const listen = async (): Promise<{ world: TestWorld; urls: ListeningPartners['urls'] }> => {
    const world = openPartners();
    listening = await world.partners.listen(0);
    return { world, urls: listening.urls };
  };

  test('every partner answers below its own address, and sees the path that it would see in process', async () => {
    const { world, urls } = await listen();
    expect(urls.erp).toBe(`http://127.0.0.1:${listening?.port ?? 0}/erp`);
    expect((await fetch(`${urls.tms}/api/v1/shipments?reference=a%26b`)).status).toBe(401);
    const answer: any = await (await fetch(`${urls.tms}/api/v1/shipments?reference=a%26b`, { headers: KEY })).json();
    expect(answer.shipments).toMatchObject([{ references: ['a&b'] }]);
    expect(world.partners.tms.requests.map(({ path }) => path)).toEqual(
      Array(2).fill('/api/v1/shipments?reference=a&b'),
    );
    const posted = await fetch(`${urls.slack}/api/chat.postMessage`, {
      method: 'POST',
      headers: KEY,
      body: new URLSearchParams({ channel: 'C1', text: 'über' }),
    });
    expect(await posted.json()).toMatchObject({ ok: true });
    expect(world.partners.slack.messages).toMatchObject([{ text: 'über' }]);
  });

  test('an answer without a body comes through, with its headers', async () => {
    const { world, urls } = await listen();
    world.partners.erp.put('R', { SalesOrder: '1' });
    const order = `${urls.erp}/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001/SalesOrder('1')`;
    const read = await fetch(order, { headers: { ...KEY, 'x-csrf-token': 'Fetch' } });
    const session = {
      'x-csrf-token': read.headers.get('x-csrf-token') ?? '',
      cookie: read.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    };
    const response = await fetch(order, {
      method: 'PATCH',
      headers: { ...KEY, ...session, 'if-match': 'W/"1"', prefer: 'return=minimal' },
      body: '{"ShippingCondition":"10"}',
    });
    expect([response.status, response.headers.get('etag')]).toEqual([204, 'W/"2"']);
  });

  test('pages: from the root to each, with links that hold', async () => {
    const { world, urls } = await listen();
    world.partners.mailbox.deliver(MAIL);
    for (const [name, url] of Object.entries(urls)) {
      const page = await fetch(url);
      expect([page.url, page.status]).toEqual([`${url}/`, 200]);
      expect(await textOf(fetch(new URL('/', url)))).toContain(`/${name}/`);
    }
    const link = /href="(mail\/\d+)"/.exec(await textOf(fetch(urls.mailbox)))?.[1] ?? '';
    expect((await fetch(new URL(link, `${urls.mailbox}/`))).status).toBe(200);
    expect((await fetch(new URL('/nobody/', urls.erp))).status).toBe(404);
  });

  test('a page on which nothing has come yet says so', async () => {
    const { ask } = openPartners();
    for (const name of ['erp', 'slack', 'teams', 'mailbox', 'phones', 'sink'])
      expect([name, await textOf(ask(`${name}/`))]).toEqual([
        name,
        expect.stringMatching(/Nothing yet|No (mail|messages) yet/),
      ]);
  });

  test('who refuses breaks the connection, and the next request gets through', async () => {
    const { world, urls } = await listen();
    world.partners.crm.behave('refuses');
    const error: any = await fetch(`${urls.crm}/x`, { headers: KEY }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.cause.code).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    world.partners.crm.behave('well');
    expect((await fetch(`${urls.crm}/x`, { headers: KEY })).status).toBe(404);
  });

  test('a port that is taken is an error', async () => {
    const { world } = await listen();
    await expect(world.partners.listen(listening?.port ?? 0)).rejects.toThrow('EADDRINUSE');
  });
});
