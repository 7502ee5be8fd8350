import { expect, test } from 'vitest';
import type { Case } from '../../lambdas/contracts/index.ts';
import { signalIdOf } from '../../lambdas/inbound/complete-signal.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const on = (shipment: string) => ({ references: [{ kind: 'shipment', value: shipment }] });
const delay = (shipment: string, occurredAt: string) => ({
  kind: 'exception',
  type: 'transport.delay',
  occurredAt,
  ...on(shipment),
});
const delivered = (shipment: string, occurredAt: string) => ({
  kind: 'progress',
  milestone: { name: 'delivered', at: 'actual' },
  occurredAt,
  ...on(shipment),
});

async function post(world: World, body: object): Promise<string> {
  const { status, json, text } = await world.postSignal(body);
  if (status !== 202) throw new Error(text);
  await world.advance(MINUTE);
  return json.signals[0].id;
}

async function casesOf(world: World, shipment: string): Promise<readonly Case[]> {
  return (await world.cases()).filter(({ references }) => references.some(({ value }) => value === shipment));
}

test('event time decides, not arrival', async () => {
  const world = await openWorld();
  const lead = world.as(PEOPLE.lead.email);

  // The delivery comes first; a delay from before it, reported late, troubles nobody.
  await post(world, delivered('SO-1', '2026-03-02T08:30:00Z'));
  const stale = await post(world, delay('SO-1', '2026-03-02T08:00:00Z'));
  expect(await casesOf(world, 'SO-1')).toEqual([]);
  expect((await lead.get(`/v1/cases?signal=${stale}`)).json.items).toEqual([]);
  expect(world.told).toEqual([]);
  // One from after it is new trouble, in whichever order they come.
  await post(world, delay('SO-1', '2026-03-02T08:45:00Z'));
  expect(await casesOf(world, 'SO-1')).toHaveLength(1);
  expect(world.told).toHaveLength(2);

  // The later report first: one case, and it began when the earlier one says.
  await post(world, delay('SO-2', '2026-03-02T08:50:00Z'));
  await post(world, delay('SO-2', '2026-03-02T07:10:00Z'));
  const [second] = await casesOf(world, 'SO-2');
  expect(second).toMatchObject({ signals: 2, occurredAt: '2026-03-02T07:10:00.000Z' });
  expect(world.told).toHaveLength(4);

  // Solved; a report from before that comes after it is added and opens nothing, one from after it opens it again.
  expect((await lead.post(`/v1/cases/${second?.id ?? ''}/resolve`, { resolution: 'solved' })).status).toBe(200);
  await world.advance(10 * MINUTE);
  const told = world.told.length;
  await post(world, delay('SO-2', '2026-03-02T09:00:30Z'));
  expect(await casesOf(world, 'SO-2')).toMatchObject([{ state: 'resolved', signals: 3, reopens: 0 }]);
  expect(world.told).toHaveLength(told);
  await post(world, delay('SO-2', new Date(world.now() - 2 * MINUTE).toISOString()));
  expect(await casesOf(world, 'SO-2')).toMatchObject([{ state: 'triaged', signals: 4, reopens: 1 }]);
  expect(world.told).toHaveLength(told + 2);

  // Taken back before it was known: the case is there for the record, and nobody is called for it.
  const quiet = world.told.length;
  const coming = delay('SO-3', '2026-03-02T08:20:00Z');
  const id = signalIdOf('tms-events', {
    ...coming,
    kind: 'exception',
    timeBasis: 'sent',
    part: '',
    references: [{ kind: 'shipment', value: 'SO-3', issuer: 'tms-events' }],
  });
  await post(world, { kind: 'retraction', retracts: id, occurredAt: '2026-03-02T08:25:00Z', ...on('SO-3') });
  expect(await casesOf(world, 'SO-3')).toEqual([]);
  expect(await post(world, coming)).toBe(id);
  await world.advance(30 * MINUTE);
  expect(await casesOf(world, 'SO-3')).toMatchObject([{ state: 'withdrawn', retracted: 1 }]);
  expect(world.told.slice(quiet).filter(({ mail, slack }) => JSON.stringify([mail, slack]).includes('SO-3'))).toEqual(
    [],
  );
});
