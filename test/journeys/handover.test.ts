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

const packDirectory = (more: Parameters<typeof changedPack>[0] = {}): string =>
  changedPack({
    ...more,
    'organisation.yaml': (text) =>
      text
        .replace(/ {2}- id: customer-service\n {4}zone: America\/Toronto\n {4}layers:\n.*\n {2}- id: fulfilment/, ROTA)
        // Slack for what is urgent, and nothing at once beside it.
        .replaceAll(
          /( {6}slackId: U0(MEI|DAN|AMELIE),\n)/g,
          '$1      notices: { urgent: [{ channel: slack, after: PT0S }], normal: [{ channel: slack, after: PT0S }] },\n',
        ),
  });

/** Each case that a page offers, the most severe first, with who has it. */
const offeredOn = (html: string): readonly string[] =>
  [...html.matchAll(/name="cases" value="([^"]+)"/g)].map(([, value = '']) => value);
const headers = { 'content-type': 'application/x-www-form-urlencoded' };

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
  const body = new URLSearchParams({ decision: 'take-over', cases: offeredOn(page.text)[0] ?? '' }).toString();
  const taken = await world.request('POST', path, { headers, body });
  expect([taken.status, taken.text]).toEqual([200, expect.stringContaining('you have it')]);
  const again = await world.request('POST', path, { headers, body });
  expect(again.text).toContain('Nothing was taken over');
  const holders = new Map((await world.cases()).map(({ id, acknowledgedBy }) => [id, acknowledgedBy]));
  expect([holders.get(worst), holders.get(mild)]).toEqual(['mei-tan', 'amelie-roy']);
  const took = (await world.journal(worst)).filter(({ actor }) => actor.id === 'mei-tan');
  expect(took.map(({ happening }) => happening.what)).toEqual(['CaseHandedBack', 'OwnerNamed', 'CaseAcknowledged']);
  // Amélie hears once, by one channel, that it is no longer hers; Mei, who has done it, and of the other case nobody hears anything.
  await world.advance(2 * MINUTE);
  const lost = world.told.filter(({ headline }) => headline.includes('No longer yours'));
  expect(lost.map(({ to }) => to)).toEqual(['U0AMELIE']);
  expect(saidIn(lost[0])).toMatch(/You had this case\. Mei Tan has it now; you need do nothing more for it\./);
  expect(saidIn(lost[0])).not.toMatch(/I have it|Acknowledge|by Sun/);

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
  expect(world.told.filter(({ headline }) => headline.includes('No longer yours'))).toHaveLength(1);
});

test('what somebody else has taken since the page was shown stays theirs, however often it is sent', async () => {
  const world = await openWorld({ startAt: '2026-10-24T19:00:00Z', packDirectory: packDirectory() });
  const [free, held, lost] = [
    await report(world, 'SO-99001', 'S3'),
    await report(world, 'SO-88213', 'S1'),
    await report(world, 'SO-77001', 'S1'),
  ];
  const as = (who: { readonly email: string }) => world.as(who.email);
  for (const { slack } of world.told.filter(({ to, headline }) => to === 'U0AMELIE' && !headline.includes('99001')))
    await world.clickSlack(slack, 'acknowledge');
  await world.advance(Date.parse('2026-10-24T20:01:30Z') - world.now());
  const path = /https:\/\/fairlead\.test\/dev(\/v1\/replies\/[\w.-]+)/.exec(saidIn(handovers(world)[0]))?.[1] ?? 'none';
  const offered = offeredOn((await world.request('GET', path)).text);
  expect(new Set(offered)).toEqual(new Set([`${free} `, `${held} amelie-roy`, `${lost} amelie-roy`]));
  const send = async (values = offered): Promise<string> => {
    const body = `decision=take-over&${values.map((value) => `cases=${encodeURIComponent(value)}`).join('&')}`;
    const answer = await world.request('POST', path, { headers, body });
    expect(answer.status).toBe(200);
    return answer.text;
  };
  const holders = async () => {
    const now = new Map((await world.cases()).map((record) => [record.id, record.acknowledgedBy]));
    return [free, held, lost].map((id) => now.get(id));
  };

  // While she reads, the lead takes one.
  expect((await as(PEOPLE.lead).post(`/v1/cases/${lost}/assign`, mine)).status).toBe(200);
  const taken = await send();
  expect(taken.match(/you have it/g)).toHaveLength(2);
  expect(taken).toContain('Inês Duarte has it by now');
  expect(await holders()).toEqual(['mei-tan', 'mei-tan', 'ines-duarte']);

  // And then the others: the page that is sent once more takes none of them back.
  for (const id of [free, held]) await as(PEOPLE.lead).post(`/v1/cases/${id}/assign`, mine);
  const again = await send();
  expect([again.includes('you have it'), again.includes('Nothing was taken over')]).toEqual([false, true]);
  // Nor what says nothing of who has it.
  await send([free, held, lost]);
  expect(await holders()).toEqual(['ines-duarte', 'ines-duarte', 'ines-duarte']);
  // Shown anew she may.
  const anew = offeredOn((await world.request('GET', path)).text);
  expect(await send(anew.filter((value) => value.startsWith(held)))).toContain('you have it');
  expect(await holders()).toEqual(['ines-duarte', 'mei-tan', 'ines-duarte']);
});
const mine = { person: PEOPLE.lead.person, reason: 'I know the customer.' };

/** Two have to acknowledge. */
test('who takes over what nobody has, and what takes two, is one of them, and others are still called', async () => {
  const world = await openWorld({
    startAt: '2026-10-24T19:59:00Z',
    packDirectory: packDirectory({
      'escalation.yaml': (text) =>
        text.replace(
          'targets: [{ rota: owner }]\n',
          'targets: [{ rota: owner }, { person: jonas-weber }]\n        acknowledgements: 2\n',
        ),
    }),
  });
  const id = await report(world, 'SO-88213', 'S1');
  await world.advance(2 * MINUTE);
  const path = /https:\/\/fairlead\.test\/dev(\/v1\/replies\/[\w.-]+)/.exec(saidIn(handovers(world)[0]))?.[1] ?? 'none';
  const body = new URLSearchParams({ decision: 'take-over', cases: `${id} ` }).toString();
  expect((await world.request('POST', path, { headers, body })).text).toContain('it takes somebody else, too');
  const [record] = await world.cases();
  expect([record?.state, record?.acknowledgedBy, record?.escalation.agreed]).toEqual([
    'triaged',
    undefined,
    ['mei-tan'],
  ]);
});
