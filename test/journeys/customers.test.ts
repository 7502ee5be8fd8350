import { expect, test } from 'vitest';
import type { Action } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World, WorldOptions } from '../support/world.ts';

const CUSTOMER = 'einkauf@kunde.example.org';
const RESPONDER = PEOPLE.responder.email;

interface Known {
  readonly value?: string;
  readonly email?: string | null;
  readonly language?: string;
  readonly tier?: string;
  readonly penalty?: number;
  readonly hoursLate?: number;
}

/** A late shipment, promised for in two days and expected a day and a half after that. */
async function late(startAt: string, known: Known = {}, options: WorldOptions = {}): Promise<World> {
  const world = await openWorld({ startAt, ...options });
  know(world, known);
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: 'SHP-1' }],
    occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
  });
  await world.advance(2 * MINUTE);
  return world;
}

function know(world: World, known: Known): void {
  const { value = '9000.00', email = CUSTOMER, language = 'de_DE', tier = 'Silver', penalty = null } = known;
  const promised = world.now() + 48 * HOUR;
  const iso = (at: number): string => new Date(at).toISOString();
  world.partners.erp.put('SHP-1', {
    SalesOrder: '4500017',
    TotalNetAmount: value,
    TransactionCurrency: 'EUR',
    ...promisedFor(iso(promised)),
  });
  world.partners.tms.put('SHP-1', {
    id: 'SHP-1',
    mode: 'road',
    carrier: 'Northline',
    estimatedArrival: iso(promised + (known.hoursLate ?? 36) * HOUR),
  });
  world.partners.crm.put('SHP-1', {
    name: 'Hafen Klinik',
    tier,
    penalty,
    currency: penalty === null ? null : 'EUR',
    complaints: 0,
    email,
    language,
  });
}

const toCustomer = (world: World) => world.told.filter(({ to }) => to === CUSTOMER);
const happenings = async (world: World, what: string) =>
  (await world.journal((await theCase(world)).id)).filter(({ happening }) => happening.what === what);
const messages = async (world: World): Promise<readonly Action[]> => {
  const { json } = await world.as(PEOPLE.lead.email).get(`/v1/cases/${(await theCase(world)).id}/actions`);
  return json.actions.filter(({ type }: Action) => type === 'customer_message');
};
const optOutPath = (text: string): string => /https:\/\/fairlead\.test\/dev(\/v1\/opt-outs\/\S+)/.exec(text)?.[1] ?? '';

test('a customer is told once, in their language, by approved text with facts in it; the promise to tell them is kept and proven', async () => {
  const sent: any[] = [];
  const world = await late(
    '2026-03-02T09:00:00Z',
    {},
    {
      intercept: (call, proceed) => {
        if (call.service === 'sesv2' && JSON.stringify(call.input).includes(CUSTOMER)) sent.push(call.input);
        return proceed();
      },
    },
  );
  const [mail, ...more] = toCustomer(world);
  expect(more).toEqual([]);
  expect(mail?.headline).toBe('Ihre Bestellung 4500017 kommt später als zugesagt');
  const text = mail?.mail?.text ?? '';
  expect(text).toContain('Ihre Bestellung 4500017 (Hafen Klinik) war für den 4. März 2026 zugesagt');
  expect(text).toContain('Wir erwarten sie jetzt am 5. März 2026.');
  expect(mail?.mail?.html).toMatch(/<p [^>]+>Guten Tag,<\/p>/);
  // What is nobody's business outside is not there: neither how severe it is, nor for whom it is what.
  for (const inside of ['S1', 'S2', 'S3', 'S4', 'Silver', 'silver', '9000', 'case_', 'Jonas'])
    expect(text.replace(/https:\S+/, '')).not.toContain(inside);
  const [{ Content, ReplyToAddresses }] = sent;
  const headers = Object.fromEntries(Content.Simple.Headers.map(({ Name, Value }: any) => [Name, Value]));
  expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  expect(headers['List-Unsubscribe']).toBe(`<https://fairlead.test/dev${optOutPath(text)}>`);
  expect(ReplyToAddresses).toEqual(['service@example.com']);

  const record = await theCase(world);
  expect(record.customer).toMatchObject({ state: 'told' });
  expect(record.clocks?.communicate.stoppedAt).toBe(record.customer?.at);
  const [told] = await happenings(world, 'CustomerTold');
  expect(told?.happening).toMatchObject({ via: 'email', providerMessageId: expect.stringMatching(/^0107/) });
  await world.advance(MINUTE);
  expect(await happenings(world, 'CustomerMessageDelivered')).toHaveLength(1);
  // Address and words stand in the journal for those who may see them, and nowhere else in it or on the bus.
  const [proposed] = (await happenings(world, 'ActionProposed')).filter(({ happening }) =>
    JSON.stringify(happening).includes('customer_message'),
  );
  expect(proposed?.personal?.['to']?.value).toBe(CUSTOMER);
  expect(
    JSON.stringify((await world.journal(record.id)).map(({ personal: _personal, ...entry }) => entry)),
  ).not.toContain(CUSTOMER);
  expect(JSON.stringify(await messages(world))).not.toContain(CUSTOMER);

  // The same report again tells nobody again; a date that has moved by a day does.
  await world.advance(5 * HOUR);
  expect(toCustomer(world)).toHaveLength(1);
  world.partners.tms.put('SHP-1', {
    id: 'SHP-1',
    mode: 'road',
    carrier: 'Northline',
    estimatedArrival: '2026-03-08T09:00:00Z',
  });
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: 'SHP-1' }],
    occurredAt: new Date(world.now() - MINUTE).toISOString(),
  });
  await world.advance(2 * MINUTE);
  expect(toCustomer(world).map(({ headline }) => headline)).toEqual([
    mail?.headline,
    'Ihre Bestellung 4500017: neuer Termin',
  ]);
});

test('above the threshold it is held: who approves reads the very words, and they are sent once, however often it is clicked', async () => {
  const world = await late('2026-03-03T09:00:00Z', { value: '45000.00' });
  expect(toCustomer(world)).toEqual([]);
  const [held] = await messages(world);
  expect(held).toMatchObject({ state: 'awaiting_approval', amount: { amount: '45000.00' } });
  const asked = world.told.filter(({ headline }) => headline.includes('Approve? Tell the customer'));
  expect(asked.length).toBeGreaterThan(0);
  const request = world.told.find(({ mail }) => mail?.subject.includes('Approve? Tell the customer'))?.mail;
  expect(request?.text).toContain('kommt später als zugesagt');
  expect(request?.text).toContain('Nothing is sent before that');
  const link = /https:\/\/fairlead\.test\/dev(\/v1\/replies\/\S+)/.exec(request?.text ?? '')?.[1] ?? '';
  const page = await world.request('GET', link);
  expect(page.text).toContain('Send this to the customer?');
  expect(page.text).toContain('Wir erwarten sie jetzt am 6. März 2026.');
  expect(page.text).toContain(CUSTOMER);
  const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'decision=approve' };
  expect((await world.request('POST', link, form)).status).toBe(200);
  await world.request('POST', link, form);
  await world.advance(2 * MINUTE);
  await world.request('POST', link, form);
  await world.advance(2 * HOUR);
  expect(toCustomer(world).map(({ headline }) => headline)).toEqual([
    'Ihre Bestellung 4500017 kommt später als zugesagt',
  ]);
});

test('what is not approved by the time the customer was promised word is not sent, and whoever has the case tells them', async () => {
  const world = await late('2026-03-04T09:00:00Z', { value: '45000.00' });
  const { id, clocks } = await theCase(world);
  const [held] = await messages(world);
  expect(Date.parse(held?.governance.expiresAt ?? '')).toBeLessThanOrEqual(Date.parse(clocks?.communicate.dueAt ?? ''));
  await world.as(RESPONDER).post(`/v1/cases/${id}/acknowledge`);
  await world.as(RESPONDER).post(`/v1/cases/${id}/customer-told`, { note: 'By phone.' });
  // A person was faster: what somebody approves then is not sent any more.
  const treasurer = world.as(PEOPLE.approver.email);
  await treasurer.post(`/v1/cases/${id}/actions/${held?.id}/approve`, { digest: held?.digest });
  await world.advance(10 * MINUTE);
  expect((await messages(world)).map(({ state }) => state)).toEqual(['superseded']);
  expect(toCustomer(world)).toEqual([]);
});

test('a fact that is missing: nothing is sent, the call says why, and the promise stays open', async () => {
  const world = await late('2026-03-05T09:00:00Z', { email: null });
  expect(toCustomer(world)).toEqual([]);
  expect(await messages(world)).toEqual([]);
  const record = await theCase(world);
  expect(record.customer).toMatchObject({ state: 'not_told', why: 'the CRM has no address for service messages' });
  expect(record.clocks?.communicate.stoppedAt).toBeUndefined();
  const call = world.told.find(({ mail }) => mail !== undefined)?.mail?.text;
  expect(call).toContain(
    'Nobody has told the customer: the CRM has no address for service messages. Tell them yourself by',
  );
});

test('who has clicked "stop" is told nothing more: a scanner that opens the link changes nothing, and a person is told to use another way', async () => {
  const world = await late('2026-03-06T09:00:00Z');
  const path = optOutPath(toCustomer(world)[0]?.mail?.text ?? '');
  const page = await world.request('GET', path);
  expect(page.text).toContain('<html lang="de">');
  expect(page.text).toContain('Keine Nachrichten mehr</button>');
  expect((await world.request('GET', path)).text).toBe(page.text);
  // Of a link that is none nobody knows the language: it is that of the browser.
  const broken = await world.request('GET', `${path}x`, { headers: { 'accept-language': 'fr-CH, en;q=0.5' } });
  expect([broken.status, broken.text.includes('Ce lien ne fonctionne pas')]).toEqual([400, true]);
  const post = (body: string) =>
    world.request('POST', path, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  // A scanner that posts has nothing to say.
  expect((await post('')).status).toBe(400);
  expect((await world.request('POST', `${path}x`, { body: 'List-Unsubscribe=One-Click' })).status).toBe(400);
  expect(await happenings(world, 'CustomerOptedOut')).toEqual([]);
  expect((await post('List-Unsubscribe=One-Click')).status).toBe(200);
  expect((await post('List-Unsubscribe=One-Click')).status).toBe(200);
  expect(await happenings(world, 'CustomerOptedOut')).toHaveLength(1);
  expect((await world.request('GET', path)).text).toContain('Sie erhalten keine Nachrichten mehr');

  // Another case of the same customer.
  world.partners.tms.put('SHP-2', { id: 'SHP-2', mode: 'road', estimatedArrival: '2026-03-12T09:00:00Z' });
  world.partners.erp.put('SHP-2', {
    SalesOrder: '4500018',
    TotalNetAmount: '900.00',
    TransactionCurrency: 'EUR',
    ...promisedFor('2026-03-08T09:00:00Z'),
  });
  world.partners.crm.put('SHP-2', {
    name: 'Hafen Klinik',
    tier: 'Silver',
    penalty: null,
    currency: null,
    complaints: 0,
    email: CUSTOMER,
    language: 'de',
  });
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: 'SHP-2' }],
    occurredAt: new Date(world.now() - MINUTE).toISOString(),
  });
  await world.advance(2 * MINUTE);
  expect(toCustomer(world)).toHaveLength(1);
  const other = (await world.cases()).find(({ references }) => references.some(({ value }) => value === 'SHP-2'));
  expect(other?.customer).toMatchObject({ state: 'not_told', why: 'they have asked for no more messages' });
});

test('an opt-out entered while a message waits for approval holds: it is not sent, and whoever has the case is told', async () => {
  const world = await late('2026-03-09T09:00:00Z', { value: '45000.00' });
  const [held] = await messages(world);
  const { id } = await theCase(world);
  const enter = (wants: string, email: string = RESPONDER) =>
    world
      .as(email)
      .post('/v1/customer-opt-outs', { address: ` ${CUSTOMER.toUpperCase()}`.trim(), wants, reason: 'By phone.' });
  expect((await enter('no-mail', PEOPLE.viewer.email)).status).toBe(403);
  expect((await enter('no-mail')).json).toMatchObject({
    outcome: 'changed',
    optOut: { wants: 'no-mail', by: 'jonas-weber' },
  });
  expect((await enter('no-mail')).json).toMatchObject({ outcome: 'unchanged' });
  await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${held?.id}/approve`, { digest: held?.digest });
  await world.advance(5 * MINUTE);
  expect(toCustomer(world)).toEqual([]);
  expect((await messages(world))[0]).toMatchObject({
    state: 'failed',
    problem: 'Not sent: they have asked for no more messages.',
  });
  expect(world.told.some(({ headline }) => headline.includes('Not sent: Tell the customer'))).toBe(true);
  // They want to hear of it again: a person may send it.
  await enter('mail');
  const wish = { type: 'customer_message', reason: 'They have asked for it.' };
  expect((await world.as(RESPONDER).post(`/v1/cases/${id}/actions`, wish)).json).toMatchObject({ outcome: 'changed' });
});

test('a message that bounces opens the promise again, and whoever has the case is told to use another way', async () => {
  const world = await openWorld({ startAt: '2026-03-10T09:00:00Z' });
  world.partners.mailbox.behave(CUSTOMER, 'bounced');
  know(world, { value: '45000.00' });
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: 'SHP-1' }],
    occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
  });
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  await world.as(RESPONDER).post(`/v1/cases/${id}/acknowledge`);
  const [held] = await messages(world);
  const before = world.told.length;
  await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${held?.id}/approve`, { digest: held?.digest });
  await world.advance(5 * MINUTE);
  expect(toCustomer(world)).toHaveLength(1);
  const record = await theCase(world);
  expect(record.customer).toMatchObject({
    state: 'not_told',
    why: 'the mail did not reach them (Permanent, General (5.1.1))',
  });
  expect(record.clocks?.communicate.stoppedAt).toBeUndefined();
  const told = world.told.slice(before).filter(({ to }) => to !== CUSTOMER);
  expect(told.map(({ headline }) => headline)).toEqual(told.map(() => expect.stringContaining('Tell the customer: ')));
  expect(told.length).toBeGreaterThan(0);
  await world.as(RESPONDER).post(`/v1/cases/${id}/customer-told`, { note: 'By phone.' });
  expect((await theCase(world)).clocks?.communicate.stoppedAt).toBeDefined();
  await world.advance(HOUR);
  expect(toCustomer(world)).toHaveLength(1);
});

test('a message that comes back when the case is over is with whoever had it, once, and they can say that they have told them', async () => {
  let delivered: { TopicArn: string; Message: string } | undefined;
  const world = await late(
    '2026-03-11T09:00:00Z',
    {},
    {
      intercept: (call, proceed) => {
        const input = call.input as { TopicArn: string; Message: string };
        if (call.operation === 'Publish' && /"Delivery".*"action":/.test(input.Message)) delivered = input;
        return proceed();
      },
    },
  );
  const { id } = await theCase(world);
  await world.as(RESPONDER).post(`/v1/cases/${id}/acknowledge`);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/withdraw`, { reason: 'Another case has it.' });
  await world.advance(5 * MINUTE);
  expect((await theCase(world)).state).toBe('withdrawn');
  const before = world.told.length;
  const { Message = '{}', TopicArn } = delivered ?? {};
  const bounce = {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [{ emailAddress: CUSTOMER, status: '5.1.1' }],
    timestamp: new Date(world.now()).toISOString(),
  };
  const back = JSON.stringify({ ...JSON.parse(Message), eventType: 'Bounce', bounce });
  await world.operate('sns', 'Publish', { TopicArn, Message: back });
  await world.operate('sns', 'Publish', { TopicArn, Message: back });
  await world.advance(10 * MINUTE);
  const told = world.told.slice(before);
  expect(new Set(told.map(({ to }) => to))).toEqual(new Set([RESPONDER, 'U0JONAS']));
  expect(told.map(({ headline }) => headline)).toEqual(told.map(() => expect.stringContaining('Tell the customer: ')));
  expect(told).toHaveLength(2);
  const mail = told.find(({ mail }) => mail !== undefined)?.mail?.text;
  expect(mail).toContain('The case is over, and nobody has told its customer.');
  expect((await happenings(world, 'NoticeClaimed')).at(-1)?.happening).toMatchObject({ purpose: 'customer_not_told' });
  const say = () => world.as(RESPONDER).post(`/v1/cases/${id}/customer-told`, { note: 'By phone.' });
  expect((await say()).status).toBe(200);
  expect((await theCase(world)).customer).toMatchObject({ state: 'told' });
  await world.advance(2 * HOUR);
  expect(world.told).toHaveLength(before + 2);
});

for (const [day, moment] of [
  ['12', 'before'],
  ['13', 'after'],
] as const)
  test(`dying ${moment} the mail service has the message: ${moment === 'after' ? 'it is found, and not sent again' : 'nobody knows, so a person decides'}`, async () => {
    let dead = false;
    const world = await openWorld({
      startAt: `2026-03-${day}T09:00:00Z`,
      intercept: async (call, proceed) => {
        if (dead || call.operation !== 'SendEmail' || !JSON.stringify(call.input).includes(CUSTOMER)) return proceed();
        dead = true;
        if (moment === 'after') await proceed();
        const opened = world;
        queueMicrotask(() => opened?.restart());
        return new Promise(() => undefined);
      },
    });
    know(world, {});
    await world.postSignal({
      kind: 'exception',
      type: 'transport.delay',
      references: [{ kind: 'shipment', value: 'SHP-1' }],
      occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
    });
    // The dead engine goes no further.
    for (let minute = 0; minute < 30; minute += 1) await world.advance(MINUTE);
    expect(dead).toBe(true);
    expect(toCustomer(world)).toHaveLength(moment === 'after' ? 1 : 0);
    expect((await messages(world)).map(({ state }) => state)).toEqual([
      moment === 'after' ? 'confirmed' : 'unconfirmed',
    ]);
    expect((await theCase(world)).customer?.state).toBe(moment === 'after' ? 'told' : undefined);
    if (moment === 'after') return;
    // A person has looked, and has it sent.
    const [lost] = await messages(world);
    const { id } = await theCase(world);
    expect((await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/actions/${lost?.id}/retry`, {})).status).toBe(200);
    await world.advance(5 * MINUTE);
    expect(toCustomer(world)).toHaveLength(1);
    expect((await messages(world)).map(({ state }) => state)).toEqual(['confirmed']);
  });
