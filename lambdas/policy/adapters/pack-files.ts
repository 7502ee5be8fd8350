import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackText } from '../read-pack.ts';

/** The files of a pack that lies in a folder and in those below it, by name; each is called as it is reached from here. */
export function packTexts(directory: string): readonly PackText[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ file: join(directory, name), text: readFileSync(join(directory, name), 'utf8') }));
}
