import { OWNING_ROLES } from '../contracts/index.ts';
import type { PolicyPack } from '../contracts/index.ts';
import { mendName } from './near-words.ts';
import type { PackProblem } from './pack-problem.ts';

/** Whoever is named to have a case can have it: the role is one that takes cases, and where nobody of a team is there, the teams behind it come to an end. */
export function teamProblems(pack: PolicyPack): readonly PackProblem[] {
  return [...roleProblems(pack), ...circleProblems(pack)];
}

/** People have their roles at the identity provider and not in the pack, so a role is held against those of the house. */
function roleProblems({ ownership }: PolicyPack): readonly PackProblem[] {
  const roles: readonly string[] = OWNING_ROLES;
  return ownership.rules.flatMap(({ role }, index) =>
    roles.includes(role)
      ? []
      : [
          {
            pointer: `/ownership/rules/${String(index)}/role`,
            problem: `nobody has a case as ${role}`,
            mend: mendName(role, roles),
          },
        ],
  );
}

/** Each circle once, at the team that comes first in the pack. */
function circleProblems({ teams }: PolicyPack): readonly PackProblem[] {
  const behind = new Map(teams.map(({ id, fallbackTeam }) => [id, fallbackTeam]));
  const told = new Set<string>();
  return teams.flatMap(({ id }, index) => {
    const circle = circleFrom(id, behind);
    if (circle === undefined || told.has(id)) return [];
    for (const team of circle) told.add(team);
    return [
      {
        pointer: `/teams/${String(index)}/fallbackTeam`,
        problem: `the fallback teams go in a circle: ${[...circle, id].join(' → ')}`,
        mend: 'let the last of them have no fallbackTeam: after it the last owner answers',
      },
    ];
  });
}

/** The teams of a circle that comes back to a team; undefined where none does. */
function circleFrom(start: string, behind: ReadonlyMap<string, string | undefined>): readonly string[] | undefined {
  const path = [start];
  for (let next = behind.get(start); next !== undefined; next = behind.get(next)) {
    if (next === start) return path;
    if (path.includes(next)) return undefined;
    path.push(next);
  }
  return undefined;
}
