import { canonicalJson } from '../contracts/index.ts';
import type { Action } from '../contracts/index.ts';
import { CATALOGUE } from './catalogue.ts';
import type { MadeAction } from './make-action.ts';

/**
 * What an undoing takes back once it is confirmed: the action that it names, and what was written into the same fields before it, back to the one that found there what they say
 * again. Committed with the confirmation, so nothing that was taken back is ever called confirmed. Nothing while it is not confirmed, and nothing a second time.
 */
export function compensate(undoing: Action, actions: readonly Action[]): readonly MadeAction[] {
  // Guard: only what is taken back for certain is compensated.
  if (undoing.undoes === undefined || undoing.state !== 'confirmed') return [];
  const named = actions.find(({ id }) => id === undoing.undoes);
  const by = {
    actor: { kind: 'system', id: 'actions' },
    cause: { kind: 'lifecycle', id: `${undoing.id}-${String(undoing.generation)}` },
  } as const;
  return takenBackBy(undoing, named, actions).map((action) => ({
    act: { ...by, happening: { what: 'ActionCompensated', actionId: action.id, by: undoing.id } },
    action: { ...action, state: 'compensated', compensatedBy: undoing.id },
  }));
}

function takenBackBy(undoing: Action, named: Action | undefined, actions: readonly Action[]): readonly Action[] {
  // Guard: what another undoing has taken back is not taken back again.
  if (named?.state !== 'confirmed') return [];
  if (CATALOGUE[named.type].made !== undefined) return [named];
  const standing = actions
    .filter(({ state, undoes, wroteAt }) => state === 'confirmed' && undoes === undefined && wroteAt !== undefined)
    .filter((action) => fieldsOf(action) === fieldsOf(named) && (action.wroteAt ?? '') <= (named.wroteAt ?? ''))
    .sort((left, right) => ((left.wroteAt ?? '') < (right.wroteAt ?? '') ? -1 : 1));
  const from = standing.findLastIndex(({ basis }) => canonicalJson(basis) === canonicalJson(undoing.change));
  return from === -1 ? [named] : standing.slice(from);
}

/** Which fields of which document: by fields and not by type, as a hold and its release are two changes of one thing. */
export function fieldsOf({ system, instance = '', subject, change }: Action): string {
  return [system, instance, subject, ...Object.keys(change).sort()].join(' ');
}
