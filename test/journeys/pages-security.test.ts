import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '../../lambdas/contracts/index.ts';
import { OPERATIONS } from '../../lambdas/contracts/api/operations/index.ts';
import type { Operation } from '../../lambdas/contracts/api/operation.ts';
import { signOptOut } from '../../lambdas/customers/index.ts';
import { formKey, signLink } from '../../lambdas/notification/link-token.ts';
import type { LinkClaim } from '../../lambdas/notification/link-token.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { MAIL_DESK } from '../support/mail-desk.ts';
import { linkSecretOf } from '../support/link-secret.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/** The pages behind links that are about no call: forged, altered, too old, of something else, by somebody who has left, by a scanner, by another site, and twice. */

/** Which test attacks what is let in by a link or by a signature. */
const ATTACKED_BY: Readonly<Record<string, string>> = {
  '/v1/replies/{token}': 'replies-security.test.ts',
  '/v1/views/{token}': 'replies-security.test.ts',
  '/v1/partner/{token}': 'replies-security.test.ts',
  '/v1/slack/interactions': 'replies-security.test.ts',
  '/v1/rota-feeds/{token}': 'replies-security.test.ts',
  '/v1/mail-replies/{token}': 'here',
  '/v1/opt-outs/{token}': 'here',
};

test('each call that a link or a signature lets in is attacked by a test', () => {
  const operations: readonly (readonly [string, Operation])[] = Object.entries(OPERATIONS);
  const paths = operations.flatMap(([name, { proof }]) =>
    ['link', 'slack'].includes(proof) ? [name.split(' ')[1] ?? ''] : [],
  );
  expect([...new Set(paths)].toSorted()).toEqual(Object.keys(ATTACKED_BY).toSorted());
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const ADDRESS = sha256Hex('customer@example.org');

let world: World;
let secret: string;
let id: string;
let mailId: string;

beforeAll(async () => {
  world = await openWorld({ startAt: '2026-03-05T09:00:00Z', sources: [MAIL_DESK] });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  id = (await world.cases())[0]?.id ?? '';
  secret = await linkSecretOf(world);
  const lines = ['From: jo@forwarder.example', 'To: desk-mail@in.fairlead.example.com', 'Subject: hello'];
  const raw = [...lines, '', 'Shipment 80012345 is delayed, call Mrs Example.'].join('\r\n');
  const to = ['desk-mail+import@in.fairlead.example.com'];
  const taken = world.engine.receiveMail({ from: 'jo@forwarder.example', to, raw, found: {} });
  await world.settle();
  await taken;
  await world.advance(2 * MINUTE);
  mailId = (await mails())[0].id;
});
afterAll(() => {
  world.engine.kill();
});

const mails = async () => (await world.as(PEOPLE.responder.email).get('/v1/mails')).json.items;
const altered = (token: string): string => {
  const at = Math.floor(token.length / 3);
  return `${token.slice(0, at)}${token[at] === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`;
};
const swapped = (claimed: string, signed: string): string =>
  `${claimed.split('.')[0] ?? ''}.${signed.split('.')[1] ?? ''}`;
const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<number> =>
  (await world.request('POST', path, { headers: FORM, body: new URLSearchParams(fields).toString() })).status;
const scan = async (path: string): Promise<number> => {
  const tried = await world.request('HEAD', path);
  await world.request('GET', path);
  const { status } = await world.request('GET', path);
  expect([tried.status, tried.text]).toEqual([status, '']);
  return status;
};

test('the page about a mail decides by its own link alone, in its time, for who is there, and once', async () => {
  const claim = (change: Partial<LinkClaim> = {}): LinkClaim => ({
    caseId: id,
    noticeId: `ntc_${'0'.repeat(32)}`,
    person: PEOPLE.responder.person,
    act: 'decide-mail',
    sourceId: MAIL_DESK.id,
    mailId,
    expires: Math.floor((world.now() + HOUR) / 1000),
    ...change,
  });
  const token = (change: Partial<LinkClaim> = {}, key = secret): string => signLink(claim(change), key);
  const decide = (link: string, form = formKey(link, secret)): Promise<number> =>
    post(`/v1/mail-replies/${link}`, { form, decision: 'no-trouble', words: 'It is none.' });
  const good = token();
  const cases = (await world.cases()).length;
  const tries: readonly (readonly [attack: string, told: Promise<number> | number, wanted: number])[] = [
    ['forged', await decide(token({}, 'another secret')), 400],
    ['altered', await decide(altered(good)), 400],
    ['too old', await decide(token({ expires: Math.floor(world.now() / 1000) })), 410],
    ['of another mail', await decide(swapped(token({ mailId: 'rcp_0' }), good)), 400],
    ['of another person', await decide(swapped(token({ person: PEOPLE.lead.person }), good)), 400],
    ['of another act', await decide(token({ act: 'acknowledge' })), 400],
    ['at the page of calls', await post(`/v1/replies/${good}`, {}), 404],
    ['by who has left', await decide(token({ person: 'who-has-left' })), 403],
    ['sent by another site', await decide(good, ''), 403],
    ['with the form of another link', await decide(good, formKey(token({ mailId: 'rcp_0' }), secret)), 403],
    ['opened by who has left', await scan(`/v1/mail-replies/${token({ person: 'who-has-left' })}`), 403],
    ['opened by a scanner', await scan(`/v1/mail-replies/${good}`), 200],
  ];
  expect(tries.map(([attack, told]) => [attack, told])).toEqual(tries.map(([attack, , wanted]) => [attack, wanted]));
  await world.advance(MINUTE);
  expect([(await mails()).length, (await world.cases()).length]).toEqual([1, cases]);

  expect(await decide(good)).toBe(200);
  expect(await mails()).toEqual([]);
  // The same again is what was done; another decision comes too late.
  expect(await decide(good)).toBe(200);
  const form = formKey(good, secret);
  expect(await post(`/v1/mail-replies/${good}`, { form, decision: 'discard', words: 'No.' })).toBe(409);
  const { acts } = (await world.as(PEOPLE.responder.email).get(`/v1/sources/${MAIL_DESK.id}/mails/${mailId}`)).json;
  expect(acts).toMatchObject([{ act: 'decided', actor: { id: PEOPLE.responder.person } }]);
});

test('the way out of messages to customers is theirs alone, takes a click, and is gone once', async () => {
  const claim = { caseId: id, actionId: `act_${'0'.repeat(32)}`, address: ADDRESS };
  const good = signOptOut(claim, secret);
  const other = signOptOut({ ...claim, address: sha256Hex('other@example.org') }, secret);
  const click = (token: string, body: Readonly<Record<string, string>> = { 'List-Unsubscribe': 'One-Click' }) =>
    post(`/v1/opt-outs/${token}`, body);
  const heard = async (): Promise<number> =>
    (await world.journal(id)).filter(({ happening }) => happening.what === 'CustomerOptedOut').length;
  const person = signLink(
    { ...claim, noticeId: `ntc_${'0'.repeat(32)}`, person: 'x', act: 'acknowledge', expires: 2e9 },
    secret,
  );
  expect(await click(signOptOut(claim, 'another secret'))).toBe(400);
  expect(await click(altered(good))).toBe(400);
  expect(await click(swapped(other, good))).toBe(400);
  expect(await click(person)).toBe(400);
  expect(await scan(`/v1/opt-outs/${good}`)).toBe(200);
  expect(await click(good, {})).toBe(400);
  expect(await heard()).toBe(0);

  expect(await click(good)).toBe(200);
  expect(await click(good)).toBe(200);
  expect(await heard()).toBe(1);
  // Nobody else has gone by it.
  expect((await world.request('GET', `/v1/opt-outs/${other}`)).text).toContain('No more messages');
});
