/** Half a gigabyte: two readings of it fit into one invocation. */
export const MOST_BYTES = 500_000_000;
/** What is read as a whole lies in memory as a whole. */
export const MOST_WHOLE = 25_000_000;

/** Formats whose files are read as they come. A test holds that they are formats with mappings. */
const READ_AS_THEY_COME = new Set([
  'csv',
  'csv-export',
  'json',
  'jsonl',
  'netsuite',
  'odoo',
  'tsv',
  'wms-count',
  'wms-short-pick',
]);

/** What a file of a format may have. How a table is written is known only when it is there: a workbook is read as a whole. */
export function mostBytesOf(format: string): number {
  return READ_AS_THEY_COME.has(format) ? MOST_BYTES : MOST_WHOLE;
}
