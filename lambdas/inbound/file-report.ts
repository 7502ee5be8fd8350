import type { FileStatus } from '../contracts/index.ts';
import type { Rejection } from './formats/translator.ts';

/** Rows beyond are counted, and not listed. */
export const MOST_REPORTED = 10_000;

export interface FileReport {
  readonly status: FileStatus;
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly string[];
}

/** Where the reports on a file lie; the content is part of the name, as the same name may come with another. */
export function reportKey(sourceId: string, name: string, digest: string): string {
  return `reports/${sourceId}/${name}.${digest.slice(0, 12)}`;
}

/** For programs: what was read of a file, and each part that was not, with what is wrong and how to mend it. */
export function reportAsJson({ status, rejections, warnings }: FileReport): string {
  const { contact: _contact, ...told } = status;
  const listed = rejections.slice(0, MOST_REPORTED);
  return JSON.stringify(
    {
      contract: 'file-report/1',
      file: told,
      rejected: listed,
      notListed: status.rejected - listed.length,
      warnings: warnings.slice(0, 1000),
    },
    undefined,
    2,
  );
}

/** For people with a spreadsheet: one row for each part that was not read. */
export function reportAsCsv({ rejections }: FileReport): string {
  const rows = rejections
    .slice(0, MOST_REPORTED)
    .map(({ part, pointer, detail, mend = '' }) => [part, pointer, detail, mend]);
  return [['part', 'column', 'problem', 'mend'], ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n');
}

/** What a sender wrote is repeated here: a spreadsheet must not take it for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
