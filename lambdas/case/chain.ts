import { createHmac } from 'node:crypto';
import { canonicalJson, sha256Hex } from '../contracts/index.ts';
import type { JournalEntry } from '../contracts/index.ts';

type Personal = NonNullable<JournalEntry['personal']>;

/** What the first entry of a case follows. */
export const GENESIS = '0'.repeat(64);

/** Values with their salted digests; the salts come from outside, so that this stays a function of its inputs. */
export function personalData(values: Readonly<Record<string, string>>, salt: () => string): Personal {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const fieldSalt = salt();
      return [name, { digest: digestOf(value, fieldSalt), salt: fieldSalt, value }];
    }),
  );
}

function digestOf(value: string, salt: string): string {
  return createHmac('sha256', salt).update(value).digest('hex');
}

/** Hash of an entry: of everything in it but the hash itself, personal data by digest only. */
export function hashOf(entry: Omit<JournalEntry, 'hash'>): string {
  const { personal, ...rest } = entry;
  const digests =
    personal === undefined
      ? {}
      : { personal: Object.fromEntries(Object.entries(personal).map(([name, field]) => [name, field.digest])) };
  return sha256Hex(canonicalJson({ ...rest, ...digests, hash: undefined }));
}

export function seal(entry: Omit<JournalEntry, 'hash'>): JournalEntry {
  return { ...entry, hash: hashOf(entry) };
}

/** The entry without the personal data; the chain stays whole, because only digests are in it. */
export function erasePersonal(entry: JournalEntry): JournalEntry {
  if (entry.personal === undefined) return entry;
  const personal = Object.fromEntries(Object.entries(entry.personal).map(([name, { digest }]) => [name, { digest }]));
  return { ...entry, personal };
}

export type ChainVerdict =
  | { readonly whole: true; readonly entries: number }
  | { readonly whole: false; readonly sequence: number; readonly problem: string };

/** Finds the first entry that was altered, is missing, or stands in the wrong place. `head` is the hash that the case names as its last. */
export function verifyChain(entries: readonly JournalEntry[], head?: string): ChainVerdict {
  let previous = GENESIS;
  for (const [index, entry] of entries.entries()) {
    const sequence = index + 1;
    if (entry.sequence !== sequence)
      return broken(sequence, `entry ${String(sequence)} is missing or out of order (found ${String(entry.sequence)})`);
    if (entry.previousHash !== previous)
      return broken(sequence, `entry ${String(sequence)} does not follow the one before it`);
    if (hashOf(entry) !== entry.hash) return broken(sequence, `entry ${String(sequence)} was altered`);
    for (const [name, field] of Object.entries(entry.personal ?? {})) {
      if (field.value !== undefined && field.salt !== undefined && digestOf(field.value, field.salt) !== field.digest) {
        return broken(sequence, `the personal field ${name} of entry ${String(sequence)} was altered`);
      }
    }
    previous = entry.hash;
  }
  if (head !== undefined && head !== previous)
    return broken(entries.length + 1, 'the case names a later entry that is missing');
  return { whole: true, entries: entries.length };
}

function broken(sequence: number, problem: string): ChainVerdict {
  return { whole: false, sequence, problem };
}
