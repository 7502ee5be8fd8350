import type { BeginningShift } from '../contracts/index.ts';
import type { ShiftBegun } from '../routing/shift-begins.ts';

/** A shift that began by the rotas of the global pack, or of an overlay: of its region and unit. */
export interface ScopedShift extends ShiftBegun {
  readonly region?: string | undefined;
  readonly businessUnit?: string | undefined;
}

export interface Handover {
  /** Who is on duty now. */
  readonly person: string;
  readonly shift: BeginningShift;
}

/** Who comes for several teams at one moment is told once. */
export function joinShifts(begun: readonly ScopedShift[]): readonly Handover[] {
  const groups = Map.groupBy(begun, ({ person, startedAt }) => `${startedAt} ${person}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { person, startedAt } = first;
    const teams = group.map(({ team, from, region, businessUnit }) => ({
      team,
      ...(region === undefined ? {} : { region }),
      ...(businessUnit === undefined ? {} : { businessUnit }),
      ...(from === undefined ? {} : { from }),
    }));
    return [{ person, shift: { startedAt, teams } }];
  });
}
