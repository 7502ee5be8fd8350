import type { FactSet, Impact, ImpactFacts, PolicyPack, Reason, Severity, SeverityLevel } from '../contracts/index.ts';
import { convert } from './convert-money.ts';
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
      points: round(typeof rule.points === 'number' ? rule.points : numberOf(rule.points, facts)),
    }));
  const score = Math.min(100, Math.max(0, round(policy.base + fired.reduce((sum, { points }) => sum + points, 0))));

  const latched = policy.latches.filter(
    (latch) => before?.latches.includes(latch.id) === true || holds(latch.when, facts),
  );
  const byRules = levelByRules(score, latched, pack);
  const level = before?.setBy === undefined ? byRules : besideAPerson(before, byRules, pack);
  const raised = before !== undefined && isMoreSevere(level, before.level) ? { from: before.level, at } : undefined;
  const kept = before?.level === level ? before.raised : undefined;
  return {
    level,
    ...(raised === undefined && kept === undefined ? {} : { raised: raised ?? kept }),
    ...(before?.setBy === undefined ? {} : { setBy: before.setBy }),
    score,
    reasons: [
      ...fired,
      ...latched.map((latch) => ({ rule: latch.id, text: fillIn(latch.reason, facts) })),
      ...(level === byRules ? [] : (before?.reasons.filter(({ rule }) => rule === SET_BY_HAND) ?? [])),
      ...ignorance(facts),
    ],
    latches: latched.map((latch) => latch.id),
    scoredAt: at,
  };
}

function levelByRules(score: number, latches: readonly { readonly floor: SeverityLevel }[], pack: PolicyPack) {
  const byScore = levelOf(score, pack.severity.bands);
  return latches.reduce<SeverityLevel>((worst, { floor }) => moreSevere(worst, floor), byScore);
}

/** What a person has set stands until the rules find more than they found then; only a person lowers it again. */
function besideAPerson(before: Severity, byRules: SeverityLevel, pack: PolicyPack): SeverityLevel {
  const held = pack.severity.latches.filter(({ id }) => before.latches.includes(id));
  const isNews = isMoreSevere(byRules, levelByRules(before.score, held, pack));
  return isNews ? moreSevere(byRules, before.level) : before.level;
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

const wholeNumbers = new Intl.NumberFormat('en-US');

/** `{order.value}` in a reason becomes the fact, rounded for reading. */
function fillIn(text: string, facts: ImpactFacts): string {
  const groups: Readonly<Record<string, unknown>> = { ...facts };
  return text.replace(/\{(\w+)\.(\w+)\}/g, (_whole, group: string, field: string) => {
    const values = groups[group];
    const value: unknown =
      typeof values === 'object' && values !== null
        ? Object.entries(values).find(([name]) => name === field)?.[1]
        : undefined;
    if (typeof value === 'number')
      return Math.abs(value) >= 100 ? wholeNumbers.format(Math.round(value)) : String(round(value));
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : 'unknown';
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What the trouble costs, as far as the systems said: in the amounts that they gave, and in the reporting currency beside them. */
export function assessImpact(factSets: readonly FactSet[], pack: PolicyPack): Impact {
  const fact = (system: string, name: string): Value | undefined =>
    factSets.find((set) => set.system === system && set.state !== 'missing')?.facts[name];
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
    unknown: factSets.filter((set) => set.state === 'missing').map((set) => set.system),
  };
}

function isMoney(value: Value | undefined): value is Extract<Value, { amount: string }> {
  return typeof value === 'object' && !Array.isArray(value);
}

function instantOf(value: Value | undefined): string | undefined {
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}
