import type { Facts } from '../ports.ts';

/** Facts without those that the system left out. */
export function present(facts: Readonly<Record<string, Facts[string] | undefined>>): Facts {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
