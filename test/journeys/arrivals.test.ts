import { expect, test } from 'vitest';
import type { Action } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const CUSTOMER = 'einkauf@hafen.example';

const START = '2026-03-02T09:00:00Z';
const at = (hours: number): string => new Date(Date.parse(START) + hours * HOUR).toISOString();

/** An order that is promised in two days, to a customer who knows what a delay costs; by the TMS it would keep the promise. */
function knowOrder(world: World): void {
  world.partners.erp.put('SHP-1', {
    SalesOrder: '4500017',
    TotalNetAmount: '9000.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(at(48)),
  });
  world.partners.crm.put('SHP-1', {
    name: 'Hafen Klinik',
    tier: 'Silver',
    penalty: 1000,
    currency: 'EUR',
    complaints: 0,
    email: CUSTOMER,
    language: 'en',
  });
  world.partners.tms.put('SHP-1', { id: 'SHP-1', mode: 'road', estimatedArrival: at(40) });
}

async function actionsOf(world: World): Promise<readonly Action[]> {
  return (await world.as(PEOPLE.lead.email).get(`/v1/cases/${(await theCase(world)).id}/actions`)).json.actions;
}

async function promisesIn(world: World): Promise<readonly unknown[]> {
  return (await actionsOf(world))
    .filter(({ type }) => type === 'promise_date')
    .map(({ change }) => change['promisedAt'])
    .toSorted();
}

test('the carrier says when the goods come now: the promise in the ERP, the customer and finance go by that, and not by what the TMS still has', async () => {
  const world = await openWorld({ startAt: START });
  knowOrder(world);
  const report = async (saidAt: number, expected: number): Promise<void> => {
    await world.postSignal({
      kind: 'exception',
      type: 'transport.delay',
      references: [{ kind: 'shipment', value: 'SHP-1' }],
      occurredAt: at(saidAt),
      milestone: { name: 'delivered', at: 'estimated', expectedAt: at(expected) },
    });
    await world.advance(5 * MINUTE);
  };
  const promises = () => promisesIn(world);
  const letters = () => world.told.flatMap(({ to, mail }) => (to === CUSTOMER ? [mail?.text ?? ''] : []));

  await report(-1, 96);
  expect(await theCase(world)).toMatchObject({ expectedAt: at(96), expectedSaidAt: at(-1) });
  // Four hours from the town to the door.
  expect(await promises()).toEqual([at(100)]);
  expect((await actionsOf(world)).map(({ type, state }) => `${type} ${state}`).toSorted()).toEqual([
    'customer_message confirmed',
    'penalty_review confirmed',
    'promise_date confirmed',
  ]);
  expect(letters()).toEqual([expect.stringContaining('6 March 2026')]);

  // What was said before that and comes only now is no news.
  await report(-2, 60);
  expect(await theCase(world)).toMatchObject({ expectedAt: at(96), signals: 2 });
  expect(await promises()).toEqual([at(100)]);
  // What is said after it is.
  await report(0, 120);
  expect(await theCase(world)).toMatchObject({ expectedAt: at(120), signals: 3 });
  expect(await promises()).toEqual([at(100), at(124)]);
  expect(letters()).toHaveLength(1);
});

test('a new date that comes as progress on an open case is looked at when it is said, once, and not each status; taken back, the case goes by what was said before', async () => {
  const world = await openWorld({ startAt: START });
  knowOrder(world);
  const say = async (body: object): Promise<string> => {
    const answer = await world.postSignal({ references: [{ kind: 'shipment', value: 'SHP-1' }], ...body });
    await world.advance(2 * MINUTE);
    return answer.json.signals[0].id;
  };
  const progress = (saidAt: number, expected: number) =>
    say({
      kind: 'progress',
      occurredAt: at(saidAt),
      milestone: { name: 'delivered', at: 'estimated', expectedAt: at(expected) },
    });
  await say({
    kind: 'exception',
    type: 'transport.delay',
    occurredAt: at(-2),
    milestone: { name: 'delivered', at: 'estimated', expectedAt: at(96) },
  });
  expect(await promisesIn(world)).toEqual([at(100)]);
  const { id } = await theCase(world);
  const entries = async () => (await world.journal(id)).map(({ happening }) => happening.what);
  const looks = async () => (await entries()).filter((what) => what === 'SeverityChanged').length;
  const before = await looks();

  // A status that says the same, or a little else, or what was said before: nobody is asked.
  await progress(-1, 96);
  await progress(-0.9, 96.5);
  await progress(-3, 200);
  expect([await looks(), await promisesIn(world)]).toEqual([before, [at(100)]]);

  // Another date: what was promised moves, at once.
  const later = await progress(-0.5, 144);
  expect(await theCase(world)).toMatchObject({ expectedAt: at(144), expectedSaidAt: at(-0.5), signals: 1 });
  expect([await looks(), await promisesIn(world)]).toEqual([before + 1, [at(100), at(148)]]);
  expect((await entries()).filter((what) => what === 'ArrivalMoved')).toHaveLength(1);

  // Taken back, what was said before holds again, once.
  await say({ kind: 'retraction', retracts: later, occurredAt: at(0) });
  expect(await theCase(world)).toMatchObject({ state: 'triaged', expectedAt: at(96.5), expectedSaidAt: at(-0.9) });
  expect(await looks()).toBe(before + 2);
});
