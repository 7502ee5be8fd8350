import { exceptionTypes, INCIDENT_TYPE, policyPack } from '../contracts/index.ts';
import type { PolicyPack } from '../contracts/index.ts';
import { addDuration } from '../case/duration.ts';
import { checkExpression } from './expression.ts';
import { playbookProblems } from './check-playbooks.ts';
import type { PackProblem } from './pack-problem.ts';

export type { PackProblem } from './pack-problem.ts';

export type CheckedPack =
  { readonly ok: true; readonly pack: PolicyPack } | { readonly ok: false; readonly problems: readonly PackProblem[] };

/** Whether a pack may be published: its shape, its expressions, and that every name in it leads somewhere. Tells all problems at once. */
export function checkPack(candidate: unknown): CheckedPack {
  const parsed = policyPack.safeParse(candidate);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => ({
        pointer: `/${issue.path.map(String).join('/')}`,
        problem: issue.message,
      })),
    };
  }
  const pack = parsed.data;
  const problems = [
    ...expressionProblems(pack),
    ...nameProblems(pack),
    ...bandProblems(pack),
    ...typeProblems(pack),
    ...playbookProblems(pack),
    ...groupingProblems(pack),
  ];
  return problems.length === 0 ? { ok: true, pack } : { ok: false, problems };
}

function expressionProblems(pack: PolicyPack): PackProblem[] {
  const expressions: [pointer: string, text: string, expected: 'bool' | 'double', after?: string][] = [];
  pack.severity.rules.forEach((rule, index) => {
    expressions.push([`/severity/rules/${String(index)}/when`, rule.when, 'bool']);
    if (typeof rule.points === 'string')
      expressions.push([`/severity/rules/${String(index)}/points`, rule.points, 'double', rule.when]);
  });
  pack.severity.latches.forEach((rule, index) =>
    expressions.push([`/severity/latches/${String(index)}/when`, rule.when, 'bool']),
  );
  pack.ownership.rules.forEach((rule, index) =>
    expressions.push([`/ownership/rules/${String(index)}/when`, rule.when, 'bool']),
  );
  pack.playbooks.forEach(({ actions }, index) =>
    actions.forEach(({ when }, at) => {
      if (when !== undefined)
        expressions.push([`/playbooks/${String(index)}/actions/${String(at)}/when`, when, 'bool']);
    }),
  );
  return expressions.flatMap(([pointer, text, expected, after]) =>
    checkExpression(text, expected, after).map((problem) => ({ pointer, problem: `\`${text}\` ${problem}` })),
  );
}

function nameProblems(pack: PolicyPack): PackProblem[] {
  const people = new Set(pack.people.map((person) => person.id));
  const teams = new Set(pack.teams.map((team) => team.id));
  const rotas = new Set(pack.rotas.map((rota) => rota.id));
  const ladders = new Set(pack.escalation.map((policy) => policy.id));
  const problems: PackProblem[] = [];
  const need = (known: ReadonlySet<string>, name: string | undefined, pointer: string, what: string): void => {
    if (name !== undefined && !known.has(name))
      problems.push({ pointer, problem: `${what} ${name} is not in the pack` });
  };
  need(people, pack.lastOwner, '/lastOwner', 'the person');
  pack.teams.forEach((team, index) => {
    const at = `/teams/${String(index)}`;
    need(rotas, team.rota, `${at}/rota`, 'the rota');
    need(ladders, team.escalation, `${at}/escalation`, 'the escalation policy');
    need(teams, team.fallbackTeam, `${at}/fallbackTeam`, 'the team');
  });
  pack.rotas.forEach((rota, index) => {
    rota.layers.forEach((layer, layerIndex) => {
      for (const person of layer.people)
        need(people, person, `/rotas/${String(index)}/layers/${String(layerIndex)}/people`, 'the person');
    });
    rota.overrides.forEach((override, at) =>
      need(people, override.person, `/rotas/${String(index)}/overrides/${String(at)}/person`, 'the person'),
    );
  });
  pack.escalation.forEach((policy, index) => {
    policy.steps.forEach((step, stepIndex) => {
      for (const target of step.targets) {
        const at = `/escalation/${String(index)}/steps/${String(stepIndex)}/targets`;
        if ('person' in target) need(people, target.person, at, 'the person');
        else if (target.rota !== 'owner') need(rotas, target.rota, at, 'the rota');
      }
    });
  });
  pack.ownership.rules.forEach((rule, index) =>
    need(teams, rule.team, `/ownership/rules/${String(index)}/team`, 'the team'),
  );
  for (const [name, team] of Object.entries(pack.ownership.byFunction))
    need(teams, team, `/ownership/byFunction/${name}`, 'the team');
  return problems;
}

function bandProblems(pack: PolicyPack): PackProblem[] {
  const { S1, S2, S3 } = pack.severity.bands;
  return S1 > S2 && S2 > S3 && S3 > 0 && S1 <= 100
    ? []
    : [{ pointer: '/severity/bands', problem: 'bands must fall from S1 to S3, be above 0 and at most 100' }];
}

/** Every type of version 1 is there, and every function that owns one has a team. */
function typeProblems(pack: PolicyPack): PackProblem[] {
  const missing = exceptionTypes
    .filter((type) => pack.types[type] === undefined)
    .map((type) => ({ pointer: '/types', problem: `the exception type ${type} is missing` }));
  const ownerless = Object.entries(pack.types)
    .filter(([, policy]) => pack.ownership.byFunction[policy.owner] === undefined)
    .map(([type, policy]) => ({
      pointer: `/types/${type}/owner`,
      problem: `the function ${policy.owner} has no team in ownership/byFunction`,
    }));
  return [...missing, ...ownerless];
}

/** Rules that can hold, each by a name of its own, and a type with an owner for the incidents that they open. */
function groupingProblems(pack: PolicyPack): PackProblem[] {
  const families = new Set(Object.values(pack.types).map(({ family }) => family));
  const ids = pack.grouping.map(({ id }) => id);
  const rules = pack.grouping.flatMap((rule, index) => {
    const at = `/grouping/${String(index)}`;
    return [
      ...(ids.indexOf(rule.id) < index ? [{ pointer: `${at}/id`, problem: `the rule ${rule.id} stands twice` }] : []),
      ...rule.families
        .filter((family) => !families.has(family))
        .map((family) => ({ pointer: `${at}/families`, problem: `no type is of the family ${family}` })),
      ...(isWithinAWeek(rule.window)
        ? []
        : [{ pointer: `${at}/window`, problem: 'a window is longer than nothing and at most P7D' }]),
    ];
  });
  const hasType = pack.grouping.length === 0 || pack.types[INCIDENT_TYPE] !== undefined;
  const missing = { pointer: '/types', problem: `grouping rules open incidents: the type ${INCIDENT_TYPE} is missing` };
  return hasType ? rules : [...rules, missing];
}

function isWithinAWeek(window: string): boolean {
  const start = '2000-01-01T00:00:00.000Z';
  const end = addDuration(start, window);
  return end > start && end <= '2000-01-08T00:00:00.000Z';
}
