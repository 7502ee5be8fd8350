import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readJournal } from '../../../bin/audit/journals.ts';
import { inFolder, verify } from '../../../bin/audit/verify.ts';
import { auditJournal } from '../../../lambdas/case/audit-journals.ts';
import { exportFile } from '../../../lambdas/case/export-file.ts';
import { createKernel } from '../../../local/kernel/kernel.ts';
import { createKms } from '../../../local/services/kms/index.ts';
import { createS3 } from '../../../local/services/s3/index.ts';
import { journalSk } from '../../../lambdas/case/keys.ts';
import type { JournalEntry } from '../../../lambdas/contracts/index.ts';
import { applyAll, by, byPerson, opened, seedCase } from './history.ts';

const { after, entries } = applyAll(seedCase(), [
  by(opened),
  byPerson({ what: 'CaseAcknowledged', via: 'link' }),
  byPerson({ what: 'NoteAdded', via: 'api' }, { personal: { text: 'Maria called the consignee' } }),
]);
const ID = after.id;
const HOUR = 3_600_000;
const writtenAt = Date.parse(entries[0]!.at);

let folder: string;
let database: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-audit-'));
  // What the engine keeps, as far as the audit reads it; written by the engine's own store where that is S3.
  const kernel = createKernel({ path: join(folder, 'state.sqlite'), time: { kind: 'virtual', startAt: writtenAt } });
  createKms(kernel);
  createS3(kernel);
  kernel.ownedStore.commit();
  kernel.ownedStore.close();
  database = new DatabaseSync(join(folder, 'state.sqlite'));
  database.exec(
    `CREATE TABLE dynamodb_tables (id INTEGER, name TEXT);
     INSERT INTO dynamodb_tables VALUES (1, 'fairlead-dev-data-CasesC0FFEE00');
     CREATE TABLE dynamodb_items_1 (pk TEXT, sk TEXT, item TEXT, PRIMARY KEY (pk, sk))`,
  );
  put('CASE', { record: JSON.stringify(after) });
  for (const entry of entries) put(journalSk(entry.sequence), { entry: JSON.stringify(entry) });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

function put(sk: string, values: Readonly<Record<string, string>>): void {
  const texts = Object.entries({ pk: ID, sk, ...values }).map(([name, S]) => [name, { S }]);
  database
    .prepare('INSERT INTO dynamodb_items_1 VALUES (?, ?, ?)')
    .run(ID, sk, JSON.stringify(Object.fromEntries(texts)));
}
function toExport(written: readonly JournalEntry[]): void {
  const { key, body } = exportFile(written)!;
  database
    .prepare(
      `INSERT INTO s3_versions (ord, bucket, key, version_id, is_latest, delete_marker, etag, size, headers, tags, modified_at, sse)
       VALUES (1, 'journals', ?, 'v1', 1, 0, '', 0, '{}', '[]', 0, '')`,
    )
    .run(key);
  database.prepare('INSERT INTO s3_bodies VALUES (1, ?)').run(Buffer.from(body));
}
async function audited(withExport = false): Promise<readonly string[]> {
  const said: string[] = [];
  expect(await verify(inFolder(folder), withExport, (line) => said.push(line))).toBe(said.length - 1);
  return said;
}

describe('the folder of npm start', () => {
  test('is as it was written', async () => {
    expect(await audited()).toEqual(['1 case with 3 entries, all as they were written']);
  });

  const [second, third] = [journalSk(2), journalSk(3)];
  test.each([
    [
      'their keys were',
      `UPDATE dynamodb_items_1 SET sk = 'aside' WHERE sk = '${second}';
       UPDATE dynamodb_items_1 SET sk = '${second}' WHERE sk = '${third}';
       UPDATE dynamodb_items_1 SET sk = '${third}' WHERE sk = 'aside'`,
    ],
    [
      'all that lies under their keys was',
      `CREATE TEMP TABLE before AS SELECT * FROM dynamodb_items_1;
       UPDATE dynamodb_items_1 SET item = (SELECT item FROM before WHERE sk = '${third}') WHERE sk = '${second}';
       UPDATE dynamodb_items_1 SET item = (SELECT item FROM before WHERE sk = '${second}') WHERE sk = '${third}'`,
    ],
  ])('is found to have two entries in the places of each other: %s exchanged', async (_what, exchange) => {
    database.exec(exchange);
    expect((await audited())[0]).toBe(`${ID}, entry 3: entry 3 lies in the place of another`);
  });

  test('by the clock of its engine it is late that an entry is in no export, and not by the clock on the wall', async () => {
    toExport(entries.slice(0, 1));
    const setClock = (at: number): void => {
      database.prepare('UPDATE kernel_clock SET now = ?').run(at);
    };
    // It was off since, and what was on its way will be exported when it goes on.
    setClock(writtenAt + 60_000);
    expect(await audited(true)).toEqual(['1 case with 3 entries, all as they were written and exported']);
    setClock(writtenAt + HOUR);
    expect((await audited(true))[0]).toContain(`${ID}, entry 2: it was never exported`);
  });
});

test('a case that somebody works on while it is read is read again, until it and its journal belong together', async () => {
  const partsAt = (version: number) => {
    const { after: then, entries: so } = applyAll(seedCase(), [
      by(opened),
      ...Array.from({ length: version - 1 }, () => byPerson({ what: 'NoteAdded', via: 'api' })),
    ]);
    return {
      case: [{ pk: ID, sk: 'CASE', record: JSON.stringify(then) }],
      entries: so.map((entry) => ({ pk: ID, sk: journalSk(entry.sequence), entry: JSON.stringify(entry) })),
    };
  };
  const asked: string[] = [];
  const read = (changes: number) =>
    readJournal(ID, async (which) => {
      asked.push(which);
      const so = await Promise.resolve(partsAt(Math.min(asked.length, changes)));
      return so[which];
    });
  const journal = await read(4);
  expect(auditJournal(journal!)).toBeUndefined();
  expect(journal?.head?.version).toBe(4);
  // Somebody who writes all the time keeps nobody reading.
  asked.length = 0;
  await read(Infinity);
  expect(asked).toHaveLength(11);
});
