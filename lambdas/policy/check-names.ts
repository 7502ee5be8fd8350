import type { BusinessFunction, PolicyPack } from '../contracts/index.ts';
import { mendName } from './near-words.ts';
import type { PackProblem } from './pack-problem.ts';

/** Every name leads somewhere, and nothing has the name of another. */
export function nameProblems(pack: PolicyPack): readonly PackProblem[] {
  return [...referenceProblems(pack), ...twiceProblems(pack)];
}

function referenceProblems(pack: PolicyPack): readonly PackProblem[] {
  const people = known(pack.people, 'person');
  const teams = known(pack.teams, 'team');
  const rotas = known(pack.rotas, 'rota');
  const ladders = known(pack.escalation, 'escalation policy');
  const calendars = known(pack.calendars, 'calendar');
  return [
    ...people(pack.lastOwner, '/lastOwner'),
    ...pack.people.flatMap(({ delegates }, index) =>
      delegates.flatMap(({ to }, which) => people(to, `/people/${String(index)}/delegates/${String(which)}/to`)),
    ),
    ...pack.teams.flatMap(({ rota, escalation, fallbackTeam, calendars: off }, index) => {
      const at = `/teams/${String(index)}`;
      return [
        ...rotas(rota, `${at}/rota`),
        ...off.flatMap((name, which) => calendars(name, `${at}/calendars/${String(which)}`)),
        ...ladders(escalation, `${at}/escalation`),
        ...(fallbackTeam === undefined ? [] : teams(fallbackTeam, `${at}/fallbackTeam`)),
      ];
    }),
    ...pack.rotas.flatMap(({ layers, overrides, swaps, calendars: used }, index) => [
      ...used.flatMap((name, at) => calendars(name, `/rotas/${String(index)}/calendars/${String(at)}`)),
      ...swaps.flatMap(({ between }, at) =>
        between.flatMap((name, which) =>
          people(name, `/rotas/${String(index)}/swaps/${String(at)}/between/${String(which)}`),
        ),
      ),
      ...layers.flatMap((layer, at) =>
        layer.people.flatMap((name, which) =>
          people(name, `/rotas/${String(index)}/layers/${String(at)}/people/${String(which)}`),
        ),
      ),
      ...overrides.flatMap(({ person }, at) =>
        person === undefined ? [] : people(person, `/rotas/${String(index)}/overrides/${String(at)}/person`),
      ),
    ]),
    ...pack.escalation.flatMap(({ steps }, index) =>
      steps.flatMap(({ targets }, step) =>
        targets.flatMap((target, which) => {
          const at = `/escalation/${String(index)}/steps/${String(step)}/targets/${String(which)}`;
          if ('person' in target) return people(target.person, `${at}/person`);
          if ('channel' in target)
            return [
              ...teams(target.channel, `${at}/channel`),
              ...withoutChannel(target.channel, pack, `${at}/channel`),
            ];
          if ('team' in target) return teams(target.team, `${at}/team`);
          if ('function' in target) return functionWithoutTeam(target.function, pack, `${at}/function`);
          if ('incident' in target) return functionWithoutTeam('operations_management', pack, `${at}/incident`);
          return target.rota === 'owner' ? [] : rotas(target.rota, `${at}/rota`);
        }),
      ),
    ),
    ...Object.entries(pack.types).flatMap(([type, { foresees }]) => foreseenProblems(pack, type, foresees)),
    ...pack.ownership.rules.flatMap(({ team }, index) => teams(team, `/ownership/rules/${String(index)}/team`)),
    ...Object.entries(pack.ownership.byFunction).flatMap(([name, team]) =>
      teams(team, `/ownership/byFunction/${name}`),
    ),
  ];
}

/** A channel that nobody has named is called in vain. */
function withoutChannel(name: string, { teams }: PolicyPack, pointer: string): readonly PackProblem[] {
  const team = teams.find(({ id }) => id === name);
  if (team === undefined || team.slackChannel !== undefined) return [];
  return [{ pointer, problem: `the team ${name} has no slackChannel`, mend: 'give it one, or call the team' }];
}

/** What is raised by itself has to find its case again, and to end by itself. */
function foreseenProblems(pack: PolicyPack, type: string, foresees: string | undefined): readonly PackProblem[] {
  if (foresees === undefined) return [];
  const pointer = `/types/${type}/foresees`;
  const raised = pack.types[foresees];
  if (raised === undefined)
    return [
      { pointer, problem: `the type ${foresees} is not in the pack`, mend: 'write one that is, or leave it out' },
    ];
  if (raised.foresees === type)
    return [{ pointer, problem: `${foresees} foresees ${type} again`, mend: 'leave one of them out' }];
  const lacks = [
    ...(raised.correlateBy.includes('stock') ? [] : ['correlateBy: stock']),
    ...(raised.settledBy.includes('same') ? [] : ['settledBy: same']),
  ];
  return lacks.length === 0
    ? []
    : [{ pointer, problem: `${foresees} lacks ${lacks.join(' and ')}`, mend: `add it to ${foresees}` }];
}

function functionWithoutTeam(name: BusinessFunction, pack: PolicyPack, pointer: string): readonly PackProblem[] {
  if (pack.ownership.byFunction[name] !== undefined) return [];
  return [{ pointer, problem: `the function ${name} has no team`, mend: 'name one in ownership/byFunction' }];
}

/** Looks names up among things of one kind. */
function known(things: readonly { readonly id: string }[], kind: string) {
  const ids = things.map(({ id }) => id);
  return (name: string, pointer: string): readonly PackProblem[] =>
    ids.includes(name)
      ? []
      : [{ pointer, problem: `the ${kind} ${name} is not in the pack`, mend: mendName(name, ids) }];
}

function twiceProblems(pack: PolicyPack): readonly PackProblem[] {
  const lists: Readonly<Record<string, readonly { readonly id: string }[]>> = {
    '/people': pack.people,
    '/codes': pack.codes ?? [],
    '/teams': pack.teams,
    '/rotas': pack.rotas,
    '/calendars': pack.calendars,
    '/escalation': pack.escalation,
    '/severity/rules': [...pack.severity.rules, ...pack.severity.latches],
    '/ownership/rules': pack.ownership.rules,
    '/playbooks': pack.playbooks,
    '/grouping': pack.grouping,
    ...Object.fromEntries(pack.escalation.map(({ steps }, index) => [`/escalation/${String(index)}/steps`, steps])),
  };
  return Object.entries(lists).flatMap(([at, things]) =>
    things.flatMap(({ id }, index) =>
      things.findIndex((other) => other.id === id) === index
        ? []
        : [
            {
              pointer: placeOf(at, index, pack),
              problem: `the name ${id} stands twice`,
              mend: 'reasons and records go by it: give it a name of its own',
            },
          ],
    ),
  );
}

/** Rules and latches share their names, since reasons name either. */
function placeOf(list: string, index: number, pack: PolicyPack): string {
  const rules = pack.severity.rules.length;
  return list === '/severity/rules' && index >= rules
    ? `/severity/latches/${String(index - rules)}/id`
    : `${list}/${String(index)}/id`;
}
