import type { Case, FactSet, ImpactFacts, PolicyPack, Severity } from '../contracts/index.ts';
import { buildImpactFacts } from './build-impact-facts.ts';
import { isMoreSevere, scoreSeverity } from './score-severity.ts';

const HOUR = 3_600_000;
/** Beyond the moment itself, so that `<` holds as well as `<=`. */
const JUST_AFTER = 1_000;

/**
 * When time alone makes a case more severe: a deadline comes near, or the trouble grows old. Looked for at the numbers that the rules compare hours with, because between
 * two of them nothing changes. Undefined where no such moment lies ahead; what only lowers a severity waits for the next report.
 */
export function nextThreshold(
  record: Case,
  factSets: readonly FactSet[],
  pack: PolicyPack,
  severity: Severity,
  at: string,
): string | undefined {
  if (severity.level === 'S1') return undefined;
  const start = Date.parse(at);
  const facts = buildImpactFacts(record, factSets, pack, at);
  const moments = thresholdsOf(pack).flatMap((threshold) => momentOf(threshold, facts, start));
  for (const moment of [...new Set(moments)].sort((left, right) => left - right)) {
    const then = new Date(moment).toISOString();
    const { level } = scoreSeverity(buildImpactFacts(record, factSets, pack, then), pack, then, severity);
    if (isMoreSevere(level, severity.level)) return then;
  }
  return undefined;
}

interface Threshold {
  readonly group: string;
  readonly field: string;
  readonly hours: number;
}

const known = new WeakMap<PolicyPack['severity'], readonly Threshold[]>();

/** Every number that a rule or latch compares hours with, once for each pack. */
function thresholdsOf({ severity }: PolicyPack): readonly Threshold[] {
  const before = known.get(severity);
  if (before !== undefined) return before;
  const texts = [
    ...severity.rules.flatMap(({ when, points }) => [when, String(points)]),
    ...severity.latches.map(({ when }) => when),
  ];
  const found = texts.flatMap(comparedHours);
  known.set(severity, found);
  return found;
}

const FIELD = String.raw`(?<group>\w+)\.(?<field>hours_to_\w+|age_hours)`;
const NUMBER = String.raw`(?<hours>-?\d+(?:\.\d+)?)`;
const SIGN = String.raw`\s*[<>=!]=?\s*`;
const COMPARED = [new RegExp(`\\b${FIELD}${SIGN}${NUMBER}`, 'g'), new RegExp(`${NUMBER}${SIGN}${FIELD}`, 'g')];

function comparedHours(expression: string): readonly Threshold[] {
  return COMPARED.flatMap((compared) => [...expression.matchAll(compared)]).flatMap(({ groups = {} }) => {
    const { group, field, hours } = groups;
    return group === undefined || field === undefined ? [] : [{ group, field, hours: Number(hours) }];
  });
}

function momentOf({ group, field, hours }: Threshold, facts: ImpactFacts, start: number): readonly number[] {
  const groups: Readonly<Record<string, unknown>> = { ...facts };
  const fields = groups[group];
  if (typeof fields !== 'object' || fields === null) return [];
  const value: unknown = Object.entries(fields).find(([name]) => name === field)?.[1];
  if (typeof value !== 'number') return [];
  const left = field === 'age_hours' ? hours - value : value - hours;
  return left < 0 ? [] : [Math.ceil(start + left * HOUR) + JUST_AFTER];
}
