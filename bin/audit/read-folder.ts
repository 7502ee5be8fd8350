import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { journalIn } from './journals.ts';
import type { KeptJournal } from './journals.ts';

const tableRow = z.object({ id: z.number(), name: z.string() });
/** As the engine has written it. */
const storedItem = z.record(z.string(), z.custom<AttributeValue>());
const clockRow = z.object({ now: z.number() });
const itemRow = z.object({ pk: z.string(), sk: z.string(), item: z.string() });

/** Journals in the folder of `npm start -- --data DIR`, read past the engine and without writing; it may be running. */
export function* journalsInFolder(folder: string): Generator<KeptJournal> {
  let pk: string | undefined;
  let items: Record<string, unknown>[] = [];
  const ended = (): KeptJournal | undefined => (pk === undefined ? undefined : journalIn(pk, items));
  for (const row of itemsIn(folder, "sk = 'CASE' OR sk LIKE 'JOURNAL#%'")) {
    if (row.pk !== pk) {
      const journal = ended();
      if (journal !== undefined) yield journal;
      pk = row.pk;
      items = [];
    }
    items.push(row.item);
  }
  const last = ended();
  if (last !== undefined) yield last;
}

/** What was reported, of cases and on timelines, as it is kept. */
export function* reportsInFolder(folder: string): Generator<Record<string, unknown>> {
  const rows = itemsIn(folder, "sk LIKE 'SIGNAL#%' OR sk LIKE 'EVENT#%' OR sk LIKE 'RETRACTION#%'");
  for (const { item } of rows) yield item;
}

/** Until when something has happened in the folder: the clock of its engine runs faster with `--speed`, and stands while it is off. */
export function clockOfFolder(folder: string): string {
  const database = openFolder(folder);
  try {
    const { now } = clockRow.parse(database.prepare('SELECT now FROM kernel_clock').get());
    return new Date(now).toISOString();
  } finally {
    database.close();
  }
}

function openFolder(folder: string): DatabaseSync {
  const path = join(folder, 'state.sqlite');
  if (!existsSync(path)) throw new Error(`${path} is not there: name the folder that npm start -- --data was given`);
  return new DatabaseSync(path, { readOnly: true });
}

function* itemsIn(
  folder: string,
  which: string,
): Generator<{ readonly pk: string; readonly item: Record<string, unknown> }> {
  const database = openFolder(folder);
  try {
    const tables = z.array(tableRow).parse(database.prepare('SELECT id, name FROM dynamodb_tables').all());
    const table = tables.find(({ name }) => /-Cases[0-9A-F]{8}$/.test(name));
    if (table === undefined) throw new Error(`${folder} holds no table of cases`);
    const rows = database.prepare(
      `SELECT pk, sk, item FROM dynamodb_items_${String(table.id)} WHERE ${which} ORDER BY pk, sk`,
    );
    for (const row of rows.iterate()) {
      const { pk, sk, item } = itemRow.parse(row);
      // By the key it is found under, which is what its readers get, and not by the one that stands in it.
      yield { pk, item: { ...unmarshall(storedItem.parse(JSON.parse(item))), pk, sk } };
    }
  } finally {
    database.close();
  }
}
