import { canonicalJson, sha256Hex } from '../contracts/index.ts';
import type { JournalEntry } from '../contracts/index.ts';
import { erasePersonal } from './chain.ts';

export interface ExportFile {
  /** `journal/2026/11/28/10/<digest>.jsonl`: the hour of its earliest entry, in UTC, and what is in it. */
  readonly key: string;
  /** An entry a line, of personal data the digests only: what cannot be deleted must not hold what somebody may have to forget. */
  readonly body: string;
}

/** Entries of one batch as a file; undefined where there are none. */
export function exportFile(entries: readonly JournalEntry[]): ExportFile | undefined {
  const earliest = entries.map(({ at }) => at).toSorted()[0];
  if (earliest === undefined) return undefined;
  const body = entries.map((entry) => `${canonicalJson(erasePersonal(entry))}\n`).join('');
  const hour = earliest.slice(0, 13).replaceAll(/[-T]/g, '/');
  return { key: `journal/${hour}/${sha256Hex(body).slice(0, 32)}.jsonl`, body };
}
