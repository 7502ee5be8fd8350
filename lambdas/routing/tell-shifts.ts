import type { RotaShown } from '../contracts/index.ts';
import type { Shift } from './timetable.ts';

const HOUR_MS = 3_600_000;

/** Shifts with what is wrong with each, and how many hours nobody or more than one has. */
export function tellShifts(shifts: readonly Shift[]): Required<Pick<RotaShown, 'shifts' | 'gaps' | 'overlaps'>> {
  const told = shifts.map(({ from, to, people }) => ({
    from,
    to,
    people: [...people],
    is: people.length === 0 ? ('gap' as const) : people.length === 1 ? ('covered' as const) : ('overlap' as const),
  }));
  const count = (is: 'gap' | 'overlap') => {
    const found = told.filter((shift) => shift.is === is);
    const ms = found.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0);
    return { count: found.length, hours: Math.round((ms / HOUR_MS) * 100) / 100 };
  };
  return { shifts: told, gaps: count('gap'), overlaps: count('overlap') };
}
