import { expect, test } from 'vitest';
import { browser } from '../support/browser.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase, toldBesideClocks } from '../support/journey.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld } from '../support/world.ts';
import type { World } from '../support/world.ts';

const FIRST = 'targets: [{ rota: owner }]\n        channels: [slack, email]';
const SECOND = 'targets: [{ rota: owner }, { rota: operations }]\n        channels: [slack, email]';

/** The default pack, in which a step of the ladder says something else, and perhaps its organisation. */
const withSteps = (changes: Readonly<Record<string, string>>, more: Parameters<typeof changedPack>[0] = {}): string =>
  changedPack({
    'escalation.yaml': (text) => Object.entries(changes).reduce((all, [from, to]) => all.replace(from, to), text),
    ...more,
  });

const report = (world: World, shipment: string, control: number): Promise<unknown> =>
  world.postEdi(edi214({ shipment, tracking: `NL44${shipment.slice(3)}`, control: String(control).padStart(9, '0') }));

test('a step that takes turns calls one of several for each case, and in the next round the other one; nobody twice, and never both', async () => {
  const packDirectory = withSteps({
    [FIRST]:
      'targets: [{ person: mei-tan }, { person: sofia-lindqvist }]\n        channels: [slack]\n        who: round_robin',
  });
  const world = await openWorld({ startAt: '2026-08-04T09:00:00Z', packDirectory });
  const shipments = ['SO-91001', 'SO-91002', 'SO-91003', 'SO-91004', 'SO-91005', 'SO-91006'];
  for (const [index, shipment] of shipments.entries()) {
    knowShipment(world, shipment, 'S1');
    await report(world, shipment, 300 + index);
  }
  await world.advance(2 * MINUTE);
  const calledIn = async (round: number): Promise<ReadonlyMap<string, readonly string[]>> =>
    new Map(
      await Promise.all(
        (await world.cases()).map(async ({ id }) => {
          const notices = await world.notices(id);
          const first = notices.filter((one) => one.purpose === 'call' && one.step === 0 && one.round === round);
          return [id, first.map(({ person, channel }) => `${person} ${channel}`)] as const;
        }),
      ),
    );
  const before = await calledIn(1);
  expect(before.size).toBe(shipments.length);
  for (const called of before.values()) expect(called).toHaveLength(1);
  expect(new Set([...before.values()].flat())).toEqual(new Set(['mei-tan slack', 'sofia-lindqvist slack']));
  expect(toldBesideClocks(world)).toHaveLength(shipments.length);

  // Nobody takes them: two more steps, and half an hour later the ladder begins again.
  await world.advance(HOUR + 5 * MINUTE);
  const after = await calledIn(2);
  for (const [id, called] of after) {
    expect(called).toHaveLength(1);
    expect(called).not.toEqual(before.get(id));
  }
});

test('a step that waits for business hours calls nobody at night nor on Saturday, and everybody when the team opens on Monday', async () => {
  const packDirectory = withSteps(
    { [SECOND]: `${SECOND}\n        hours: business` },
    {
      'organisation.yaml': (text) =>
        text.replace(
          'title: Customer service,',
          [
            'title: Customer service,',
            'hours: [{ days: [monday, tuesday, wednesday, thursday, friday], from: "08:00", to: "18:00" }],',
          ].join('\n      '),
        ),
    },
  );
  // A Friday in summer: it is five to six in the evening in Toronto.
  const world = await openWorld({ startAt: '2026-08-07T21:55:00Z', packDirectory });
  knowShipment(world, 'SO-88213', 'S3');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  expect((await theCase(world)).owner?.team).toBe('customer-service');
  const called = () => toldBesideClocks(world).map(({ at, to }) => `${new Date(at).toISOString().slice(0, 16)} ${to}`);
  const first = called();
  expect(first).toHaveLength(2);
  // The second step would be due two hours later, when nobody is at the desk.
  await world.advance(62 * HOUR);
  expect(called()).toEqual(first);
  await world.advance(5 * MINUTE);
  const second = called().slice(first.length);
  expect(second.length).toBeGreaterThan(0);
  for (const call of second) expect(call).toMatch(/^2026-08-10T12:0/);
});

test('a step with a condition calls for those cases only that meet it, is passed over for others with the reason in the journal, and names the step that comes after it', async () => {
  const packDirectory = withSteps({
    [FIRST]: `${FIRST}\n        when: { levels: [S1], valueFrom: 100000 }\n        next: last-owner`,
  });
  const world = await openWorld({ startAt: '2026-08-13T09:00:00Z', packDirectory });
  knowShipment(world, 'SO-88213', 'S3');
  knowShipment(world, 'SO-91001', 'S1');
  await world.postEdi(edi214());
  await report(world, 'SO-91001', 301);
  await world.advance(20 * MINUTE);
  const [mild, worst] = ['S3', 'S1'].map((level) => async () => {
    const found = (await world.cases()).find(({ severity }) => severity?.level === level);
    return (await world.journal(found?.id ?? '')).flatMap(({ happening }) => {
      if (happening.what === 'EscalationStepClaimed') return [`called ${happening.stepId}`];
      return happening.what === 'EscalationStepSkipped'
        ? [`passed over ${happening.stepId}: ${happening.reasons[0]?.text ?? ''}`]
        : [];
    });
  });
  // Operations management comes after the owner, but not for those of whom the step of the owner says otherwise.
  expect(await worst?.()).toEqual(['called owner', 'called last-owner']);
  // It may still become worse: what is passed over is said when the next one is called.
  expect(await mild?.()).toEqual([]);
  const told = toldBesideClocks(world).length;
  await world.advance(2 * HOUR);
  expect(await mild?.()).toEqual(['passed over owner: Only for S1.', 'called operations']);
  expect(toldBesideClocks(world).length).toBeGreaterThan(told);
});

test('a step that calls the channel of a team says it there once; whoever clicks has it, all who read see that, and a stranger changes nothing', async () => {
  const packDirectory = withSteps({
    [FIRST]: 'targets: [{ channel: customer-service }, { rota: owner }]\n        channels: [slack, email]',
  });
  const world = await openWorld({ startAt: '2026-08-25T15:00:00Z', packDirectory });
  knowShipment(world, 'SO-92001', 'S1');
  await report(world, 'SO-92001', 390);
  await world.advance(MINUTE);
  const inChannel = world.told.filter(({ to }) => to === 'C0SERVICE');
  expect(inChannel).toHaveLength(1);
  const [told] = inChannel;
  const said = JSON.stringify(told?.slack?.blocks);
  expect(said).toContain('It is for all who read here: whoever clicks has it');
  // Nothing in it acts as one of them.
  expect(said).not.toContain('/v1/replies/');
  // Whoever reads it may look, and acts as nobody there either.
  const { open } = browser(world);
  const page = await open(/(\/v1\/views\/[^|"]+)\|/.exec(said)?.[1] ?? '');
  expect(page.text).toContain('What is at stake');
  expect([...page.links.values()].filter((url) => !url.includes('/v1/views/'))).toEqual([]);
  // Beside it the owner is called by both channels, as ever.
  expect(world.told.filter(({ to }) => to !== 'C0SERVICE')).toHaveLength(2);

  await world.clickSlack(told?.slack, 'acknowledge', 'U0STRANGER');
  expect(await theCase(world)).toMatchObject({ state: 'triaged' });
  await world.clickSlack(told?.slack, 'acknowledge', 'U0DAN');
  expect(await theCase(world)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'dan-okafor' });
  await world.advance(MINUTE);
  const now = world.partners.slack.messages.find(({ ts }) => ts === told?.slack?.ts);
  expect(JSON.stringify(now?.blocks)).toContain('Dan Okafor has it since');
  // A minute before the ladder would have gone on, and long after: nobody else is called.
  await world.advance(30 * MINUTE);
  expect(world.told.filter(({ headline }) => headline.includes('second call'))).toEqual([]);
});
