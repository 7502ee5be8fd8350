import type { Case, EscalationPolicy, Happening, PolicyPack } from '../contracts/index.ts';

/** The ladder by which a case is escalated: that of the team that owns it; before it has an owner, the one that it was opened with. */
export function ladderOf(record: Case, pack: PolicyPack): EscalationPolicy {
  const wanted = pack.teams.find(({ id }) => id === record.owner?.team)?.escalation ?? record.escalation.policy;
  const ladder = pack.escalation.find(({ id }) => id === wanted) ?? pack.escalation[0];
  if (ladder === undefined) throw new Error('the policy pack has no escalation policy');
  return ladder;
}

/** A step that was called already is called again in a round of its own: in one round each message is claimed once. Undefined: it was not called yet. */
export function roundFor({ escalation }: Case, step: number, reason: string): Happening | undefined {
  const { nextStep, repeats, round } = escalation;
  const wasCalled = step < nextStep || (step === nextStep && repeats !== undefined);
  return wasCalled ? { what: 'LadderRestarted', round: round + 1, reason } : undefined;
}

/** Somebody has acknowledged while others still have to. Where no more are needed than have, they may take it, and are called, as anybody. */
export function hasAgreed({ escalation: { needs = 1, agreed = [] } }: Case, person: string, wanted = needs): boolean {
  return agreed.length < wanted && agreed.includes(person);
}

/** A person has named its owner, and the ladder has begun again since: whoever is on duty is called now. */
export function isOverlooked({ owner, escalation }: Case): boolean {
  return owner?.assigned === true && (owner.firstInRound ?? escalation.round) !== escalation.round;
}
