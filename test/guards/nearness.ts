import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** How many imports lie between a test and a file; undefined: it does not come to it. Our imports name their files, so nothing has to be guessed. */
export function distanceTo(root: string, from: string, target: string): number | undefined {
  let level = [from];
  const seen = new Set(level);
  for (let distance = 0; level.length > 0; distance += 1) {
    if (level.includes(target)) return distance;
    level = [...new Set(level.flatMap((file) => importsOf(root, file)))].filter((file) => !seen.has(file));
    for (const file of level) seen.add(file);
  }
  return undefined;
}

function importsOf(root: string, file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const named = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return named
    .filter((name) => name.startsWith('.') && name.endsWith('.ts'))
    .map((name) => relative(root, join(root, dirname(file), name)))
    .filter((name) => existsSync(join(root, name)));
}
