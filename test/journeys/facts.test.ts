import { describe, expect, test } from 'vitest';
import type { Case, FactSet } from '../../lambdas/contracts/index.ts';
import { SYSTEMS } from '../../local/partners/index.ts';
import type { Partners } from '../../local/partners/index.ts';
import { edi214 } from '../support/edi.ts';
import { linkIn, theCase } from '../support/journey.ts';
import { openWorld } from '../support/world.ts';
import type { World } from '../support/world.ts';

async function report(world: World, type: string, references: readonly object[]): Promise<Case> {
  const answer = await world.postSignal({ kind: 'exception', type, references, occurredAt: '2026-03-02T08:30:00Z' });
  expect(answer.status, answer.text).toBe(202);
  await world.advance(30_000);
  return theCase(world);
}
const asked = ({ partners }: World): string[] => SYSTEMS.filter((system) => partners[system].requests.length > 0);
async function factsOf(world: World, { id }: Case): Promise<ReadonlyMap<string, FactSet>> {
  const entries = await world.journal(id);
  const triaged = entries.flatMap(({ happening }) => (happening.what === 'CaseTriaged' ? [happening] : []));
  expect(triaged).toHaveLength(1);
  return new Map(triaged.flatMap(({ facts }) => facts.map((set) => [set.system, set])));
}
/** What AWS would bill, of resources whose name holds this one. */
function billed(world: World, of: string, what: string, name: string): number {
  return world.engine.kernel.meter
    .totals()
    .filter(({ service, unit, resource }) => service === of && unit === what && resource.includes(name))
    .reduce((sum, { amount }) => sum + amount, 0);
}
/** Invocations of functions, by the names that CDK gave them. */
const invocations = (world: World, ...names: readonly string[]): number =>
  names.reduce((sum, name) => sum + billed(world, 'lambda', 'Requests', name), 0);
function putHold(partners: Partners): void {
  partners.trade.put('MSCU1234565', {
    mrn: '26DE12345678901234',
    status: 'held',
    holdReason: { code: 'DOC', text: 'Certificate of origin is missing' },
    missingDocuments: ['certificate_of_origin', 'import_licence'],
    freeTimeEndsAt: '2026-03-03T17:00:00Z',
  });
  const file = { title: 'Origin', mediaType: 'application/pdf', bytes: 1 };
  partners.documents.put('MSCU1234565', { files: [{ id: 'DOC-7', kind: 'certificate_of_origin', ...file }] });
}
const CONTAINER = [{ kind: 'container', value: 'MSCU1234565' }];

describe('triage asks what the type names', () => {
  test('customs hold: why, what is missing and found, until when, and whether it keeps; the WMS is left alone', async () => {
    const world = await openWorld();
    putHold(world.partners);
    const record = await report(world, 'compliance.customs_hold', CONTAINER);
    expect(record).toMatchObject({
      state: 'triaged',
      asks: ['erp', 'tms', 'crm', 'trade', 'documents', 'finance'],
      impact: { freeTimeEndsAt: '2026-03-03T17:00:00.000Z', unknown: [] },
      owner: { function: 'trade_compliance' },
    });
    const facts = await factsOf(world, record);
    expect(facts.get('trade')?.facts).toMatchObject({
      holdReason: 'Certificate of origin is missing',
      missingDocuments: ['certificate_of_origin', 'import_licence'],
    });
    expect(facts.get('documents')?.facts).toEqual({
      documentKinds: ['certificate_of_origin'],
      documentIds: ['DOC-7'],
    });
    expect(record.severity?.reasons.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['free-time-ends', 'documents-missing', 'held-by-customs']),
    );
    expect(asked(world)).toEqual(['erp', 'tms', 'crm', 'trade', 'documents', 'finance']);
    expect(invocations(world, 'Askerp', 'Asktms', 'Askcrm', 'Asktrade', 'Askdocuments')).toBe(5);
    expect(invocations(world, 'Askwms')).toBe(0);
    const mail = world.told.find(({ channel }) => channel === 'email')?.mail;
    expect(mail?.text).toContain('Free time ends Tue');
    // By name, and what of it is here, in place of how many.
    expect(mail?.text).toContain(
      'Documents wanted: import licence (nobody here has it), certificate of origin (in our repository)',
    );
    expect(mail?.text).not.toContain('Documents that customs wants and does not have');
  });

  test('short stock: cover and substitutes from the WMS, by SKU', async () => {
    const world = await openWorld();
    world.partners.wms.put('sku:4711', {
      sku: '4711',
      coverDays: 1.5,
      sites: [{ site: 'Lyon', availableUnits: 40 }],
      substitutes: [],
    });
    const references = [
      { kind: 'delivery', value: '800123' },
      { kind: 'sku', value: '4711' },
    ];
    const record = await report(world, 'inventory.shortfall', references);
    const facts = await factsOf(world, record);
    expect(facts.get('wms')).toMatchObject({ state: 'live', facts: { sku: '4711', sites: ['Lyon: 40'] } });
    expect(record.severity?.reasons.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['stock-runs-out', 'no-substitute']),
    );
    expect(asked(world)).toEqual(['erp', 'crm', 'wms', 'procurement']);
    expect(facts.get('procurement')).toMatchObject({ state: 'live', facts: { supplier: expect.any(String) } });
  });

  test('trouble of our own asks nobody, and has an owner all the same', async () => {
    const world = await openWorld();
    const record = await report(world, 'integration.source_silent', [{ kind: 'source', value: 'northline-edi' }]);
    expect(record).toMatchObject({ state: 'triaged', asks: [], owner: { function: 'platform' } });
    expect((await factsOf(world, record)).size).toBe(0);
    expect(asked(world)).toEqual([]);
  });
});

describe('a system of the type is down', () => {
  test('the case goes on without it, says so, and asks it again with the next report', async () => {
    const world = await openWorld();
    putHold(world.partners);
    world.partners.trade.behave('fails');
    const record = await report(world, 'compliance.customs_hold', CONTAINER);
    expect(record).toMatchObject({ state: 'triaged', impact: { unknown: ['trade'] } });
    expect(record.severity?.reasons.map(({ text }) => text)).toContain(
      'Scored without TRADE: no answer, and nothing cached.',
    );
    // The owner by two channels, and the account team, which hears of a hold at once.
    expect(world.told.map(({ headline }) => headline.includes('For you: '))).toEqual([false, false, true]);
    world.partners.trade.behave('well');
    const later = await world.postSignal({
      kind: 'exception',
      type: 'compliance.customs_hold',
      references: CONTAINER,
      occurredAt: '2026-03-02T08:45:00Z',
    });
    expect(later.status).toBe(202);
    await world.advance(30_000);
    expect(await theCase(world)).toMatchObject({ signals: 2, impact: { freeTimeEndsAt: '2026-03-03T17:00:00.000Z' } });
    expect(invocations(world, 'Askwms')).toBe(0);
  });
});

test('from webhook to acknowledgement a failed delivery costs 20 invocations and 12 billable transitions at most', async () => {
  const world = await openWorld();
  world.engine.kernel.meter.reset();
  await world.postEdi(edi214());
  await world.advance(5_000);
  const mail = world.told.find(({ channel }) => channel === 'email')?.mail;
  await world.request('POST', linkIn(mail?.text ?? ''));
  await world.advance(5_000);
  expect((await theCase(world)).state).toBe('acknowledged');
  // One for each system that the type names, one for the assessment.
  expect(invocations(world, 'Ask')).toBe(3);
  expect(invocations(world, 'AssessCase')).toBe(1);
  // What Slack's messages say anew begins with the acknowledgement, and is not on the way to it.
  expect(invocations(world, '') - invocations(world, 'UpdateSlack')).toBeLessThanOrEqual(20);
  expect(billed(world, 'sfn', 'StateTransitions', 'Lifecycle')).toBeLessThanOrEqual(12);
  // The meter is not empty.
  expect(billed(world, 'sfn', 'StateTransitions', 'Lifecycle')).toBeGreaterThan(5);
});
