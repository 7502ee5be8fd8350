import { describe, expect, test } from 'vitest';
import { outputOf } from '../../bin/set-up/deployment.ts';
import { MAIL_DESK } from '../support/mail-desk.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World, WorldOptions } from '../support/world.ts';

const PARTNERS = { ...MAIL_DESK, id: 'partners', title: 'Partners', allowedSenders: ['desk@partner.example'] };
const TO = ['desk-mail+import@in.fairlead.example.com'];
const mailOf = (from: string, subject: string, text: string): string =>
  [`From: ${from}`, `To: ${TO.join()}`, `Subject: ${subject}`, 'Date: Mon, 2 Mar 2026 09:55:00 +0100', '', text].join(
    '\r\n',
  );
const UNSURE = mailOf('jo@forwarder.example', 'hello', 'Shipment 80012345 is delayed, call Mrs Example.');
const SURE = mailOf('jo@forwarder.example', 'hello', 'Shipment 80012399 is delayed.');

const open = (options: WorldOptions = {}): Promise<World> => openWorld({ sources: [MAIL_DESK, PARTNERS], ...options });
const come = async (world: World, raw: string, found = {}): Promise<void> => {
  const taken = world.engine.receiveMail({ from: 'jo@forwarder.example', to: TO, raw, found });
  await world.settle();
  expect(await taken).toBeDefined();
  await world.advance(2 * MINUTE);
};
const types = async (world: World): Promise<readonly string[]> =>
  (await world.cases()).map(({ type, state }) => `${type} ${state}`).sort();

/** The page behind the link of the message about a mail: looked at by a scanner, filled in wrongly, by another site, rightly, and too late. */
async function decideByLink(world: World): Promise<void> {
  const text =
    world.told.map(({ mail }) => mail?.text ?? '').find((words) => words.includes('/v1/mail-replies/')) ?? '';
  const path = /\/v1\/mail-replies\/[\w.-]+/.exec(text)?.[0] ?? '';
  const post = (fields: Record<string, string>) =>
    world.request('POST', path, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  const waits = async () => (await world.as(PEOPLE.lead.email).get('/v1/mails')).json.items.length;
  const shown = await world.request('GET', path);
  expect([shown.status, await waits()]).toEqual([200, 1]);
  for (const words of ['UPS Update: Your package is delayed', '1Z999AA10123456784', 'It reports no trouble'])
    expect(shown.text).toContain(words);
  const form = /name="form" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
  expect((await post({ decision: 'no-trouble', words: 'It is forged.' })).status).toBe(403);
  expect((await post({ form, decision: 'no-trouble', words: ' ' })).status).toBe(400);
  expect((await post({ form, decision: 'report', type: 'transport.delay' })).status).toBe(400);
  expect((await world.request('GET', path.replace('mail-replies', 'replies'))).status).toBe(404);
  expect(await waits()).toBe(1);
  expect((await post({ form, decision: 'no-trouble', words: 'It is forged.' })).status).toBe(200);
  expect((await post({ form, decision: 'discard', words: 'Too late.' })).status).toBe(409);
  expect((await world.request('GET', path)).text).toContain('The mail is decided already, by ');
  await world.advance(2 * MINUTE);
  expect(await waits()).toBe(0);
  expect(await types(world)).toEqual([
    'integration.mail_to_read resolved',
    expect.stringMatching(/^transport\.delay /),
  ]);
}

describe('mail that SES receives', () => {
  test('becomes a case; what is not sure waits for a person, who is called, decides once, and is believed', async () => {
    const world = await open({ startAt: '2026-03-02T09:00:00Z' });
    await come(world, SURE);
    expect(await types(world)).toEqual([expect.stringMatching(/^transport\.delay /)]);
    const before = world.told.length;

    await come(world, UNSURE);
    expect(await types(world)).toHaveLength(2);
    expect(
      world.told
        .slice(before)
        .map(({ headline }) => headline)
        .join(),
    ).toContain('Mail that a person has to read');

    const responder = world.as(PEOPLE.responder.email);
    const { json } = await responder.get('/v1/mails');
    expect(json.items).toMatchObject([
      { sourceId: 'desk-mail', state: 'open', rejections: [{ toDecide: { references: [{ value: '80012345' }] } }] },
    ]);
    const path = `/v1/sources/desk-mail/mails/${json.items[0].id}`;
    expect((await responder.get(path)).json.mails).toMatchObject([{ subject: 'hello' }]);
    for (const { email } of [PEOPLE.viewer, PEOPLE.admin]) expect((await world.as(email).get(path)).status).toBe(403);

    const report = { type: 'transport.delay', references: [{ kind: 'shipment', value: '80012345' }] };
    const decision = { act: 'report', reports: [report] };
    const wrong = await responder.post(`${path}/decide`, {
      act: 'report',
      reports: [{ ...report, type: 'transport.x' }],
    });
    expect([wrong.status, wrong.json.errors[0].pointer]).toEqual([400, '/reports/0/type']);
    // Two at once, and the first again.
    const answers = [
      await responder.post(`${path}/decide`, decision),
      await world.as(PEOPLE.lead.email).post(`${path}/decide`, { act: 'no-trouble', reason: 'It is none.' }),
      await responder.post(`${path}/decide`, decision),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 200]);
    await world.advance(2 * MINUTE);

    expect((await responder.get('/v1/mails')).json.items).toEqual([]);
    const all = await world.cases();
    expect(all.filter(({ type }) => type === 'transport.delay')).toHaveLength(2);
    expect(all.find(({ type }) => type === 'integration.mail_to_read')?.state).toBe('resolved');
    const made = all.find(({ references }) => references.some(({ value }) => value === '80012345'));
    const shown = await responder.get(`/v1/cases/${made?.id ?? ''}/signals`);
    expect(JSON.stringify(shown.json)).toContain('Read as report by jonas-weber');
    expect((await responder.get(path)).json.acts).toMatchObject([{ act: 'decided', actor: { id: 'jonas-weber' } }]);

    // The same mail again is decided already.
    const told = world.told.length;
    await come(world, UNSURE);
    expect((await responder.get('/v1/mails')).json.items).toEqual([]);
    expect(await world.cases()).toHaveLength(all.length);
    expect(world.told).toHaveLength(told);
  });

  test('a forged notice opens no case of a parcel; an address of nobody changes nothing', async () => {
    const world = await open({ startAt: '2026-03-03T09:00:00Z' });
    const forged = mailOf(
      'mcinfo@ups.com',
      'UPS Update: Your package is delayed',
      'Tracking Number: 1Z999AA10123456784',
    );
    await come(world, forged, { results: 'dkim=pass header.i=@evil.example' });
    expect((await world.cases()).map(({ type }) => type)).toEqual(['integration.mail_to_read']);
    await come(world, forged.replace('delayed', 'delayed '), { dmarc: 'PASS' });
    expect((await world.cases()).map(({ type }) => type).sort()).toEqual([
      'integration.mail_to_read',
      'transport.delay',
    ]);

    await decideByLink(world);

    // A mailbox of some: what others write is kept, and calls nobody.
    const told = world.told.length;
    const taken = world.engine.receiveMail({
      from: 'jo@forwarder.example',
      to: ['partners@in.fairlead.example.com'],
      raw: SURE,
    });
    await world.settle();
    await taken;
    await world.advance(2 * MINUTE);
    const kept = await world.as(PEOPLE.admin.email).get('/v1/sources/partners/quarantine');
    expect(kept.json.items).toMatchObject([
      {
        state: 'open',
        via: 'mail',
        rejections: [{ detail: expect.stringContaining('forwarder.example, is not among') }],
      },
    ]);
    expect(world.told).toHaveLength(told);
    const lost = world.engine.receiveMail({ from: 'a@b.example', to: ['nobody@in.fairlead.example.com'], raw: SURE });
    await world.settle();
    await lost;
    await world.advance(2 * MINUTE);
    expect(await world.cases()).toHaveLength(2);

    // Whoever puts a mail into the inbox answers for its sender; what it says may still be unsure.
    const Bucket = outputOf(world.deployment, 'RawBucket');
    await world.operate('s3', 'PutObject', { Bucket, Key: 'inbox/desk-mail/a.eml', Body: UNSURE });
    await world.advance(2 * MINUTE);
    const { json } = await world.as(PEOPLE.lead.email).get('/v1/mails');
    expect(json.items).toHaveLength(1);
    expect(await world.cases()).toHaveLength(3);
    // Its reader is a function of its own; one that only reads tables would have refused it.
    const files = await world.as(PEOPLE.auditor.email).get('/v1/sources/desk-mail/files');
    expect(files.json.items).toMatchObject([{ name: 'a.eml', state: 'taken', rejected: 1 }]);
  });

  test.each([
    ['before', 's3:PutObject'],
    ['before', 'eventbridge:PutEvents'],
    ['after', 'eventbridge:PutEvents'],
  ])('its reader dies %s %s: nothing is lost, nothing is doubled', async (when, where) => {
    const alive: { world?: World } = {};
    let hasDied = false;
    const world = await open({
      startAt: `2026-03-${String(4 + where.length + when.length)
        .padStart(2, '0')
        .slice(-2)}T09:00:00Z`,
      intercept: async (call, proceed) => {
        const isOurs = call.principal.kind === 'role' && call.principal.roleArn.includes('TakeInMail');
        const dead = alive.world;
        if (dead === undefined || hasDied || !isOurs || `${call.service}:${call.operation}` !== where) return proceed();
        hasDied = true;
        if (when === 'after') await proceed();
        queueMicrotask(() => {
          dead.restart();
        });
        return new Promise(() => undefined);
      },
    });
    alive.world = world;
    await come(world, SURE);
    for (let part = 0; part < 4; part += 1) await world.advance(5 * MINUTE);
    expect(hasDied).toBe(true);
    const cases = await world.cases();
    expect(cases.map(({ type, signals }) => `${type} ${String(signals)}`)).toEqual(['transport.delay 1']);
  });
});
