import type { Action, ActionState, PolicyPack } from '../contracts/index.ts';
import { CATALOGUE } from './catalogue.ts';
import { amountOf } from './govern-action.ts';

/** Nothing of it was written, or it was taken back. */
const GONE: readonly ActionState[] = ['refused', 'expired', 'superseded', 'failed', 'compensated'];

/**
 * What a case has had already of what is made anew, or may yet have, in the reporting currency: who asks for a credit in parts asks for the whole of it. A change of a document takes
 * the place of the one before it.
 */
export function madeBefore(
  { id, type }: Pick<Action, 'id' | 'type'>,
  actions: readonly Action[],
  pack: PolicyPack,
): number {
  if (CATALOGUE[type].made === undefined) return 0;
  return actions
    .filter((one) => one.type === type && one.id !== id && one.undoes === undefined && !GONE.includes(one.state))
    .reduce((sum, one) => sum + (amountOf(one, pack) ?? 0), 0);
}
