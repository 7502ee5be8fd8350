import { decideActionStep } from '../actions/decide-action.ts';
import { proposeFromPlaybook } from '../actions/propose-from-playbook.ts';
import { applyActs } from '../case/apply-acts.ts';
import type { Act } from '../case/apply-acts.ts';
import { assessCase } from '../case/assess-case.ts';
import { decideCaseCommand } from '../case/decide-command.ts';
import { decideTriage } from '../case/decide-triage.ts';
import type { Action, Case, FactSet, JournalEntry, Notice } from '../contracts/index.ts';
import { decideNextStep } from '../escalation/decide-next-step.ts';
import { agendaOf, isByPlaybook } from './agenda.ts';
import type { Outside } from './agenda.ts';
import { happenAgain } from './happen-again.ts';
import { asReported } from './past-case.ts';
import type { PastCase, Policy } from './past-case.ts';
import { tasksThen } from './tasks-then.ts';

/** How a case would have gone. */
export interface SimulatedCase {
  readonly record: Case;
  readonly entries: readonly JournalEntry[];
  /** What people did that would not have been possible then, as they did it. */
  readonly misfits: readonly JournalEntry[];
  /** Systems that the policy would ask and that were not asked: what they would have said is not known. */
  readonly unasked: readonly string[];
  /** It went on for so many decisions that it was left there. */
  readonly isCut: boolean;
}

/** A ladder that starts again each half an hour for two weeks decides so often; longer tells nothing new. */
const MOST_DECISIONS = 2_000;
/** The answers of systems that were asked again come after so long at most; what comes later belongs to another question. */
const ANSWER_MS = 600_000;

/** From the answers of the systems to the decision that follows. */
const SAME_DECISION_MS = 60_000;

const SIMULATED = { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`, salt: () => '' } as const;

/**
 * A past case once more, by the rules of production on virtual time: what came from outside (reports, answers of systems, what people did) comes at its time, and the policy is
 * asked what follows from it. Nothing is sent, and no system is touched.
 */
export function simulateCase(past: PastCase, policy: Policy): SimulatedCase {
  const agenda = agendaOf(past);
  const run = new CaseRun(past, policy);
  let next = 0;
  while (run.decisions < MOST_DECISIONS) {
    const outside = agenda[next];
    const { wakesAt } = run;
    if (outside !== undefined && (wakesAt === undefined || isFirst(outside, wakesAt, past))) {
      next += 1;
      run.take(outside, agenda.slice(next));
    } else if (wakesAt !== undefined && wakesAt <= past.readAt) run.decide(wakesAt);
    else return run.outcome(false);
  }
  return run.outcome(true);
}

/** Whether something came before the rules were asked again; at one instant, as it was. */
function isFirst({ at, entry }: Outside, wakesAt: string, { entries }: PastCase): boolean {
  if (at !== wakesAt) return at < wakesAt;
  return !entries.some((other) => other.at === at && other.sequence < entry.sequence && isCall(other));
}

function isCall({ happening }: JournalEntry): boolean {
  return happening.what === 'EscalationStepClaimed' || happening.what === 'EscalationStepSkipped';
}

/** One case on its way. The only place of the simulation that remembers. */
class CaseRun {
  decisions = 0;
  /** When it has to be looked at next; undefined: when something comes from outside. */
  wakesAt: string | undefined;
  private readonly entries: JournalEntry[] = [];
  private readonly misfits: JournalEntry[] = [];
  private readonly unasked = new Set<string>();
  private readonly past: PastCase;
  private readonly policy: Policy;
  private record: Case;
  private notices: readonly Notice[] = [];
  private actions: readonly Action[] = [];
  private facts: readonly FactSet[] = [];
  private waitsForFacts = false;

  constructor(past: PastCase, policy: Policy) {
    this.past = past;
    this.policy = policy;
    this.record = asReported(past, policy);
  }

  take(outside: Outside, later: readonly Outside[]): void {
    const { attention } = this.record;
    const { at } = outside;
    if (outside.kind === 'facts') {
      this.triage(outside.facts, at, outside.entry.cause);
    } else if (outside.kind === 'command') this.command(outside);
    else this.happen(outside.entry);
    const isNews = this.record.attention > attention || this.record.version === 1 || outside.kind === 'facts';
    if (this.waitsForFacts || !(isNews || isByOthers(outside))) return;
    // What its incident or a silence made of the case before anything was decided was part of the same decision.
    const [next] = later;
    if (next !== undefined && isByOthers(next) && this.isAtOnce(outside, next)) this.wakesAt = undefined;
    else this.decide(at, later);
  }

  decide(at: string, later: readonly Outside[] = []): void {
    this.decisions += 1;
    const { record, notices } = this;
    const { incident } = record;
    const plan = decideNextStep({
      record,
      notices,
      pack: this.policy.pack,
      at,
      generation: record.escalation.generation,
      execution: 'simulation',
      triageFailed: false,
      tasks: tasksThen(this.entries, this.past.entries, at),
      // It was there for as long as the case was its child.
      ...(incident === undefined ? {} : { incident: { id: incident.id, state: 'triaged' } }),
    });
    this.apply(plan.acts, at);
    this.claim(plan.notices);
    this.wakesAt = 'until' in plan.next ? plan.next.until : undefined;
    if (plan.next.next === 'triage') this.ask(at, later);
  }

  private isAtOnce({ entry: first }: Outside, { entry: second }: Outside): boolean {
    if (Date.parse(second.at) - Date.parse(first.at) > SAME_DECISION_MS) return false;
    return !this.past.entries.some(
      (entry) => first.sequence < entry.sequence && entry.sequence < second.sequence && isCall(entry),
    );
  }

  outcome(isCut: boolean): SimulatedCase {
    const { record, entries, misfits, unasked } = this;
    return { record, entries, misfits, unasked: [...unasked], isCut };
  }

  /** The systems are asked: their answers come when they came; where the case was not triaged then, they are what was known. */
  private ask(at: string, later: readonly Outside[]): void {
    const answer = later.find(({ kind }) => kind === 'facts');
    const isNear = answer !== undefined && Date.parse(answer.at) - Date.parse(at) <= ANSWER_MS;
    const knowsNothing = this.facts.length === 0;
    this.waitsForFacts = isNear || knowsNothing;
    if (this.waitsForFacts) return;
    this.triage(this.facts, at, { kind: 'lifecycle', id: 'simulation' });
    this.decide(at, later);
  }

  private triage(facts: readonly FactSet[], at: string, cause: Act['cause']): void {
    const { pack } = this.policy;
    this.waitsForFacts = false;
    this.facts = facts;
    const asked = facts.filter(({ system }) => this.record.asks.some((one) => one === system));
    for (const system of this.record.asks) if (!facts.some((set) => set.system === system)) this.unasked.add(system);
    const { record } = this;
    const acts = decideTriage(record, assessCase(record, asked, pack, at), pack, at, cause);
    if (acts.length === 0) return;
    const before = record.state === 'open' ? [] : this.actions;
    const proposed = proposeFromPlaybook(record, asked, before, pack, at, cause);
    this.apply([...acts, ...proposed.map(({ act }) => act)], at);
    for (const { action } of proposed) this.govern(action, at);
  }

  /** Who may approve it is asked; what is automatic is done, as far as a simulation goes. */
  private govern(action: Action, at: string): void {
    const { record, notices, policy } = this;
    const {
      acts,
      after,
      notices: asked,
    } = decideActionStep({
      action,
      record,
      notices,
      pack: policy.pack,
      at,
      generation: action.generation,
    });
    this.apply(acts, at);
    this.claim(asked);
    const others = this.actions.filter(({ id }) => id !== after.id);
    this.actions = [...others, after.state === 'approved' && !this.wasProposed(after.id) ? ended(after, at) : after];
  }

  private wasProposed(actionId: string): boolean {
    return this.past.entries.some(
      ({ happening }) => happening.what === 'ActionProposed' && happening.actionId === actionId,
    );
  }

  private command({ at, entry, command }: Extract<Outside, { kind: 'command' }>): void {
    const { actor, cause } = entry;
    const { pack } = this.policy;
    const decision = decideCaseCommand(this.record, command, { actor, requestId: cause.id, at, pack });
    if (decision.outcome === 'changed')
      this.apply(
        decision.acts.map(({ personal: _words, ...act }) => act),
        at,
      );
    if (decision.outcome === 'refused') this.misfits.push(entry);
  }

  private happen(entry: JournalEntry): void {
    const { actor, cause, clock, amount, at, nextDueAt } = entry;
    if (this.isOfOtherAction(entry) || this.isOfOtherNotice(entry)) return;
    const happening = happenAgain(this.record, entry, this.policy.pack, at);
    if (happening === undefined) {
      // What had ended already ends no second time; only people would have met something else.
      if (actor.kind === 'person') this.misfits.push(entry);
      return;
    }
    const more = { ...(clock === undefined ? {} : { clock }), ...(amount === undefined ? {} : { amount }) };
    this.apply([{ happening, actor, cause, ...more, ...(nextDueAt === undefined ? {} : { nextDueAt }) }], at);
    if ('noticeId' in happening)
      this.notices = this.notices.map((notice) =>
        notice.id === happening.noticeId ? lost(notice, happening, at) : notice,
      );
    if (ENDS_ACTION.has(happening.what) && 'actionId' in happening)
      this.actions = this.actions.map((action) => (action.id === happening.actionId ? ended(action, at) : action));
  }

  /** An action that this policy does not propose has no fate; who may approve one that it proposes is asked by `govern`. */
  private isOfOtherAction({ happening }: JournalEntry): boolean {
    const actionId = 'actionId' in happening ? happening.actionId : undefined;
    if (actionId === undefined || happening.what === 'ActionProposed') return false;
    const isOurs = this.actions.some(({ id }) => id === actionId);
    if (happening.what === 'NoticeClaimed' && happening.purpose === 'approval') return isOurs;
    return (
      !isOurs &&
      this.past.entries.some(
        ({ happening: one, actor }) => isByPlaybook(one, actor) && 'actionId' in one && one.actionId === actionId,
      )
    );
  }

  private isOfOtherNotice({ happening }: JournalEntry): boolean {
    return 'noticeId' in happening && !this.notices.some(({ id }) => id === happening.noticeId);
  }

  private apply(acts: readonly Act[], at: string): void {
    if (acts.length === 0) return;
    const { after, entries } = applyActs(this.record, acts, { ...SIMULATED, at });
    this.record = after;
    this.entries.push(...entries);
  }

  private claim(notices: readonly Notice[]): void {
    this.notices = [...this.notices, ...notices.map((notice): Notice => ({ ...notice, state: 'handed_over' }))];
  }
}

/** A message that did not reach its reader. */
function lost(notice: Notice, happening: JournalEntry['happening'], at: string): Notice {
  if (happening.what === 'NoticeSuppressed') return { ...notice, state: 'suppressed' };
  if (happening.what === 'NoticeFailed') return { ...notice, state: 'failed', failure: happening.reason };
  if (happening.what !== 'NoticeUndelivered') return notice;
  return { ...notice, delivery: { state: happening.delivery, at, reason: happening.reason } };
}

/** What is decided from more than the case: by its incident, or by silences. */
const BY_OTHERS: ReadonlySet<string> = new Set([
  'JoinedIncident',
  'LeftIncident',
  'IncidentAcknowledged',
  'IncidentGrew',
  'CaseResolved',
  'CaseSilenced',
  'SilenceEnded',
]);

function isByOthers({ kind, entry }: Outside): boolean {
  return kind === 'happened' && BY_OTHERS.has(entry.happening.what);
}

const ENDS_ACTION: ReadonlySet<string> = new Set([
  'ActionRefused',
  'ActionExpired',
  'ApprovalEscalated',
  'ActionConfirmed',
  'ActionSuperseded',
  'ActionFailed',
  'ActionUnconfirmed',
]);

function ended(action: Action, at: string): Action {
  return { ...action, endedAt: at };
}
