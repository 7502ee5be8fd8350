import type {
  Action,
  ApprovalTerms,
  BusinessFunction,
  Governance,
  GovernanceRule,
  Person,
  PolicyPack,
  Reason,
} from '../contracts/index.ts';
import { addDuration } from '../case/duration.ts';
import { inReportingCurrency } from '../scoring/convert-money.ts';
import { CATALOGUE, NOTHING } from './catalogue.ts';
import type { Proposal } from './catalogue.ts';

/** Where the pack says nothing of an action type: one approval of operations management, within four hours. */
const DEFAULT_APPROVAL: ApprovalTerms = { functions: ['operations_management'], count: 1, within: 'PT4H' };

/**
 * Who has to agree to a proposal, and by when. By its amount: automatic up to a limit, approval above it, forbidden above another. An unknown
 * amount is never automatic, nor is what a model proposes.
 */
export function governAction(
  proposal: Pick<Proposal, 'type' | 'amount' | 'confidence'> & {
    readonly isUndoing?: boolean;
    readonly customerTier?: string;
    /** In the reporting currency. */
    readonly penalty?: number;
    /** When it has to be done at the latest: an answer after that helps nobody. */
    readonly neededBy?: string;
    /** What the case has had of it already, in the reporting currency: it is governed with that. */
    readonly already?: number;
  },
  proposedBy: Pick<Action['proposedBy'], 'kind'>,
  pack: PolicyPack,
  at: string,
): Governance {
  const general = pack.governance.find(({ action }) => action === proposal.type);
  const special = general?.unless.find(({ when }) => holds(when, proposal, proposedBy));
  const { already = 0 } = proposal;
  const own = amountOf(proposal, pack);
  const amount = own === undefined ? undefined : own + already;
  const told =
    amount === undefined
      ? 'an unknown amount'
      : `${amountText(amount)} ${pack.reportingCurrency}${already === 0 ? '' : WITH_BEFORE}`;
  const reasons: Reason[] = [];
  const because = (id: string, text: string): void => void reasons.push({ rule: id, text });
  // What takes back our own change is ours to propose, whoever made the change.
  if (proposal.isUndoing !== true && !CATALOGUE[proposal.type].proposedBy.includes(proposedBy.kind)) {
    because('not-their-proposal', `${proposal.type} may not be proposed by a ${proposedBy.kind}.`);
    return { decision: 'forbidden', functions: [], count: 0, reasons };
  }
  // What is forbidden altogether stays so, unless the special case says how much instead.
  const most = special?.forbiddenAbove ?? general?.forbiddenAbove;
  if (most !== undefined && amount !== undefined && amount > most) {
    because('forbidden-above', `${told} is more than may be changed from here (${amountText(most)}).`);
    return { decision: 'forbidden', functions: [], count: 0, reasons };
  }
  if (special !== undefined) because('special-case', special.reason);
  const limit = (special ?? general)?.automaticUpTo;
  if (proposedBy.kind === 'model' && special?.when.proposedBy?.includes('model') !== true)
    because('proposed-by-model', 'A model has proposed it, so a person decides.');
  else if (limit === undefined)
    because('always-approved', 'The policy wants an approval for every action of this type.');
  else if (amount === undefined) because('amount-unknown', 'What is at stake is not known, so a person decides.');
  else if (amount > limit) because('above-limit', `${told} is above ${amountText(limit)}, so a person decides.`);
  else {
    because('automatic', `${told} is within ${amountText(limit)}: nobody has to be asked.`);
    return { decision: 'automatic', functions: [], count: 0, reasons };
  }
  const approval = special?.approval ?? general?.approval;
  const asked = askedFor(approval ?? DEFAULT_APPROVAL);
  const { within } = approval ?? DEFAULT_APPROVAL;
  const otherwise = approval?.otherwise;
  return {
    decision: 'approval',
    ...asked,
    expiresAt: soonest(addDuration(at, within), proposal.neededBy, at),
    ...(otherwise === undefined ? {} : { otherwise: { ...askedFor(otherwise), within: otherwise.within } }),
    reasons,
  };
}

const WITH_BEFORE = ', with what the case has had of it already,';

/** The end of the time to answer, or when it has to be done if that is sooner and still to come. */
function soonest(expiresAt: string, neededBy: string | undefined, at: string): string {
  return neededBy !== undefined && neededBy > at && neededBy < expiresAt ? neededBy : expiresAt;
}

/** Nobody has answered in time: those who are named for that are asked. Undefined where there are none. */
export function escalateApproval(governance: Governance, at: string): Governance | undefined {
  const { otherwise, of: _of, ...rest } = governance;
  if (otherwise === undefined) return undefined;
  const { within, ...asked } = otherwise;
  const text = 'Nobody has answered in time, so others are asked.';
  const reasons = [...rest.reasons, { rule: ESCALATED, text }];
  return { decision: rest.decision, ...asked, expiresAt: addDuration(at, within), reasons };
}

const ESCALATED = 'escalated';

/** Others decide now than those who were asked first. */
export function isEscalated({ reasons }: Governance): boolean {
  return reasons.some(({ rule }) => rule === ESCALATED);
}

function holds(
  { customerTiers, proposedBy, confidenceFrom, confidenceBelow, penaltyFrom }: GovernanceRule['unless'][number]['when'],
  {
    customerTier,
    confidence,
    penalty,
  }: {
    readonly customerTier?: string;
    readonly confidence?: number | undefined;
    readonly penalty?: number;
  },
  { kind }: Pick<Action['proposedBy'], 'kind'>,
): boolean {
  // What is not known is within no limit.
  return (
    (customerTiers === undefined || (customerTier !== undefined && customerTiers.includes(customerTier))) &&
    (proposedBy === undefined || proposedBy.includes(kind)) &&
    (confidenceFrom === undefined || (confidence !== undefined && confidence >= confidenceFrom)) &&
    (confidenceBelow === undefined || confidence === undefined || confidence < confidenceBelow) &&
    (penaltyFrom === undefined || (penalty !== undefined && penalty >= penaltyFrom))
  );
}

function askedFor({
  functions,
  of,
  count,
}: Omit<ApprovalTerms, 'within'>): Pick<Governance, 'functions' | 'of' | 'count'> {
  return of === 'each'
    ? { functions: [...functions], of, count: functions.length }
    : { functions: [...functions], count };
}

export type Right =
  /** `for`: by the right of this person, whose delegate they are. */
  { readonly ok: true; readonly for?: string } | { readonly ok: false; readonly why: string };

/**
 * Whether a person may approve an action: for one of its functions, up to its amount, and never their own proposal; by their own right, or by that of somebody whose delegate
 * they are just then. A right counts once, whoever uses it, and the proposer's is no right to lend.
 */
export function mayApprove(personId: string, action: Action, pack: PolicyPack, at: string): Right {
  if (action.proposedBy.id === personId) return { ok: false, why: OWN_PROPOSAL };
  const used = action.approvals.find((approval) => approval.for === personId);
  if (used !== undefined) return { ok: false, why: `${used.person} has approved it for you.` };
  const own = mayByRightOf(personId, action, pack);
  if (own.ok && isStillMissing(personId, action, pack)) return own;
  const spent = new Set(action.approvals.flatMap((approval) => [approval.person, approval.for ?? approval.person]));
  const lender = lenderTo(
    personId,
    { action, pack, at },
    (id) => !spent.has(id) && mayByRightOf(id, action, pack).ok && isStillMissing(id, action, pack),
  );
  if (lender !== undefined) return { ok: true, for: lender.id };
  return own.ok ? { ok: false, why: 'Somebody of your function has approved it: another function is missing.' } : own;
}

/** Where each function has to agree: whether this right stands for one that nobody has spoken for. Who may for several counts for the one that is left. */
function isStillMissing(personId: string, action: Action, pack: PolicyPack): boolean {
  if (action.governance.of !== 'each') return true;
  const given = action.approvals.map((approval) => approval.for ?? approval.person);
  if (given.includes(personId)) return true;
  const rightsOf = (id: string): readonly BusinessFunction[] =>
    action.governance.functions.filter((name) => mayByRightOf(id, action, pack, [name]).ok);
  return canStandFor([...given, personId].map(rightsOf));
}

/** Whether each of them can stand for a function of their own. */
function canStandFor([first, ...others]: readonly (readonly BusinessFunction[])[]): boolean {
  if (first === undefined) return true;
  return first.some((name) => canStandFor(others.map((names) => names.filter((other) => other !== name))));
}

/** Whether a person may stop an action: for one of its functions by their own right or a lent one, whatever its amount, as nothing is changed by that; and not their own proposal. */
export function mayRefuse(personId: string, action: Action, pack: PolicyPack, at: string): Right {
  if (action.proposedBy.id === personId) return { ok: false, why: OWN_PROPOSAL };
  const { functions } = action.governance;
  const mayStop = (id: string): boolean => grantsFor(id, functions, pack).length > 0;
  if (mayStop(personId)) return { ok: true };
  const lender = lenderTo(personId, { action, pack, at }, mayStop);
  return lender === undefined ? { ok: false, why: itTakes(functions) } : { ok: true, for: lender.id };
}

/** Whose delegate a person is just then, of those who have a right to lend: never the proposer. */
function lenderTo(
  personId: string,
  { action, pack, at }: { readonly action: Action; readonly pack: PolicyPack; readonly at: string },
  mayLend: (id: string) => boolean,
): Person | undefined {
  return pack.people.find(
    (person) => lendsTo(person, at).includes(personId) && person.id !== action.proposedBy.id && mayLend(person.id),
  );
}

const OWN_PROPOSAL = 'You have proposed it: somebody else decides.';

function itTakes(functions: readonly BusinessFunction[]): string {
  return `It takes an approver of ${functions.map((name) => name.replaceAll('_', ' ')).join(' or ')}.`;
}

function grantsFor(personId: string, functions: readonly BusinessFunction[], pack: PolicyPack): Person['approves'] {
  const wanted: ReadonlySet<BusinessFunction> = new Set(functions);
  return (pack.people.find(({ id }) => id === personId)?.approves ?? []).filter((grant) => wanted.has(grant.function));
}

function mayByRightOf(
  personId: string,
  action: Action,
  pack: PolicyPack,
  functions: readonly BusinessFunction[] = action.governance.functions,
): Right {
  const fitting = grantsFor(personId, functions, pack);
  if (fitting.length === 0) return { ok: false, why: itTakes(functions) };
  const amount = amountOf(action, pack);
  const isCovered = fitting.some(({ upTo }) => upTo === undefined || (amount !== undefined && amount <= upTo));
  return isCovered ? { ok: true } : { ok: false, why: 'The amount is above what you may approve.' };
}

function lendsTo({ delegates }: Person, at: string): readonly string[] {
  const now = Date.parse(at);
  return delegates.filter(({ from, until }) => Date.parse(from) <= now && now < Date.parse(until)).map(({ to }) => to);
}

/** Who may approve it, those with the highest limits for its functions last: small things go to whoever is near. Who has a delegate is away, and comes behind all others. */
export function approversOf(action: Action, pack: PolicyPack, at: string): readonly string[] {
  const limit = (id: string): number =>
    Math.max(...grantsFor(id, action.governance.functions, pack).map(({ upTo }) => upTo ?? Infinity));
  const able = pack.people.flatMap((one) => {
    const right = mayApprove(one.id, action, pack, at);
    return right.ok ? [{ id: one.id, isAway: lendsTo(one, at).length > 0, limit: limit(right.for ?? one.id) }] : [];
  });
  return able
    .sort((left, right) => Number(left.isAway) - Number(right.isAway) || compare(left.limit, right.limit))
    .map(({ id }) => id);
}

/** Two without a limit are equal: their difference would be no number. */
function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}

/** In the reporting currency; undefined: nobody knows it. */
export function amountOf({ type, amount }: Pick<Proposal, 'type' | 'amount'>, pack: PolicyPack): number | undefined {
  if (CATALOGUE[type].amount === NOTHING) return 0;
  return amount === undefined ? undefined : inReportingCurrency(amount, pack);
}

function amountText(amount: number): string {
  return amount.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
