import type { FactSet, Impact, ImpactFacts, PolicyPack, Reason, Severity, SeverityLevel } from '../contracts/index.ts';
import { instantText } from '../case/duration.ts';
import { factReader } from './fact-reader.ts';
import { convert, isMoney } from './convert-money.ts';
import { whatHelps } from './what-helps.ts';
import { factIn } from '../policy/fact-model.ts';
import { holds, numberOf } from '../policy/expression.ts';

type Value = FactSet['facts'][string];

const LEVELS: readonly SeverityLevel[] = ['S1', 'S2', 'S3', 'S4'];

/** The more severe of two levels. */
export function moreSevere(left: SeverityLevel, right: SeverityLevel): SeverityLevel {
  return LEVELS.indexOf(left) <= LEVELS.indexOf(right) ? left : right;
}

export function isMoreSevere(left: SeverityLevel, right: SeverityLevel): boolean {
  return LEVELS.indexOf(left) < LEVELS.indexOf(right);
}

/**
 * Severity from business impact: points of every rule that holds, capped at 0 to 100, a band for each level, and latches below which it
 * never falls; latches that held before go on holding. Each rule that fired is told with its points, in plain words.
 */
export function scoreSeverity(facts: ImpactFacts, pack: PolicyPack, at: string, before?: Severity): Severity {
  const policy = pack.severity;
  const fired = policy.rules
    .filter((rule) => holds(rule.when, facts))
    .map((rule): Reason & { points: number } => ({
      rule: rule.id,
      text: fillIn(rule.reason, facts),
      points: pointsOf(rule, facts),
    }));
  const score = sumUp(policy, fired);
  const latched = latchesOf(policy, facts, before);
  const byRules = levelBeside(undefined, score, latched, pack);
  const level = levelBeside(before, score, latched, pack);
  const raised = before !== undefined && isMoreSevere(level, before.level) ? { from: before.level, at } : undefined;
  const kept = before?.level === level ? before.raised : undefined;
  return {
    level,
    ...(raised === undefined && kept === undefined ? {} : { raised: raised ?? kept }),
    ...(before?.setBy === undefined ? {} : { setBy: before.setBy }),
    score,
    reasons: [
      ...fired,
      ...latched.map((latch) => ({ rule: latch.id, text: fillIn(latchReason(latch, facts), facts) })),
      ...(level === byRules ? [] : (before?.reasons.filter(({ rule }) => rule === SET_BY_HAND) ?? [])),
      ...ignorance(facts),
    ],
    latches: latched.map((latch) => latch.id),
    scoredAt: at,
  };
}

type SeverityPolicy = PolicyPack['severity'];

/** The points of a rule that holds. */
export function pointsOf({ points }: SeverityPolicy['rules'][number], facts: ImpactFacts): number {
  return round(typeof points === 'number' ? points : numberOf(points, facts));
}

export function sumUp({ base }: SeverityPolicy, fired: readonly { readonly points: number }[]): number {
  return Math.min(100, Math.max(0, round(fired.reduce((sum, { points }) => sum + points, base))));
}

/** Those that hold, or held before. */
export function latchesOf({ latches }: SeverityPolicy, facts: ImpactFacts, before?: Severity) {
  return latches.filter((latch) => before?.latches.includes(latch.id) === true || holds(latch.when, facts));
}

type Floors = readonly { readonly floor: SeverityLevel }[];

/** What once held up the severity may be over: then that is said. */
function latchReason({ when, reason, reasonLater }: SeverityPolicy['latches'][number], facts: ImpactFacts): string {
  return reasonLater === undefined || holds(when, facts) ? reason : reasonLater;
}

/** By score and `latches`, beside what was before: nothing is below a latch that holds, and a person did not know of one that holds since. */
export function levelBeside(
  before: Severity | undefined,
  score: number,
  latches: Floors,
  { severity: { bands } }: PolicyPack,
): SeverityLevel {
  const byScore = levelOf(score, bands);
  const level = before?.setBy === undefined ? byScore : besideAPerson(before, byScore, bands);
  return latches.reduce<SeverityLevel>((worst, { floor }) => moreSevere(worst, floor), level);
}

/** What a person has set stands until the rules find more than they found then; only a person lowers it again. */
function besideAPerson(before: Severity, byScore: SeverityLevel, bands: SeverityPolicy['bands']): SeverityLevel {
  const isNews = isMoreSevere(byScore, levelOf(before.score, bands));
  return isNews ? moreSevere(byScore, before.level) : before.level;
}

/** The reason of a severity that a person has set. */
export const SET_BY_HAND = 'set-by-hand';

/** The severity when nothing at all could be asked. */
export function levelOf(score: number, bands: PolicyPack['severity']['bands']): SeverityLevel {
  if (score >= bands.S1) return 'S1';
  if (score >= bands.S2) return 'S2';
  return score >= bands.S3 ? 'S3' : 'S4';
}

function ignorance(facts: ImpactFacts): Reason[] {
  if (facts.unknown.length === 0) return [];
  return [
    {
      rule: 'facts-missing',
      text: `Scored without ${facts.unknown.map((system) => system.toUpperCase()).join(', ')}: no answer, and nothing cached.`,
    },
  ];
}

/** A reason in its parts: plain text, or a fact to be filled in. */
type Part = string | { readonly group: string; readonly field: string };
const reasons = new Map<string, readonly Part[]>();

/** `{order.value}` in a reason becomes the fact, rounded for reading. */
function fillIn(text: string, facts: ImpactFacts): string {
  return partsOf(text)
    .map((part) => (typeof part === 'string' ? part : say(factIn(facts, part.group, part.field))))
    .join('');
}

function partsOf(text: string): readonly Part[] {
  const before = reasons.get(text);
  if (before !== undefined) return before;
  // Plain text stands at even places, because the pattern has one group.
  const parts = text.split(/\{(\w+\.\w+)\}/).map((part, index): Part => {
    const [group = '', field = ''] = part.split('.');
    return index % 2 === 0 ? part : { group, field };
  });
  reasons.set(text, parts);
  return parts;
}

function say(value: unknown): string {
  if (typeof value === 'number') return Math.abs(value) >= 100 ? inThousands(Math.round(value)) : String(round(value));
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : 'unknown';
}

/** 12,500: as `Intl` writes it, in a fraction of its time. */
function inThousands(value: number): string {
  return String(value).replace(THOUSANDS, ',');
}

const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What the trouble costs, as far as the systems said: in the amounts that they gave, and in the reporting currency beside them. */
export function assessImpact(factSets: readonly FactSet[], pack: PolicyPack): Impact {
  const fact = factReader(factSets);
  const value = fact('erp', 'orderValue');
  const penalty = fact('crm', 'penalty');
  const tier = fact('crm', 'tier');
  const name = fact('crm', 'customerName') ?? fact('erp', 'customerName');
  const promisedAt = instantOf(fact('erp', 'promisedAt'));
  const cutoffAt = instantOf(fact('tms', 'cutoffAt'));
  const freeTimeEndsAt = instantOf(fact('trade', 'freeTimeEndsAt'));
  const risk = convert(isMoney(value) ? value : undefined, pack);
  const fine = convert(isMoney(penalty) ? penalty : undefined, pack);
  const converted = {
    ...(risk === undefined ? {} : { valueAtRisk: risk }),
    ...(fine === undefined ? {} : { penalty: fine }),
  };
  return {
    ...(Object.keys(converted).length === 0 ? {} : { inReportingCurrency: converted }),
    ...(isMoney(value) ? { valueAtRisk: value } : {}),
    ...(isMoney(penalty) ? { penalty } : {}),
    ...(typeof tier === 'string' ? { customerTier: tier } : {}),
    ...(typeof name === 'string' ? { customerName: name } : {}),
    ...(promisedAt === undefined ? {} : { promisedAt }),
    ...(freeTimeEndsAt === undefined ? {} : { freeTimeEndsAt }),
    ...(cutoffAt === undefined ? {} : { cutoffAt }),
    ...whatHelps(fact),
    unknown: factSets.filter((set) => set.state === 'missing').map((set) => set.system),
  };
}

function instantOf(value: Value | undefined): string | undefined {
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : instantText(moment);
}
