import { describe, expect, test } from 'vitest';
import { readConnectionFile } from '../../lambdas/systems/read-connection-file.ts';
import type { Case, Connection, FactSet } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

function connectionOf(text: string): Connection {
  const read = readConnectionFile({ file: 'connection.yaml', text });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.connection;
}

const THREE_ERPS = `
contract: connection/1
system: erp
instances:
  - { name: erp-eu, url: 'http://erp.partner.test', serves: { regions: [eu] } }
  - { name: erp-na, url: 'http://erpna.partner.test', serves: { regions: [na], prefixes: ['77'] }, limits: { timeoutMs: 4900 } }
  - { name: erp-apac, url: 'http://erpapac.partner.test', serves: { regions: [apac] } }
`;
const KEYS = { 'erp-eu': { apiKey: 'e' }, 'erp-na': { apiKey: 'n' }, 'erp-apac': { apiKey: 'a' } };

/** Trouble of the region: the source of X12 is in North America, the canonical one in Europe. */
async function report(world: World, references: readonly object[], minute = 0): Promise<void> {
  const occurredAt = new Date(world.now() - MINUTE * (1 + minute)).toISOString();
  const answer = await world.postSignal({
    kind: 'exception',
    type: 'transport.delivery_failed',
    references,
    occurredAt,
  });
  expect(answer.status, answer.text).toBe(202);
}
const shipment = (value: string) => ({ kind: 'shipment', value });
async function caseOf(world: World, value: string): Promise<Case> {
  const found = (await world.cases()).find(({ references }) => references.some((one) => one.value === value));
  if (found === undefined) throw new Error(`no case of ${value}`);
  return found;
}
async function erpOf(world: World, value: string): Promise<FactSet | undefined> {
  const entries = await world.journal((await caseOf(world, value)).id);
  const last = entries.findLast(({ happening }) => 'facts' in happening && happening.facts.length > 0)?.happening;
  return last !== undefined && 'facts' in last ? last.facts.find(({ system }) => system === 'erp') : undefined;
}
/** How long it has waited for its facts, in milliseconds. */
async function waited(world: World, value: string): Promise<number> {
  const entries = await world.journal((await caseOf(world, value)).id);
  const at = (what: string): number => Date.parse(entries.find(({ happening }) => happening.what === what)?.at ?? '');
  return at('CaseTriaged') - at('CaseOpened');
}

test('three ERPs and one down: the right one is asked, the others go on at their speed, and what is missing comes in when it is back', async () => {
  const systems = { erp: { connection: connectionOf(THREE_ERPS), credentials: KEYS } };
  const world = await openWorld({ systems });
  const { erp, erpna, erpapac, crm } = world.partners;
  const order = (number: string, amount: string) => ({
    SalesOrder: number,
    TotalNetAmount: amount,
    TransactionCurrency: 'EUR',
    ...promisedFor(new Date(world.now() + 60 * 3_600_000).toISOString()),
  });
  erp.put('EU-1', order('4500000001', '2500.00'));
  for (const number of ['7700000001', '7700000002']) erpna.put(`S-${number}`, order(number, '2500.00'));
  erpna.put('S-7700000004', order('7700000004', '400000.00'));
  for (const value of ['EU-1', 'EU-2', 'S-7700000001', 'S-7700000002'])
    crm.put(value, { name: 'Boreal', tier: 'Standard', penalty: null, currency: 'EUR', complaints: 0 });
  crm.put('S-7700000004', { name: 'Aldergrove', tier: 'Platinum', penalty: 9000, currency: 'EUR', complaints: 3 });
  const ofNa = (number: string) => [shipment(`S-${number}`), { kind: 'order', value: number }];

  // By region, and by number where a number says more.
  await report(world, [shipment('EU-1')]);
  await report(world, ofNa('7700000001'));
  await world.advance(30_000);
  expect(await erpOf(world, 'EU-1')).toMatchObject({
    state: 'live',
    instance: 'erp-eu: erp-eu serves region eu and business unit retail',
    facts: { order: '4500000001' },
  });
  expect(await erpOf(world, '7700000001')).toMatchObject({
    state: 'live',
    instance: 'erp-na: order 7700000001 begins with 77',
    facts: { order: '7700000001' },
  });
  expect(erpapac.requests).toEqual([]);

  erpna.behave('slow');
  const told = world.told.length;
  await report(world, ofNa('7700000001'), -0.5);
  await report(world, ofNa('7700000002'));
  await report(world, ofNa('7700000004'));
  await report(world, [shipment('EU-2')]);
  await world.advance(20_000);
  expect(told).toBeLessThan(world.told.length);
  // What it said before serves, with its age; of what it never said the score says that it is not known.
  expect(await erpOf(world, '7700000001')).toMatchObject({ state: 'cached', facts: { order: '7700000001' } });
  expect((await caseOf(world, '7700000001')).severity?.reasons.map(({ rule }) => rule)).toContain('facts-cached');
  for (const number of ['7700000002', '7700000004']) {
    expect(await erpOf(world, number)).toMatchObject({ state: 'missing' });
    expect((await caseOf(world, number)).severity?.reasons.map(({ text }) => text)).toContain(
      'Scored without ERP: no answer, and nothing cached.',
    );
    // It uses up all that it is given, by two tries of almost five seconds; the case does not wait longer than the policy allows.
    expect(await waited(world, number)).toBeGreaterThan(8_000);
    expect(await waited(world, number)).toBeLessThanOrEqual(10_000);
  }
  expect(await erpOf(world, 'EU-2')).toMatchObject({ state: 'live' });
  expect(await waited(world, 'EU-2')).toBeLessThan(3_000);

  for (const number of ['7700000002', '7700000004'])
    await world.as(PEOPLE.responder.email).post(`/v1/cases/${(await caseOf(world, number)).id}/acknowledge`);
  const before = new Map((await world.cases()).map(({ id, severity }) => [id, severity?.level]));
  const heard = world.told.length;
  erpna.behave('well');
  await world.advance(15 * MINUTE);
  for (const number of ['7700000001', '7700000002', '7700000004']) {
    expect(await erpOf(world, number)).toMatchObject({ state: 'live', facts: { order: number } });
    expect((await caseOf(world, number)).impact?.incompleteSince).toBeUndefined();
  }
  // Whoever has it hears of it where it has become S1 or S2, and of nothing else.
  const raised = (await world.cases()).filter(
    ({ id, severity }) => severity?.level !== before.get(id) && (severity?.level === 'S1' || severity?.level === 'S2'),
  );
  const messages = world.told.slice(heard).filter(({ headline }) => headline.includes('Raised to'));
  for (const { headline } of messages) expect(headline).toMatch(/Raised to S[12]/);
  expect(messages.length > 0).toBe(raised.length > 0);
});

describe('a system of another maker, connected by a file', () => {
  const FILE = `
contract: connection/1
system: tms
instances:
  - name: loadboard
    url: http://loadboard.partner.test
    authentication: { kind: header, name: X-Api-Key }
questions:
  - path: /rest/v2/loads
    by: { shipment: loadNumber }
    records: data/loads
    paging: { kind: token, path: data/next, parameter: cursor, pages: 3 }
    pick: { path: state, not: [cancelled] }
    facts:
      shipment: number
      mode: { path: transport, words: { TRK: road, OCN: ocean } }
      carrier: haulier/name
      cutoffAt: { path: stops/0/closesAt, as: instant }
      temperatureControlled: { path: reefer, as: yes-no }
      dangerousGoods: { path: adr, as: yes-no }
`;
  const asked: string[] = [];
  const answerOf = (url: URL): object => {
    if (url.searchParams.get('cursor') === null)
      return { data: { next: 'p2', loads: [{ number: 'L-1', state: 'cancelled', transport: 'OCN' }] } };
    return {
      data: {
        loads: [
          {
            number: 'L-2',
            state: 'open',
            transport: 'TRK',
            haulier: { name: 'Halden Trucking' },
            stops: [{ closesAt: '2026-03-09T18:00:00+01:00' }],
            reefer: 'Y',
          },
        ],
      },
    };
  };

  test('is asked page by page, its words become facts, and the case is scored by them', async () => {
    const systems = {
      tms: { connection: connectionOf(FILE), credentials: { loadboard: { apiKey: 'topsecret-loadboard' } } },
    };
    // Another day: what functions know of the settings of the world before is forgotten by then.
    const world = await openWorld({
      startAt: '2026-03-09T09:00:00Z',
      systems,
      aroundPartners: async (request, _, answer) => {
        const url = new URL(request.url);
        if (url.hostname !== 'loadboard.partner.test') return answer();
        asked.push(`${request.headers.get('x-api-key') ?? ''} ${url.pathname}${url.search}`);
        return Response.json(answerOf(url));
      },
    });
    await report(world, [shipment('SO-1')]);
    await world.advance(30_000);
    expect(asked).toEqual([
      'topsecret-loadboard /rest/v2/loads?loadNumber=SO-1',
      'topsecret-loadboard /rest/v2/loads?loadNumber=SO-1&cursor=p2',
    ]);
    const [record] = await world.cases();
    const entries = await world.journal(record?.id ?? '');
    const triaged = entries.flatMap(({ happening }) => (happening.what === 'CaseTriaged' ? happening.facts : []));
    expect(triaged.find(({ system }) => system === 'tms')).toMatchObject({
      state: 'live',
      facts: {
        shipment: 'L-2',
        mode: 'road',
        carrier: 'Halden Trucking',
        cutoffAt: '2026-03-09T17:00:00.000Z',
        temperatureControlled: true,
      },
    });
    // What it does not say is no fact.
    expect(triaged.find(({ system }) => system === 'tms')?.facts).not.toHaveProperty('dangerousGoods');
    expect(record?.impact).toMatchObject({ cutoffAt: '2026-03-09T17:00:00.000Z' });
    expect(world.partners.tms.requests).toEqual([]);
  });
});

test('one of three ERPs is slow: no more questions wait for it than it can bear, whoever finds no place goes on without it, and all is known when it is well', async () => {
  const one = THREE_ERPS.replace('{ timeoutMs: 4900 }', '{ timeoutMs: 4900, tries: 1, atOnce: 1 }');
  const systems = { erp: { connection: connectionOf(one), credentials: KEYS } };
  const world = await openWorld({ startAt: '2026-03-16T09:00:00Z', systems });
  const { erp, erpna } = world.partners;
  const numbers = ['7700000011', '7700000012', '7700000013'];
  const order = (number: string) => ({ SalesOrder: number, TotalNetAmount: '2500.00', TransactionCurrency: 'EUR' });
  for (const number of numbers) erpna.put(`S-${number}`, order(number));
  erp.put('EU-9', order('4500000009'));
  erpna.behave('slow');
  for (const number of numbers) await report(world, [shipment(`S-${number}`), { kind: 'order', value: number }]);
  await report(world, [shipment('EU-9')]);
  await world.advance(20_000);
  expect(erpna.requests).toHaveLength(1);
  expect(await erpOf(world, 'EU-9')).toMatchObject({ state: 'live' });
  expect(await waited(world, 'EU-9')).toBeLessThan(3_000);
  const sets = await Promise.all(numbers.map((number) => erpOf(world, number)));
  expect(sets.map((set) => set?.state)).toEqual(['missing', 'missing', 'missing']);
  const full = sets.flatMap((set, index) => (set?.problem?.includes('as many as it can bear') === true ? [index] : []));
  expect(full).toHaveLength(2);
  for (const index of full) expect(await waited(world, numbers[index] ?? '')).toBeLessThan(4_000);

  erpna.behave('well');
  await world.advance(15 * MINUTE);
  for (const number of numbers) expect(await erpOf(world, number)).toMatchObject({ state: 'live' });
});
