import type { Case } from '../contracts/index.ts';
import { actsOf } from './command.ts';
import type { CommandContext, CommandDecision, Via } from './command.ts';
import { hasAgreed } from './ladder.ts';
import { callingStates } from './states.ts';

/** What comes of it where somebody takes a case that takes several people: they are one of them. Undefined: with them it is taken. */
export function agreementOf(record: Case, via: Via, context: CommandContext): CommandDecision | undefined {
  const { needs = 1, agreed = [] } = record.escalation;
  // Guard: one person counts once.
  if (hasAgreed(record, context.actor.id))
    return { outcome: 'unchanged', why: `You have acknowledged it; it takes ${String(needs)} people.` };
  const isEnough = !callingStates.includes(record.state) || agreed.length + 1 >= needs;
  return isEnough ? undefined : actsOf(record, context, [{ what: 'AcknowledgementAdded', via, of: needs }]);
}
