import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { pastCaseOf, pastCases, pastReportOf } from '../../../bin/policy/past-cases.ts';
import { casesOfSignals } from '../../../lambdas/simulation/cases-of-signals.ts';
import { everywhere, policyOf } from '../../../lambdas/simulation/past-case.ts';
import { defaultPack } from '../../support/pack.ts';
import { exception, tracking } from '../intake/signals.ts';

const WORDS = ['Call Mrs Example', 'Mrs Example was out'] as const;
const late = exception('late', [tracking('T1')], {
  text: WORDS[0],
  reason: { scheme: 'x12:1651', code: 'AQ', text: WORDS[1] },
});

it('what leaves the house as history has no words of people: neither of a report, nor what a case took over from it', () => {
  const [past] = casesOfSignals([{ signal: late, facts: {} }], everywhere(policyOf(defaultPack())));
  if (past === undefined) throw new Error('no case');
  expect(past.record.reasonText).toBe(WORDS[1]);
  const kept = { record: JSON.stringify(past.record), entries: past.entries.map((entry) => JSON.stringify(entry)) };
  const written = [
    pastCaseOf(kept, past.readAt),
    pastReportOf({ kind: 'report', signal: late, caseId: past.record.id }),
  ];
  for (const words of WORDS) expect(JSON.stringify(written)).not.toContain(words);
  expect(written[1]).toMatchObject({ caseId: past.record.id, signal: { reason: { code: 'AQ', scheme: 'x12:1651' } } });
});

it('of a folder nothing is known of what came after its own clock, which runs faster with --speed and stands while nothing runs', async () => {
  const [past] = casesOfSignals([{ signal: late, facts: {} }], everywhere(policyOf(defaultPack())));
  const folder = mkdtempSync(join(tmpdir(), 'past-cases-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const pk = past?.record.id ?? '';
  const items = [
    { pk, sk: 'CASE', record: JSON.stringify(past?.record) },
    ...(past?.entries ?? []).map((entry) => ({
      pk,
      sk: `JOURNAL#${String(entry.sequence).padStart(8, '0')}`,
      entry: JSON.stringify(entry),
    })),
  ];
  const database = new DatabaseSync(join(folder, 'state.sqlite'));
  database.exec(`CREATE TABLE kernel_clock (now INTEGER); INSERT INTO kernel_clock VALUES (${String(Date.UTC(2031, 2, 1))});
    CREATE TABLE dynamodb_tables (id INTEGER, name TEXT); INSERT INTO dynamodb_tables VALUES (1, 'fairlead-dev-data-Cases0123ABCD');
    CREATE TABLE dynamodb_items_1 (pk TEXT, sk TEXT, item TEXT)`);
  const insert = database.prepare('INSERT INTO dynamodb_items_1 VALUES (?, ?, ?)');
  for (const item of items) insert.run(item.pk, item.sk, JSON.stringify(marshall(item)));
  database.close();
  const read: unknown[] = [];
  for await (const one of pastCases({ data: folder, outputs: '', stage: 'dev' })) read.push(one);
  expect(read).toMatchObject([{ readAt: '2031-03-01T00:00:00.000Z', record: { id: pk } }]);
});
