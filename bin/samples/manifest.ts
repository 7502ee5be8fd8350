import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';

/** The exception types that a payload should give, without repeats, or that it cannot be read. */
const outcome = z.union([z.literal('reject'), z.array(z.string())]);
export type Outcome = z.infer<typeof outcome>;

const row = z.object({ file: z.string().min(1), format: z.string().optional(), expected: z.string() });

export interface Sample {
  /** Path within the folder of samples. */
  readonly file: string;
  /** Names that the format may have, the likeliest first: that of its column, then its folder. */
  readonly formats: readonly string[];
  readonly acceptable: readonly Outcome[];
}

/** Reads `MANIFEST.tsv`: tab-separated with a header, fields quoted as in CSV. */
export function readManifest(folder: string): readonly Sample[] {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const path = join(folder, 'MANIFEST.tsv');
  if (!existsSync(path))
    throw new Error(`${folder} has no MANIFEST.tsv, which says what each payload should come out as.`);
  const records: unknown = parse(readFileSync(path), { delimiter: '\t', columns: true, bom: true });
  const rows = z.array(row).safeParse(records);
  if (!rows.success) throw new Error(`${path} lacks a column: ${z.prettifyError(rows.error)}`);
  return rows.data.map(({ file, format = '', expected }) => ({
    file,
    formats: [format, file.split('/')[0] ?? ''].filter((name) => name !== ''),
    acceptable: readExpected(expected, `${path}, ${file}`),
  }));
}

function readExpected(text: string, where: string): readonly Outcome[] {
  try {
    return z.array(outcome).min(1).parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${where}: the column expected is no JSON list of outcomes: ${text}`, { cause });
  }
}
