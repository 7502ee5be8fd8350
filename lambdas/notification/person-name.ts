import type { PolicyPack } from '../contracts/index.ts';

/** Who that is, as the pack calls them. */
export function personName(id: string | undefined, pack: PolicyPack): string {
  return pack.people.find((person) => person.id === id)?.name ?? id ?? 'Somebody';
}
