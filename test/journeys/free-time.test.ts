import { expect, test } from 'vitest';
import type { Case } from '../../lambdas/contracts/index.ts';
import { theCase } from '../support/journey.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const BOX = 'MSCU1234565';

/** Terms of the contract: from a Wednesday on, in pounds, dearer with the eighth day of charge. */
const termsOf = (freeDays: number) => ({
  kind: 'demurrage',
  freeDays,
  currency: 'GBP',
  startsAt: '2026-02-25T06:00:00Z',
  zone: 'Europe/London',
  rates: [
    { fromDay: 1, amount: '16.00' },
    { fromDay: 3, amount: '26.00' },
    { fromDay: 8, amount: '43.00' },
  ],
  expectedAt: '2026-03-12T10:00:00Z',
});

function know(world: World, freeDays: number): void {
  world.partners.trade.put(BOX, {
    mrn: '26GB12345678901234',
    status: 'held',
    holdReason: { code: 'INSP', text: 'Inspection' },
  });
  world.partners.finance.put(BOX, { id: 'INV-1', status: 'paid', freeTime: termsOf(freeDays) });
}

async function held(world: World): Promise<Case> {
  await world.postSignal({
    kind: 'exception',
    type: 'compliance.customs_hold',
    references: [{ kind: 'container', value: BOX }],
    occurredAt: new Date(world.now() - MINUTE).toISOString(),
  });
  await world.advance(MINUTE);
  return theCase(world);
}

test('a container is held over its last free day: what a day costs, what it has cost, what it will have cost; the clock goes by it', async () => {
  const world = await openWorld({ startAt: '2026-03-02T22:30:00.000Z' });
  know(world, 7);
  const first = await held(world);
  expect(first.impact?.freeTime).toEqual({
    kind: 'demurrage',
    lastFreeDay: '2026-03-03',
    chargedFrom: '2026-03-04',
    asOf: '2026-03-02',
    soFar: { amount: '0.00', currency: 'GBP' },
    perDay: { amount: '16.00', currency: 'GBP' },
    until: '2026-03-12',
    // Two days of 16, five of 26, two of 43.
    forecast: { amount: '248.00', currency: 'GBP' },
  });
  expect(first.clocks?.resolve).toMatchObject({
    deadline: '2026-03-04T00:00:00.000Z',
    dueAt: '2026-03-04T00:00:00.000Z',
  });
  const mail = world.told.find(({ mail: sent }) => sent !== undefined)?.mail?.text;
  expect(mail).toContain(
    'Demurrage: last free day 3 Mar 2026, then 16 GBP a day; 248 GBP when it is out on 12 Mar 2026',
  );
  const explained = (await world.as(PEOPLE.viewer.email).get(`/v1/cases/${first.id}/explain`)).json;
  expect(explained.impact.freeTime).toEqual(first.impact?.freeTime);

  // Two days more were granted: the clock moves, and nothing is owed yet.
  know(world, 9);
  const extended = await held(world);
  expect(extended.id).toBe(first.id);
  expect(extended.impact?.freeTime).toMatchObject({ lastFreeDay: '2026-03-05', forecast: { amount: '162.00' } });
  expect(extended.clocks?.resolve.dueAt).toBe('2026-03-06T00:00:00.000Z');

  // A day passes, and the line has granted one more meanwhile: nobody reports it, it is asked for when the day changes where the container stands.
  know(world, 10);
  const asked = (): number => world.partners.finance.requests.filter(({ method }) => method === 'GET').length;
  const before = asked();
  expect(extended.severity?.rescoreAt).toBe('2026-03-03T00:00:00.000Z');
  await world.advance(Date.parse('2026-03-02T23:58:00Z') - world.now());
  expect(asked()).toBe(before);
  await world.advance(4 * MINUTE);
  const nextDay = await theCase(world);
  expect(nextDay.impact?.freeTime).toMatchObject({ asOf: '2026-03-03', lastFreeDay: '2026-03-06' });
  expect(nextDay.clocks?.resolve.dueAt).toBe('2026-03-07T00:00:00.000Z');
  expect(nextDay.severity?.rescoreAt).toBe('2026-03-04T00:00:00.000Z');
  expect(nextDay.signals).toBe(extended.signals);

  // The line takes it back, and more: over its last free day each day that has begun is owed, two of 16 and two of 26.
  know(world, 3);
  const over = await held(world);
  expect(over.impact?.freeTime).toMatchObject({
    asOf: '2026-03-03',
    lastFreeDay: '2026-02-27',
    soFar: { amount: '84.00', currency: 'GBP' },
    perDay: { amount: '26.00', currency: 'GBP' },
  });

  // It is out: nothing more is charged, and nobody asks each day any more.
  world.partners.finance.put(BOX, {
    id: 'INV-1',
    status: 'paid',
    freeTime: { ...termsOf(3), returnedAt: '2026-03-03T00:01:00Z' },
  });
  await world.advance(6 * MINUTE);
  const out = await held(world);
  expect(out.clocks?.resolve.breachedAt).toBeDefined();
  expect(out.impact?.freeTime).toMatchObject({
    soFar: { amount: '84.00' },
    perDay: { amount: '0.00' },
    forecast: { amount: '84.00' },
  });
  expect(out.severity?.rescoreAt).toBeUndefined();
});

test('a report that the container is out, or is out no more, is asked about at once and not when the day changes; each report once', async () => {
  const world = await openWorld({ startAt: '2026-03-05T10:00:00.000Z' });
  know(world, 3);
  const over = await held(world);
  expect(over.impact?.freeTime).toMatchObject({ perDay: { amount: '26.00' } });
  expect(over.severity?.rescoreAt).toBe('2026-03-06T00:00:00.000Z');
  const report = (name: string) => ({
    kind: 'progress',
    milestone: { name, at: 'actual' },
    references: [{ kind: 'container', value: BOX }],
    occurredAt: new Date(world.now() - MINUTE).toISOString(),
  });
  const asked = (): number => world.partners.finance.requests.filter(({ method }) => method === 'GET').length;
  const before = asked();
  await world.postSignal(report('in_transit'));
  await world.advance(5 * MINUTE);
  expect(asked()).toBe(before);

  const terms = { ...termsOf(3), returnedAt: new Date(world.now()).toISOString() };
  world.partners.finance.put(BOX, { id: 'INV-1', status: 'paid', freeTime: terms });
  const out = report('picked_up');
  await world.postSignal(out);
  await world.postSignal(out);
  await world.advance(MINUTE);
  const back = await theCase(world);
  expect(back.impact?.freeTime).toMatchObject({ perDay: { amount: '0.00' } });
  expect(back.severity?.rescoreAt).toBeUndefined();
  expect(back.signals).toBe(over.signals);
  expect(asked()).toBe(before + 1);
  const entries = (await world.journal(back.id)).filter(({ happening }) => happening.what === 'ContainerMoved');
  expect(entries).toHaveLength(1);
  expect(entries[0]?.happening).toMatchObject({ milestone: 'picked_up' });

  // A second time it is unloaded later than was thought: free time begins later, and the clock moves with it.
  world.partners.finance.put(BOX, {
    id: 'INV-1',
    status: 'paid',
    freeTime: { ...termsOf(3), startsAt: '2026-03-05T06:00:00Z' },
  });
  await world.postSignal(report('unloaded'));
  await world.advance(MINUTE);
  const later = await theCase(world);
  expect(later.impact?.freeTime).toMatchObject({ lastFreeDay: '2026-03-07', soFar: { amount: '0.00' } });
  expect(later.clocks?.resolve.deadline).toBe('2026-03-08T00:00:00.000Z');
});
