import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { changedPack } from '../support/pack.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Told, World } from '../support/world.ts';

/** Ten in five minutes; of S3 eight. No storms: each case is told of by itself. */
const packDirectory = (): string =>
  changedPack({
    'pack.yaml': (text) =>
      text.replace('messageRate: { most: 40, within: PT5M }', 'messageRate: { most: 10, within: PT5M }'),
    'escalation.yaml': (text) => text.replaceAll('channels: [slack, email]', 'channels: [slack]'),
  });

let control = 700;
async function report(world: World, shipment: string, severity: 'S1' | 'S3'): Promise<string> {
  const known = new Set((await world.cases()).map(({ id }) => id));
  knowShipment(world, shipment, severity);
  control += 1;
  await world.postEdi(edi214({ shipment, tracking: `NL${shipment.slice(3)}`, control: `000000${String(control)}` }));
  await world.settle();
  const opened = (await world.cases()).find(({ id }) => !known.has(id));
  if (opened === undefined) throw new Error('no case was opened');
  return opened.id;
}

const isOver = ({ headline }: Told): boolean => headline.includes('Resolved:');

test('first calls are never held back; of the rest one reader gets so many by one channel in five minutes, the most severe first, and then what has waited', async () => {
  const world = await openWorld({ startAt: '2026-03-02T14:00:00Z', packDirectory: packDirectory() });
  const lead = world.as(PEOPLE.lead.email);
  const mild: string[] = [];
  for (let number = 0; number < 11; number += 1) mild.push(await report(world, `SO-9900${String(number)}`, 'S3'));
  const worst = await report(world, 'SO-88213', 'S1');
  await world.advance(30_000);
  const calls = world.told.filter(({ channel }) => channel === 'slack');
  // Twelve calls within a minute: each is the first notice of its case.
  expect(calls).toHaveLength(12);
  const [reader] = [...new Set(calls.map(({ to }) => to))];

  await world.advance(Date.parse('2026-03-02T14:01:00Z') - world.now());
  for (const id of [...mild, worst]) {
    await lead.post(`/v1/cases/${id}/acknowledge`);
    await lead.post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  }
  await world.advance(2 * MINUTE);
  const soon = world.told.filter(isOver).filter(({ to }) => to === reader);
  // Eight of the mild have room, and the worst still has: it came last, and does not wait.
  expect(soon.filter(({ headline }) => headline.includes('S3'))).toHaveLength(8);
  expect(soon.filter(({ headline }) => headline.includes('S1'))).toHaveLength(1);
  const waiting = (await Promise.all(mild.map((id) => world.notices(id))))
    .flat()
    .filter(({ state }) => state === 'claimed');
  expect(waiting).toHaveLength(3);

  await world.advance(5 * MINUTE);
  const all = world.told.filter(isOver).filter(({ to }) => to === reader);
  expect(all).toHaveLength(12);
  expect(new Set(all.map(({ noticeId }) => noticeId)).size).toBe(12);
  for (const late of all.slice(9)) expect(late.at).toBeGreaterThanOrEqual(Date.parse('2026-03-02T14:05:00Z'));
});
