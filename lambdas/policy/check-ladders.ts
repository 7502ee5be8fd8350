import type { EscalationPolicy, EscalationStep, PolicyPack } from '../contracts/index.ts';
import { isReachable } from '../escalation/notice-rules.ts';
import { mendName } from './near-words.ts';
import type { PackProblem } from './pack-problem.ts';

/** A ladder that calls nobody in the end, or has steps that nobody comes to. */
export function ladderProblems(pack: PolicyPack): readonly PackProblem[] {
  return pack.escalation.flatMap((ladder, index) => {
    const at = (step: number): string => `/escalation/${String(index)}/steps/${String(step)}`;
    return [
      ...ladder.steps.flatMap((step, number) => [
        ...nextProblems(ladder, number, `${at(number)}/next`),
        ...targetProblems(step, pack, at(number)),
        ...acknowledgementProblems(step, `${at(number)}/acknowledgements`),
        ...hoursProblems(ladder, step, pack, `${at(number)}/hours`),
      ]),
      ...jumpedOver(ladder, at),
      ...lastProblems(ladder, at(ladder.steps.length - 1)),
    ];
  });
}

function nextProblems({ steps }: EscalationPolicy, number: number, pointer: string): readonly PackProblem[] {
  const next = steps[number]?.next;
  if (next === undefined) return [];
  const index = steps.findIndex(({ id }) => id === next);
  const later = steps.slice(number + 1).map(({ id }) => id);
  const mend = later.length === 0 ? 'leave it out: it is the last step' : mendName(next, later);
  if (index < 0) return [{ pointer, problem: `the step ${next} is not in this ladder`, mend }];
  return index > number ? [] : [{ pointer, problem: `the step ${next} is not behind this one`, mend }];
}

/** Persons by name; whoever is on duty in a rota has the channels that the rota's people have. */
function targetProblems(step: EscalationStep, pack: PolicyPack, at: string): readonly PackProblem[] {
  return step.targets.flatMap((target, which) => {
    const person = 'person' in target ? pack.people.find(({ id }) => id === target.person) : undefined;
    if (person === undefined || step.channels.some((channel) => isReachable(person, channel))) return [];
    return [
      {
        pointer: `${at}/targets/${String(which)}`,
        problem: `${person.id} has no address on ${step.channels.join(' or ')}`,
        mend: 'give the person one, or the step another channel',
      },
    ];
  });
}

/** Each target is one person at most; with turns, one in all. */
function acknowledgementProblems(
  { acknowledgements, targets, who }: EscalationStep,
  pointer: string,
): readonly PackProblem[] {
  const most = who === 'all' ? targets.length : 1;
  if (acknowledgements <= most) return [];
  const problem = `it wants ${String(acknowledgements)} people to acknowledge, and calls ${String(most)}`;
  return [{ pointer, problem, mend: `write ${String(most)} at most, or add targets` }];
}

function hoursProblems(ladder: EscalationPolicy, step: EscalationStep, pack: PolicyPack, pointer: string) {
  if (step.hours === 'any') return [];
  const users = pack.teams.filter(({ escalation }) => escalation === ladder.id);
  if (users.length === 0 || users.some(({ hours }) => hours !== undefined)) return [];
  return [
    { pointer, problem: 'no team with this ladder has business hours', mend: 'give a team `hours`, or leave it out' },
  ];
}

function jumpedOver({ steps }: EscalationPolicy, at: (step: number) => string): readonly PackProblem[] {
  const reached = new Set([0]);
  steps.forEach(({ next, when }, number) => {
    if (!reached.has(number)) return;
    const named = next === undefined ? -1 : steps.findIndex(({ id }) => id === next);
    if (named > number) reached.add(named);
    if (named <= number || when !== undefined) reached.add(number + 1);
  });
  return steps.flatMap(({ id }, number) =>
    reached.has(number)
      ? []
      : [
          {
            pointer: at(number),
            problem: `nothing leads to the step ${id}`,
            mend: 'take `next` out of a step before it',
          },
        ],
  );
}

/** Whatever the case is, and whenever it is: somebody is called in the end. */
function lastProblems({ steps }: EscalationPolicy, at: string): readonly PackProblem[] {
  const last = steps.at(-1);
  const mend = 'leave it out of the last step: it calls when nobody else was there';
  return [
    ...(last?.when === undefined ? [] : [{ pointer: `${at}/when`, problem: 'the last step has a condition', mend }]),
    ...(last?.hours === 'business'
      ? [{ pointer: `${at}/hours`, problem: 'the last step waits for business hours', mend }]
      : []),
    ...(last?.targets.every((target) => 'channel' in target) === true
      ? [
          {
            pointer: `${at}/targets`,
            problem: 'the last step calls channels only, in which nobody has to read',
            mend: 'add a person, a team or a rota',
          },
        ]
      : []),
  ];
}
