import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment, toldBriefly } from '../support/journey.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/** On duty while these cases live; in Toronto, five hours behind UTC. */
const AMELIE = { email: 'amelie.roy@example.com', phone: '+14380000001' };

async function open(startAt: string, notices: string, firstTarget?: string): Promise<World> {
  const ladder = (text: string): string => text.replace('{ rota: owner }', firstTarget ?? '');
  const packDirectory = changedPack({
    ...(firstTarget === undefined ? {} : { 'escalation.yaml': ladder }),
    'organisation.yaml': (text) =>
      text.replace(
        `      phone: '${AMELIE.phone}',\n`,
        `      phone: '${AMELIE.phone}',\n      notices: ${notices},\n`,
      ),
  });
  return openWorld({ startAt, packDirectory });
}

let control = 101;
async function report(world: World, shipment: string, severity: 'S1' | 'S3'): Promise<string> {
  const known = new Set((await world.cases()).map(({ id }) => id));
  knowShipment(world, shipment, severity);
  control += 1;
  await world.postEdi(edi214({ shipment, tracking: `NL${shipment.slice(3)}`, control: `000000${String(control)}` }));
  await world.advance(10_000);
  const id = (await world.cases()).find((one) => !known.has(one.id))?.id;
  if (id === undefined) throw new Error('no case was opened');
  return id;
}

test('urgent: Slack at once, SMS after two minutes, mail after five, and whatever is still to come is not sent when somebody has the case', async () => {
  const world = await open(
    '2026-03-04T15:00:00Z',
    '{ urgent: [{ channel: slack, after: PT0S }, { channel: sms, after: PT2M }, { channel: email, after: PT5M }] }',
  );
  const first = await report(world, 'SO-88213', 'S1');
  await world.advance(MINUTE);
  expect(toldBriefly(world)).toEqual(['15:00 slack U0AMELIE']);
  await world.advance(5 * MINUTE);
  expect(toldBriefly(world)).toEqual([
    '15:00 slack U0AMELIE',
    `15:02 sms ${AMELIE.phone}`,
    `15:05 email ${AMELIE.email}`,
  ]);
  const claims = (await world.journal(first)).filter(({ happening }) => happening.what === 'NoticeClaimed');
  expect(claims).toMatchObject([{ happening: { purpose: 'call' } }, { happening: { purpose: 'call' } }]);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${first}/acknowledge`);

  const second = await report(world, 'SO-99001', 'S1');
  await world.advance(3 * MINUTE);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${second}/acknowledge`);
  await world.advance(10 * MINUTE);
  const ofSecond = (await world.notices(second)).filter(({ purpose }) => purpose === 'call');
  expect(ofSecond.map(({ channel }) => channel).sort()).toEqual(['slack', 'sms']);
  expect(world.told.filter(({ headline }) => headline.includes('NL99001')).map(({ channel }) => channel)).not.toContain(
    'email',
  );
});

const NIGHTS = '{ days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday], from: "22:00", to: "07:00" }';

test('at night nobody is on duty for the first step: the next one is called at once, and is not left to sleep', async () => {
  // 03:10 UTC is 22:10 in Toronto, and London is closed.
  const rules = `{ normal: [{ channel: slack, after: PT0S }], quietHours: [${NIGHTS}] }`;
  const world = await open('2026-03-05T03:10:00Z', rules, '{ rota: finance }');
  const id = await report(world, 'SO-88213', 'S3');
  await world.advance(MINUTE);
  const skipped = (await world.journal(id)).filter(({ happening }) => happening.what === 'EscalationStepSkipped');
  expect(skipped).toHaveLength(1);
  expect(toldBriefly(world)).toContain('03:10 slack U0AMELIE');
});

test('at night the first notice of a low case comes at once; that low cases are over comes in one message, at the hour of the digest', async () => {
  // 03:00 UTC is 22:00 in Toronto.
  const world = await open(
    '2026-03-06T03:10:00Z',
    `{ normal: [{ channel: slack, after: PT0S }], quietHours: [${NIGHTS}], digest: { levels: [S3, S4], at: ["08:00"] } }`,
  );
  const cases = [await report(world, 'SO-88213', 'S3'), await report(world, 'SO-99001', 'S3')];
  expect(toldBriefly(world)).toEqual(['03:10 slack U0AMELIE', '03:10 slack U0AMELIE']);
  for (const id of cases) {
    await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/acknowledge`);
    await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  }
  await world.advance(9 * HOUR);
  expect(world.told.filter(({ to }) => to === 'U0AMELIE')).toHaveLength(2);
  for (const id of cases) {
    const waiting = (await world.notices(id)).filter(({ purpose }) => purpose === 'resolved');
    expect(waiting).toMatchObject([{ state: 'claimed' }]);
  }
  // 13:00 UTC is 08:00 in Toronto.
  await world.advance(50 * MINUTE + 3 * MINUTE);
  const digest = world.told.filter(({ to }) => to === 'U0AMELIE').slice(2);
  expect(digest.map(({ headline }) => headline)).toEqual([expect.stringContaining('2 cases have moved on')]);
  const said = JSON.stringify(digest[0]?.slack?.blocks);
  expect(said).toContain('NL88213');
  expect(said).toContain('NL99001');
  for (const id of cases)
    expect((await world.notices(id)).filter(({ purpose }) => purpose === 'resolved')).toMatchObject([
      { state: 'handed_over' },
    ]);
  await world.advance(2 * HOUR);
  expect(world.told.filter(({ to }) => to === 'U0AMELIE')).toHaveLength(3);
});
