import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from './guard.ts';
import type { Imports } from './nearness.ts';

const filesIn = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
    .toSorted();

/** Unit tests that come to the file of a guard, nearest first; of a state machine its own scenarios. Nothing of it boots the application. */
export function nearTests(root: string, imports: Imports, { file }: Guard): readonly string[] {
  if (file.endsWith('.json')) {
    const machine = file.replace(/^.*\/|\.asl\.json$/g, '');
    return filesIn(root, 'test/statemachines').filter((name) => name.includes(machine));
  }
  return filesIn(root, 'test/unit')
    .flatMap((name) => {
      const distance = imports.from(name).get(file);
      return distance === undefined ? [] : [{ name, distance }];
    })
    .toSorted((one, other) => one.distance - other.distance)
    .map(({ name }) => name);
}
