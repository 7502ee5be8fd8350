import { durationMs } from '../case/duration.ts';
import { INCIDENT_TYPE } from '../contracts/index.ts';
import type { GroupingRule, PolicyPack } from '../contracts/index.ts';
import type { PackProblem } from './pack-problem.ts';

/** Rules that can hold, and a type with an owner for the incidents that they open. */
export function groupingProblems(pack: PolicyPack): readonly PackProblem[] {
  const families = new Set(Object.values(pack.types).map(({ family }) => family));
  const rules = pack.grouping.flatMap((rule, index) => {
    const at = `/grouping/${String(index)}`;
    return [
      ...rule.families.flatMap((family, which) =>
        families.has(family)
          ? []
          : [
              {
                pointer: `${at}/families/${String(which)}`,
                problem: `no type is of the family ${family}`,
                mend: `write one of ${[...families].join(', ')}`,
              },
            ],
      ),
      ...(isWithinAWeek(rule.window)
        ? []
        : [{ pointer: `${at}/window`, problem: 'a window is longer than nothing and at most P7D' }]),
      ...pack.grouping
        .slice(0, index)
        .filter((earlier) => takesAllOf(earlier, rule))
        .map(({ id }) => ({
          pointer: at,
          problem: `the rule ${rule.id} is never reached: ${id} before it holds whenever it does`,
          mend: 'put the narrower rule first',
        })),
    ];
  });
  const hasType = pack.grouping.length === 0 || pack.types[INCIDENT_TYPE] !== undefined;
  const missing = { pointer: '/types', problem: `grouping rules open incidents: the type ${INCIDENT_TYPE} is missing` };
  return hasType ? rules : [...rules, missing];
}

function takesAllOf(earlier: GroupingRule, later: GroupingRule): boolean {
  return (
    earlier.cause === later.cause &&
    earlier.threshold <= later.threshold &&
    durationMs(earlier.window) >= durationMs(later.window) &&
    later.families.every((family) => earlier.families.includes(family))
  );
}

const WEEK_MS = 7 * 24 * 3_600_000;
function isWithinAWeek(window: string): boolean {
  const length = durationMs(window);
  return length > 0 && length <= WEEK_MS;
}
