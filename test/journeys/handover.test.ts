import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Told, World } from '../support/world.ts';

/** Days until ten, nights until six, and half of the night somebody else: that begins at 02:30, a time that comes twice in this night. */
const ROTA = `  - id: customer-service
    zone: Europe/Berlin
    layers:
      - { id: nights, people: [mei-tan], startsOn: 2026-01-05, rotation: weekly, handoverAt: '09:00' }
      - id: late
        people: [dan-okafor]
        startsOn: 2026-01-05
        rotation: weekly
        handoverAt: '02:30'
        restrictions:
          - { days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday], from: '02:30', to: '06:00' }
      - id: days
        people: [amelie-roy]
        startsOn: 2026-01-05
        rotation: weekly
        handoverAt: '06:00'
        restrictions:
          - { days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday], from: '06:00', to: '22:00' }
  - id: fulfilment`;

const packDirectory = (): string =>
  changedPack({
    'organisation.yaml': (text) =>
      text
        .replace(/ {2}- id: customer-service\n {4}zone: America\/Toronto\n {4}layers:\n.*\n {2}- id: fulfilment/, ROTA)
        // Slack for what is urgent, and nothing at once beside it.
        .replaceAll(
          /( {6}slackId: U0(MEI|DAN|AMELIE),\n)/g,
          '$1      notices: { urgent: [{ channel: slack, after: PT0S }], normal: [{ channel: slack, after: PT0S }] },\n',
        ),
  });

let control = 500;
async function report(world: World, shipment: string, severity: 'S1' | 'S3'): Promise<string> {
  const known = new Set((await world.cases()).map(({ id }) => id));
  knowShipment(world, shipment, severity);
  control += 1;
  await world.postEdi(
    edi214({ shipment, tracking: `NL${shipment.slice(3)}`, date: '20261024', control: `000000${String(control)}` }),
  );
  await world.advance(MINUTE);
  const id = (await world.cases()).find((one) => !known.has(one.id))?.id;
  if (id === undefined) throw new Error('no case was opened');
  return id;
}

const handovers = (world: World): readonly Told[] =>
  world.told.filter(({ headline }) => headline.includes('Your shift'));
const briefly = (told: Told): string => `${new Date(told.at).toISOString().slice(8, 16)} ${told.to}`;
const saidIn = (told: Told | undefined): string => JSON.stringify(told?.slack?.blocks);

test('a night with hand-over, in which the clocks go back: each who comes gets the open cases once, in one message, and nobody who leaves', async () => {
  // 21:00 in Berlin.
  const world = await openWorld({ startAt: '2026-10-24T19:00:00Z', packDirectory: packDirectory() });
  const mild = await report(world, 'SO-99001', 'S3');
  const worst = await report(world, 'SO-88213', 'S1');
  for (const { slack } of world.told.filter(({ to }) => to === 'U0AMELIE'))
    await world.clickSlack(slack, 'acknowledge');
  expect((await world.cases()).map(({ acknowledgedBy }) => acknowledgedBy)).toEqual(['amelie-roy', 'amelie-roy']);
  await world.advance(Date.parse('2026-10-24T20:00:30Z') - world.now());
  expect(handovers(world)).toEqual([]);

  // 22:00: Mei comes, and is told a minute later. The most severe first, and who has each.
  await world.advance(MINUTE);
  expect(handovers(world).map(briefly)).toEqual(['24T20:01 U0MEI']);
  const [toMei] = handovers(world);
  const said = saidIn(toMei);
  expect(toMei?.headline).toContain('Your shift: 2 open cases');
  expect(said).toContain('Before you it was Amélie Roy');
  expect(said.indexOf('NL88213')).toBeGreaterThan(-1);
  expect(said.indexOf('NL88213')).toBeLessThan(said.indexOf('NL99001'));
  expect(said).toMatch(
    /S1 #\w+ Failed delivery, DULUTH \(tracking NL88213\): Amélie Roy has it; (customer to be told|to be resolved) by Sun 25 Oct, /,
  );
  const claims = (await world.journal(worst)).filter(
    ({ happening }) => happening.what === 'NoticeClaimed' && happening.purpose === 'handover',
  );
  expect(claims).toMatchObject([
    {
      cause: { kind: 'shift', id: '2026-10-24T20:00:00.000Z' },
      happening: { shift: { teams: [{ team: 'customer-service', from: 'amelie-roy' }] } },
    },
  ]);

  // She looks, which changes nothing, and takes the worst over; the other one stays with Amélie.
  const path = /https:\/\/fairlead\.test\/dev(\/v1\/replies\/[\w.-]+)/.exec(said)?.[1] ?? 'none';
  const page = await world.request('GET', path);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('Take over what you go on with?')]);
  expect((await world.cases()).map(({ acknowledgedBy }) => acknowledgedBy)).toEqual(['amelie-roy', 'amelie-roy']);
  const body = new URLSearchParams({ decision: 'take-over', cases: worst }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const taken = await world.request('POST', path, { headers, body });
  expect([taken.status, taken.text]).toEqual([200, expect.stringContaining('you have it')]);
  const again = await world.request('POST', path, { headers, body });
  expect(again.text).toContain('Nothing was taken over');
  const holders = new Map((await world.cases()).map(({ id, acknowledgedBy }) => [id, acknowledgedBy]));
  expect([holders.get(worst), holders.get(mild)]).toEqual(['mei-tan', 'amelie-roy']);
  const took = (await world.journal(worst)).filter(({ actor }) => actor.id === 'mei-tan');
  expect(took.map(({ happening }) => happening.what)).toEqual(['CaseHandedBack', 'OwnerNamed', 'CaseAcknowledged']);

  // She goes on to forget it, so it is called for again; that is in what Dan gets.
  // 02:30 for the first time: Dan comes; 02:30 for the second time changes nothing.
  await world.advance(Date.parse('2026-10-25T04:50:00Z') - world.now());
  expect(handovers(world).map(briefly)).toEqual(['24T20:01 U0MEI', '25T00:31 U0DAN']);
  expect(saidIn(handovers(world)[1])).toMatch(/NL88213\): nobody has it.*NL99001\): Amélie Roy has it/);

  // Before six all of it is solved: Amélie begins her day without a message.
  for (const id of [worst, mild])
    await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  await world.advance(3 * HOUR);
  expect(handovers(world)).toHaveLength(2);
});
