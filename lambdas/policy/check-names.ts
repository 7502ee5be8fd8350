import type { BusinessFunction, EscalationStep, PolicyPack, Rota } from '../contracts/index.ts';
import { mendName } from './near-words.ts';
import { inEach } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

/** Every name leads somewhere, and nothing has the name of another. */
export function nameProblems(pack: PolicyPack): readonly PackProblem[] {
  return [...referenceProblems(pack), ...twiceProblems(pack)];
}

function referenceProblems(pack: PolicyPack): readonly PackProblem[] {
  const names = {
    people: known(pack.people, 'person'),
    teams: known(pack.teams, 'team'),
    rotas: known(pack.rotas, 'rota'),
    calendars: known(pack.calendars, 'calendar'),
  };
  const { people, teams, rotas, calendars } = names;
  const ladders = known(pack.escalation, 'escalation policy');
  return [
    ...people(pack.lastOwner, '/lastOwner'),
    ...inEach(pack.people, '/people', ({ delegates }, at) =>
      inEach(delegates, `${at}/delegates`, ({ to }, delegate) => people(to, `${delegate}/to`)),
    ),
    ...inEach(pack.teams, '/teams', ({ rota, escalation, fallbackTeam, calendars: off }, at) => [
      ...rotas(rota, `${at}/rota`),
      ...inEach(off, `${at}/calendars`, calendars),
      ...ladders(escalation, `${at}/escalation`),
      ...(fallbackTeam === undefined ? [] : teams(fallbackTeam, `${at}/fallbackTeam`)),
    ]),
    ...inEach(pack.rotas, '/rotas', (rota, at) => inRota(rota, at, names)),
    ...inEach(pack.escalation, '/escalation', ({ steps }, at) =>
      inEach(steps, `${at}/steps`, ({ targets }, step) =>
        inEach(targets, `${step}/targets`, (target, place) => inTarget(target, place, pack, names)),
      ),
    ),
    ...Object.entries(pack.types).flatMap(([type, { foresees }]) => foreseenProblems(pack, type, foresees)),
    ...inEach(pack.ownership.rules, '/ownership/rules', ({ team }, at) => teams(team, `${at}/team`)),
    ...Object.entries(pack.ownership.byFunction).flatMap(([name, team]) =>
      teams(team, `/ownership/byFunction/${name}`),
    ),
  ];
}

type Names = Readonly<Record<'people' | 'teams' | 'rotas' | 'calendars', ReturnType<typeof known>>>;

function inRota(
  { layers, overrides, swaps, calendars: used }: Rota,
  at: string,
  { people, calendars }: Names,
): readonly PackProblem[] {
  return [
    ...inEach(used, `${at}/calendars`, calendars),
    ...inEach(swaps, `${at}/swaps`, ({ between }, swap) => inEach(between, `${swap}/between`, people)),
    ...inEach(layers, `${at}/layers`, (layer, place) => inEach(layer.people, `${place}/people`, people)),
    ...inEach(overrides, `${at}/overrides`, ({ person }, place) =>
      person === undefined ? [] : people(person, `${place}/person`),
    ),
  ];
}

function inTarget(
  target: EscalationStep['targets'][number],
  at: string,
  pack: PolicyPack,
  { people, teams, rotas }: Names,
): readonly PackProblem[] {
  if ('person' in target) return people(target.person, `${at}/person`);
  if ('channel' in target)
    return [...teams(target.channel, `${at}/channel`), ...withoutChannel(target.channel, pack, `${at}/channel`)];
  if ('team' in target) return teams(target.team, `${at}/team`);
  if ('function' in target) return functionWithoutTeam(target.function, pack, `${at}/function`);
  if ('incident' in target) return functionWithoutTeam('operations_management', pack, `${at}/incident`);
  return target.rota === 'owner' ? [] : rotas(target.rota, `${at}/rota`);
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
