import { beforeAll, expect, test } from 'vitest';
import { HOUR, MINUTE, openWorld } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';
import { signBody } from '../../lambdas/inbound/index.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    startAt: '2026-03-02T09:00:00Z',
    sources: [
      {
        id: 'tms-plans',
        title: 'TMS plans',
        format: 'canonical',
        zone: 'UTC',
        region: 'eu',
        businessUnit: 'retail',
        plans: { grace: 'PT1H' },
        silence: { allowed: 'P1D' },
      },
    ],
  });
});

async function post(body: unknown): Promise<Answer> {
  const [source] = world.sources;
  if (source === undefined) throw new Error('no source');
  const bytes = Buffer.from(JSON.stringify(body));
  const signature = signBody(bytes, source.secret, Math.floor(world.now() / 1000));
  const headers = { 'content-type': 'application/json', 'fairlead-signature': signature };
  return world.request('POST', source.path, { headers, body: bytes });
}
const references = (shipment: string) => [{ kind: 'shipment', value: shipment }];
const inHours = (hours: number): string => new Date(world.now() + hours * HOUR).toISOString();
const plan = (shipment: string, departs: number, arrives: number) => ({
  kind: 'plan',
  references: references(shipment),
  milestones: [
    { name: 'departed', stop: '1', expectedAt: inHours(departs), place: { locality: 'Rotterdam', country: 'NL' } },
    { name: 'arrived', stop: '2', expectedAt: inHours(arrives), place: { locality: 'Duisburg', country: 'DE' } },
  ],
});
const report = (shipment: string, name: string, at = new Date(world.now()).toISOString()) => ({
  kind: 'progress',
  references: references(shipment),
  milestone: { name, at: 'actual' },
  occurredAt: at,
});
const casesOf = async (shipment: string) =>
  (await world.cases()).filter((record) => record.references.some(({ value }) => value === shipment));

test('a departure that nobody reports is a case an hour after its time, its owner is called, and the late report settles it', async () => {
  expect((await post(plan('SILENT', 2, 30))).status).toBe(202);
  await world.advance(3 * HOUR - MINUTE);
  expect(await casesOf('SILENT')).toEqual([]);
  expect(world.told).toEqual([]);
  await world.advance(3 * MINUTE);
  const [record] = await casesOf('SILENT');
  expect(record).toMatchObject({ type: 'transport.milestone_missed', state: 'triaged', reasonCode: 'no_report' });
  expect(world.told.length).toBeGreaterThan(0);
  expect(world.told[0]?.headline).toContain('Missed milestone');

  const before = world.told.length;
  await post(report('SILENT', 'departed'));
  await world.advance(2 * MINUTE);
  const [settled] = await casesOf('SILENT');
  expect(settled?.state).toBe('resolved');
  // Whoever was called hears that it is over, and nobody is called any more.
  const after = world.told.slice(before);
  expect(after.length).toBeGreaterThan(0);
  expect(after.every(({ headline }) => headline.includes('Resolved'))).toBe(true);
});

test('what is reported in time, or planned anew, is nobody’s trouble', async () => {
  const before = world.told.length;
  await post(plan('PROMPT', 2, 5));
  await post(plan('MOVED', 2, 5));
  await world.advance(HOUR);
  await post(report('PROMPT', 'departed'));
  await post(plan('MOVED', 30, 40));
  await world.advance(4 * HOUR);
  await post(report('PROMPT', 'arrived'));
  await world.advance(6 * HOUR);
  expect([...(await casesOf('PROMPT')), ...(await casesOf('MOVED'))]).toEqual([]);
  expect(world.told.length).toBe(before);
});

test('a source that falls silent is one case, which settles when it speaks again', async () => {
  await post(report('HELLO', 'departed'));
  await world.advance(24 * HOUR + 2 * MINUTE);
  const [record, ...others] = (await world.cases()).filter(({ type }) => type === 'integration.source_silent');
  expect(others).toEqual([]);
  expect(record).toMatchObject({ state: 'triaged', references: [{ kind: 'source', value: 'tms-plans' }] });
  await world.advance(3 * HOUR);
  await post(report('HELLO', 'arrived'));
  await world.advance(3 * MINUTE);
  const silent = (await world.cases()).filter(({ type }) => type === 'integration.source_silent');
  expect(silent.map(({ state }) => state)).toEqual(['resolved']);
});
