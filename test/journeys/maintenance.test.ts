import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import type { Case } from '../../lambdas/contracts/index.ts';
import { knowShipment } from '../support/journey.ts';
import { knowShipments, lateShipments, numbers, report, shipmentOf, sorted, trackingOf } from '../support/storm.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

const reason = 'The port moves its cranes.';

test('a maintenance window: cases are kept and call nobody but for the worst; when it ends they call, or are told of as settled', async () => {
  const world = await openWorld({ startAt: '2026-04-14T08:00:00Z' });
  const lead = world.as(PEOPLE.lead.email);
  const all = numbers(1, 5);
  knowShipments(world, all, [3]);
  const endsAt = new Date(world.now() + 5 * HOUR).toISOString();
  const wish = { matcher: { carrier: 'NRTH' }, endsAt, reason };
  const made = await lead.post('/v1/silences', wish);
  expect(made.json).toMatchObject({ outcome: 'changed', silence: { madeBy: 'ines-duarte', endsAt } });
  expect((await lead.post('/v1/silences', wish)).json).toMatchObject({ outcome: 'unchanged' });
  expect((await world.as(PEOPLE.viewer.email).post('/v1/silences', wish)).status).toBe(403);

  await report(world, all);
  const during = await world.cases();
  expect(during.filter(({ silenced }) => silenced !== undefined)).toHaveLength(5);
  // The worst one calls all the same.
  const numberOf = ({ references }: Case): string | undefined =>
    references.find(({ kind }) => kind === 'shipment')?.value;
  const worst = during.find((record) => numberOf(record) === shipmentOf(3));
  expect(worst?.severity?.level).toBe('S1');
  const told = world.told.length;
  expect(told).toBeGreaterThan(0);
  expect(JSON.stringify(world.told.map(({ headline }) => headline))).not.toContain(trackingOf(1));
  const shown = await lead.get(`/v1/cases?reference=shipment:${shipmentOf(1)}`);
  expect(shown.json.items[0]).toMatchObject({ silencedUntil: endsAt });
  await lead.post(`/v1/cases/${worst?.id ?? ''}/resolve`, { resolution: 'solved' });
  await world.advance(MINUTE);
  const quietSince = world.told.length;

  // One is settled by a person meanwhile; nobody was called for it, so nobody hears of it.
  const settled = during.find((record) => numberOf(record) === shipmentOf(5));
  await lead.post(`/v1/cases/${settled?.id ?? ''}/resolve`, { resolution: 'no_action_needed' });
  world.restart();
  await world.advance(3 * HOUR);
  expect(world.told).toHaveLength(quietSince);
  for (const { clocks, state } of await world.cases())
    if (state === 'triaged') expect(clocks?.acknowledge.breachedAt).toBeUndefined();

  // Ended an hour before its time: the three that are open call within two minutes.
  const { id } = made.json.silence;
  expect((await lead.post(`/v1/silences/${id}/end`, { reason: 'Done sooner' })).json).toMatchObject({
    outcome: 'changed',
    silence: { endedBy: 'ines-duarte', endReason: 'Done sooner' },
  });
  await world.advance(3 * MINUTE);
  expect(world.told.slice(quietSince)).toHaveLength(3 * 2);
  const after = await world.cases();
  expect(after.filter(({ silenced }) => silenced !== undefined)).toEqual([]);
  const ends = await Promise.all(
    after.map(async (record) => {
      const journal = await world.journal(record.id);
      expect(verifyChain(journal)).toMatchObject({ whole: true });
      return journal.flatMap(({ happening }) => (happening.what === 'SilenceEnded' ? [happening.found] : []));
    }),
  );
  expect(ends.flat().sort()).toEqual(['open', 'open', 'open', 'settled', 'settled']);
  expect((await lead.get('/v1/silences')).json.items.map((one: { id: string }) => one.id)).not.toContain(id);
  expect((await lead.get('/v1/silences?state=past')).json.items).toEqual([
    expect.objectContaining({ id, madeBy: 'ines-duarte', reason }),
  ]);
  // And what comes in from now on calls at once.
  knowShipment(world, shipmentOf(9), 'S3');
  const before = world.told.length;
  await world.postEdi(lateShipments([9]));
  await world.advance(2 * MINUTE);
  expect(world.told.slice(before)).toHaveLength(2);
});

test('a storm within a window: silent while it holds, and then one incident with one call', async () => {
  const world = await openWorld({ startAt: '2026-04-20T08:00:00Z' });
  const lead = world.as(PEOPLE.lead.email);
  const all = numbers(1, 30);
  knowShipments(world, all, []);
  const endsAt = new Date(world.now() + 2 * HOUR).toISOString();
  await lead.post('/v1/silences', { matcher: { type: 'transport.delay', carrier: 'NRTH' }, endsAt, reason });
  await report(world, all);
  expect(sorted(await world.cases()).incidents).toEqual([]);
  expect(world.told).toEqual([]);
  await world.advance(2 * HOUR + 3 * MINUTE);
  const { incidents, children } = sorted(await world.cases());
  expect(incidents).toHaveLength(1);
  expect(children).toHaveLength(30);
  expect(world.told).toHaveLength(2);
  expect(world.told.every(({ headline }) => headline.includes('Storm at LONG BEACH'))).toBe(true);
});
