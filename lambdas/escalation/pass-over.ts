import type { Case, EscalationStep, Notice, PolicyPack, Reason } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { hasReachedNobody } from './fall-back.ts';
import { isNamed, whyNot } from './step-targets.ts';

/**
 * The step that comes next takes no time and calls nobody: it need not be called again, or its condition does not hold now that a call is due. Before, a case may still become
 * what the step is for. Undefined: it has its turn.
 */
export function passOver(
  record: Case,
  step: EscalationStep | undefined,
  notices: readonly Notice[],
  pack: PolicyPack,
  isDue = true,
): Act['happening'] | undefined {
  if (step === undefined) return undefined;
  const why = notAgain(record, notices) ?? (isDue && !isNamed(record) ? whyNot(record, step, pack) : undefined);
  if (why === undefined) return undefined;
  const { nextStep, round } = record.escalation;
  return {
    what: 'EscalationStepSkipped',
    step: nextStep,
    stepId: step.id,
    round,
    reasons: [why],
    doesNotApply: true,
  };
}

/** Why a step that would be called again is not. */
function notAgain(record: Case, notices: readonly Notice[]): Reason | undefined {
  const { repeats, callNow } = record.escalation;
  if (repeats === undefined) return undefined;
  if (callNow === true) return { rule: 'not-again', text: 'Somebody has asked for the next step.' };
  return hasReachedNobody(record, notices)
    ? { rule: 'not-again', text: 'Its messages have reached nobody.' }
    : undefined;
}
