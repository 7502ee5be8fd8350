import type { Case, Notice } from '../../contracts/index.ts';
import type { Act } from '../apply-acts.ts';
import { isLost } from '../decide-delivery.ts';
import { whyUnwanted } from '../decide-notice.ts';
import { isLive } from '../states.ts';
import type { CaseStore } from './case-store.dynamo.ts';

/** Finds another way to whoever was not reached; undefined: there is none, or they were reached otherwise. */
export type AnotherWay = (
  record: Case,
  notices: readonly Notice[],
  at: string,
) => Promise<{ readonly act: Act; readonly notices: readonly Notice[] } | undefined>;

export interface AfterEnd {
  readonly acts: readonly Act[];
  readonly notices: readonly Notice[];
  /** Its reader was to hear it although the case is over, and there is no way left. */
  readonly isLastWordLost: boolean;
}

/**
 * What follows from a notice that was not taken, or came back. While the case lives, its lifecycle wakes and looks for another way, so nothing does here; after its end there is no
 * lifecycle: the other way is claimed in the same transaction as the loss, and the auditor orders it.
 */
export async function afterEnd(
  store: CaseStore,
  { record, after, at }: { readonly record: Case; readonly after: Notice; readonly at: string },
  anotherWay: AnotherWay,
): Promise<AfterEnd> {
  // Guard: while a case lives, only its lifecycle looks for another way.
  if (isLive(record) || !isLost(after) || whyUnwanted(after, record, at) !== undefined)
    return { acts: [], notices: [], isLastWordLost: false };
  const told = (await store.notices(record.id)).map((one) => (one.id === after.id ? after : one));
  const way = await anotherWay(record, told, at);
  const isReached = told.some((one) => isToSame(one, after) && !isLost(one));
  return {
    acts: way === undefined ? [] : [way.act],
    notices: way?.notices ?? [],
    isLastWordLost: way === undefined && !isReached,
  };
}

function isToSame(one: Notice, { person, purpose }: Notice): boolean {
  return one.person === person && one.purpose === purpose;
}
