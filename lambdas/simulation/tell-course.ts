import type { Case, ClockName, Governance, Happening, JournalEntry, SeverityLevel } from '../contracts/index.ts';

export interface Call {
  readonly at: string;
  readonly round: number;
  readonly step: string;
  /** `person channel`, in order. */
  readonly told: readonly string[];
}

export interface ProposedAction {
  readonly id: string;
  readonly type: string;
  readonly decision: Governance['decision'];
}

/** `open`: neither when the history ends, or never timed. */
export type Kept = 'met' | 'broken' | 'open';

/** How a case went, as far as a policy decides it: read from its journal, whether that was written by production or by a simulation. */
export interface Course {
  readonly levels: readonly { readonly at: string; readonly level: SeverityLevel }[];
  readonly owners: readonly { readonly at: string; readonly team: string; readonly person?: string }[];
  readonly calls: readonly Call[];
  readonly clocks: Readonly<Record<ClockName, Kept>>;
  readonly actions: readonly ProposedAction[];
  /** Messages by channel: calls, marks of clocks, approvals, last words. */
  readonly messages: Readonly<Record<string, number>>;
}

export function courseOf({
  record,
  entries,
}: {
  readonly record: Case;
  readonly entries: readonly JournalEntry[];
}): Course {
  const levels: { at: string; level: SeverityLevel }[] = [];
  const owners: { at: string; team: string; person?: string }[] = [];
  const calls: Call[] = [];
  const actions: ProposedAction[] = [];
  const messages: Record<string, number> = {};
  for (const { at, happening } of entries) {
    if ('severity' in happening && levels.at(-1)?.level !== happening.severity.level)
      levels.push({ at, level: happening.severity.level });
    if ('owner' in happening) {
      const { team, person } = happening.owner;
      const last = owners.at(-1);
      if (last?.team !== team || last.person !== person)
        owners.push({ at, team, ...(person === undefined ? {} : { person }) });
    }
    if (happening.what === 'EscalationStepClaimed') {
      const { round, stepId, notices } = happening;
      calls.push({
        at,
        round,
        step: stepId,
        told: notices.map(({ person, channel }) => `${person} ${channel}`).sort(),
      });
    }
    if (happening.what === 'ActionProposed')
      actions.push({ id: happening.actionId, type: happening.type, decision: happening.governance.decision });
    for (const { channel } of claimedIn(happening)) messages[channel] = (messages[channel] ?? 0) + 1;
  }
  return { levels, owners, calls, clocks: clocksOf(record, entries), actions, messages };
}

function claimedIn(happening: Happening): readonly { readonly channel: string }[] {
  return 'notices' in happening ? (happening.notices ?? []) : [];
}

/** Broken once is broken, also where the case was opened again since. */
function clocksOf({ clocks }: Case, entries: readonly JournalEntry[]): Course['clocks'] {
  const broken = new Set(
    entries.flatMap(({ happening }) => (happening.what === 'ClockBreached' ? [happening.clock] : [])),
  );
  const stateOf = (name: ClockName): Kept =>
    broken.has(name) ? 'broken' : clocks?.[name].stoppedAt === undefined ? 'open' : 'met';
  return { acknowledge: stateOf('acknowledge'), resolve: stateOf('resolve'), communicate: stateOf('communicate') };
}
