import type { Happening } from '../contracts/index.ts';
import type { CaseCommand, Via } from '../case/command.ts';

type Of<What extends Happening['what']> = Extract<Happening, { what: What }>;

const TASKS = ['TaskEnded', 'TaskBlocked', 'TaskOpened', 'TaskChecked'] as const;

/** Words of people are not in a simulation: they may be erased, and decide nothing. */
const SAID = { reason: '', text: '' } as const;

/** The command that a person's happenings were; undefined where they are none of a single case (a merge, say), or about an action. */
export function commandIn(happenings: readonly Happening[]): CaseCommand | undefined {
  const find = <What extends Happening['what']>(what: What): Of<What> | undefined =>
    happenings.find((one): one is Of<What> => one.what === what);
  // Guard: what moves cases between incidents is not decided by one case alone.
  if (
    ['CaseMerged', 'TookOver', 'GaveAway', 'JoinedIncident', 'LeftIncident'].some((what) =>
      happenings.some((one) => one.what === what),
    )
  )
    return undefined;
  const owner = find('OwnerNamed')?.owner;
  const via = viaOf(happenings);
  const { reason, text } = SAID;
  if (owner !== undefined) {
    const person = owner.assigned === true ? owner.person : undefined;
    return { kind: 'assign', via, reason, team: owner.team, ...(person === undefined ? {} : { person }) };
  }
  const escalated = find('EscalatedByHand');
  if (escalated !== undefined) return { kind: 'escalate', via, reason, ...named(escalated.stepId) };
  const changed = find('SeverityChanged');
  if (changed !== undefined) return { kind: 'set-severity', via, reason, level: changed.severity.level };
  const paused = find('ClocksPaused');
  if (paused !== undefined)
    return { kind: 'pause', via, reason, waitingFor: paused.waitingFor, until: paused.until, clocks: paused.paused };
  if (find('ClocksResumed')) return { kind: 'resume', via, reason };
  if (find('CaseReopened')) return { kind: 'reopen', via, reason };
  if (find('CaseWithdrawn')) return { kind: 'withdraw', via, reason };
  const snoozed = find('CaseSnoozed');
  if (snoozed !== undefined) return { kind: 'snooze', via, reason, until: snoozed.until };
  if (find('SnoozeEnded')) return { kind: 'end-snooze', via, reason };
  const resolved = find('CaseResolved');
  if (resolved !== undefined) {
    const { resolution, children } = resolved;
    return { kind: 'resolve', via, resolution, ...(children === undefined ? {} : { children }) };
  }
  if (find('CustomerTold')) return { kind: 'customer-told', via };
  // A task that is done is work on the case, as a note is; which tasks there are may be otherwise by another pack.
  if (find('NoteAdded') ?? TASKS.some((what) => find(what))) return { kind: 'add-note', via, text };
  if (find('CaseAcknowledged')) return { kind: 'acknowledge', via };
  return find('WorkStarted') ? { kind: 'start-work', via } : undefined;
}

function viaOf(happenings: readonly Happening[]): Via {
  for (const happening of happenings) {
    if ('via' in happening && happening.via !== 'system') return happening.via;
  }
  return 'api';
}

/** The ladder of another policy may have it at another place. */
function named(step: string | undefined): { readonly step?: string } {
  return step === undefined ? {} : { step };
}
