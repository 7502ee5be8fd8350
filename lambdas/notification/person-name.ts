import { readerIn } from '../contracts/index.ts';
import type { PolicyPack } from '../contracts/index.ts';

/** Who that is, as the pack calls them. */
export function personName(id: string | undefined, pack: PolicyPack): string {
  return readerIn(pack, id ?? '')?.name ?? id ?? 'Somebody';
}
