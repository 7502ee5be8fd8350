import { personName } from '../contracts/index.ts';
import type { Case, Happening } from '../contracts/index.ts';
import { agreementOf } from './agreement.ts';
import { actsOf, notKnown, notPossible, withText } from './command.ts';
import type { CaseCommand, Command, CommandContext, CommandDecision, Via } from './command.ts';
import { decideTask, openRequired } from './decide-task.ts';
import { decideSteering } from './decide-steering.ts';
import { addDuration } from './duration.ts';
import { isLive } from './states.ts';

/** What comes of a person's command: a function of the case, the policy and the time. */
export function decideCommand(record: Case, command: Command, context: CommandContext): CommandDecision {
  switch (command.kind) {
    case 'end-task':
    case 'block-task':
    case 'open-task':
    case 'check-task':
      return decideTask(record, command, context);
    default:
      return decideCaseCommand(record, command, context);
  }
}

/** The same of all but tasks, which a simulation does not have. */
export function decideCaseCommand(record: Case, command: CaseCommand, context: CommandContext): CommandDecision {
  switch (command.kind) {
    case 'acknowledge':
      return acknowledge(record, command.via, context);
    case 'start-work':
      if (record.state === 'in_progress') return { outcome: 'unchanged', why: 'Work on the case has started already.' };
      return actsOf(record, context, [{ what: 'WorkStarted', via: command.via }]);
    case 'add-note':
      return addNote(record, command, context);
    case 'resolve':
      return resolve(record, command, context);
    case 'customer-told':
      return customerTold(record, command, context);
    default:
      return decideSteering(record, command, context);
  }
}

function acknowledge(record: Case, via: Via, context: CommandContext): CommandDecision {
  if (record.state === 'acknowledged' || record.state === 'in_progress') {
    const isTheirs = record.acknowledgedBy === context.actor.id;
    const who = isTheirs ? 'You have' : `${personName(record.acknowledgedBy, context.pack)} has`;
    return { outcome: 'unchanged', why: `${who} acknowledged the case already.` };
  }
  const agreed = agreementOf(record, via, context);
  if (agreed !== undefined) return agreed;
  return actsOf(record, context, [{ what: 'CaseAcknowledged', via }], 'acknowledge');
}

/** A note is work: somebody who writes on an acknowledged case has begun. */
function addNote(
  record: Case,
  command: Extract<CaseCommand, { kind: 'add-note' }>,
  context: CommandContext,
): CommandDecision {
  const begins: Happening[] = record.state === 'acknowledged' ? [{ what: 'WorkStarted', via: command.via }] : [];
  const decision = actsOf(record, context, [...begins, { what: 'NoteAdded', via: command.via }]);
  return withText(decision, 'NoteAdded', command.text);
}

function resolve(
  record: Case,
  command: Extract<CaseCommand, { kind: 'resolve' }>,
  context: CommandContext,
): CommandDecision {
  if (record.state === 'resolved' || record.state === 'closed') {
    return { outcome: 'unchanged', why: `The case is ${record.state} already.` };
  }
  const window = context.pack.types[record.type]?.reopenWindow ?? 'PT24H';
  const reopenUntil = addDuration(context.at, window);
  const { via, resolution, children } = command;
  if (children !== undefined && record.cause === undefined)
    return { outcome: 'refused', problem: notKnown('children', 'Only an incident has children; leave it out.') };
  const unfinished = openRequired(context.tasks);
  if (unfinished !== undefined) return { outcome: 'refused', problem: unfinished };
  const kept = children === undefined ? {} : { children };
  const resolved: Happening = { what: 'CaseResolved', via, resolution, reopenUntil, ...kept };
  const decision = actsOf(record, context, [resolved], 'resolve');
  return command.note === undefined ? decision : withText(decision, 'CaseResolved', command.note);
}

/** A message that was promised has not arrived, and the case is over since. */
function isOwedWord({ customer }: Case): boolean {
  return customer?.state === 'not_told' && customer.actionId !== undefined;
}

/** By phone, say: what was promised to the customer is kept. */
function customerTold(
  record: Case,
  { via, note }: Extract<CaseCommand, { kind: 'customer-told' }>,
  context: CommandContext,
): CommandDecision {
  if (record.clocks?.communicate.stoppedAt !== undefined)
    return { outcome: 'unchanged', why: `The customer was told at ${record.clocks.communicate.stoppedAt} already.` };
  if (!isLive(record) && !isOwedWord(record))
    return { outcome: 'refused', problem: notPossible(`The case is ${record.state}.`) };
  const decision = actsOf(record, context, [{ what: 'CustomerTold', via }], 'communicate');
  return note === undefined ? decision : withText(decision, 'CustomerTold', note);
}
