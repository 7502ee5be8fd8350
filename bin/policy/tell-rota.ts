import type { PolicyPack, Rota } from '../../lambdas/contracts/index.ts';
import type { Shift } from '../../lambdas/routing/index.ts';

/** A rota's shifts as lines in its own zone, gaps and overlaps marked, with the hours that nobody has. */
export function tellRota(rota: Rota, shifts: readonly Shift[], pack: PolicyPack): string {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: rota.zone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const nameOf = (id: string): string => pack.people.find((person) => person.id === id)?.name ?? id;
  const lines = shifts.map(({ from, to, people }) => {
    const who = people.length === 0 ? 'nobody' : people.map(nameOf).join(', then ');
    const mark = people.length === 0 ? '  GAP' : people.length > 1 ? '  OVERLAP' : '';
    return `  ${time.format(new Date(from))}  to  ${time.format(new Date(to))}  ${who}${mark}`;
  });
  return [`${rota.id} (${rota.zone})`, ...lines, `  ${gapsIn(shifts)}`].join('\n');
}

function gapsIn(shifts: readonly Shift[]): string {
  const gaps = shifts.filter(({ people }) => people.length === 0);
  const hours = gaps.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 3_600_000, 0);
  return gaps.length === 0
    ? 'no gap'
    : `${String(gaps.length)} gaps, ${String(Math.round(hours))} hours: then the rotas of the fallback teams are asked, at last the last owner`;
}
