import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase, toldBesideClocks, toldBriefly } from '../support/journey.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE, WEBHOOK_SECRET } from '../support/world.ts';
import type { World, WorldOptions } from '../support/world.ts';
import { serverErrorOf, throttleOf } from '../faults/errors.ts';

/** Who is on duty while these cases live. */
const AMELIE = { id: 'amelie-roy', email: 'amelie.roy@example.com', phone: '+14380000001' };
const INES_PHONE = '+351210000001';

/** The first step calls by these channels only; Amelie has a place in Teams and an endpoint. */
function by(channels: string): string {
  return changedPack({
    'escalation.yaml': (text) =>
      text.replace(
        'targets: [{ rota: owner }]\n        channels: [slack, email]',
        `targets: [{ rota: owner }]\n        channels: [${channels}]`,
      ),
    'organisation.yaml': (text) =>
      text.replace(
        `      phone: '${AMELIE.phone}',\n`,
        `      phone: '${AMELIE.phone}',\n      teams: transport-desk,\n      webhook: duty-pager,\n`,
      ),
  });
}

async function open(startAt: string, channels: string, intercept?: WorldOptions['intercept']): Promise<World> {
  return openWorld({ startAt, packDirectory: by(channels), ...(intercept === undefined ? {} : { intercept }) });
}

async function report(world: World): Promise<void> {
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
}

async function text(world: World, from: string, body: string): Promise<void> {
  const to = world.partners.phones.texts[0]?.from ?? '';
  world.engine.receiveText({ from, to, text: body });
  await world.settle();
  await world.advance(10_000);
}

const whats = async (world: World): Promise<readonly string[]> =>
  (await world.journal((await theCase(world)).id)).map(({ happening }) => happening.what);
const noticesBy = async (world: World, channel: string) =>
  (await world.notices((await theCase(world)).id)).filter((notice) => notice.channel === channel);

test('an SMS says in 160 characters how bad, what, by when and how to answer; the answer takes the case, once, from that number only', async () => {
  const world = await open('2026-03-03T09:00:00Z', 'sms');
  await report(world);
  expect(toldBriefly(world)).toEqual([`09:00 sms ${AMELIE.phone}`]);
  const said = world.told[0]?.headline ?? '';
  expect(said.length).toBeLessThanOrEqual(160);
  expect(said).toMatch(/^S1 .*Failed delivery.*Take it by \d\d:\d\d \S+\. Reply ACK [B-Z2-9]{6} #[0-9A-F]{8}$/);
  const code = /ACK (\w{6})/.exec(said)?.[1] ?? '';
  await world.advance(5_000);
  expect((await noticesBy(world, 'sms'))[0]).toMatchObject({ state: 'handed_over', delivery: { state: 'delivered' } });
  // That it arrived wakes nobody and calls nobody else.
  expect(await whats(world)).toContain('NoticeDelivered');

  // Of another of our numbers, of a stranger, without a code: nothing changes, and a stranger is not answered.
  const before = (await whats(world)).length;
  await text(world, INES_PHONE, `ack ${code}`);
  await text(world, '+4915100000000', `ack ${code}`);
  await text(world, AMELIE.phone, 'I have it');
  expect(world.told.slice(1).map(({ to, headline }) => `${to}: ${headline}`)).toEqual([
    expect.stringMatching(/^\+351210000001: .*not sent to your number/),
    expect.stringMatching(/^\+14380000001: Put the code/),
  ]);
  expect(await whats(world)).toHaveLength(before);

  await text(world, AMELIE.phone, `Ack ${code.toLowerCase()} on my way`);
  expect(await theCase(world)).toMatchObject({ acknowledgedBy: AMELIE.id });
  const { id } = await theCase(world);
  expect((await world.journal(id)).find(({ happening }) => happening.what === 'CaseAcknowledged')).toMatchObject({
    happening: { via: 'sms' },
    actor: { kind: 'person', id: AMELIE.id },
  });
  expect(world.told.at(-1)?.headline).toMatch(/you have it/);
  await text(world, AMELIE.phone, `${code} the driver waits`);
  expect((await whats(world)).filter((what) => what === 'NoteAdded')).toHaveLength(2);
  await text(world, AMELIE.phone, `resolve ${code} delivered`);
  expect(await theCase(world)).toMatchObject({ state: 'resolved', resolvedBy: AMELIE.id });
  await world.advance(MINUTE);
  // The last message asks for nothing, and so has no code.
  expect(world.told.at(-1)?.headline).toMatch(/^Resolved: (?!.*ACK)/);
});

test('an SMS that does not arrive, or that its reader has stopped, falls back for that reader only', async () => {
  const world = await open('2026-03-04T09:00:00Z', 'sms');
  world.partners.phones.behave(AMELIE.phone, 'unreachable');
  await report(world);
  expect(toldBriefly(world)).toEqual(['09:00 slack U0AMELIE', `09:00 sms ${AMELIE.phone}`]);
  expect((await noticesBy(world, 'sms'))[0]).toMatchObject({ delivery: { state: 'bounced', reason: 'unreachable' } });
  expect((await whats(world)).filter((what) => what === 'NoticeFellBack')).toHaveLength(1);

  await text(world, AMELIE.phone, 'STOP');
  await world.postEdi(edi214({ shipment: 'SO-99001', tracking: 'NL4471990', control: '000000102' }));
  await world.advance(MINUTE);
  expect(world.told.slice(2).map(({ channel, to }) => `${channel} ${to}`)).toEqual(['slack U0AMELIE']);
});

test('Teams gets one card with a link, waits as long as it is asked to, and where its workflow is gone another channel has the message', async () => {
  const world = await open('2026-03-05T09:00:00Z', 'teams');
  const { teams } = world.partners;
  teams.behave({ rateLimited: 40 });
  await report(world);
  expect(world.told).toEqual([]);
  expect((await noticesBy(world, 'teams'))[0]).toMatchObject({ state: 'claimed' });
  teams.behave('rate-limited-in-words');
  await world.advance(30_000);
  expect(world.told).toEqual([]);
  teams.behave('well');
  await world.advance(2 * MINUTE);
  expect(world.told.map(({ channel, to }) => `${channel} ${to}`)).toEqual(['teams /workflows/transport-desk']);
  const card = JSON.stringify(world.told[0]?.card);
  expect(card).toContain('<at>Amélie Roy</at>');
  expect(card).toContain(`"id":"${AMELIE.email}"`);
  const link = /https:\/\/fairlead\.test\/dev(\/v1\/replies\/[^"]+)/.exec(card)?.[1] ?? '';
  expect((await world.request('GET', link)).status).toBe(200);
  expect(await theCase(world)).toMatchObject({ state: 'triaged' });
  await world.request('POST', link);
  expect(await theCase(world)).toMatchObject({ acknowledgedBy: AMELIE.id });

  teams.behave('gone');
  await world.postEdi(edi214({ shipment: 'SO-99001', tracking: 'NL4471990', control: '000000102' }));
  await world.advance(MINUTE);
  expect(world.told.slice(1).map(({ channel, to }) => `${channel} ${to}`)).toEqual(['slack U0AMELIE']);

  // Nor does she miss that the first is over: the case has ended, and that message too goes another way.
  const first = (await world.cases()).find(({ acknowledgedBy }) => acknowledgedBy === AMELIE.id)?.id ?? '';
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${first}/resolve`, { resolution: 'solved' });
  await world.advance(3 * MINUTE);
  const last = (await world.notices(first)).filter(({ purpose }) => purpose === 'resolved');
  expect(last.toSorted((one, other) => one.channel.localeCompare(other.channel))).toMatchObject([
    { channel: 'slack', state: 'handed_over', person: AMELIE.id },
    { channel: 'teams', state: 'failed' },
  ]);
  expect(world.told.slice(2).map(({ to, headline }) => `${to} ${headline}`)).toEqual([
    expect.stringMatching(/^U0AMELIE .*[Rr]esolved/),
  ]);
});

test('a webhook is signed and comes once; its endpoint is asked ever more seldom, and left alone after half a day, when people are called otherwise', async () => {
  const world = await open('2026-03-06T09:00:00Z', 'webhook');
  const { sink } = world.partners;
  sink.behave('fails');
  await report(world);
  expect(sink.received.map(({ status }) => status)).toEqual([503, 503, 503].slice(0, sink.received.length));
  expect(sink.received.length).toBeGreaterThan(1);
  sink.behave('well');
  await world.advance(3 * MINUTE);
  const taken = sink.received.filter(({ status }) => status === 204);
  expect(taken).toHaveLength(1);
  const [webhook] = taken;
  const [notice] = await noticesBy(world, 'webhook');
  expect(notice).toMatchObject({ state: 'handed_over', person: AMELIE.id });
  const { headers = {}, body = '' } = webhook ?? {};
  expect(headers['webhook-id']).toBe(notice?.id);
  const signed = `${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.${body}`;
  const key = Buffer.from(WEBHOOK_SECRET.slice(6), 'base64');
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  expect(JSON.parse(body)).toMatchObject({ type: 'notice.call', data: { case: { severity: 'S1' } } });

  sink.behave('refuses');
  await world.postEdi(edi214({ shipment: 'SO-99001', tracking: 'NL4471990', control: '000000102' }));
  await world.advance(11 * HOUR);
  const other = (await world.cases()).find(({ id }) => id !== notice?.caseId)?.id ?? '';
  const failed = async () =>
    (await world.notices(other)).filter(({ channel, state }) => channel === 'webhook' && state === 'failed');
  expect(await failed()).toEqual([]);
  expect(sink.received.length).toBeLessThan(80);
  await world.advance(2 * HOUR);
  const [lost] = await failed();
  expect(lost).toMatchObject({ failure: expect.stringContaining('left alone') });
  expect((await world.notices(other)).find(({ insteadOf }) => insteadOf === lost?.id)).toMatchObject({
    channel: 'slack',
    state: 'handed_over',
  });
  const after = sink.received.length;
  await world.advance(6 * HOUR);
  expect(sink.received).toHaveLength(after);
  const metric = world.events.filter(
    ({ kind, line }) => kind === 'lambda.log' && String(line).includes('WebhooksLeftAlone'),
  );
  expect(metric).toHaveLength(1);
});

test('whoever subscribes hears of the cases that the filter names, and of no other', async () => {
  const world = await openWorld({ startAt: '2026-03-07T09:00:00Z' });
  const topics = world.engine.provisioned.resources.filter(
    ({ type, logicalId }) => type === 'AWS::SNS::Topic' && logicalId.startsWith('SubscribersTopic'),
  );
  expect(topics).toHaveLength(1);
  const subscribe = (name: string, filter: object) =>
    world.operate('sns', 'Subscribe', {
      TopicArn: topics[0]?.ref,
      Protocol: 'email',
      Endpoint: `${name}@example.com`,
      Attributes: {
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: JSON.stringify({ what: ['CaseTriaged'], case: filter }),
      },
    });
  const wanted = { severity: ['S1'], region: ['na'], type: ['transport.delivery_failed'], team: ['customer-service'] };
  await subscribe('control-tower', wanted);
  await subscribe('another-team', { ...wanted, team: ['eu-transport'] });
  await subscribe('another-type', { ...wanted, type: ['transport.delay'] });
  await subscribe('another-region', { ...wanted, region: ['eu'] });
  await subscribe('another-severity', { ...wanted, severity: ['S2', 'S4'] });
  await world.settle();
  for (const { token: Token } of world.events.filter(({ kind }) => kind === 'sns.confirmation'))
    await world.operate('sns', 'ConfirmSubscription', { TopicArn: topics[0]?.ref, Token });
  await report(world);
  const heard = () => world.events.filter(({ kind }) => kind === 'sns.email').map(({ body }) => String(body));
  expect(heard()).toHaveLength(1);
  expect(heard()[0]).toContain('"what":"CaseTriaged"');
  knowShipment(world, 'SO-99001', 'S3');
  await world.postEdi(edi214({ shipment: 'SO-99001', tracking: 'NL4471990', control: '000000102' }));
  await world.advance(MINUTE);
  expect(await world.cases()).toHaveLength(2);
  expect(heard()).toHaveLength(1);
});

test('where End User Messaging takes no more texts for now an SMS does what it asks for, once, and is no dead letter: only the answer is left out', async () => {
  let isBusy = false;
  const world = await open('2026-03-08T09:00:00Z', 'sms', ({ service, operation }, proceed) =>
    isBusy && operation === 'SendTextMessage' ? Promise.reject(throttleOf(service, operation)) : proceed(),
  );
  await report(world);
  const code = /ACK (\w{6})/.exec(world.told[0]?.headline ?? '')?.[1] ?? '';
  isBusy = true;
  await text(world, AMELIE.phone, `ack ${code}`);
  await world.advance(20 * MINUTE);
  isBusy = false;
  await world.advance(20 * MINUTE);
  expect((await whats(world)).filter((what) => what === 'CaseAcknowledged')).toHaveLength(1);
  expect(toldBesideClocks(world)).toHaveLength(1);
  const logs = world.events.filter(({ kind, line }) => kind === 'lambda.log' && String(line).includes('sms.reply'));
  expect(logs.map(({ line }) => JSON.parse(String(line)).code)).toEqual(['sms.reply', 'sms.reply-unanswered']);
  const { items } = (await world.as(PEOPLE.auditor.email).get('/v1/dead-letters')).json;
  expect(items.filter(({ letters }: any) => letters > 0)).toEqual([]);
});

for (const [day, channel, operation, mark] of [
  ['09', 'sms', 'SendTextMessage', 'Again?'],
  ['10', 'email', 'SendEmail', 'You may have got this message before'],
] as const)
  test(`a call by ${channel} of which the answer was lost comes once more, within seconds, and says so; never twice without saying so`, async () => {
    let lost = 0;
    const world = await open(`2026-03-${day}T09:00:00Z`, channel, async (call, proceed) => {
      if (call.operation !== operation || lost > 0) return proceed();
      lost += 1;
      await proceed();
      throw serverErrorOf(call.service);
    });
    await report(world);
    await world.advance(5 * MINUTE);
    const told = toldBesideClocks(world);
    expect(told.map((one) => JSON.stringify(one).includes(mark))).toEqual([false, true]);
    expect((told[1]?.at ?? 0) - (told[0]?.at ?? 0)).toBeLessThan(15_000);
    expect(await noticesBy(world, channel)).toMatchObject([{ state: 'handed_over', possiblyRepeated: true }]);
    expect((await whats(world)).filter((what) => what === 'NoticeHandedOver')).toHaveLength(1);
  });
