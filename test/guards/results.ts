import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Guard } from './guard.ts';
import { readImports } from './nearness.ts';

const FILE = 'test/guards/results.json';

const result = z.strictObject({
  /** Absent: nobody has noticed. */
  by: z.string().optional(),
  testFile: z.string().optional(),
  /** Of all that the witness is made of, with the guard in its place. */
  digest: z.string(),
});
export type Result = z.infer<typeof result>;

/** Who has noticed what, as it was found the last time. A guard that is not here was not tried yet; one that nobody has noticed is tried each time. */
export interface Results {
  of(guard: Guard): Result | undefined;
  /** Undefined: nobody notices it. Kept on disk at once, so that a run that is broken off goes on where it was. */
  keep(guard: Guard, noticed: { readonly by: string; readonly testFile: string | undefined } | undefined): void;
  /** Whether guard and witness are what they were when it was found; then it would be found again. */
  holds(guard: Guard): boolean;
  /** Forgets guards that are no more. */
  keepOnly(guards: readonly Guard[]): void;
}

/** `root`: the code that was tried; it may change in `home` meanwhile. */
export function readResults(home: string, root: string): Results {
  const path = join(home, FILE);
  const known = new Map<string, Result>(
    Object.entries(existsSync(path) ? z.record(z.string(), result).parse(JSON.parse(readFileSync(path, 'utf8'))) : {}),
  );
  const save = (): void => {
    const sorted = [...known].toSorted(([one], [other]) => (one < other ? -1 : 1));
    writeFileSync(path, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  };
  const imports = readImports(root);
  const digestOf = (guard: Guard, testFile: string | undefined): string => {
    const hash = createHash('sha256');
    const files = testFile === undefined || !existsSync(join(root, testFile)) ? [] : imports.from(testFile).keys();
    for (const file of [...new Set([...files, guard.file])].toSorted())
      hash.update(`${file}\n`).update(readFileSync(join(root, file)));
    return hash.digest('hex').slice(0, 16);
  };
  return {
    of: (guard) => known.get(keyOf(guard)),
    keep: (guard, noticed) => {
      const digest = digestOf(guard, noticed?.testFile);
      const file = noticed?.testFile === undefined ? {} : { testFile: noticed.testFile };
      known.set(keyOf(guard), { ...(noticed === undefined ? {} : { by: noticed.by }), ...file, digest });
      save();
    },
    holds: (guard) => {
      const found = known.get(keyOf(guard));
      // What only histories of faults have seen is seen by the whole application.
      return found?.testFile !== undefined && found.digest === digestOf(guard, found.testFile);
    },
    keepOnly: (guards) => {
      const keys = new Set(guards.map(keyOf));
      for (const key of known.keys()) if (!keys.has(key)) known.delete(key);
      save();
    },
  };
}

/** Without its line: a guard stays the same one when something is written above it. */
export function keyOf({ kind, file, where, says, ordinal }: Guard): string {
  return `${kind} ${file} ${where}: ${says}${ordinal === 0 ? '' : ` (${String(ordinal + 1)})`}`;
}
