import type { Case, EscalationPolicy, Notice, PolicyPack } from '../contracts/index.ts';
import { addDuration, isLater } from '../case/duration.ts';
import { hoursOf, openFrom } from '../case/working-time.ts';
import { waitsForTurn } from '../incident/give-turns.ts';
import { hasReachedNobody } from './fall-back.ts';
import { turnOf } from './step-targets.ts';

/**
 * When the next step of the ladder is due; past its end: when the ladder starts again. Where nobody was on duty for the step before it, or none of its messages has
 * arrived, there is nobody to wait for. A case that many others have left their incident with waits for its turn.
 */
export function ladderDueAt(
  record: Case,
  policy: EscalationPolicy,
  pack: PolicyPack,
  at: string,
  notices: readonly Notice[],
): string {
  const dueAt = byLadder(record, policy, pack, at, notices);
  const turn = waitsForTurn(record, at);
  return turn !== undefined && isLater(turn, dueAt) ? turn : dueAt;
}

function byLadder(
  record: Case,
  policy: EscalationPolicy,
  pack: PolicyPack,
  at: string,
  notices: readonly Notice[],
): string {
  const { escalation, severity, owner } = record;
  const level = severity?.level ?? 'S2';
  const turn = turnOf(record, policy.steps, pack);
  const step = policy.steps[turn];
  // Where no step before it applied, nobody was called yet.
  const since = escalation.lastCallAt ?? owner?.namedAt ?? at;
  if (step === undefined) return addDuration(since, policy.repeatAfter[level]);
  const isAlone = escalation.nobodyOnDuty === true || hasReachedNobody(record, notices);
  const isAtOnce = (turn === 0 && escalation.round > 1) || isAlone;
  const fromStart = isAtOnce ? at : addDuration(turn === 0 ? (owner?.namedAt ?? at) : since, step.delay[level]);
  const isAgain = escalation.repeats !== undefined && turn === escalation.nextStep;
  const dueAt = isAgain && step.repeat !== undefined ? addDuration(since, step.repeat.every[level]) : fromStart;
  if (step.hours === 'any') return dueAt;
  return openFrom(
    dueAt,
    hoursOf(
      pack.teams.find(({ id }) => id === owner?.team),
      pack,
    ),
  );
}
