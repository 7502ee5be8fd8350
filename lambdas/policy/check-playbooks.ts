import type { ActionType, ApprovalTerms, GovernanceRule, Playbook, PolicyPack } from '../contracts/index.ts';
import { peopleOf } from '../case/task-readiness.ts';
import { WISHES } from '../playbook/wishes-of.ts';
import { mendName } from './near-words.ts';
import { inEach, noSuchType } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

/** Playbooks that can be worked, and governance in which somebody can agree. A pack without playbooks is one from before there were any. */
export function playbookProblems(pack: PolicyPack): readonly PackProblem[] {
  return [
    ...inEach(pack.playbooks, '/playbooks', (playbook, at) => taskProblems(playbook, pack, at)),
    ...inEach(pack.playbooks, '/playbooks', actionProblems),
    ...typeProblems(pack),
    ...governanceProblems(pack),
    ...byHandProblems(pack),
  ];
}

/** Reasons, records and `after` go by it. */
const OWN_NAME = 'give it a name of its own';

function taskProblems({ tasks }: Playbook, pack: PolicyPack, at: string): readonly PackProblem[] {
  const seen = new Set<string>();
  return tasks.flatMap(({ id, after, by, function: name, checklist = [] }, index) => {
    const pointer = `${at}/tasks/${String(index)}`;
    const twice = seen.has(id)
      ? [{ pointer: `${pointer}/id`, problem: `the task ${id} stands twice`, mend: OWN_NAME }]
      : [];
    // Tasks stand in the order in which they can be done, so a circle cannot be written.
    const unknown = after
      .filter((before) => !seen.has(before))
      .map((before) => ({
        pointer: `${pointer}/after`,
        problem: `no task ${before} stands before this one`,
        mend: seen.size === 0 ? 'leave `after` out: it is the first task' : mendName(before, [...seen]),
      }));
    seen.add(id);
    const items = checklist.map((item) => item.id);
    const sameItem = items.find((item, place) => items.indexOf(item) !== place);
    return [
      ...twice,
      ...unknown,
      ...(sameItem === undefined
        ? []
        : [{ pointer: `${pointer}/checklist`, problem: `${sameItem} stands twice in the checklist`, mend: OWN_NAME }]),
      ...(by === 'function' && peopleOf(name, pack).length === 0
        ? [
            {
              pointer: `${pointer}/by`,
              problem: `nobody is of ${name}: no rota of a team of it, and no approver`,
              mend: `give a team of ${name} a rota, or leave \`by\` out`,
            },
          ]
        : []),
    ];
  });
}

const SETS: readonly ActionType[] = ['order_hold', 'payment_hold', 'shipment_status', 'expedite'];

/** What is proposed by itself has somebody who knows how, and the code that it sets. */
function actionProblems({ actions }: Playbook, at: string): readonly PackProblem[] {
  return actions.flatMap(({ type, when, sets }, index): readonly PackProblem[] => {
    const pointer = `${at}/actions/${String(index)}`;
    if (when === undefined) return [];
    // What is said stands with the templates, and is checked there.
    if (type === 'customer_message') return [];
    if (WISHES[type] === undefined)
      return [{ pointer: `${pointer}/when`, problem: `${type} is proposed by people only`, mend: 'leave `when` out' }];
    if (SETS.includes(type) && sets === undefined)
      return [
        { pointer, problem: `${type} does not say what it sets`, mend: 'add `sets` with the code of the system' },
      ];
    return [];
  });
}

function typeProblems(pack: PolicyPack): readonly PackProblem[] {
  if (pack.playbooks.length === 0) return [];
  const owners = new Map<string, string>();
  const twice: PackProblem[] = [];
  pack.playbooks.forEach(({ id, types }, index) => {
    for (const type of types) {
      const pointer = `/playbooks/${String(index)}/types`;
      const other = owners.get(type);
      if (other !== undefined)
        twice.push({
          pointer,
          problem: `${type} has two playbooks: ${other} and ${id}`,
          mend: 'take it out of the types of one',
        });
      if (pack.types[type] === undefined) twice.push(noSuchType(pointer, type, Object.keys(pack.types)));
      owners.set(type, id);
    }
  });
  const missing = Object.keys(pack.types)
    .filter((type) => !owners.has(type))
    .map((type) => ({
      pointer: '/playbooks',
      problem: `no playbook is for ${type}`,
      mend: 'add it to the types of one',
    }));
  return [...twice, ...missing];
}

/** An action to which nobody may ever agree would only expire: each rule needs as many people without a limit as it asks for. */
function governanceProblems(pack: PolicyPack): readonly PackProblem[] {
  const seen = new Set<string>();
  return pack.governance.flatMap((rule, index) => {
    const pointer = `/governance/${String(index)}`;
    const twice = seen.has(rule.action)
      ? [
          {
            pointer: `${pointer}/action`,
            problem: `${rule.action} has two rules`,
            mend: 'make one of them, with `unless` for what is otherwise',
          },
        ]
      : [];
    seen.add(rule.action);
    return [
      ...twice,
      ...limitProblems(rule, rule.approval, pack, pointer),
      ...rule.unless.flatMap((special, place) =>
        limitProblems(special, special.approval, pack, `${pointer}/unless/${String(place)}`),
      ),
    ];
  });
}

function byHandProblems({ byHand }: PolicyPack): readonly PackProblem[] {
  return byHand.flatMap(({ action }, index) =>
    byHand.findIndex((other) => other.action === action) === index
      ? []
      : [{ pointer: `/byHand/${String(index)}/action`, problem: `${action} stands twice`, mend: 'delete one of them' }],
  );
}

type Limits = Pick<GovernanceRule, 'automaticUpTo' | 'forbiddenAbove'>;

function limitProblems(
  { automaticUpTo, forbiddenAbove }: Limits,
  approval: GovernanceRule['approval'] | undefined,
  pack: PolicyPack,
  pointer: string,
): readonly PackProblem[] {
  const limits =
    forbiddenAbove !== undefined && automaticUpTo !== undefined && forbiddenAbove < automaticUpTo
      ? [
          {
            pointer,
            problem: 'forbiddenAbove is below automaticUpTo',
            mend: `write ${String(automaticUpTo)} at least, or make automaticUpTo less`,
          },
        ]
      : [];
  if (approval === undefined) return limits;
  const { otherwise } = approval;
  return [
    ...limits,
    ...approverProblems(approval, forbiddenAbove, pack, `${pointer}/approval`),
    ...(otherwise === undefined
      ? []
      : approverProblems(otherwise, forbiddenAbove, pack, `${pointer}/approval/otherwise`)),
  ];
}

function approverProblems(
  { functions, of, count }: ApprovalTerms,
  forbiddenAbove = Infinity,
  pack: PolicyPack,
  pointer: string,
): readonly PackProblem[] {
  const ableFor = (names: readonly string[]): number =>
    pack.people.filter(({ approves }) =>
      approves.some(({ function: name, upTo = Infinity }) => names.includes(name) && upTo >= forbiddenAbove),
    ).length;
  const missing = of === 'each' ? functions.filter((name) => ableFor([name]) === 0) : [];
  const nobody = missing.map((name) => ({
    pointer,
    problem: `nobody may approve any amount for ${name}`,
    mend: `add { function: ${name} } to what somebody \`approves\``,
  }));
  const wanted = of === 'each' ? functions.length : count;
  const able = ableFor(functions);
  if (able >= wanted) return nobody;
  const problem = `it takes ${String(wanted)} people who may approve any amount for ${functions.join(' or ')}, and there are ${String(able)}`;
  const mend = 'ask for fewer, name another function, or let more people approve (`approves`, without `upTo`)';
  return [...nobody, { pointer, problem, mend }];
}
