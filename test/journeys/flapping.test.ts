import { expect, test } from 'vitest';
import { knowShipment, theCase, toldBesideClocks } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

test('a trouble that comes and goes: one case, no call for each coming, the count in the message, solved when it stays away', async () => {
  const world = await openWorld({ startAt: '2026-05-04T08:00:00Z' });
  knowShipment(world, 'SO-77001', 'S3');
  const references = [{ kind: 'shipment', value: 'SO-77001' }];
  const post = async (body: object): Promise<void> => {
    const occurredAt = new Date(world.now()).toISOString();
    const { status, text } = await world.postSignal({ ...body, references, occurredAt });
    if (status !== 202) throw new Error(text);
    await world.advance(3 * MINUTE);
  };
  const comes = (): Promise<void> => post({ kind: 'exception', type: 'transport.delay' });
  const goes = (): Promise<void> => post({ kind: 'progress', milestone: { name: 'delivered', at: 'actual' } });

  for (let time = 1; time <= 2; time += 1) {
    await comes();
    await goes();
  }
  await comes();
  const flapping = await theCase(world);
  expect(flapping).toMatchObject({ state: 'triaged', flapping: { times: 3 } });
  expect(world.told.at(-1)?.mail?.text ?? world.told.at(-2)?.mail?.text).toContain('It comes and goes: 3 times since');

  // From now on it comes and goes as it likes: nobody is called anew.
  const told = toldBesideClocks(world).length;
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${flapping.id}/acknowledge`);
  world.restart();
  for (let time = 4; time <= 8; time += 1) {
    await goes();
    await comes();
  }
  expect(toldBesideClocks(world)).toHaveLength(told);
  expect(await theCase(world)).toMatchObject({ state: 'acknowledged', reopens: 2, flapping: { times: 8 } });

  // Gone for good: two hours later it is solved, and whoever was called hears so.
  await goes();
  await world.advance(HOUR);
  expect((await theCase(world)).state).toBe('acknowledged');
  await world.advance(HOUR + MINUTE);
  expect(await theCase(world)).toMatchObject({
    state: 'resolved',
    resolution: expect.stringContaining('it came 8 times'),
  });
  expect(
    toldBesideClocks(world)
      .slice(told)
      .every(({ headline }) => headline.includes('Resolved:')),
  ).toBe(true);
});
