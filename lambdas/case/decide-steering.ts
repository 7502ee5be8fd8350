import { severityLevel } from '../contracts/index.ts';
import type { Case, Happening, Owner, SeverityLevel } from '../contracts/index.ts';
import { agreementOf } from './agreement.ts';
import { actsOf, notKnown, notPossible, withText } from './command.ts';
import type { CommandContext, CommandDecision, SteeringCommand } from './command.ts';
import { timeClocks } from './clocks.ts';
import { LIFECYCLE_PATIENCE } from './decide-triage.ts';
import { decidePause, decideResume, resumeAll } from './decide-pause.ts';
import { isMoreSevere, SET_BY_HAND } from '../scoring/score-severity.ts';
import { addDuration } from './duration.ts';
import { isOverlooked, ladderOf, roundFor } from './ladder.ts';

/** What a person decides against the rules, or where the rules have nothing to say. The reason stands in the journal beside it. */
export function decideSteering(record: Case, command: SteeringCommand, context: CommandContext): CommandDecision {
  switch (command.kind) {
    case 'reopen':
      return reopen(record, command.reason, context);
    case 'withdraw':
      if (record.state === 'withdrawn') return { outcome: 'unchanged', why: 'The case is withdrawn already.' };
      return because(record, command, context, [{ what: 'CaseWithdrawn', reason: 'withdrawn by hand' }]);
    case 'escalate':
      return escalate(record, command, context);
    case 'snooze':
      return snooze(record, command, context);
    case 'end-snooze':
      if (record.snoozedUntil === undefined) return { outcome: 'unchanged', why: 'The case is not snoozed.' };
      return because(record, command, context, [{ what: 'SnoozeEnded', via: command.via }]);
    case 'assign':
      return assign(record, command, context);
    case 'set-severity':
      return setSeverity(record, command, context);
    case 'pause':
      return decidePause(record, command, context);
    case 'resume':
      return decideResume(record, command, context);
  }
}

/** The happenings, with the person's reason beside the last of them. */
function because(
  record: Case,
  { reason }: SteeringCommand,
  context: CommandContext,
  happenings: readonly Happening[],
): CommandDecision {
  const last = happenings.at(-1);
  const decision = actsOf(record, context, happenings);
  return last === undefined ? decision : withText(decision, last.what, reason);
}

function reopen(record: Case, reason: string, context: CommandContext): CommandDecision {
  const isTooLate = record.reopenUntil !== undefined && Date.parse(record.reopenUntil) <= Date.parse(context.at);
  if (record.state === 'closed' || (record.state === 'resolved' && isTooLate)) {
    const why = `The time in which it can be opened again ended at ${record.reopenUntil ?? 'its close'}; report the trouble again, and a new case will name this one.`;
    return { outcome: 'refused', problem: notPossible(why) };
  }
  if (record.state !== 'resolved' && isGoingOn(record))
    return { outcome: 'unchanged', why: `The case is ${record.state.replace('_', ' ')}, so it is open.` };
  if (record.state === 'withdrawn') {
    const why =
      'It is withdrawn: every report of it was taken back, or a person said that it is none. Report the trouble.';
    return { outcome: 'refused', problem: notPossible(why) };
  }
  const decision = actsOf(record, context, [{ what: 'CaseReopened' }]);
  if (decision.outcome !== 'changed') return decision;
  const nextDueAt = addDuration(context.at, LIFECYCLE_PATIENCE);
  return { ...decision, acts: decision.acts.map((act) => ({ ...act, nextDueAt, personal: { text: reason } })) };
}

/** Two people at once, or one who clicks twice, call one level and not two, and a team once. */
const DOUBLE_CLICK_MS = 60_000;

function isJustNow(then: string, { at }: CommandContext): boolean {
  return Date.parse(at) - Date.parse(then) < DOUBLE_CLICK_MS;
}

/** The next level is called at once; whoever has the case gives it to them. */
function escalate(
  record: Case,
  command: Extract<SteeringCommand, { kind: 'escalate' }>,
  context: CommandContext,
): CommandDecision {
  if (!isGoingOn(record)) return over(record);
  const { callNow, askedAt } = record.escalation;
  const isDouble = askedAt !== undefined && isJustNow(askedAt, context);
  if (callNow === true || isDouble) return { outcome: 'unchanged', why: 'The next level is being called already.' };
  const { steps } = ladderOf(record, context.pack);
  const step = command.step === undefined ? -1 : steps.findIndex(({ id }) => id === command.step);
  if (command.step !== undefined && step < 0)
    return {
      outcome: 'refused',
      problem: notKnown(
        'step',
        `There is no such step; the ladder of the case has ${steps.map(({ id }) => id).join(', ')}.`,
      ),
    };
  return because(record, command, context, [
    ...handBack(record, 'escalated'),
    // Nobody waits any more.
    ...resumed(record, command.via, context),
    ...(step < 0 ? [] : anew(record, step)),
    { what: 'EscalatedByHand', via: command.via, ...(step < 0 ? {} : { step, stepId: command.step }) },
  ]);
}

function anew(record: Case, step: number): readonly Happening[] {
  const restarted = roundFor(record, step, 'Somebody has asked for a step that was called before.');
  return restarted === undefined ? [] : [restarted];
}

function resumed(record: Case, via: SteeringCommand['via'], { at, pack }: CommandContext): readonly Happening[] {
  const happening = resumeAll(record, at, pack, via);
  return happening === undefined ? [] : [happening];
}

function handBack(record: Case, why: 'assigned' | 'escalated'): readonly Happening[] {
  return isHeld(record) ? [{ what: 'CaseHandedBack', why }] : [];
}

/** Longer than this nobody should look away from an open case; it can be snoozed again. */
const LONGEST_SNOOZE = 'P7D';

function snooze(
  record: Case,
  command: Extract<SteeringCommand, { kind: 'snooze' }>,
  context: CommandContext,
): CommandDecision {
  if (!isGoingOn(record)) return over(record);
  const until = new Date(Date.parse(command.until)).toISOString();
  if (until <= context.at) return { outcome: 'refused', problem: notKnown('until', 'It must be in the future.') };
  const latest = addDuration(context.at, LONGEST_SNOOZE);
  if (until > latest)
    return { outcome: 'refused', problem: notKnown('until', `At most seven days: until ${latest} at the latest.`) };
  if (record.snoozedUntil === until)
    return { outcome: 'unchanged', why: `The case is snoozed until ${until} already.` };
  return because(record, command, context, [{ what: 'CaseSnoozed', via: command.via, until }]);
}

const ASSIGNED = 'assigned';

/** To a team, to a person, or both. Who takes it for themselves has acknowledged it; anybody else is called at once, also where it was snoozed. */
function assign(
  record: Case,
  { team, person, reason, via }: Extract<SteeringCommand, { kind: 'assign' }>,
  context: CommandContext,
): CommandDecision {
  if (!isGoingOn(record)) return over(record);
  const { pack, actor, at } = context;
  const found = pack.teams.find(({ id }) => id === (team ?? record.owner?.team));
  if (found === undefined) {
    const known = pack.teams.map(({ id }) => id).join(', ');
    return { outcome: 'refused', problem: notKnown('team', `There is no such team; there are ${known}.`) };
  }
  if (person !== undefined && !pack.people.some(({ id }) => id === person))
    return { outcome: 'refused', problem: notKnown('person', 'There is no such person in the policy of this case.') };
  const isMine = person === actor.id;
  const agreed = isMine && !isHeld(record) ? agreementOf(record, via, context) : undefined;
  // Guard: what takes several people is taken by no one of them alone.
  if (agreed !== undefined) return withText(agreed, 'AcknowledgementAdded', reason);
  const round = record.escalation.round + (record.state === 'open' ? 0 : 1);
  const owner: Owner = {
    function: found.function,
    team: found.id,
    role: found.id === record.owner?.team ? record.owner.role : 'responder',
    assigned: true,
    ...(person === undefined ? {} : { person, firstInRound: isMine ? 0 : round }),
    reasons: [{ rule: ASSIGNED, text: 'Assigned by a person.' }],
    namedAt: at,
  };
  const isSame = record.owner?.team === owner.team && record.owner.person === person;
  if (isSame && person !== undefined && isWith(person, record, isMine))
    return { outcome: 'unchanged', why: 'It is theirs already.' };
  // Given to a team that has it, a minute later: whoever is on duty is called again.
  if (isSame && !isHeld(record) && wasGiven(record.owner) && isJustNow(record.owner.namedAt, context))
    return { outcome: 'unchanged', why: 'It was given to them just now.' };
  const woken: Happening[] =
    !isMine && record.snoozedUntil !== undefined && record.snoozedUntil > at ? [{ what: 'SnoozeEnded', via }] : [];
  const named: Happening[] = [...handBack(record, 'assigned'), ...woken, { what: 'OwnerNamed', owner }];
  const next: Happening[] = isMine
    ? [{ what: 'CaseAcknowledged', via }]
    : record.state === 'open'
      ? []
      : [
          {
            what: 'LadderRestarted',
            round,
            reason: 'The case was given to somebody else.',
          },
        ];
  const decision = actsOf(record, context, [...named, ...next], isMine ? 'acknowledge' : undefined);
  return withText(decision, 'OwnerNamed', reason);
}

/** They have it, or are called for it as its owner. */
function isWith(person: string, record: Case, isMine: boolean): boolean {
  return isHeld(record) ? record.acknowledgedBy === person : !isMine && !isOverlooked(record);
}

function wasGiven(owner: Owner | undefined): owner is Owner {
  return owner?.reasons.some(({ rule }) => rule === ASSIGNED) === true;
}

function setSeverity(
  record: Case,
  command: Extract<SteeringCommand, { kind: 'set-severity' }>,
  context: CommandContext,
): CommandDecision {
  const { severity, impact } = record;
  if (!isGoingOn(record)) return over(record);
  if (severity === undefined || impact === undefined)
    return { outcome: 'refused', problem: notPossible('The case has not been assessed yet; try again in a minute.') };
  if (severity.level === command.level)
    return { outcome: 'unchanged', why: `The severity is ${command.level} already.` };
  const latch = holdingLatch(record, command.level, context);
  if (latch !== undefined) return { outcome: 'refused', problem: notPossible(latch) };
  const { raised: _raised, ...rest } = severity;
  const isRaised = isMoreSevere(command.level, severity.level);
  const changed: Happening = {
    what: 'SeverityChanged',
    from: severity.level,
    severity: {
      ...rest,
      ...(isRaised ? { raised: { from: severity.level, at: context.at, by: context.actor.id } } : {}),
      level: command.level,
      setBy: context.actor.id,
      reasons: [
        ...severity.reasons.filter(({ rule }) => rule !== SET_BY_HAND),
        { rule: SET_BY_HAND, text: `Set to ${command.level} by a person.` },
      ],
    },
    impact,
    facts: [],
    clocks: timeClocks(record, command.level, context.pack, context.at),
  };
  return because(record, command, context, [changed]);
}

/** Nothing lowers a case below its latches, a person neither. */
function holdingLatch(record: Case, level: SeverityLevel, { pack }: CommandContext): string | undefined {
  const order = severityLevel.options;
  const latch = pack.severity.latches.find(
    ({ id, floor }) => record.severity?.latches.includes(id) === true && order.indexOf(level) > order.indexOf(floor),
  );
  if (latch === undefined) return undefined;
  const told = record.severity?.reasons.find(({ rule }) => rule === latch.id)?.text ?? latch.reason;
  return `${told} It stays at least ${latch.floor} (rule ${latch.id}).`;
}

function isHeld({ state }: Case): boolean {
  return state === 'acknowledged' || state === 'in_progress';
}

function isGoingOn(record: Case): boolean {
  return record.state === 'open' || record.state === 'triaged' || isHeld(record);
}

function over(record: Case): CommandDecision {
  const mend = record.state === 'resolved' ? ' Open it again first.' : '';
  return { outcome: 'refused', problem: notPossible(`The case is ${record.state}.${mend}`) };
}
