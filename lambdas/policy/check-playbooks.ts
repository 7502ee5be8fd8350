import type { ActionType, Playbook, PolicyPack } from '../contracts/index.ts';
import { peopleOf } from '../case/task-readiness.ts';
import { WISHES } from '../playbook/wishes-of.ts';
import type { PackProblem } from './pack-problem.ts';

/** Playbooks that can be worked, and governance in which somebody can agree. A pack without playbooks is one from before there were any. */
export function playbookProblems(pack: PolicyPack): readonly PackProblem[] {
  return [
    ...pack.playbooks.flatMap((playbook, index) => taskProblems(playbook, pack, `/playbooks/${String(index)}`)),
    ...pack.playbooks.flatMap((playbook, index) => actionProblems(playbook, `/playbooks/${String(index)}`)),
    ...typeProblems(pack),
    ...governanceProblems(pack),
  ];
}

function taskProblems({ tasks }: Playbook, pack: PolicyPack, at: string): readonly PackProblem[] {
  const seen = new Set<string>();
  return tasks.flatMap(({ id, after, by, function: name, checklist = [] }, index) => {
    const pointer = `${at}/tasks/${String(index)}`;
    const twice = seen.has(id) ? [{ pointer: `${pointer}/id`, problem: `the task ${id} stands twice` }] : [];
    // Tasks stand in the order in which they can be done, so a circle cannot be written.
    const unknown = after
      .filter((before) => !seen.has(before))
      .map((before) => ({ pointer: `${pointer}/after`, problem: `no task ${before} stands before this one` }));
    seen.add(id);
    const items = checklist.map((item) => item.id);
    const sameItem = items.find((item, place) => items.indexOf(item) !== place);
    return [
      ...twice,
      ...unknown,
      ...(sameItem === undefined
        ? []
        : [{ pointer: `${pointer}/checklist`, problem: `${sameItem} stands twice in the checklist` }]),
      ...(by === 'function' && peopleOf(name, pack).length === 0
        ? [{ pointer: `${pointer}/by`, problem: `nobody is of ${name}: no rota of a team of it, and no approver` }]
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
      if (other !== undefined) twice.push({ pointer, problem: `${type} has two playbooks: ${other} and ${id}` });
      if (pack.types[type] === undefined) twice.push({ pointer, problem: `there is no exception type ${type}` });
      owners.set(type, id);
    }
  });
  const missing = Object.keys(pack.types)
    .filter((type) => !owners.has(type))
    .map((type) => ({ pointer: '/playbooks', problem: `no playbook is for ${type}` }));
  return [...twice, ...missing];
}

/** An action to which nobody may ever agree would only expire: each rule needs as many people without a limit as it asks for. */
function governanceProblems(pack: PolicyPack): readonly PackProblem[] {
  const seen = new Set<string>();
  return pack.governance.flatMap(({ action, approval, automaticUpTo, forbiddenAbove }, index) => {
    const pointer = `/governance/${String(index)}`;
    const able = pack.people.filter(({ approves }) =>
      approves.some(
        ({ function: name, upTo = Infinity }) =>
          approval.functions.includes(name) && upTo >= (forbiddenAbove ?? Infinity),
      ),
    );
    const problems: PackProblem[] = [];
    if (seen.has(action)) problems.push({ pointer: `${pointer}/action`, problem: `${action} has two rules` });
    seen.add(action);
    if (able.length < approval.count)
      problems.push({
        pointer: `${pointer}/approval`,
        problem: `it takes ${String(approval.count)} people who may approve any amount for ${approval.functions.join(' or ')}, and there are ${String(able.length)}`,
      });
    if (forbiddenAbove !== undefined && automaticUpTo !== undefined && forbiddenAbove < automaticUpTo)
      problems.push({ pointer, problem: 'forbiddenAbove is below automaticUpTo' });
    return problems;
  });
}
