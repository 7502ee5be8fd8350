import { canonicalJson, deriveId, sha256Hex } from '../contracts/index.ts';
import type { Action, Case, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { addDuration } from '../case/duration.ts';
import { inReportingCurrency } from '../scoring/convert-money.ts';
import { STATES_OF_DECISION } from './action-states.ts';
import type { Proposal } from './catalogue.ts';
import { governAction } from './govern-action.ts';

/** An execution that died before its first decision is noticed by the auditor after so long. */
export const ACTION_PATIENCE = 'PT2M';

export interface MadeAction {
  readonly act: Act;
  readonly action: Action;
}

/**
 * A proposal with what governance says of it, and the act that puts it into the journal. The same proposal twice has the same id; one that takes the place of
 * another (`replaced`) or takes it back (`undoes`) has its own, also where somebody has changed the document back to what it said before.
 */
export function makeAction(
  record: Case,
  proposal: Proposal,
  by: Pick<Act, 'actor' | 'cause'>,
  pack: PolicyPack,
  at: string,
  {
    replaced,
    undoes,
    already = 0,
  }: { readonly replaced?: string; readonly undoes?: string; readonly already?: number } = {},
): MadeAction {
  const { type, system, instance, subject, change, basis, amount, confidence } = proposal;
  const where = instance === undefined ? {} : { instance };
  const title = titleIn(proposal);
  const digest = digestOf(proposal);
  const id = deriveId('act', record.id, digest, replaced ?? undoes ?? '');
  const about = { isUndoing: undoes !== undefined, already, ...stakesOf(record, type, pack) };
  const governance = governAction({ ...proposal, ...about }, by.actor, pack, at);
  const state = STATES_OF_DECISION[governance.decision];
  return {
    act: {
      ...by,
      ...(amount === undefined ? {} : { amount }),
      happening: {
        what: 'ActionProposed',
        actionId: id,
        type,
        title,
        digest,
        governance,
        ...(undoes === undefined ? {} : { undoes }),
      },
    },
    action: {
      contract: 'action/1',
      id,
      caseId: record.id,
      type,
      title,
      system,
      ...where,
      subject,
      change: { ...change },
      basis: { ...basis },
      ...(amount === undefined ? {} : { amount }),
      proposedBy: by.actor,
      ...(confidence === undefined ? {} : { confidence }),
      digest,
      idempotencyKey: id,
      governance,
      state,
      approvals: [],
      generation: 1,
      attention: 0,
      attempts: 0,
      mayBeWritten: false,
      ...(governance.decision === 'forbidden' ? { endedAt: at } : { nextDueAt: addDuration(at, ACTION_PATIENCE) }),
      ...(undoes === undefined ? {} : { undoes }),
      proposedAt: at,
    },
  };
}

/** What somebody agrees to: all of it that is done. */
export function digestOf({
  type,
  system,
  instance,
  subject,
  change,
  basis,
}: Pick<Action, 'type' | 'system' | 'instance' | 'subject' | 'change' | 'basis'>): string {
  const where = instance === undefined ? {} : { instance };
  return sha256Hex(canonicalJson({ type, system, ...where, subject, change, basis }));
}

/** What governance goes by beside the proposal itself: whose it is, which penalty hangs on it, and by when it has to be done. */
export function stakesOf(
  record: Pick<Case, 'impact' | 'clocks'>,
  type: Action['type'],
  pack: PolicyPack,
): { readonly customerTier?: string; readonly penalty?: number; readonly neededBy?: string } {
  const { customerTier, penalty: owed } = record.impact ?? {};
  const penalty = owed === undefined ? undefined : inReportingCurrency(owed, pack);
  const neededBy = type === 'customer_message' ? promisedBy(record) : undefined;
  return {
    ...(customerTier === undefined ? {} : { customerTier }),
    ...(penalty === undefined ? {} : { penalty }),
    ...(neededBy === undefined ? {} : { neededBy }),
  };
}

/** When the customer is to have heard of it, while that is a promise still. */
function promisedBy({ clocks }: Pick<Case, 'clocks'>): string | undefined {
  return clocks === undefined || clocks.communicate.stoppedAt !== undefined ? undefined : clocks.communicate.dueAt;
}

/** Who approves it reads in which instance it is done: another one may have a document of the same number. */
function titleIn({ title, instance }: Proposal): string {
  const said = instance === undefined ? '' : ` (in ${instance})`;
  return title.includes(said) ? title : `${title}${said}`;
}
