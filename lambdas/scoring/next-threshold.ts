import type { ImpactFacts, PolicyPack, Severity } from '../contracts/index.ts';
import { instantText } from '../case/duration.ts';
import { factIn } from '../policy/fact-model.ts';
import { holds } from '../policy/expression.ts';
import { isMoreSevere, latchesOf, levelBeside, pointsOf, sumUp } from './score-severity.ts';

const HOUR = 3_600_000;
/** Beyond the moment itself, so that `<` holds as well as `<=`. */
const JUST_AFTER = 1_000;

/**
 * When time alone makes a case more severe: a deadline comes near, or the trouble grows old. Looked for at the numbers that the rules compare hours with, because between
 * two of them nothing changes. Undefined where no such moment lies ahead; what only lowers a severity waits for the next report.
 */
export function nextThreshold(
  facts: ImpactFacts,
  pack: PolicyPack,
  severity: Severity,
  at: string,
): string | undefined {
  if (severity.level === 'S1') return undefined;
  const start = Date.parse(at);
  const { thresholds, steady, timed } = timedOf(pack.severity);
  const moments = thresholds.flatMap((threshold) => momentOf(threshold, facts, start));
  // Time changes nothing of these.
  const known = firedOf(steady, facts);
  const found = [...new Set(moments)]
    .sort((left, right) => left - right)
    .find((moment) => {
      const then = inHours(facts, (moment - start) / HOUR);
      const score = sumUp(pack.severity, [...known, ...firedOf(timed, then)]);
      const latched = latchesOf(pack.severity, then, severity);
      return isMoreSevere(levelBeside(severity, score, latched, pack), severity.level);
    });
  return found === undefined ? undefined : instantText(found);
}

type SeverityPolicy = PolicyPack['severity'];
type Rules = SeverityPolicy['rules'];

function firedOf(rules: Rules, facts: ImpactFacts): readonly { readonly points: number }[] {
  return rules.filter(({ when }) => holds(when, facts)).map((rule) => ({ points: pointsOf(rule, facts) }));
}

interface Threshold {
  readonly group: string;
  readonly field: string;
  readonly hours: number;
}

/** What time can change, and what it cannot. */
interface Timed {
  /** Every number that a rule or latch compares hours with. */
  readonly thresholds: readonly Threshold[];
  readonly timed: Rules;
  readonly steady: Rules;
}

const known = new WeakMap<SeverityPolicy, Timed>();

/** Once for each pack. */
function timedOf(severity: SeverityPolicy): Timed {
  const before = known.get(severity);
  if (before !== undefined) return before;
  const { rules, latches } = severity;
  const textsOf = ({ when, points }: Rules[number]): readonly string[] => [when, String(points)];
  const isTimed = (rule: Rules[number]): boolean => textsOf(rule).some((text) => TIMED.test(text));
  const texts = [...rules.flatMap(textsOf), ...latches.map(({ when }) => when)];
  const found = {
    thresholds: texts.flatMap(comparedHours),
    timed: rules.filter(isTimed),
    steady: rules.filter((rule) => !isTimed(rule)),
  };
  known.set(severity, found);
  return found;
}

const TIME = String.raw`hours_to_\w+|age_hours`;
const TIMED = new RegExp(TIME);
const FIELD = String.raw`(?<group>\w+)\.(?<field>${TIME})`;
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
  const value = factIn(facts, group, field);
  if (typeof value !== 'number') return [];
  const left = field === 'age_hours' ? hours - value : value - hours;
  return left < 0 ? [] : [Math.ceil(start + left * HOUR) + JUST_AFTER];
}

/** The facts as they will be, should nobody say anything new. */
function inHours(facts: ImpactFacts, hours: number): ImpactFacts {
  const { exception, order, shipment, customs } = facts;
  return {
    ...facts,
    exception: { ...exception, age_hours: exception.age_hours + hours },
    order: nearer(order, 'hours_to_promise', hours),
    shipment: nearer(nearer(shipment, 'hours_to_cutoff', hours), 'hours_to_arrival', hours),
    customs: nearer(customs, 'hours_to_free_time_end', hours),
  };
}

function nearer<Field extends string, Group extends { readonly [Name in Field]?: number | undefined }>(
  group: Group,
  field: Field,
  hours: number,
): Group {
  const left = group[field];
  return left === undefined ? group : { ...group, [field]: left - hours };
}
