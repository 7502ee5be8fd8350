import { loadHandover } from '../../handover/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { BeginningShift, Notice, Person } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { composeHandover } from '../compose-handover.ts';
import type { HandoverComposition } from '../compose-handover.ts';
import type { Message } from '../compose-message.ts';

/** A hand-over as it is at the moment when it is sent. */
export async function prepareHandover(
  stores: { readonly cases: CaseStore; readonly packs: PackStore },
  notice: Notice,
  shift: BeginningShift,
  links: HandoverComposition['links'],
): Promise<{ readonly person: Person; readonly message: Message }> {
  const loaded = await loadHandover(stores, shift);
  const person = loaded.pack.people.find(({ id }) => id === notice.person);
  if (person === undefined) throw new Error(`the policy that holds has no person ${notice.person}`);
  const message = composeHandover({ ...loaded, links, notice, shift, person, at: nowInstant() });
  return { person, message };
}
