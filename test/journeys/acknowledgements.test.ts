import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase, toldBesideClocks, toldBriefly } from '../support/journey.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

/** The first step calls two people by Slack, again each five minutes, and two of them have to take it. */
const inPairs = (text: string): string =>
  text.replace(
    'targets: [{ rota: owner }]\n        channels: [slack, email]',
    [
      'targets: [{ rota: owner }, { person: jonas-weber }]',
      'channels: [slack]',
      'acknowledgements: 2',
      'repeat: { times: 2, every: { S1: PT5M, S2: PT5M, S3: PT5M, S4: PT5M } }',
    ].join('\n        '),
  );

test('two have to take it: until the second has, whoever has not is called again each five minutes, and whoever has is left alone', async () => {
  const packDirectory = changedPack({ 'escalation.yaml': inPairs });
  const world = await openWorld({ startAt: '2026-08-03T09:00:00Z', packDirectory });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  expect(toldBriefly(world)).toEqual(['09:00 slack U0DAN', '09:00 slack U0JONAS']);

  // One is not enough, and twice the same one is one.
  const { id } = await theCase(world);
  const jonas = world.as(PEOPLE.responder.email);
  for (let click = 0; click < 2; click += 1) expect((await jonas.post(`/v1/cases/${id}/acknowledge`)).status).toBe(200);
  expect((await theCase(world)).state).toBe('triaged');
  await world.advance(5 * MINUTE);
  expect(toldBriefly(world).slice(2)).toEqual(['09:05 slack U0DAN']);

  const [toDan] = world.partners.slack.messages.filter(({ channel }) => channel === 'U0DAN').slice(-1);
  expect(await world.clickSlack(toDan, 'acknowledge', 'U0DAN')).toMatchObject({ outcome: 'taken' });
  await world.advance(MINUTE);
  expect(await theCase(world)).toMatchObject({ state: 'acknowledged' });
  const whats = (await world.journal(id)).map(({ happening }) => happening.what);
  expect(whats.filter((what) => what === 'AcknowledgementAdded')).toHaveLength(1);
  expect(whats.filter((what) => what === 'CaseAcknowledged')).toHaveLength(1);

  // Neither the third call nor the next step comes any more.
  const told = toldBesideClocks(world).length;
  await world.advance(HOUR - 10 * MINUTE);
  expect(toldBesideClocks(world)).toHaveLength(told);
});
