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

test('a trouble that its sender takes back and reports again: one case, what was changed is taken back and made again, and from the third coming on nobody is called anew', async () => {
  const world = await openWorld({ startAt: '2026-05-06T08:00:00Z' });
  knowShipment(world, 'SO-77002', 'S3');
  const references = [{ kind: 'shipment', value: 'SO-77002' }];
  const post = async (body: object): Promise<string> => {
    const occurredAt = new Date(world.now()).toISOString();
    const { status, text, json } = await world.postSignal({ ...body, references, occurredAt });
    if (status !== 202) throw new Error(text);
    await world.advance(3 * MINUTE);
    return json.signals[0].id;
  };
  const comes = (): Promise<string> => post({ kind: 'exception', type: 'transport.delay' });
  const goes = (retracts: string): Promise<string> => post({ kind: 'retraction', retracts });
  // It arrives after it is promised, so each coming writes another date, and each going takes that back.
  world.partners.tms.put('SO-77002', {
    id: 'SO-77002',
    references: ['SO-77002'],
    mode: 'road',
    estimatedArrival: new Date(world.now() + 90 * HOUR).toISOString(),
  });
  const patches = (): number =>
    world.partners.erp.requests.filter(({ method, status }) => method === 'PATCH' && status === 204).length;

  await goes(await comes());
  const first = await theCase(world);
  expect(first).toMatchObject({ state: 'withdrawn', reopens: 0 });
  expect(world.told.at(-1)?.headline).toContain('Withdrawn: ');
  expect(patches()).toBe(2);
  await goes(await comes());
  expect(await theCase(world)).toMatchObject({ id: first.id, state: 'withdrawn', reopens: 1 });
  world.restart();
  let report = await comes();
  expect(await theCase(world)).toMatchObject({ id: first.id, state: 'triaged', reopens: 2, flapping: { times: 3 } });
  expect(world.told.at(-1)?.mail?.text ?? world.told.at(-2)?.mail?.text).toContain('It comes and goes: 3 times since');

  // Written, taken back, written, taken back, written; and no more from now on, as it comes and goes.
  expect(patches()).toBe(5);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${first.id}/acknowledge`);
  const told = world.told.length;
  for (let time = 4; time <= 8; time += 1) {
    await goes(report);
    report = await comes();
  }
  expect(world.told).toHaveLength(told);
  expect(await theCase(world)).toMatchObject({ state: 'acknowledged', reopens: 2, flapping: { times: 8 } });
  expect(patches()).toBe(5);

  // Taken back for good: two hours later it is withdrawn, and whoever was called hears so.
  await goes(report);
  await world.advance(HOUR);
  expect((await theCase(world)).state).toBe('acknowledged');
  await world.advance(HOUR + MINUTE);
  expect(await theCase(world)).toMatchObject({ state: 'withdrawn', retracted: 8, flapping: { times: 8 } });
  expect(world.told.slice(told).every(({ headline }) => headline.includes('Withdrawn: '))).toBe(true);
  expect(world.told.length).toBeGreaterThan(told);
  expect(patches()).toBe(6);

  // Long after, it is another trouble.
  await world.advance(3 * HOUR);
  await comes();
  expect((await world.cases()).map(({ state }) => state).sort()).toEqual(['triaged', 'withdrawn']);
});
