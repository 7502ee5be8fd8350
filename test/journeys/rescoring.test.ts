import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/** A company that a missed cut-off costs more than others. */
function cutoffsMatter(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fairlead-pack-'));
  cpSync(new URL('../../policies/default', import.meta.url), directory, { recursive: true });
  const file = join(directory, 'severity.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/(id: cutoff-near[\s\S]*?points: )15/, '$130');
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
    CustomerName: 'Harbor Point Clinic',
    TotalNetAmount: '140000.00',
    TransactionCurrency: 'EUR',
    DeliveryPriority: 'NORMAL',
    IsExpress: false,
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
  expect(world.told).toHaveLength(called);
  expect(world.partners.tms.requests).toHaveLength(asked);

  await world.advance(3 * MINUTE);
  expect(mailsSince(world, called)).toEqual(['06:00 jonas.weber@example.com Raised to S1:']);
  expect(await theCase(world)).toMatchObject({
    state: 'acknowledged',
    severity: { level: 'S1', score: 78, raised: { from: 'S3' } },
    // Four hours from its beginning are over: the grace is left.
    clocks: { resolve: { dueAt: expect.stringMatching(/^2026-06-02T06:05/) } },
  });
  await world.advance(5 * MINUTE);
  expect(mailsSince(world, called).slice(1)).toContainEqual(
    expect.stringMatching(/^06:05 dan.okafor@example.com Fail/),
  );
  expect(levels(await world.journal(before.id))).toEqual([expect.stringMatching(/^06:00:0\d S3 S1$/)]);
});
