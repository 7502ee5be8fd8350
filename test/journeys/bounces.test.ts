import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase, toldBriefly } from '../support/journey.ts';
import { changedPack, withoutMarks } from '../support/pack.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const DAN = 'dan.okafor@example.com';
/** Whose turn begins when Dan's has ended. */
const AMELIE = 'amelie.roy@example.com';
/** The first step calls by mail only; whom, each test says. What is counted are calls, and no words about clocks. */
const byMail =
  (targets: string) =>
  (text: string): string =>
    withoutMarks(text).replace(
      'targets: [{ rota: owner }]\n        channels: [slack, email]',
      `targets: ${targets}\n        channels: [email]`,
    );

async function open(startAt: string, targets: string, organisation?: (text: string) => string): Promise<World> {
  const changes = { 'escalation.yaml': byMail(targets) };
  const packDirectory = changedPack(
    organisation === undefined ? changes : { ...changes, 'organisation.yaml': organisation },
  );
  return openWorld({ startAt, packDirectory });
}

async function report(world: World): Promise<void> {
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
}

const whats = async (world: World): Promise<readonly string[]> =>
  (await world.journal((await theCase(world)).id)).map(({ happening }) => happening.what);

test('a mail that bounces falls back for its reader only, over their next channel; nobody else hears more, and the ladder keeps its time', async () => {
  const world = await open('2026-03-02T09:00:00Z', '[{ rota: owner }, { person: tom-baker }]');
  world.partners.mailbox.behave(DAN, 'bounced');
  await report(world);
  expect(toldBriefly(world)).toEqual([`09:00 email ${DAN}`, '09:00 email tom.baker@example.com', '09:00 slack U0DAN']);
  const { id, escalation } = await theCase(world);
  expect(escalation.nextStep).toBe(1);
  const undelivered = (await world.journal(id)).filter(({ happening }) => happening.what === 'NoticeUndelivered');
  expect(undelivered).toMatchObject([
    { happening: { channel: 'email', delivery: 'bounced', reason: 'Permanent, General (5.1.1)' } },
  ]);
  // What the mail server said holds the address, and is in no journal and no log.
  expect(JSON.stringify(undelivered)).not.toContain('@');

  const { json } = await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}`);
  const ofDan = json.notices.filter(({ person }: any) => person === 'dan-okafor');
  expect(ofDan.find(({ channel }: any) => channel === 'email')).toMatchObject({
    state: 'handed_over',
    delivery: { state: 'bounced' },
  });
  expect(ofDan.find(({ channel }: any) => channel === 'slack')).toMatchObject({
    state: 'handed_over',
    insteadOf: ofDan.find(({ channel }: any) => channel === 'email').id,
  });
  expect(json.notices.find(({ person }: any) => person === 'tom-baker').delivery).toBeUndefined();

  // The second level comes when it would have come; mail to Dan is not even tried, and Slack has him anyway.
  await world.advance(12 * MINUTE);
  expect(world.told).toHaveLength(3);
  const before = world.told.length;
  await world.advance(2 * MINUTE);
  const second = toldBriefly(world).slice(before);
  expect(second).toContain('09:15 slack U0DAN');
  expect(second.filter((told) => told.includes(DAN))).toEqual([]);
  expect((await whats(world)).filter((what) => what === 'NoticeFellBack')).toHaveLength(1);
});

test('who has no other channel cannot be waited for: the next level is called at once, and once', async () => {
  const world = await open('2026-03-03T09:00:00Z', '[{ rota: owner }]', (text) =>
    text.replace("      slackId: U0AMELIE,\n      phone: '+14380000001',\n", ''),
  );
  world.partners.mailbox.behave(AMELIE, 'bounced');
  await report(world);
  const told = toldBriefly(world);
  expect(told[0]).toBe(`09:00 email ${AMELIE}`);
  expect(told.slice(1)).toEqual(['09:00 email ines.duarte@example.com', '09:00 slack U0INES']);
  expect(await whats(world)).not.toContain('NoticeFellBack');
  await world.advance(10 * MINUTE);
  expect(world.told).toHaveLength(3);
});

test('a complaint stops mail to that person, and only that: they are called over their next channel from then on', async () => {
  const world = await open('2026-03-04T09:00:00Z', '[{ rota: owner }]');
  world.partners.mailbox.behave(AMELIE, 'complained');
  await report(world);
  // It has arrived, so nothing falls back.
  expect(toldBriefly(world)).toEqual([`09:00 email ${AMELIE}`]);
  const { id } = await theCase(world);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/acknowledge`);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  await world.advance(MINUTE);
  // Not even the last message goes there.
  expect(world.told).toHaveLength(1);

  await world.postEdi(edi214({ shipment: 'SO-99001', tracking: 'NL4471990', control: '000000102' }));
  await world.advance(2 * MINUTE);
  const cases = await world.cases();
  expect(cases).toHaveLength(2);
  expect(world.told.slice(1).map(({ channel, to }) => `${channel} ${to}`)).toEqual(['slack U0AMELIE']);
});
