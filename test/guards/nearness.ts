import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** Who imports whom. Our imports name their files, so nothing has to be guessed; each file is read once. */
export interface Imports {
  /** How many imports lie between a file and those that it comes to, itself included. */
  from(file: string): ReadonlyMap<string, number>;
}

export function readImports(root: string): Imports {
  const direct = new Map<string, readonly string[]>();
  const importsOf = (file: string): readonly string[] => {
    const known = direct.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(join(root, file), 'utf8');
    const found = ts
      .preProcessFile(text, true, true)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((name) => name.startsWith('.') && name.endsWith('.ts'))
      .map((name) => relative(root, join(root, dirname(file), name)))
      .filter((name) => existsSync(join(root, name)));
    direct.set(file, found);
    return found;
  };
  return {
    from: (file) => {
      const distances = new Map([[file, 0]]);
      // A map goes on with what is put into it while it is gone through.
      for (const [at, distance] of distances)
        for (const next of importsOf(at)) if (!distances.has(next)) distances.set(next, distance + 1);
      return distances;
    },
  };
}
