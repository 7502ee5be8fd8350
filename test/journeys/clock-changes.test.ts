import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment, toldBesideClocks } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

/**
 * Customer service hands over on Mondays at 09:00 in Toronto. There 2026-03-08 has no 02:00 to 03:00, and 2026-11-01 has 01:00 to 02:00 twice: with the offset of
 * the day before, the person on duty in the minutes that are looked at here would be another one.
 */
test.each([
  {
    change: 'into summer time',
    startAt: '2026-03-08T06:50:00Z',
    deadline: 'Sun, Mar 8, 03:05 EDT',
    steps: ['06:50', '07:05', '07:20'],
    monday: '2026-03-09T12:50:00Z',
    before: 'amelie.roy@example.com',
    after: 'dan.okafor@example.com',
  },
  {
    change: 'out of summer time',
    startAt: '2026-11-01T05:50:00Z',
    deadline: 'Sun, Nov 1, 01:05 EST',
    steps: ['05:50', '06:05', '06:20'],
    monday: '2026-11-02T13:50:00Z',
    before: 'amelie.roy@example.com',
    after: 'dan.okafor@example.com',
  },
])('the clocks go $change: steps come after as long as ever, and the rota hands over at nine', async (given) => {
  const world = await openWorld({ startAt: given.startAt });
  const report = async (shipment: string): Promise<string> => {
    knowShipment(world, shipment, 'S1');
    // In the carrier's own zone, an hour ago.
    const at = new Date(world.now() - 8 * HOUR).toISOString();
    const [date, time] = [at.slice(0, 10).replaceAll('-', ''), at.slice(11, 16).replace(':', '')];
    await world.postEdi(edi214({ shipment, tracking: `NL-${shipment}`, date, time }));
    await world.advance(MINUTE);
    const { json } = await world.as(PEOPLE.lead.email).get(`/v1/cases?reference=shipment:${shipment}`);
    return json.items[0].id;
  };
  const first = await report('SO-1');
  const mail = world.told.find(({ channel }) => channel === 'email')?.mail?.text;
  expect(mail).toContain(`Acknowledge by ${given.deadline} (in 15 minutes)`);
  await world.advance(35 * MINUTE);
  const minutes = [...new Set(toldBesideClocks(world).map(({ at }) => new Date(at).toISOString().slice(11, 16)))];
  expect(minutes).toEqual(given.steps);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${first}/resolve`, { resolution: 'solved' });

  // Ten minutes before the hand-over, a new case: its second step comes after it.
  await world.advance(Date.parse(given.monday) - world.now());
  const known = world.told.length;
  await report('SO-2');
  // Calls: that the shift begins with it is said beside them.
  const mails = () =>
    world.told
      .slice(known)
      .flatMap(({ channel, to, headline }) => (channel === 'email' && !headline.includes('Your shift') ? [to] : []));
  expect(mails()).toEqual([given.before]);
  await world.advance(13 * MINUTE);
  expect(mails()).toHaveLength(1);
  await world.advance(2 * MINUTE);
  expect(mails()).toContain(given.after);
  // Who has gone home is not called again.
  expect(mails().filter((to) => to === given.before)).toHaveLength(1);
});
