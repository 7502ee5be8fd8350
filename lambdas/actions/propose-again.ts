import type { Action, Case, PolicyPack } from '../contracts/index.ts';
import type { AttemptOutcome } from './decide-attempt.ts';
import { makeAction } from './make-action.ts';
import type { MadeAction } from './make-action.ts';
import { titleOf } from './title-of.ts';

/**
 * The document has other values than those that the action was decided on. Where the change is still wanted (the ERP promises an earlier date than ours), it is
 * proposed anew on the new basis and governed anew: what somebody approved was another change. A later promise than ours stays.
 */
export function proposeAgain(
  action: Action,
  record: Case,
  { document }: Extract<AttemptOutcome, { end: 'superseded' }>,
  pack: PolicyPack,
  at: string,
): readonly MadeAction[] {
  const wanted = action.change['promisedAt'];
  const current = document?.values['promisedAt'];
  if (action.type !== 'promise_date' || typeof wanted !== 'string' || typeof current !== 'string') return [];
  if (Number.isNaN(Date.parse(current)) || Date.parse(current) >= Date.parse(wanted)) return [];
  const { type, system, instance, subject, change, amount } = action;
  const basis = { promisedAt: new Date(Date.parse(current)).toISOString() };
  const proposal = {
    type,
    title: titleOf(type, subject, change, basis),
    system,
    ...(instance === undefined ? {} : { instance }),
    subject,
    change,
    basis,
    ...(amount === undefined ? {} : { amount }),
  };
  const by = { actor: action.proposedBy, cause: { kind: 'lifecycle', id: action.id } } as const;
  return [makeAction(record, proposal, by, pack, at, { replaced: action.id })];
}
