import type { ClockName, JournalEntry } from '../../../lambdas/contracts/index.ts';
import type { CaseHistory } from '../history.ts';
import type { Invariant } from './invariant.ts';

/** What a clock has left when it stands still is what it has when it goes on; in between nobody is told of it, and it does not break. */
export const noneRunsInAPause: Invariant = {
  says: 'no clock runs in a pause',
  broken: ({ cases }) => cases.flatMap(inCase),
};

interface Standing {
  readonly since: string;
  readonly dueAt: string;
}

function inCase({ record, journal }: CaseHistory): readonly string[] {
  const paused = new Map<ClockName, Standing>();
  return journal.flatMap((entry) => {
    const problems = problemsOf(entry, paused).map(
      (problem) => `${record.id}, entry ${String(entry.sequence)}: ${problem}`,
    );
    note(entry, paused);
    return problems;
  });
}

function problemsOf({ at, happening }: JournalEntry, paused: ReadonlyMap<ClockName, Standing>): readonly string[] {
  if (happening.what === 'ClockBreached' || happening.what === 'ClockNoticed')
    return paused.has(happening.clock) ? [`${happening.what} of ${happening.clock}, which is paused`] : [];
  if (happening.what !== 'ClocksResumed') return [];
  return happening.resumed.flatMap((name) => {
    const before = paused.get(name);
    if (before === undefined) return [`${name} goes on and was not paused`];
    const clock = happening.clocks[name];
    if (clock.deadline !== undefined || clock.team !== undefined) return [];
    const left = Date.parse(before.dueAt) - Date.parse(before.since);
    return Date.parse(clock.dueAt) - Date.parse(at) === left
      ? []
      : [`${name} had ${String(left)} ms and is due at ${clock.dueAt}`];
  });
}

function note({ at, happening }: JournalEntry, paused: Map<ClockName, Standing>): void {
  switch (happening.what) {
    case 'ClocksPaused':
      for (const name of happening.paused) paused.set(name, { since: at, dueAt: happening.clocks[name].dueAt });
      break;
    case 'SeverityChanged':
      // Timed anew while it stands: another due time, the same pause.
      for (const [name, { since }] of paused)
        paused.set(name, { since, dueAt: happening.clocks?.[name].dueAt ?? paused.get(name)?.dueAt ?? since });
      break;
    case 'ClocksResumed':
    case 'CaseReopened':
      paused.clear();
      break;
    default:
  }
}
