import type { Case, Happening } from '../contracts/index.ts';

/** What single happenings do to where the ladder of a case stands. */

/** Somebody was called: what was asked for by hand is done, and its turn was had. A step that reached nobody leaves both to the next one. */
export function called(record: Case): Case {
  const { escalation } = atOnce(record);
  delete escalation.callNow;
  delete escalation.askedStep;
  return { ...record, escalation };
}

/** It waits for no turn any more. */
export function atOnce(record: Case): Case {
  const escalation = { ...record.escalation };
  delete escalation.callsFrom;
  return { ...record, escalation };
}

export function startLadder(record: Case, round: number): Case {
  const escalation = { ...record.escalation, round, nextStep: 0 };
  delete escalation.repeats;
  delete escalation.askedStep;
  return { ...record, escalation };
}

/** Where the ladder stands after a step was called: at the next one, or at the same again. */
export function climbed(
  record: Case,
  claimed: Extract<Happening, { what: 'EscalationStepClaimed' }>,
  at: string,
): Case {
  const { step, next = step + 1, level, repeats, needs } = claimed;
  const { escalation: before } = called(record);
  const escalation = { ...before, nextStep: repeats === undefined ? next : step, level, lastCallAt: at };
  delete escalation.repeats;
  delete escalation.needs;
  delete escalation.nobodyOnDuty;
  return {
    ...record,
    escalation: {
      ...escalation,
      ...(repeats === undefined ? {} : { repeats }),
      ...(needs === undefined ? {} : { needs }),
    },
  };
}

/** `nobodyAt`: when it was found that nobody is on duty; absent: the step does not apply. */
export function skipped(record: Case, step: number, nobodyAt: string | undefined): Case {
  const nobody = nobodyAt === undefined ? {} : { lastCallAt: nobodyAt, nobodyOnDuty: true as const };
  const escalation = { ...record.escalation, nextStep: step + 1, ...nobody };
  delete escalation.repeats;
  return { ...record, escalation };
}

/** The next step at once, or the one that was named. */
export function asked(record: Case, step: number | undefined, at: string): Case {
  const escalation = { ...atOnce(record).escalation, callNow: true as const, askedAt: at };
  delete escalation.askedStep;
  if (step === undefined) return { ...record, escalation };
  if (step !== escalation.nextStep) delete escalation.repeats;
  return { ...record, escalation: { ...escalation, nextStep: step, askedStep: step } };
}
