import { Temporal } from 'temporal-polyfill';
import type { Actor, Case, Happening, PolicyPack, Problem } from '../contracts/index.ts';
import type { Act } from './apply-acts.ts';
import { ladderOf } from './ladder.ts';
import { transitionOf } from './states.ts';

type Via = 'api' | 'link' | 'slack' | 'email';

/** What a person wants of a case. */
export type Command =
  | { readonly kind: 'acknowledge'; readonly via: Via }
  | { readonly kind: 'start-work'; readonly via: Via }
  | { readonly kind: 'add-note'; readonly via: Via; readonly text: string }
  | { readonly kind: 'resolve'; readonly via: Via; readonly resolution: string; readonly note?: string };

export interface CommandContext {
  readonly actor: Actor;
  /** Id of the request, so that the journal names what led to it. */
  readonly requestId: string;
  readonly at: string;
  readonly pack: PolicyPack;
}

/** `unchanged`: what was asked for is so already, and a double click does no harm. */
export type CommandDecision =
  | { readonly outcome: 'changed'; readonly acts: readonly Act[] }
  | { readonly outcome: 'unchanged'; readonly why: string }
  | { readonly outcome: 'refused'; readonly problem: Problem };

export function decideCommand(record: Case, command: Command, context: CommandContext): CommandDecision {
  switch (command.kind) {
    case 'acknowledge':
      return acknowledge(record, command.via, context);
    case 'start-work':
      if (record.state === 'in_progress') return { outcome: 'unchanged', why: 'Work on the case has started already.' };
      return acts(record, context, [{ what: 'WorkStarted', via: command.via }]);
    case 'add-note':
      return addNote(record, command, context);
    case 'resolve':
      return resolve(record, command, context);
  }
}

function acknowledge(record: Case, via: Via, context: CommandContext): CommandDecision {
  if (record.state === 'acknowledged' || record.state === 'in_progress') {
    const who = record.acknowledgedBy === context.actor.id ? 'You have' : `${record.acknowledgedBy ?? 'Somebody'} has`;
    return { outcome: 'unchanged', why: `${who} acknowledged the case already.` };
  }
  return acts(record, context, [{ what: 'CaseAcknowledged', via }], 'acknowledge');
}

/** A note is work: somebody who writes on an acknowledged case has begun. */
function addNote(
  record: Case,
  command: Extract<Command, { kind: 'add-note' }>,
  context: CommandContext,
): CommandDecision {
  const begins: Happening[] = record.state === 'acknowledged' ? [{ what: 'WorkStarted', via: command.via }] : [];
  const decision = acts(record, context, [...begins, { what: 'NoteAdded', via: command.via }]);
  return withText(decision, 'NoteAdded', command.text);
}

function resolve(
  record: Case,
  command: Extract<Command, { kind: 'resolve' }>,
  context: CommandContext,
): CommandDecision {
  if (record.state === 'resolved' || record.state === 'closed') {
    return { outcome: 'unchanged', why: `The case is ${record.state} already.` };
  }
  const window = context.pack.types[record.type]?.reopenWindow ?? 'PT24H';
  const reopenUntil = addDuration(context.at, window);
  const { via, resolution } = command;
  const decision = acts(record, context, [{ what: 'CaseResolved', via, resolution, reopenUntil }], 'resolve');
  return command.note === undefined ? decision : withText(decision, 'CaseResolved', command.note);
}

/** When the case is looked at next after a person acted: when they seem to have forgotten it. */
function forgottenAt(record: Case, { at, pack }: CommandContext): string {
  return addDuration(at, ladderOf(record, pack).acknowledgeTimeout[record.severity?.level ?? 'S2']);
}

function acts(
  record: Case,
  context: CommandContext,
  happenings: readonly Happening[],
  clock?: 'acknowledge' | 'resolve',
): CommandDecision {
  let state = record.state;
  for (const { what } of happenings) {
    const transition = transitionOf(state, what);
    if (!transition.ok) return { outcome: 'refused', problem: notPossible(transition.why) };
    state = transition.to;
  }
  const isHeld = state === 'acknowledged' || state === 'in_progress';
  return {
    outcome: 'changed',
    acts: happenings.map((happening) => ({
      happening,
      actor: context.actor,
      cause: { kind: 'command', id: context.requestId },
      ...(isHeld ? { nextDueAt: forgottenAt(record, context) } : {}),
      ...(clock === undefined ? {} : { clock }),
    })),
  };
}

function withText(decision: CommandDecision, what: Happening['what'], text: string): CommandDecision {
  if (decision.outcome !== 'changed') return decision;
  return {
    ...decision,
    acts: decision.acts.map((act) => (act.happening.what === what ? { ...act, personal: { text } } : act)),
  };
}

export function notPossible(why: string): Problem {
  return {
    type: 'https://fairlead.dev/problems/not-possible-now',
    title: 'Not possible in this state',
    status: 409,
    detail: why,
  };
}

/** An ISO 8601 duration after an instant; a day is 24 hours, a week seven of them. */
export function addDuration(instant: string, duration: string): string {
  return new Date(
    Date.parse(instant) +
      Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2000-01-01T00:00Z[UTC]' }),
  ).toISOString();
}
