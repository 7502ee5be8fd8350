import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SlackMessage } from '../../local/partners/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase, toldBesideClocks } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE, SLACK_SIGNING_SECRET } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';
import { promisedFor } from '../../local/partners/index.ts';

/** A case that is S1, and the message to its owner in Slack. */
async function called(options: Parameters<typeof openWorld>[0] = {}): Promise<{ world: World; message: SlackMessage }> {
  const world = await openWorld(options);
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  const [message] = world.partners.slack.messages;
  if (message === undefined) throw new Error('nothing in Slack');
  expect(message.channel).toBe('U0DAN');
  return { world, message };
}

function buttonOf(message: SlackMessage): any {
  return message.blocks.flatMap((block: any) => block.elements ?? []).find(({ type }: any) => type === 'button');
}

/** A click as Slack would send it, or nearly so. */
function click(message: SlackMessage, user: string, changes: object = {}): string {
  const { action_id, value } = buttonOf(message);
  const payload = {
    type: 'block_actions',
    user: { id: user },
    response_url: 'http://slack.partner.test/response/000000',
    actions: [{ type: 'button', action_id, value }],
    ...changes,
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

function post(
  world: World,
  body: string,
  { secret = SLACK_SIGNING_SECRET, at = world.now(), headers = {} } = {},
): Promise<Answer> {
  const timestamp = String(Math.floor(at / 1000));
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return world.request('POST', '/v1/slack/interactions', {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac}`,
      ...headers,
    },
    body,
  });
}

const whats = async (world: World): Promise<string[]> =>
  (await world.journal((await theCase(world)).id)).map(({ happening }) => happening.what);
const textOf = (world: World, index = 0): string => JSON.stringify(world.partners.slack.messages[index]?.blocks);

test('one click takes the case, and every message about it says so from then on, until it is solved', async () => {
  const { world, message } = await called();
  // The first one was told twice how much of the time is over, and the second level is called too.
  await world.advance(15 * MINUTE);
  const before = toldBesideClocks(world).length;
  expect(await world.clickSlack(message, 'acknowledge')).toEqual({ outcome: 'taken' });
  await world.advance(10_000);
  const record = await theCase(world);
  expect(record).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'dan-okafor' });
  const entry = (await world.journal(record.id)).find(({ happening }) => happening.what === 'CaseAcknowledged');
  expect(entry).toMatchObject({
    happening: { via: 'slack' },
    actor: { kind: 'person', id: 'dan-okafor' },
    touch: true,
  });

  // In the words and the zone of each reader, and there is nothing left to click.
  const messages = world.partners.slack.messages;
  expect(messages.map(({ channel }) => channel).sort()).toEqual(['U0DAN', 'U0DAN', 'U0DAN', 'U0DAN', 'U0INES']);
  for (const { channel, blocks } of messages) {
    const text = JSON.stringify(blocks);
    const time = channel === 'U0INES' ? 'Mon 2 Mar, 09:16 WET' : 'Mon, Mar 2, 03:16 CST';
    expect(text).toContain(`Dan Okafor has it since ${time}.`);
    expect(text).not.toMatch(/"button"|What to do|Acknowledge by|replies/);
  }
  // Nobody is called again, by any channel.
  await world.advance(25 * MINUTE);
  expect(toldBesideClocks(world)).toHaveLength(before);

  await world.as(PEOPLE.lead.email).post(`/v1/cases/${record.id}/resolve`, { resolution: 'solved' });
  await world.advance(MINUTE);
  expect(textOf(world)).toContain('Inês Duarte has resolved it');
  // One invocation for each change: the acknowledgement and the end.
  expect(updates(world)).toHaveLength(2);
});

test('what one person is told of a case is one thread, of another case another one, and each reply is seen in the conversation too', async () => {
  const { world } = await called();
  await world.advance(15 * MINUTE);
  knowShipment(world, 'SO-99001', 'S1');
  await world.postEdi(edi214({ shipment: 'SO-99001', tracking: 'NL4471990', control: '000000102' }));
  await world.advance(20 * MINUTE);
  const cases = await world.cases();
  for (const { id } of cases) await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/withdraw`, { reason: 'Twice.' });
  await world.advance(2 * MINUTE);
  const threads = new Map<string, { first: string; replies: readonly SlackMessage[] }>();
  for (const { id } of cases)
    for (const user of ['U0DAN', 'U0INES']) {
      const names = (await world.notices(id)).flatMap(
        ({ providerMessageId }) => providerMessageId?.split('/')[1] ?? [],
      );
      const of = world.partners.slack.messages.filter(({ ts, channel }) => names.includes(ts) && channel === user);
      const [first, ...replies] = of;
      expect(first?.threadTs).toBeUndefined();
      expect(replies.length).toBeGreaterThan(0);
      threads.set(`${id} ${user}`, { first: first?.ts ?? '', replies });
    }
  expect(new Set([...threads.values()].map(({ first }) => first)).size).toBe(4);
  for (const { first, replies } of threads.values())
    for (const reply of replies) expect(reply).toMatchObject({ threadTs: first, isBroadcast: true });
});

function updates(world: World): readonly unknown[] {
  return world.events.filter((event) => event.kind === 'lambda.log' && JSON.stringify(event).includes('slack.updated'));
}

test('double clicks, two people at once, and clicks on what is over do no harm and say who has it', async () => {
  const { world, message } = await called();
  const both = await Promise.all([
    world.clickSlack(message, 'acknowledge', 'U0DAN'),
    world.clickSlack(message, 'acknowledge', 'U0INES'),
    world.clickSlack(message, 'acknowledge', 'U0DAN'),
  ]);
  expect(both).toEqual([{ outcome: 'taken' }, { outcome: 'taken' }, { outcome: 'taken' }]);
  await world.advance(10_000);
  expect((await whats(world)).filter((what) => what === 'CaseAcknowledged')).toHaveLength(1);
  const { acknowledgedBy, id } = await theCase(world);
  const holder = acknowledgedBy === 'dan-okafor' ? 'Dan Okafor' : 'Inês Duarte';
  expect(world.partners.slack.whispers.map(({ text }) => text)).toHaveLength(2);
  for (const { text, user } of world.partners.slack.whispers) {
    const isOwn = (user === 'U0DAN') === (acknowledgedBy === 'dan-okafor');
    expect(text).toContain(isOwn ? 'you have it since' : `${holder} has it since`);
  }

  // A request that Slack sends again, and a click on a message that a phone still shows as it was.
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  await world.advance(MINUTE);
  const entries = await whats(world);
  expect((await post(world, click(message, 'U0DAN'))).status).toBe(200);
  expect(await whats(world)).toEqual(entries);
  expect((await theCase(world)).state).toBe('resolved');
});

test('who clicks on a message of a case that has ended is told who has solved it', async () => {
  const { world, message } = await called();
  const { id } = await theCase(world);
  // Slack is down while the message should change, so it still has its button.
  world.partners.slack.behave('fails');
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  await world.advance(10_000);
  world.partners.slack.behave('well');
  expect(await world.clickSlack(message, 'acknowledge')).toEqual({ outcome: 'taken' });
  expect(world.partners.slack.whispers).toMatchObject([
    { user: 'U0DAN', text: expect.stringContaining('Inês Duarte has resolved it') },
  ]);
  expect((await theCase(world)).state).toBe('resolved');
  // The queue tries again, and then the message is true.
  await world.advance(10 * MINUTE);
  expect(textOf(world)).toContain('Inês Duarte has resolved it');
});

test('a user whom the policy pack does not know changes nothing and is told what to do', async () => {
  const { world, message } = await called();
  const before = await whats(world);
  expect(await world.clickSlack(message, 'acknowledge', 'U0STRANGER')).toEqual({ outcome: 'taken' });
  expect(world.partners.slack.whispers).toMatchObject([
    { user: 'U0STRANGER', text: expect.stringContaining('Slack member ID') },
  ]);
  expect(await whats(world)).toEqual(before);
  expect((await theCase(world)).state).toBe('triaged');
});

test('a request that Slack has not signed just now is refused without a word, and nothing changes', async () => {
  const { world, message } = await called();
  const body = click(message, 'U0DAN');
  const before = await whats(world);
  const refused = [
    await post(world, body, { secret: 'another' }),
    await post(world, body, { at: world.now() - 301_000 }),
    await post(world, body, { at: world.now() + 302_000 }),
    await post(world, body, { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } }),
    await post(world, `${body}&payload=x`, { headers: { 'x-slack-signature': 'v0=' } }),
    await world.request('POST', '/v1/slack/interactions', { body }),
  ];
  expect(refused.map(({ status, text }) => [status, text])).toEqual(refused.map(() => [401, '']));
  expect((await post(world, `payload=${'x'.repeat(600_000)}`)).status).toBe(413);
  expect(await whats(world)).toEqual(before);
  expect(world.partners.slack.whispers).toEqual([]);

  // The same request in time is good, and good again: the second time changes nothing.
  const at = world.now() - 290_000;
  expect((await post(world, body, { at })).status).toBe(200);
  expect((await post(world, body, { at })).status).toBe(200);
  expect((await whats(world)).filter((what) => what === 'CaseAcknowledged')).toHaveLength(1);
});

test.each<[string, object | string, number]>([
  ['no payload', 'x=1', 400],
  ['no JSON', 'payload=%7B', 400],
  ['no user', { user: {} }, 400],
  ['no action', { actions: [] }, 400],
  ['another kind of interaction', { type: 'view_closed' }, 200],
  ['a button that is not ours', { actions: [{ action_id: 'constructor', value: '{}' }] }, 200],
  ['a button without a case', { actions: [{ action_id: 'acknowledge', value: '{"case":"x"}' }] }, 200],
  [
    'a case that is not there',
    {
      actions: [
        {
          action_id: 'acknowledge',
          value: JSON.stringify({ case: `case_${'0'.repeat(32)}`, notice: `ntc_${'0'.repeat(32)}` }),
        },
      ],
    },
    200,
  ],
])('signed, but %s: nothing changes', async (_name, given, status) => {
  const { world, message } = await called();
  const before = await whats(world);
  const answer = await post(world, typeof given === 'string' ? given : click(message, 'U0DAN', given));
  expect(answer.status).toBe(status);
  if (status === 400)
    expect(answer.json).toMatchObject({ status: 400, errors: [{ pointer: expect.stringContaining('payload') }] });
  expect(await whats(world)).toEqual(before);
});

test('taken and then forgotten: the old message says so, and the new one can be answered', async () => {
  const { world, message } = await called();
  await world.clickSlack(message, 'acknowledge');
  await world.advance(3 * HOUR);
  expect(await whats(world)).toContain('AcknowledgementTimedOut');
  expect(textOf(world)).toContain('Nobody has it any more');
  const newest = world.partners.slack.messages.at(-1);
  expect(newest?.ts).not.toBe(message.ts);
  expect(await world.clickSlack(newest, 'acknowledge')).toEqual({ outcome: 'taken' });
  await world.advance(MINUTE);
  expect((await theCase(world)).state).toBe('acknowledged');
});

test('taken and then given to somebody else: the old message says so, and only the new one calls', async () => {
  const { world, message } = await called();
  await world.clickSlack(message, 'acknowledge');
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  const assigned = await world
    .as(PEOPLE.lead.email)
    .post(`/v1/cases/${id}/assign`, { person: 'jonas-weber', reason: 'He knows the consignee.' });
  expect(assigned.status).toBe(200);
  await world.advance(MINUTE);
  const [old, newer] = world.partners.slack.messages;
  expect(JSON.stringify(old?.blocks)).toContain('Nobody has it any more');
  expect(newer?.channel).toBe('U0JONAS');
  expect(JSON.stringify(newer?.blocks)).toContain('"button"');
});

test('Slack limits us for minutes: left alone as long as it says, the most severe goes first, nobody is told twice', async () => {
  const world = await openWorld();
  const { slack } = world.partners;
  for (const shipment of ['SO-1', 'SO-2', 'SO-3']) knowShipment(world, shipment, 'S3');
  knowShipment(world, 'SO-4', 'S1');
  slack.behave({ rateLimited: 30 });
  for (const shipment of ['SO-1', 'SO-2', 'SO-3', 'SO-4']) {
    await world.postEdi(edi214({ shipment, tracking: `NL-${shipment}` }));
    await world.advance(5_000);
  }
  await world.advance(5 * MINUTE);
  // Mail is not held up; Slack was asked once in each of its half minutes, by whoever is first in line, and not by all.
  expect(world.told.map(({ channel }) => channel)).toEqual(['email', 'email', 'email', 'email']);
  expect(slack.asked.length).toBeGreaterThan(9);
  expect(slack.asked.length).toBeLessThanOrEqual(11);
  for (const [index, { at }] of slack.asked.entries())
    expect(at - (slack.asked[index - 1]?.at ?? 0)).toBeGreaterThanOrEqual(30_000);

  slack.behave('well');
  await world.advance(MINUTE);
  const told = world.told.filter(({ channel }) => channel === 'slack').map(({ headline }) => headline);
  expect(told.map((headline) => /S\d/.exec(headline)?.[0])).toEqual(['S1', 'S3', 'S3', 'S3']);
  expect(told.join()).not.toContain('you may have got this before');
  // No try was counted as a failure, and nothing is left to be done.
  await world.advance(5 * MINUTE);
  expect(toldBesideClocks(world).filter(({ channel }) => channel === 'slack')).toHaveLength(4);
  const notices = await Promise.all((await world.cases()).map(({ id }) => world.notices(id)));
  expect(notices.flat().map(({ state, possiblyRepeated }) => [state, possiblyRepeated])).toEqual(
    notices.flat().map(() => ['handed_over', false]),
  );
});

test('Slack limits us while messages are changed: what is left is changed later', async () => {
  const { world, message } = await called();
  await world.advance(15 * MINUTE);
  world.partners.slack.behave({ rateLimited: 20 });
  await world.as(PEOPLE.responder.email).post(`/v1/cases/${(await theCase(world)).id}/acknowledge`);
  await world.advance(15_000);
  expect(textOf(world)).toContain('"button"');
  world.partners.slack.behave('well');
  await world.advance(10_000);
  expect(world.partners.slack.messages.find(({ ts }) => ts === message.ts)?.text).toContain('Jonas Weber has it since');
  expect(JSON.stringify(world.partners.slack.messages)).not.toContain('"button"');
});

test('an approval that Slack held up is not asked for any more once somebody has refused it', async () => {
  const world = await openWorld();
  const { slack, erp, tms } = world.partners;
  erp.put('SO-9', {
    SalesOrder: '4500009',
    TotalNetAmount: '90000.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(new Date(world.now() + 24 * HOUR).toISOString()),
    DeliveryPriority: '02',
    ShippingCondition: '01',
  });
  const estimatedArrival = new Date(world.now() + 48 * HOUR).toISOString();
  tms.put('SO-9', { id: 'SHP-9', references: ['SO-9'], mode: 'road', estimatedArrival });
  slack.behave({ rateLimited: 60 });
  await world.postEdi(edi214({ shipment: 'SO-9', tracking: 'NL-SO-9', status: 'SD', reason: 'AI' }));
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  const approver = world.as(PEOPLE.approver.email);
  const [action] = (await approver.get(`/v1/cases/${id}/actions`)).json.actions;
  expect(action.state).toBe('awaiting_approval');
  // By mail it was asked.
  expect(world.told.filter(({ to }) => to === PEOPLE.approver.email)).toHaveLength(1);
  await approver.post(`/v1/cases/${id}/actions/${action.id}/refuse`, { reason: 'It will be in time.' });
  slack.behave('well');
  await world.advance(5 * MINUTE);
  expect(slack.messages.filter(({ channel }) => channel === 'U0AMELIE')).toEqual([]);
  const asked = (await world.notices(id)).filter(({ purpose }) => purpose === 'approval');
  expect(asked.map(({ person, channel, state }) => `${person} ${channel} ${state}`).toSorted()).toEqual(
    expect.arrayContaining(['amelie-roy email handed_over', 'amelie-roy slack suppressed']),
  );
  expect(asked.filter(({ channel, state }) => channel === 'slack' && state !== 'suppressed')).toEqual([]);
});
