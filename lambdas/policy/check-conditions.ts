import type { PolicyPack } from '../contracts/index.ts';
import { canHold } from './can-hold.ts';
import type { Domains } from './can-hold.ts';
import { checkExpression } from './check-expression.ts';
import type { Expected } from './check-expression.ts';
import { fieldsOf } from './fact-model.ts';
import type { PackProblem } from './pack-problem.ts';

interface Placed {
  readonly pointer: string;
  readonly text: string;
}

/** Every condition and amount of a pack: typed, and each condition can hold and is reached. */
export function conditionProblems(pack: PolicyPack): readonly PackProblem[] {
  const typed = expressionsOf(pack).flatMap(({ pointer, text, expected, after }) =>
    checkExpression(text, expected, after).map(({ problem, ...where }) => ({
      pointer,
      problem: `\`${text}\`: ${problem}`,
      ...where,
    })),
  );
  // What is not typed cannot be reasoned about.
  return typed.length > 0
    ? [...typed, ...reasonProblems(pack)]
    : [...reachProblems(pack), ...bandProblems(pack), ...reasonProblems(pack)];
}

interface Expression extends Placed {
  readonly expected: Expected;
  readonly after?: string;
}

function expressionsOf(pack: PolicyPack): readonly Expression[] {
  const amounts = pack.severity.rules.flatMap(({ points, when }, index): Expression[] =>
    typeof points === 'string'
      ? [{ pointer: `/severity/rules/${String(index)}/points`, text: points, expected: 'double', after: when }]
      : [],
  );
  return [...conditionsOf(pack).map((condition): Expression => ({ ...condition, expected: 'bool' })), ...amounts];
}

function conditionsOf(pack: PolicyPack): readonly Placed[] {
  const of = (at: string, rules: readonly { readonly when?: string | undefined }[]): Placed[] =>
    rules.flatMap(({ when }, index) =>
      when === undefined ? [] : [{ pointer: `${at}/${String(index)}/when`, text: when }],
    );
  return [
    ...of('/severity/rules', pack.severity.rules),
    ...of('/severity/latches', pack.severity.latches),
    ...of('/ownership/rules', pack.ownership.rules),
    ...pack.playbooks.flatMap(({ actions }, index) => of(`/playbooks/${String(index)}/actions`, actions)),
  ];
}

/** Conditions that nothing meets, and ownership rules whose cases all belong to the rules before them. */
function reachProblems(pack: PolicyPack): readonly PackProblem[] {
  const domains = domainsOf(pack);
  const never = conditionsOf(pack)
    .filter(({ text }) => !canHold([text], [], domains))
    .map(({ pointer, text }) => ({
      pointer,
      problem: `\`${text}\` can never hold`,
      mend: 'look for two parts that exclude one another, or a type that the pack does not have',
    }));
  const impossible = new Set(never.map(({ pointer }) => pointer));
  const covered = pack.ownership.rules.flatMap(({ id, when }, index): PackProblem[] => {
    const pointer = `/ownership/rules/${String(index)}/when`;
    const before = pack.ownership.rules.slice(0, index).map((rule) => rule.when);
    return impossible.has(pointer) || canHold([when], before, domains)
      ? []
      : [
          {
            pointer,
            problem: `the rule ${id} is never reached: rules before it take all its cases`,
            mend: 'put the narrower rule first',
          },
        ];
  });
  return [...never, ...covered];
}

/** Rules of one band exclude one another, so that a value that falls on a border counts once. */
function bandProblems(pack: PolicyPack): readonly PackProblem[] {
  const { rules } = pack.severity;
  return rules.flatMap(({ id, band, when }, index) =>
    rules
      .slice(0, index)
      .filter((other) => band !== undefined && other.band === band && canHold([when, other.when], [], domainsOf(pack)))
      .map((other) => ({
        pointer: `/severity/rules/${String(index)}/when`,
        problem: `the band ${band ?? ''} overlaps: ${other.id} and ${id} can hold together`,
        mend: 'end the one where the other begins: >= here, < there',
      })),
  );
}

function domainsOf(pack: PolicyPack): Domains {
  return { families: new Map(Object.entries(pack.types).map(([type, { family }]) => [type, family])) };
}

/** A reason puts in facts that there are. */
function reasonProblems(pack: PolicyPack): readonly PackProblem[] {
  const reasons = [
    ...pack.severity.rules.map(({ reason }, index) => ({ at: `/severity/rules/${String(index)}/reason`, reason })),
    ...pack.severity.latches.flatMap(({ reason, reasonLater = '' }, index) => [
      { at: `/severity/latches/${String(index)}/reason`, reason },
      { at: `/severity/latches/${String(index)}/reasonLater`, reason: reasonLater },
    ]),
  ];
  return reasons.flatMap(({ at, reason }) =>
    [...reason.matchAll(/\{([^}]*)\}/g)]
      .filter(([, path = '']) => !isFact(path))
      .map(({ 0: placeholder, index }) => ({
        pointer: at,
        problem: `${placeholder} is no fact`,
        mend: 'write {group.field} as conditions do, e.g. {order.value}',
        offset: index,
      })),
  );
}

function isFact(path: string): boolean {
  const [group = '', field = '', ...more] = path.split('.');
  return more.length === 0 && fieldsOf(group)?.includes(field) === true;
}
