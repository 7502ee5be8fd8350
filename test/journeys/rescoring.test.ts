import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase, toldBesideClocks } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/** A company that a missed cut-off costs more than others. */
function cutoffsMatter(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fairlead-pack-'));
  cpSync(new URL('../../policies/default', import.meta.url), directory, { recursive: true });
  const file = join(directory, 'severity.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/(id: cutoff-near[\s\S]*?points: )[^\n]*/, '$130');
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  return directory;
}
const levels = (journal: readonly JournalEntry[]): readonly string[] =>
  journal.flatMap(({ at, happening }) =>
    happening.what === 'SeverityChanged'
      ? [`${at.slice(11, 19)} ${happening.from ?? ''} ${happening.severity.level}`]
      : [],
  );

const mailsSince = ({ told }: World, since: number): readonly string[] =>
  told
    .slice(since)
    .flatMap(({ at, channel, to, headline }) =>
      channel === 'email' ? [`${new Date(at).toISOString().slice(11, 16)} ${to} ${headline.slice(5, 18)}`] : [],
    );

test('from S3 to S1 in the night: whoever has it is told, and five minutes later whoever is on duty is called', async () => {
  const world = await openWorld({ startAt: '2026-06-01T23:00:00Z', packDirectory: cutoffsMatter() });
  knowShipment(world, 'SO-88213', 'S3');
  const order = {
    SalesOrder: '4500017',
    TotalNetAmount: '140000.00',
    TransactionCurrency: 'EUR',
  };
  world.partners.erp.put('SO-88213', order);
  const cutoffAt = '2026-06-02T18:00:00.000Z';
  world.partners.tms.put('SO-88213', { id: 'SHP-1', references: ['SO-88213'], mode: 'road', cutoffAt });
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const before = await theCase(world);
  // Twelve hours before the cut-off, and nothing on the way there.
  expect(before.severity).toMatchObject({ level: 'S3', score: 48, rescoreAt: '2026-06-02T06:00:01.000Z' });
  await world.as(PEOPLE.responder.email).post(`/v1/cases/${before.id}/acknowledge`);
  const called = world.told.length;
  const asked = world.partners.tms.requests.length;
  await world.advance(7 * HOUR - 3 * MINUTE);
  // Beside one word about the customer, who has to be told within eight hours.
  expect(toldBesideClocks(world)).toHaveLength(called);
  expect(world.partners.tms.requests).toHaveLength(asked);

  await world.advance(3 * MINUTE);
  expect(mailsSince(world, called)).toEqual(['06:00 jonas.weber@example.com Raised to S1:']);
  expect(await theCase(world)).toMatchObject({
    state: 'acknowledged',
    severity: { level: 'S1', score: 78, raised: { from: 'S3' } },
    // Four hours from its beginning are over: the grace is left.
    clocks: { resolve: { dueAt: expect.stringMatching(/^2026-06-02T06:05/) } },
  });
  const explained = await world.as(PEOPLE.viewer.email).get(`/v1/cases/${before.id}/explain`);
  expect(explained.json).toMatchObject({
    severity: {
      base: 10,
      score: 78,
      reasons: expect.arrayContaining([expect.objectContaining({ rule: 'cutoff-near', points: 30 })]),
    },
    facts: [{ system: 'erp', state: 'live' }, { system: 'tms', facts: { cutoffAt } }, { system: 'crm' }],
    unknown: [],
    owner: { reasons: [{ rule: 'type-owner' }] },
    ladder: { waitsFor: 'Jonas Weber has it.', steps: [{ stands: 'called' }, { stands: 'next' }, { stands: 'later' }] },
  });
  await world.advance(5 * MINUTE);
  expect(mailsSince(world, called).slice(1)).toContainEqual(
    expect.stringMatching(/^06:05 dan.okafor@example.com Fail/),
  );
  expect(levels(await world.journal(before.id))).toEqual([expect.stringMatching(/^06:00:0\d S3 S1$/)]);
});

test('a partner is down: its kept facts serve with their age, it is asked ever more seldom, and once it is back no more', async () => {
  const world = await openWorld({ startAt: '2026-07-06T08:00:00Z' });
  knowShipment(world, 'SO-7', 'S3');
  const report = (type: string, value: string) =>
    world.postSignal({
      kind: 'exception',
      type,
      references: [{ kind: 'shipment', value }],
      occurredAt: '2026-07-06T07:30:00Z',
    });
  const of = async (type: string) => (await world.cases()).find((record) => record.type === type);
  await report('transport.delay', 'SO-7');
  await world.advance(HOUR);
  expect((await of('transport.delay'))?.severity?.rescoreAt).not.toBe('2026-07-06T08:05:00.000Z');

  world.partners.erp.behave('fails');
  world.partners.crm.behave('refuses');
  knowShipment(world, 'SO-8', 'S1');
  await report('cargo.damaged', 'SO-7');
  await report('transport.lost', 'SO-8');
  await world.advance(MINUTE);
  const damaged = await of('cargo.damaged');
  expect(damaged).toMatchObject({
    impact: { valueAtRisk: { amount: '2500.00' }, customerTier: 'silver', unknown: [] },
  });
  expect(damaged?.severity?.reasons.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['ERP gives no answer; its facts are 1 hour old.']),
  );
  const [sets] = (await world.journal(damaged?.id ?? '')).flatMap(({ happening }) =>
    happening.what === 'CaseTriaged' ? [happening.facts] : [],
  );
  expect(sets?.find(({ system }) => system === 'erp')).toMatchObject({
    state: 'cached',
    observedAt: expect.stringMatching(/^2026-07-06T08:00/),
  });
  const explained = await world.as(PEOPLE.viewer.email).get(`/v1/cases/${damaged?.id ?? ''}/explain`);
  expect(explained.json.facts[0]).toMatchObject({
    system: 'erp',
    state: 'cached',
    ageSeconds: expect.any(Number),
    problem: 'ERP answered 503',
  });
  expect(explained.json.facts[0].ageSeconds).toBeGreaterThanOrEqual(3600);
  const lost = await of('transport.lost');
  expect(lost).toMatchObject({ severity: { level: 'S3' }, impact: { unknown: ['erp', 'crm'] } });

  // Asked after 5, 10, 20, 40 and 80 minutes.
  await world.advance(2 * HOUR - 2 * MINUTE);
  const tries = (await world.journal(lost?.id ?? '')).filter(({ happening }) => happening.what === 'SeverityChanged');
  expect(tries.map(({ at }) => at.slice(11, 16))).toEqual(['09:05', '09:10', '09:20', '09:40', '10:20']);
  world.partners.erp.behave('well');
  world.partners.crm.behave('well');
  await world.advance(90 * MINUTE);
  const after = await of('transport.lost');
  expect(after).toMatchObject({
    severity: { level: 'S1', raised: { from: 'S3' } },
    impact: { unknown: [], customerTier: 'platinum' },
  });
  expect(after?.impact?.incompleteSince).toBeUndefined();
  expect((await of('cargo.damaged'))?.severity?.reasons.map(({ rule }) => rule)).not.toContain('facts-cached');
  const asked = world.partners.erp.requests.length;
  await world.advance(6 * HOUR);
  expect(world.partners.erp.requests).toHaveLength(asked);
});
