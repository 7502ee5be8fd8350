import { channelReader } from '../contracts/index.ts';
import type { Case, EscalationStep, PolicyPack, Reason } from '../contracts/index.ts';
import { shardOf } from '../case/keys.ts';
import { isOverlooked } from '../case/ladder.ts';
import { inReportingCurrency } from '../scoring/convert-money.ts';
import { personForTeam, whoIsOnDuty } from '../routing/who-is-on-duty.ts';

export interface Targets {
  readonly people: readonly string[];
  readonly skipped: readonly Reason[];
}

type Target = EscalationStep['targets'][number];

/** Whom a step means now, each once, and which targets were passed over. */
export function targetsOf(
  record: Case,
  step: EscalationStep,
  pack: PolicyPack,
  at: string,
  incidentLead?: string,
): Targets {
  const found = step.targets.map((target) =>
    'incident' in target && incidentLead !== undefined
      ? { people: [incidentLead], skipped: [] }
      : targetOf(record, target, pack, at),
  );
  return {
    people: [...new Set(found.flatMap(({ people }) => people))],
    skipped: found.flatMap(({ skipped }) => skipped),
  };
}

/** One of them where the step takes turns: spread over cases, and another one in the next round. */
export function inTurn(people: readonly string[], { who }: EscalationStep, record: Case): readonly string[] {
  if (who === 'all' || people.length < 2) return people;
  const turn = (shardOf(record.id, people.length) + record.escalation.round - 1) % people.length;
  return people.slice(turn, turn + 1);
}

/** A person has named the step that comes next, and knows better than its condition. */
export function isNamed({ escalation: { nextStep, askedStep } }: Case): boolean {
  return askedStep === nextStep;
}

/** Which step has the next turn, as the case is now: those before it do not apply. Past the end: none. */
export function turnOf(record: Case, steps: readonly EscalationStep[], pack: PolicyPack): number {
  const { nextStep } = record.escalation;
  const turn = steps.findIndex(
    (step, index) => index >= nextStep && (isNamed(record) || whyNot(record, step, pack) === undefined),
  );
  return turn < 0 ? steps.length : turn;
}

/** Why a step is passed over; undefined where it applies. */
export function whyNot({ severity, impact }: Case, { when }: EscalationStep, pack: PolicyPack): Reason | undefined {
  if (when === undefined) return undefined;
  const { levels, customerTiers, valueFrom } = when;
  const level = severity?.level ?? 'S2';
  if (levels?.includes(level) === false) return reason(`Only for ${levels.join(' and ')}.`);
  const tier = impact?.customerTier;
  if (customerTiers !== undefined && (tier === undefined || !customerTiers.includes(tier)))
    return reason(`Only for customers of tier ${customerTiers.join(' or ')}.`);
  const risk = impact?.valueAtRisk;
  const value = risk === undefined ? undefined : inReportingCurrency(risk, pack);
  if (valueFrom !== undefined && (value === undefined || value < valueFrom))
    return reason(`Only from ${String(valueFrom)} ${pack.reportingCurrency} on.`);
  return undefined;
}

function reason(text: string): Reason {
  return { rule: 'step-condition', text };
}

function targetOf(record: Case, target: Target, pack: PolicyPack, at: string): Targets {
  if ('person' in target) return { people: [target.person], skipped: [] };
  if ('channel' in target) return { people: [channelReader(target.channel)], skipped: [] };
  const isOwner = 'rota' in target && target.rota === 'owner';
  const { owner, escalation } = record;
  const isGiven = owner?.assigned === true && escalation.nextStep === 0 && !isOverlooked(record);
  if (isOwner && isGiven && owner.person !== undefined) return { people: [owner.person], skipped: [] };
  const name = teamOf(record, target, pack);
  const team = pack.teams.find(({ id }) => id === name);
  if (team !== undefined) {
    const duty = personForTeam(team, pack, at);
    return { people: [duty.person], skipped: duty.skipped.map((title) => nobody(`for ${title}`)) };
  }
  const rotaId = 'rota' in target ? target.rota : undefined;
  const rota = pack.rotas.find(({ id }) => id === rotaId);
  const person = rota === undefined ? undefined : whoIsOnDuty(rota, at, pack.calendars);
  if (person !== undefined) return { people: [person], skipped: [] };
  return { people: [], skipped: [nobody(`in the rota ${rotaId ?? name ?? ''}`)] };
}

function teamOf(
  { owner }: Case,
  target: Exclude<Target, { person: string } | { channel: string }>,
  pack: PolicyPack,
): string | undefined {
  // Nobody leads an incident of it: whoever would.
  if ('incident' in target) return pack.ownership.byFunction.operations_management;
  if ('team' in target) return target.team;
  if ('function' in target) return pack.ownership.byFunction[target.function];
  return target.rota === 'owner' ? owner?.team : undefined;
}

function nobody(where: string): Reason {
  return { rule: 'nobody-on-duty', text: `Nobody is on duty ${where}.` };
}
