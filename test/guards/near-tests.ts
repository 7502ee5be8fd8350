import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from './guard.ts';
import type { Imports } from './nearness.ts';

const filesIn = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
    .toSorted();

/** A test that asks for more time than the others has many of something: it comes last. */
const OWN_PATIENCE = /(?:timeout: |\}, )\d+_000/;
/** What does not notice it from here is too far away to say what is wrong. */
const MOST = 8;

/**
 * Unit tests that come to the file of a guard, those of its room first, of them the nearest, and of those the smallest; of a state machine its own scenarios. Nothing of it boots the application.
 */
export function nearTests(root: string, imports: Imports, { file }: Guard): readonly string[] {
  if (file.endsWith('.json')) {
    const machine = file.replace(/^.*\/|\.asl\.json$/g, '');
    return filesIn(root, 'test/statemachines').filter((name) => name.includes(machine));
  }
  const isOfRoom = (name: string): boolean => name.split('/')[2] === file.split('/')[1];
  const isLong = (name: string): boolean => OWN_PATIENCE.test(readFileSync(join(root, name), 'utf8'));
  return filesIn(root, 'test/unit')
    .flatMap((name) => {
      const reached = imports.from(name);
      const distance = reached.get(file);
      return distance === undefined ? [] : [{ name, distance, size: reached.size }];
    })
    .toSorted(
      (one, other) =>
        Number(isLong(one.name)) - Number(isLong(other.name)) ||
        Number(isOfRoom(other.name)) - Number(isOfRoom(one.name)) ||
        one.distance - other.distance ||
        one.size - other.size,
    )
    .slice(0, MOST)
    .map(({ name }) => name);
}
