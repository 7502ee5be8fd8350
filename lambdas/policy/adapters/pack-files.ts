import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A pack as people keep it: YAML files in one folder, each with some of the pack's sections. A section that stands twice is a mistake. */
export function readPackDirectory(directory: string): Record<string, unknown> {
  const pack: Record<string, unknown> = {};
  for (const file of readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const sections: unknown = parse(readFileSync(join(directory, file), 'utf8'));
    if (typeof sections !== 'object' || sections === null) throw new Error(`${file} holds no sections`);
    for (const [name, section] of Object.entries(sections)) {
      if (name in pack) throw new Error(`the section ${name} stands twice, the second time in ${file}`);
      pack[name] = section;
    }
  }
  return pack;
}
