import { deriveId } from '../contracts/index.ts';
import type { Action, ActionStep, Case, Notice, Person, PolicyPack, Task } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { addDuration } from '../case/duration.ts';
import { isLive, isTakenBack } from '../case/states.ts';
import { channelsAtOnce, newNotice } from '../escalation/notice-rules.ts';
import { personForTeam } from '../routing/who-is-on-duty.ts';
import { ended } from './decide-reply.ts';
import { handTermsOf } from './hand-over.ts';
import { approversOf, escalateApproval, isEscalated } from './govern-action.ts';
import type { MadeAction } from './make-action.ts';

/** An attempt without an outcome is taken for dead after so long; then the system is asked what became of it. */
export const ATTEMPT_PATIENCE = 'PT1M';

export interface ActionSituation {
  readonly action: Action;
  readonly record: Case;
  readonly notices: readonly Notice[];
  readonly pack: PolicyPack;
  /** Of the policy that holds now: whoever has left it is asked nothing, as their answer counts for nothing. Absent: nobody has. */
  readonly here?: readonly Pick<Person, 'id'>[];
  readonly at: string;
  readonly generation: number;
  /** By which a person does it by hand. */
  readonly task?: Task | undefined;
}

export interface ActionPlan {
  readonly acts: readonly Act[];
  readonly after: Action;
  /** Claimed with the acts, to be handed over after the commit. */
  readonly notices: readonly Notice[];
  readonly next: ActionStep;
}

/** What happens next with an action, and when: a function of action, case, policy and time. */
export function decideActionStep(situation: ActionSituation): ActionPlan {
  const { action, record, at, generation } = situation;
  // Guard: one execution carries an action.
  if (action.generation !== generation) return nothing(action, 'another execution has it');
  if (isPointless(action, record)) return supersede(situation);
  switch (action.state) {
    case 'awaiting_approval':
      return askForApproval(situation);
    case 'approved':
      return laterThan(action.retryAt, at) ? waiting(action, action.retryAt) : execute(action);
    case 'executing': {
      const deadAt = addDuration(action.begunAt ?? at, ATTEMPT_PATIENCE);
      return laterThan(deadAt, at) ? waiting(action, deadAt) : execute(action);
    }
    case 'by_hand':
      return standBy(situation);
    case 'failed':
    case 'unconfirmed':
      return tell(situation, 'action_failed');
    case 'expired':
      return tell(situation, 'approval_expired');
    default:
      return nothing(action, `the action is ${action.state}`);
  }
}

/** Nothing is changed any more for a withdrawn case; what may have been written already is looked up first, because then it has to be taken back. */
export function isPointless(action: Action, record: Case): boolean {
  if (whyPointless(action, record) === undefined) return false;
  return action.state === 'awaiting_approval' || (action.state === 'approved' && !action.mayBeWritten);
}

function whyPointless(action: Action, record: Case): string | undefined {
  const { type, undoes, proposedAt } = action;
  if (undoes !== undefined) return goesWithItsCase(action) && isLive(record) ? REPORTED_AGAIN : undefined;
  if (isTakenBack(record)) return WITHDRAWN;
  if (type !== 'customer_message') return undefined;
  const { customer, state } = record;
  if (!isLive(record)) return `The case is ${state}: the customer is told nothing of it any more.`;
  const byPerson = customer?.state === 'told' && customer.actionId === undefined && customer.at >= proposedAt;
  return byPerson ? 'A person has told the customer meanwhile.' : undefined;
}

/** The people who may approve it are told once; nobody answers in time: it expires, and whoever owns the case hears of it. */
function askForApproval(situation: ActionSituation): ActionPlan {
  const { action, at } = situation;
  const { expiresAt } = action.governance;
  if (expiresAt === undefined || !laterThan(expiresAt, at)) {
    const escalated = escalateApproval(action.governance, at);
    if (escalated !== undefined) return askOthers(situation, escalated);
    const act: Act = { ...BY, cause: causeOf(action), happening: { what: 'ActionExpired', actionId: action.id } };
    const after: Action = { ...ended(action, at), state: 'expired' };
    const told = tell({ ...situation, action: after }, 'approval_expired');
    return { ...told, acts: [act, ...told.acts] };
  }
  const asked = noticesFor(situation, 'approval', approversToAsk(situation));
  const after: Action = { ...action, nextDueAt: expiresAt };
  if (asked.length === 0 && action.nextDueAt === expiresAt) return waiting(action, expiresAt);
  const claim = claimOf(action, 'approval', asked);
  return {
    acts: [claim],
    after,
    notices: asked,
    next: { next: 'wait', until: expiresAt, attention: action.attention },
  };
}

/** They decide from the beginning: what was approved was half of another answer. */
function askOthers(situation: ActionSituation, governance: Action['governance']): ActionPlan {
  const { action } = situation;
  const happening = { what: 'ApprovalEscalated', actionId: action.id, governance } as const;
  const asked = askForApproval({ ...situation, action: { ...action, governance, approvals: [] } });
  return { ...asked, acts: [{ ...BY, cause: causeOf(action), happening }, ...asked.acts] };
}

/** Those with the least sufficient rights first, three at most; where nobody may approve it, the last owner of the pack has to hear of it. */
const MOST_ASKED = 3;
function approversToAsk({ action, pack, here = pack.people, at }: ActionSituation): readonly string[] {
  const able = approversOf(action, pack, at)
    .filter((one) => here.some(({ id }) => id === one))
    .slice(0, Math.max(MOST_ASKED, action.governance.count));
  return able.length === 0 ? [pack.lastOwner] : able;
}

function tell(situation: ActionSituation, purpose: 'approval_expired' | 'action_failed'): ActionPlan {
  const { action } = situation;
  const missing = noticesFor(situation, purpose, [caseHolder(situation)]);
  const next: ActionStep = { next: 'finish', reason: `the action is ${action.state}` };
  if (missing.length === 0) return { acts: [], after: action, notices: [], next };
  return { acts: [claimOf(action, purpose, missing)], after: action, notices: missing, next };
}

/** Whoever is on duty for it is told; then it is looked at from time to time, and at once when they say that they are done. Nothing is written meanwhile. */
function standBy(situation: ActionSituation): ActionPlan {
  const { action, pack, at, task } = situation;
  const wanted = handTermsOf(action.type, pack).function;
  const team = pack.teams.find((one) => one.function === wanted);
  const told = noticesFor(situation, 'by_hand', [handPerson(situation, team)]);
  const { lookedAt, since = at } = action.byHand ?? {};
  const isNews = laterThan(task?.endedAt, lookedAt ?? since);
  const next = !isNews && laterThan(action.nextDueAt, at) ? waiting(action, action.nextDueAt) : execute(action);
  return told.length === 0 ? next : { ...next, acts: [claimOf(action, 'by_hand', told)], notices: told };
}

/** Nobody of that function on duty: whoever has the case. */
function handPerson(situation: ActionSituation, team: PolicyPack['teams'][number] | undefined): string {
  const { pack, at } = situation;
  return team === undefined ? caseHolder(situation) : personForTeam(team, pack, at).person;
}

function caseHolder({ record, pack, at }: ActionSituation): string {
  const team = pack.teams.find(({ id }) => id === record.owner?.team);
  return record.acknowledgedBy ?? (team === undefined ? pack.lastOwner : personForTeam(team, pack, at).person);
}

/** Notices that have not been claimed yet: their ids follow from action, purpose and person, so each is sent once. */
function noticesFor(
  { action, record, notices, pack, at }: ActionSituation,
  purpose: Notice['purpose'],
  people: readonly string[],
): readonly Notice[] {
  const known = new Set(notices.map(({ id }) => id));
  const reached = people.flatMap((id) => pack.people.filter((person) => person.id === id));
  return (
    reached
      .flatMap((person) =>
        channelsAtOnce(person, record.severity?.level, ['slack', 'email']).map((channel) =>
          newNotice(record, at, {
            id: deriveId('ntc', action.id, purpose, ...roundOf(action, purpose), action.generation, person.id, channel),
            purpose,
            actionId: action.id,
            person: person.id,
            channel,
          }),
        ),
      )
      // Guard: a message that was claimed is not claimed again.
      .filter(({ id }) => !known.has(id))
  );
}

/** It may go to a person more than once; and whoever was asked with the first may be among those who are asked when these have not answered. */
function roundOf({ byHand, governance }: Action, purpose: Notice['purpose']): readonly (number | string)[] {
  if (purpose === 'approval' && isEscalated(governance)) return [governance.expiresAt ?? ''];
  return purpose === 'by_hand' && byHand !== undefined ? [byHand.round] : [];
}

const BY = { actor: { kind: 'system', id: 'actions' } } as const;

function causeOf({ id, generation }: Action): Act['cause'] {
  return { kind: 'lifecycle', id: `${id}-${String(generation)}` };
}

type Told = 'approval' | 'approval_expired' | 'action_failed' | 'by_hand';

function claimOf(action: Action, purpose: Told, notices: readonly Notice[]): Act {
  const claimed = notices.map(({ id, person, channel }) => ({ noticeId: id, person, channel }));
  return {
    ...BY,
    cause: causeOf(action),
    happening: { what: 'NoticeClaimed', notices: claimed, purpose, actionId: action.id },
  };
}

function supersede({ action, record, at }: ActionSituation): ActionPlan {
  const reason = whyPointless(action, record) ?? WITHDRAWN;
  const { act, action: after } = superseded(action, { ...BY, cause: causeOf(action) }, at, reason);
  return { acts: [act], after, notices: [], next: { next: 'finish', reason } };
}

/** What takes back because the case is withdrawn; what a person wants taken back is, whatever becomes of the case. */
export function goesWithItsCase({ undoes, proposedBy }: Action): boolean {
  return undoes !== undefined && proposedBy.kind !== 'person';
}

export const WITHDRAWN = 'The case is withdrawn.';
export const REPORTED_AGAIN = 'The trouble was reported again, so what was changed for it stays.';

/** Whether an action was given up because its case was withdrawn, so that it may be wanted again when the trouble is back. */
export function wasGivenUp({ state, problem }: Action): boolean {
  return state === 'superseded' && problem === WITHDRAWN;
}

/** The action, given up: because its case is withdrawn, where nothing else is said. */
export function superseded(
  action: Action,
  by: Pick<Act, 'actor' | 'cause'>,
  at: string,
  reason = WITHDRAWN,
): MadeAction {
  return {
    act: { ...by, happening: { what: 'ActionSuperseded', actionId: action.id, reason } },
    action: { ...ended(action, at), state: 'superseded', problem: reason },
  };
}

function execute(action: Action): ActionPlan {
  return { acts: [], after: action, notices: [], next: { next: 'execute' } };
}

function waiting(action: Action, until: string): ActionPlan {
  return { acts: [], after: action, notices: [], next: { next: 'wait', until, attention: action.attention } };
}

function nothing(action: Action, reason: string): ActionPlan {
  return { acts: [], after: action, notices: [], next: { next: 'finish', reason } };
}

function laterThan(left: string | undefined, right: string): left is string {
  return left !== undefined && Date.parse(left) > Date.parse(right);
}
