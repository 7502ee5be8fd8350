import { proposeFromPlaybook } from '../actions/propose-from-playbook.ts';
import type { Act } from '../case/apply-acts.ts';
import { assessCase } from '../case/assess-case.ts';
import { moveDeadlines, timeClocks } from '../case/clocks.ts';
import { LIFECYCLE_PATIENCE } from '../case/decide-triage.ts';
import type { TriageResult } from '../case/decide-triage.ts';
import { addDuration } from '../case/duration.ts';
import { ladderOf, roundFor } from '../case/ladder.ts';
import { isLive } from '../case/states.ts';
import { ASKED_BEFORE, canonicalJson, clockName } from '../contracts/index.ts';
import type {
  Action,
  Case,
  Clocks,
  EscalationPolicy,
  FactSet,
  MoveChange,
  Owner,
  PolicyPack,
} from '../contracts/index.ts';
import { nameOwner } from '../routing/name-owner.ts';
import { buildImpactFacts } from '../scoring/build-impact-facts.ts';
import { governAnew } from './govern-anew.ts';
import { tellMove } from './tell-move.ts';

/** A version with its pack. */
export interface Version {
  readonly version: string;
  readonly pack: PolicyPack;
}

export interface MoveSituation {
  readonly record: Case;
  /** What the systems said when they were asked last. */
  readonly facts: readonly FactSet[];
  readonly actions: readonly Action[];
  readonly from: Version;
  readonly to: Version;
  readonly at: string;
}

/** Who moves it, why, and with which others. */
export interface Mover {
  readonly move: string;
  readonly by: string;
  readonly reason: string;
}

export type MoveDecision =
  /** It was ended meanwhile, or has the version already. */
  | { readonly outcome: 'ended' | 'there' }
  | {
      readonly outcome: 'moves';
      readonly acts: readonly Act[];
      readonly actions: readonly Action[];
      readonly change: MoveChange;
    };

/**
 * An open case goes over to another version: it is assessed by that on what is known, as at a further triage. Nobody loses it who has it or was given it by a person,
 * as long as the version knows their team.
 */
export function decideMove(situation: MoveSituation, { move, by, reason }: Mover): MoveDecision {
  const { record, from, to, at } = situation;
  if (!isLive(record)) return { outcome: 'ended' };
  if (record.policyVersion === to.version) return { outcome: 'there' };
  const cause = { kind: 'command', id: move } as const;
  const mover = { actor: { kind: 'system', id: 'policy' }, cause } as const;
  const result = assess(situation);
  const owner = ownerAfter(situation, result?.owner);
  const before = ladderOf(record, from.pack);
  const after = ladderOf({ ...record, ...(owner === undefined ? {} : { owner }) }, to.pack);
  const nextStep = stepAfter(record, before, after);
  const clocks = result === undefined ? undefined : clocksAfter(situation, result, owner);
  const reassessed = result === undefined ? undefined : askLater(result, situation);
  const impact = result?.impact ?? record.impact;
  const known = { ...(impact === undefined ? {} : { impact }), clocks: clocks ?? record.clocks };
  const governed = situation.actions.flatMap(
    (action) => governAnew(action, mover, known, to.pack, at, situation.actions) ?? [],
  );
  const proposed = reassessed === undefined ? [] : propose(situation, reassessed, cause);
  const moved: Act = {
    ...mover,
    ...(record.state === 'open' ? {} : { nextDueAt: soon(record, at) }),
    happening: {
      what: 'PolicyMoved',
      from: record.policyVersion,
      to: to.version,
      move,
      by,
      asks: [...asksOf(record, to.pack)],
      ...(nextStep === undefined ? {} : { nextStep }),
    },
    personal: { text: reason },
  };
  const acts: Act[] = [
    ...(nextStep === undefined || nextStep >= after.steps.length ? [] : anew(record, nextStep, mover)),
    moved,
    ...(reassessed === undefined
      ? []
      : [
          {
            ...mover,
            happening: {
              what: 'SeverityChanged' as const,
              ...(record.severity === undefined ? {} : { from: record.severity.level }),
              severity: reassessed.severity,
              impact: reassessed.impact,
              facts: [...reassessed.facts],
              ...(clocks === undefined ? {} : { clocks }),
            },
          },
        ]),
    ...renamed(record, owner, mover),
    ...[...governed, ...proposed].map(({ act }) => act),
  ];
  const change = tellMove({
    record,
    actions: situation.actions,
    result: reassessed,
    owner,
    clocks,
    before,
    after,
    governed,
    proposed,
  });
  return { outcome: 'moves', acts, actions: [...governed, ...proposed].map(({ action }) => action), change };
}

/** Undefined before the first triage, which will go by the version itself, and of an incident: what is at stake in it is that of its children. */
function assess({ record, facts, to, at }: MoveSituation): TriageResult | undefined {
  if (record.state === 'open') return undefined;
  if (record.cause === undefined) return assessCase({ ...record, policyVersion: to.version }, facts, to.pack, at);
  const { severity, impact } = record;
  if (severity === undefined || impact === undefined) return undefined;
  const level = to.pack.grouping.find(({ id }) => id === record.cause?.rule)?.severity ?? severity.level;
  const owner = nameOwner(buildImpactFacts(record, [], to.pack, at), to.pack, at);
  return { facts: [], impact, severity: severity.setBy === undefined ? { ...severity, level } : severity, owner };
}

function ownerAfter({ record, to }: MoveSituation, named: Owner | undefined): Owner | undefined {
  const { owner } = record;
  if (owner === undefined || named === undefined) return owner ?? named;
  const isKnown = to.pack.teams.some(({ id }) => id === owner.team);
  const isTheirs = owner.assigned === true || record.state !== 'triaged';
  if (isKnown && isTheirs) return owner;
  return isKnown && owner.team === named.team && owner.role === named.role ? owner : named;
}

/** A new owner who has not heard of it is called at once. */
function renamed(record: Case, owner: Owner | undefined, by: Pick<Act, 'actor' | 'cause'>): readonly Act[] {
  if (owner === undefined || owner === record.owner) return [];
  const named: Act = { ...by, happening: { what: 'OwnerNamed', owner } };
  if (record.state !== 'triaged') return [named];
  const round = record.escalation.round + 1;
  return [
    named,
    { ...by, happening: { what: 'LadderRestarted', round, reason: 'By another version of the policy it is theirs.' } },
  ];
}

/** Where it goes on in a ladder that has other steps: at the one of the same name, else as far up as it was. */
function stepAfter({ escalation }: Case, before: EscalationPolicy, after: EscalationPolicy): number | undefined {
  const { nextStep } = escalation;
  const next = before.steps[nextStep];
  // All were called: they are all called again, when the time of the other ladder has come.
  if (next === undefined) return nextStep === after.steps.length ? undefined : after.steps.length;
  const same = after.steps.findIndex(({ id }) => id === next.id);
  const there = same < 0 ? Math.min(nextStep, after.steps.length - 1) : same;
  return there === nextStep && canonicalJson(next) === canonicalJson(after.steps[there]) ? undefined : there;
}

function anew(record: Case, nextStep: number, by: Pick<Act, 'actor' | 'cause'>): readonly Act[] {
  const happening = roundFor(record, nextStep, 'By another version of the policy the ladder goes back.');
  return happening === undefined ? [] : [{ ...by, happening }];
}

/** Those that the two versions time differently; a clock that is broken stays as it was broken. */
function clocksAfter(
  { record, from, to, at }: MoveSituation,
  { severity, impact }: TriageResult,
  owner: Owner | undefined,
): Clocks | undefined {
  const { clocks } = record;
  const known = { ...record, impact, ...(owner === undefined ? {} : { owner }) };
  if (clocks === undefined) return timeClocks(known, severity.level, to.pack, at);
  const asBefore = timeClocks(record, record.severity?.level ?? severity.level, from.pack, at);
  const timed = timeClocks(known, severity.level, to.pack, at);
  const moved = clockName.options.filter(
    (name) => clocks[name].breachedAt === undefined && canonicalJson(asBefore[name]) !== canonicalJson(timed[name]),
  );
  if (moved.length === 0) return moveDeadlines(known, severity.level, to.pack, at);
  const pick = (name: (typeof moved)[number]) => (moved.includes(name) ? timed : clocks)[name];
  return { acknowledge: pick('acknowledge'), resolve: pick('resolve'), communicate: pick('communicate') };
}

/** Systems that the other version asks and that nobody has asked are asked at once, by the case's own triage. */
function askLater(result: TriageResult, { record, to, at }: MoveSituation): TriageResult {
  const asked = new Set(result.facts.map(({ system }) => system));
  if (record.cause !== undefined || asksOf(record, to.pack).every((system) => asked.has(system))) return result;
  return { ...result, severity: { ...result.severity, rescoreAt: at } };
}

function asksOf(record: Case, pack: PolicyPack): Case['asks'] {
  return record.cause === undefined ? (pack.types[record.type]?.facts ?? ASKED_BEFORE) : [];
}

function propose({ record, actions, to, at }: MoveSituation, { facts }: TriageResult, cause: Act['cause']) {
  return record.cause === undefined ? proposeFromPlaybook(record, facts, actions, to.pack, at, cause) : [];
}

/** Should its execution have died, the auditor finds it. */
function soon({ escalation }: Case, at: string): string {
  const patience = addDuration(at, LIFECYCLE_PATIENCE);
  const { nextDueAt } = escalation;
  return nextDueAt !== undefined && nextDueAt < patience ? nextDueAt : patience;
}
