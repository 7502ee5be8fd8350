import { durationMs } from '../case/duration.ts';
import { INCIDENT_TYPE } from '../contracts/index.ts';
import type { GroupingRule, PolicyPack } from '../contracts/index.ts';
import { checkExpression, factsRead } from './check-expression.ts';
import { mendName } from './near-words.ts';
import { inEach } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

/** Rules that can hold, do not get into one another's way, and a type with an owner for the incidents that they open. */
export function groupingProblems(pack: PolicyPack): readonly PackProblem[] {
  const rules = inEach(pack.grouping, '/grouping', (rule, at, index) => [
    ...scopeProblems(rule, pack, at),
    ...windowProblems(rule, at),
    ...causeProblems(rule, at),
    ...callProblems(rule, at),
    ...growthProblems(rule, at),
    ...orderProblems(rule, pack.grouping.slice(0, index), pack, at),
  ]);
  const hasType = pack.grouping.length === 0 || pack.types[INCIDENT_TYPE] !== undefined;
  const missing = {
    pointer: '/types',
    problem: `grouping rules open incidents: the type ${INCIDENT_TYPE} is missing`,
    mend: `add ${INCIDENT_TYPE} as policies/default/types.yaml has it, or leave out all grouping rules`,
  };
  return hasType ? rules : [...rules, missing];
}

/** What comes back after its case was closed would be a new case, however often it comes. */
export function flappingProblems(pack: PolicyPack): readonly PackProblem[] {
  return Object.entries(pack.types).flatMap(([type, { flapping, reopenWindow }]) => {
    const { window } = flapping ?? pack.flapping;
    const pointer = flapping === undefined ? '/flapping/window' : `/types/${type}/flapping/window`;
    if (durationMs(window) <= 0)
      return [{ pointer, problem: 'a window is longer than nothing', mend: 'write e.g. PT2H' }];
    return durationMs(window) <= durationMs(reopenWindow)
      ? []
      : [
          {
            pointer,
            problem: `${type} can be opened again for ${reopenWindow} only, so what comes back within ${window} would be a new case`,
            mend: 'make the window shorter, or the reopenWindow of the type longer',
          },
        ];
  });
}

/** Sooner than a minute nothing has grown; later than a day nobody needs to hear of it. */
function growthProblems({ growth: { firstLook } }: GroupingRule, at: string): readonly PackProblem[] {
  const length = durationMs(firstLook);
  return length >= 60_000 && length <= DAY_MS
    ? []
    : [
        {
          pointer: `${at}/growth/firstLook`,
          problem: `its growth cannot be looked for after ${firstLook}`,
          mend: 'write PT1M to P1D, e.g. PT5M',
        },
      ];
}

/** What it looks at. */
function scopeProblems({ families, types }: GroupingRule, pack: PolicyPack, at: string): readonly PackProblem[] {
  const known = [...new Set(Object.values(pack.types).map(({ family }) => family))];
  if (families.length + types.length === 0)
    return [{ pointer: at, problem: 'it looks at no type', mend: 'name families, types, or both' }];
  return [
    ...inEach(families, `${at}/families`, (family, pointer) =>
      known.includes(family)
        ? []
        : [{ pointer, problem: `no type is of the family ${family}`, mend: mendName(family, known) }],
    ),
    ...inEach(types, `${at}/types`, (type, pointer) =>
      pack.types[type] !== undefined ? [] : [{ pointer, problem: `there is no type ${type}`, mend: 'add it to types' }],
    ),
  ];
}

const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;

function windowProblems({ window, windowKind }: GroupingRule, at: string): readonly PackProblem[] {
  const pointer = `${at}/window`;
  const length = durationMs(window);
  if (length <= 0 || length > WEEK_MS)
    return [{ pointer, problem: 'a window is longer than nothing and at most P7D', mend: 'write e.g. PT1H' }];
  if (windowKind === 'fixed' && DAY_MS % length !== 0 && length !== WEEK_MS)
    return [
      {
        pointer,
        problem: `fixed windows of ${window} do not begin at the same times each day`,
        mend: 'write a part of a day without remainder (PT1H, PT8H, P1D) or P7D, or let the window be rolling',
      },
    ];
  return [];
}

/** Never known when a case opens, or of no use for telling causes apart. */
const CHANGING = ['exception.repeats', 'exception.age_hours'];

function causeProblems({ cause }: GroupingRule, at: string): readonly PackProblem[] {
  const pointer = `${at}/cause`;
  if (typeof cause === 'string') return [];
  if (Array.isArray(cause))
    return new Set(cause).size === cause.length
      ? []
      : [{ pointer, problem: 'a part stands twice', mend: 'name each part once' }];
  const key = { pointer: `${pointer}/key` };
  const wrong = checkExpression(cause.key, 'string');
  if (wrong.length > 0)
    return wrong.map(({ problem, ...where }) => ({ ...key, problem: `\`${cause.key}\`: ${problem}`, ...where }));
  const read = factsRead(cause.key);
  const unknown = read.filter((path) => !path.startsWith('exception.') || CHANGING.includes(path));
  if (unknown.length > 0)
    return [
      {
        ...key,
        problem: `${unknown.join(', ')} is not known when a case opens`,
        mend: 'read exception.kind, family, reason_code, carrier, country, region or business_unit',
      },
    ];
  return read.length > 0
    ? []
    : [{ ...key, problem: 'the key is the same for all cases', mend: 'read a fact of the exception in it' }];
}

function callProblems({ callsAlone }: GroupingRule, at: string): readonly PackProblem[] {
  const pointer = `${at}/callsAlone`;
  if (!callsAlone.includes('S1'))
    return [{ pointer, problem: 'children of S1 always call by themselves', mend: 'add S1' }];
  return new Set(callsAlone).size < 4
    ? []
    : [{ pointer, problem: 'all children call by themselves, so no message is spared', mend: 'leave some out' }];
}

/** One cause has one incident, which the first rule that comes true opens: what comes true later, or never first, says nothing. */
function orderProblems(
  rule: GroupingRule,
  before: readonly GroupingRule[],
  pack: PolicyPack,
  pointer: string,
): readonly PackProblem[] {
  const own = typesOf(rule, pack);
  return before
    .filter((earlier) => JSON.stringify(earlier.cause) === JSON.stringify(rule.cause))
    .flatMap((earlier): PackProblem[] => {
      const others = typesOf(earlier, pack);
      const shared = own.filter((type) => others.includes(type));
      if (shared.length > 0 && shared.length === own.length && comesTrueWith(earlier, rule))
        return [
          {
            pointer,
            problem: `the rule ${rule.id} is never reached: ${earlier.id} before it holds whenever it does`,
            mend: 'put the narrower rule first',
          },
        ];
      if (shared.length > 0 && (comesTrueWith(rule, earlier) || comesTrueWith(earlier, rule)))
        return [
          {
            pointer,
            problem: `the rules ${earlier.id} and ${rule.id} overlap: for ${shared.join(', ')} the one opens the incident before the other can`,
            mend: 'name each type in one of them',
          },
        ];
      return [];
    });
}

/** Whether a rule holds whenever the other one does, for cases that both look at. */
function comesTrueWith(rule: GroupingRule, other: GroupingRule): boolean {
  const covers = durationMs(rule.window) >= durationMs(other.window);
  return (
    rule.threshold <= other.threshold &&
    covers &&
    (rule.windowKind === other.windowKind || rule.windowKind === 'rolling')
  );
}

function typesOf({ families, types }: GroupingRule, pack: PolicyPack): readonly string[] {
  return Object.entries(pack.types).flatMap(([type, { family }]) =>
    types.includes(type) || families.includes(family) ? [type] : [],
  );
}
