import type {
  Actor,
  Attachment,
  Case,
  ClockName,
  Happening,
  PolicyPack,
  Problem,
  ProgressSignal,
  SeverityLevel,
  Task,
  TaskEnd,
  WaitingFor,
} from '../contracts/index.ts';
import type { Act } from './apply-acts.ts';
import { addDuration } from './duration.ts';
import { ladderOf } from './ladder.ts';
import { transitionOf } from './states.ts';

export type Via = 'api' | 'link' | 'slack' | 'email' | 'sms';

/** What a person wants of a case. Words of people are kept apart from what happened, so that they can be erased. */
export type CaseCommand =
  | { readonly kind: 'acknowledge'; readonly via: Via }
  | { readonly kind: 'start-work'; readonly via: Via }
  | { readonly kind: 'add-note'; readonly via: Via; readonly text: string }
  | { readonly kind: 'customer-told'; readonly via: Via; readonly note?: string }
  | {
      readonly kind: 'resolve';
      readonly via: Via;
      readonly resolution: string;
      readonly note?: string;
      /** Of an incident: its children go on by themselves. */
      readonly children?: 'continue';
    }
  | SteeringCommand;

/** What a person wants of a case, or of one of its tasks. */
export type Command = CaseCommand | TaskCommand;

/** What is said of one task of a case. */
export type TaskCommand = { readonly via: Via; readonly taskId: string } & (
  | {
      readonly kind: 'end-task';
      readonly as: TaskEnd;
      readonly note?: string;
      readonly attachments?: readonly Attachment[];
    }
  | { readonly kind: 'block-task'; readonly note: string; readonly attachments?: readonly Attachment[] }
  | { readonly kind: 'open-task'; readonly note: string }
  | { readonly kind: 'check-task'; readonly items: readonly string[]; readonly ticked: boolean }
);

/** By these a person overrules what the rules have decided; each has a reason. */
export type SteeringCommand = { readonly via: Via; readonly reason: string } & (
  | { readonly kind: 'reopen' }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'escalate'; readonly step?: string }
  | { readonly kind: 'snooze'; readonly until: string }
  | { readonly kind: 'end-snooze' }
  | { readonly kind: 'assign'; readonly team?: string; readonly person?: string }
  | { readonly kind: 'set-severity'; readonly level: SeverityLevel }
  | {
      readonly kind: 'pause';
      readonly waitingFor: WaitingFor;
      readonly until: string;
      readonly clocks?: readonly ClockName[];
    }
  | { readonly kind: 'resume' }
);

export interface CommandContext {
  readonly actor: Actor;
  /** Id of the request, so that the journal names what led to it. */
  readonly requestId: string;
  readonly at: string;
  readonly pack: PolicyPack;
  /** Of the case; only where the command depends on them. */
  readonly tasks?: readonly Task[];
  /** What is known to have happened since the trouble, where a task waits for it. */
  readonly heard?: readonly ProgressSignal[];
}

/** `unchanged`: what was asked for is so already, and a double click does no harm. */
export type CommandDecision =
  | { readonly outcome: 'changed'; readonly acts: readonly Act[] }
  | { readonly outcome: 'unchanged'; readonly why: string }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/** When the case is looked at next after a person acted: when they seem to have forgotten it. */
function forgottenAt(record: Case, { at, pack }: CommandContext): string {
  return addDuration(at, ladderOf(record, pack).acknowledgeTimeout[record.severity?.level ?? 'S2']);
}

/** These happenings, by this person, one after the other; refused as a whole where one of them is not possible. */
export function actsOf(
  record: Case,
  context: CommandContext,
  happenings: readonly Happening[],
  clock?: ClockName,
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

/** Puts what the person wrote beside the happening that it belongs to. */
export function withText(decision: CommandDecision, what: Happening['what'], text: string): CommandDecision {
  return withPersonal(decision, what, { text });
}

export function withPersonal(
  decision: CommandDecision,
  what: Happening['what'],
  personal: NonNullable<Act['personal']>,
): CommandDecision {
  if (decision.outcome !== 'changed') return decision;
  return {
    ...decision,
    acts: decision.acts.map((act) => (act.happening.what === what ? { ...act, personal } : act)),
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

export function notKnown(field: string, why: string): Problem {
  return {
    type: 'https://fairlead.dev/problems/invalid-request',
    title: 'The request does not fit',
    status: 400,
    detail: why,
    errors: [{ pointer: `/${field}`, detail: why }],
  };
}
