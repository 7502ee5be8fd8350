import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import { vendors } from '../unit/inbound/signatures.ts';

/*
 * Goods that come to us by sea are late, as Terminal49 says it: https://terminal49.com/docs/api-docs/api-reference/webhooks. Nobody reports that stock runs out.
 */
const CONTAINER = 'MRKU3700927';
const OTHER = 'MSKU9070323';
const MATERIAL = 'PUMP-SEAL-40';
const START = '2026-03-02T08:00:00Z';
const BEST = { material: MATERIAL, plant: '1010' };

/** Each about another time has an id of its own. */
const estimate = (container: string, eta: string, firstEta = '2026-03-06T06:00:00Z'): string =>
  JSON.stringify({
    data: {
      id: `n-${container}-${eta}`,
      type: 'webhook_notification',
      attributes: { event: 'shipment.estimated.arrival', created_at: '2026-03-02T08:00:00Z' },
      relationships: { reference_object: { data: { id: 'e1', type: 'estimated_event' } } },
    },
    included: [
      {
        id: 's1',
        type: 'shipment',
        attributes: {
          bill_of_lading_number: `MAEU${container.slice(4)}`,
          shipping_line_scac: 'MAEU',
          port_of_discharge_locode: 'DEHAM',
          port_of_discharge_name: 'Hamburg',
          pod_original_eta_at: firstEta,
        },
      },
      { id: 'c1', type: 'container', attributes: { number: container } },
      { id: 'e1', type: 'estimated_event', attributes: { estimated_timestamp: eta, timestamp: eta } },
    ],
  });

/** Stock is compared again after half an hour: four hours of waiting would show nothing more. */
function comparedSooner(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fairlead-pack-'));
  cpSync(new URL('../../policies/default', import.meta.url), directory, { recursive: true });
  const file = join(directory, 'pack.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace('lookAgain: PT4H', 'lookAgain: PT30M');
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  return directory;
}
const SOON = 35 * MINUTE;

let world: World;
async function hear(payload: string): Promise<void> {
  const [source] = world.sources;
  const body = Buffer.from(payload);
  const proof = vendors['Terminal49']?.sign(body, source?.secret ?? '', Math.floor(world.now() / 1000));
  const headers = { 'content-type': 'application/json', ...proof };
  const answer = await world.request('POST', source?.path ?? '', { headers, body });
  expect([answer.status, answer.json.quarantined]).toEqual([202, []]);
  await world.advance(2 * MINUTE);
}
const ofType = async (type: string): Promise<readonly Case[]> =>
  (await world.cases()).filter((record) => record.type === type);
const delays = () => ofType('transport.delay');
const shortfalls = () => ofType('inventory.shortfall');
const order = (document: string, units: number, on: string) => ({ category: 'VC', document, units: -units, on });

/** 100 on stock; 4711 wants 60 on the 5th, 4712 wants 70 on the 9th; 200 shall come by the container on the 7th. */
function knowGoods(onHand = 100): void {
  world.partners.erp.putComing({
    delivery: '180000123',
    purchaseOrder: '4500000077',
    container: CONTAINER,
    items: [BEST],
  });
  world.partners.erp.putSupply({
    ...BEST,
    onHand,
    planned: [
      order('4711', 60, '2026-03-05'),
      order('4712', 70, '2026-03-09'),
      { category: 'LA', document: '180000123', source: '4500000077', units: 200, on: '2026-03-07' },
      // What planning only proposes helps nobody.
      { category: 'PA', document: '0000012345', units: 500, on: '2026-03-08' },
    ],
  });
  for (const number of ['4711', '4712'])
    world.partners.erp.put(`SO-${number}`, {
      SalesOrder: number,
      TotalNetAmount: '90000.00',
      TransactionCurrency: 'EUR',
      ...promisedFor('2026-03-11T15:00:00Z'),
    });
}

beforeEach(async () => {
  world = await openWorld({
    startAt: START,
    packDirectory: comparedSooner(),
    sources: [
      {
        id: 'terminal49',
        format: 'terminal49',
        zone: 'Europe/Berlin',
        title: 'Ocean visibility',
        region: 'eu',
        businessUnit: 'retail',
        authentication: vendors['Terminal49']?.authentication,
      },
    ],
  });
});

describe('goods that come to us are late', () => {
  test('the stock-out has a case of its own with its day and its orders, before anybody reports it; news change it, and it settles itself', async () => {
    knowGoods();
    await hear(estimate(CONTAINER, '2026-03-12T06:00:00Z'));
    const [delay] = await delays();
    expect(delay?.impact?.stockOutlook).toMatchObject([
      {
        material: MATERIAL,
        site: '1010',
        state: 'runs_out',
        on: '2026-03-09',
        arrivesOn: '2026-03-13',
        missingUnits: 30,
      },
    ]);
    const [shortfall, ...more] = await shortfalls();
    expect(more).toEqual([]);
    expect(shortfall).toMatchObject({
      state: 'triaged',
      title: 'Short stock, 1010',
      owner: { function: 'fulfilment' },
      // The order that it puts in danger is what it is scored by.
      impact: { valueAtRisk: { amount: '90000.00', currency: 'EUR' }, promisedAt: '2026-03-11T15:00:00.000Z' },
      references: [
        { kind: 'sku', value: MATERIAL, issuer: 'erp' },
        { kind: 'case', value: delay?.id },
        { kind: 'order', value: '4712' },
      ],
    });
    expect(shortfall?.reasonText).toContain('runs out on 2026-03-09');
    expect(shortfall?.reasonText).toContain('order 4712 (30 of 70 EA missing on 2026-03-09, promised for 2026-03-11)');
    expect(shortfall?.reasonText).not.toContain('4711');
    // From either one to the other.
    const found = await world.as(PEOPLE.viewer.email).get(`/v1/cases?reference=case:${delay?.id ?? ''}`);
    expect(found.json.items.map(({ id }: Case) => id)).toContain(shortfall?.id);

    await hear(estimate(CONTAINER, '2026-03-12T06:00:00Z'));
    expect((await shortfalls())[0]?.signals).toBe(1);
    await hear(estimate(CONTAINER, '2026-03-16T06:00:00Z'));
    expect(await shortfalls()).toMatchObject([{ id: shortfall?.id, signals: 2 }]);

    // Another supplier fills the gap; nobody says so, and it is noticed all the same.
    world.partners.erp.putSupply({ ...BEST, onHand: 300, planned: [order('4712', 70, '2026-03-09')] });
    await world.advance(SOON);
    expect(await shortfalls()).toMatchObject([
      { state: 'resolved', resolution: expect.stringContaining('replenished') },
    ]);
    expect((await delays())[0]?.state).not.toBe('resolved');

    // It comes back as the same case.
    knowGoods();
    await world.advance(SOON);
    expect(await shortfalls()).toMatchObject([{ id: shortfall?.id, state: 'triaged', reopens: 1 }]);
  });

  test('a second late shipment of the material is the same trouble, and stays when the first one is settled', async () => {
    knowGoods();
    world.partners.erp.putComing({
      delivery: '180000124',
      purchaseOrder: '4500000078',
      container: OTHER,
      items: [BEST],
    });
    await hear(estimate(CONTAINER, '2026-03-12T06:00:00Z'));
    world.partners.erp.putSupply({
      ...BEST,
      onHand: 100,
      planned: [
        order('4711', 60, '2026-03-05'),
        order('4712', 70, '2026-03-09'),
        { category: 'LA', document: '180000124', source: '4500000078', units: 200, on: '2026-03-08' },
      ],
    });
    await hear(estimate(OTHER, '2026-03-14T06:00:00Z'));
    expect(await shortfalls()).toMatchObject([{ signals: 2, state: 'triaged' }]);
    expect(await delays()).toHaveLength(2);
    // By now the first container makes no difference, by what the ERP plans; the second one does.
    await world.advance(SOON);
    expect(await shortfalls()).toMatchObject([{ state: 'triaged' }]);
  });

  test.each([
    ['stock covers it', () => knowGoods(130)],
    [
      'orders lack as much without the delay',
      () => {
        knowGoods();
        world.partners.erp.putSupply({ ...BEST, onHand: 0, planned: [order('4712', 70, '2026-03-05')] });
      },
    ],
    ['the goods leave us', () => undefined],
  ])('nothing is raised where %s', async (_, know) => {
    know();
    await hear(estimate(CONTAINER, '2026-03-12T06:00:00Z'));
    expect(await delays()).toHaveLength(1);
    expect(await shortfalls()).toEqual([]);
    expect((await delays())[0]?.severity?.reasons.map(({ rule }) => rule)).not.toContain('stock-not-known');
  });

  test('what is not known raises nothing and settles nothing, and is said', async () => {
    knowGoods();
    await hear(estimate(CONTAINER, '2026-03-12T06:00:00Z'));
    expect(await shortfalls()).toMatchObject([{ state: 'triaged' }]);
    world.partners.erp.behave('fails');
    await world.advance(SOON);
    expect((await delays())[0]?.severity?.reasons.map(({ text }) => text)).toContain(
      `Whether stock of ${MATERIAL} at 1010 lasts is not known: the ERP gives no answer.`,
    );
    expect(await shortfalls()).toMatchObject([{ state: 'triaged', signals: 1 }]);
  });

  test('goods that are there end the trouble of their stock too', async () => {
    knowGoods();
    await hear(estimate(CONTAINER, '2026-03-12T06:00:00Z'));
    const [delay] = await delays();
    await world.advance(MINUTE);
    await world.postSignal({
      kind: 'progress',
      references: [{ kind: 'container', value: CONTAINER, issuer: 'BIC' }],
      occurredAt: new Date(world.now()).toISOString(),
      milestone: { name: 'delivered', at: 'actual' },
    });
    await world.advance(2 * MINUTE);
    expect((await delays())[0]).toMatchObject({ id: delay?.id, state: 'resolved' });
    expect(await shortfalls()).toMatchObject([{ state: 'resolved' }]);
  });

  test('the case of the delay costs no invocation more, and none that is not inbound wakes the look ahead', async () => {
    const calls = (name: string): number =>
      world.engine.kernel.meter
        .totals()
        .filter(({ service, unit, resource }) => service === 'lambda' && unit === 'Requests' && resource.includes(name))
        .reduce((sum, { amount }) => sum + amount, 0);
    await hear(estimate(OTHER, '2026-03-12T06:00:00Z'));
    expect([calls('Askerp'), calls('AssessCase'), calls('LookAhead')]).toEqual([1, 1, 0]);
    knowGoods();
    await hear(estimate(CONTAINER, '2026-03-12T06:00:00Z'));
    expect(calls('LookAhead')).toBeGreaterThan(0);
  });
});
