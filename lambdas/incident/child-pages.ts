import type { Case, ChildPage, JournalEntry, PolicyPack } from '../contracts/index.ts';
import { addDuration, isLater } from '../case/duration.ts';
import type { ListedChild } from '../case/listed-child.ts';
import { personForTeam } from '../routing/who-is-on-duty.ts';
import { windowStart } from './find-incident.ts';
import { endedAt, giveTurns } from './give-turns.ts';
import { callingAlone } from './say-cause.ts';

/** Of a rule that the pack does not have. */
const LAST_HOUR = { window: 'PT1H', windowKind: 'rolling' } as const;

export interface Shards {
  readonly ofCause: readonly number[];
  readonly ofChildren: readonly number[];
}

/**
 * What a turn in the life of an incident means for its children, as first pages of work. It has begun: those that its cause had before anybody knew are
 * gathered. It has ended: its children are let go.
 */
export function firstPages(
  entry: JournalEntry,
  incident: Case,
  pack: PolicyPack,
  shards: Shards,
): readonly ChildPage[] {
  const { traceparent, happening, at } = entry;
  const { cause, correlationKeys } = incident;
  const incidentId = entry.caseId;
  if (cause === undefined) return [];
  switch (happening.what) {
    case 'CaseOpened':
    case 'CaseReopened': {
      // One that was split off has what it was given, and does not hold its cause.
      if (correlationKeys.length === 0) return [];
      const rule = pack.grouping.find(({ id }) => id === cause.rule) ?? LAST_HOUR;
      const since = windowStart(rule, at);
      return shards.ofCause.map((shard) => ({ do: 'gather', incidentId, shard, since, traceparent }));
    }
    case 'CaseResolved':
    case 'CaseWithdrawn':
    case 'CaseMerged':
      return shards.ofChildren.map((shard) => ({ do: 'release', incidentId, shard, traceparent }));
    case 'TookOver': {
      const { from, cases } = happening;
      return happening.how === 'split' && from !== undefined
        ? [{ do: 'move', incidentId, from, caseIds: cases, traceparent }]
        : [];
    }
    default:
      return [];
  }
}

/** Children in one page: within the time of the function. */
export const PAGE = 100;

/** With its end, so that whoever gives the turns again begins there too; where nobody has for long, now. */
function turnsBegin(incident: Case, at: string): string {
  const end = endedAt(incident) ?? at;
  return isLater(at, addDuration(end, 'PT5M')) ? at : end;
}

/** An incident ends and lets its children go on by themselves: all of them, with the turn of each that will call. */
export function pagesOfTurns(
  incident: Case,
  { here, letGo }: { readonly here: readonly ListedChild[]; readonly letGo: readonly ListedChild[] },
  pack: PolicyPack,
  traceparent: string,
  at: string,
): readonly ChildPage[] {
  const from = turnsBegin(incident, at);
  // Those of an earlier end have had their turns.
  const gone = letGo.filter(({ callsFrom }) => callsFrom !== undefined && !isLater(from, callsFrom));
  const ids = new Set(gone.map(({ caseId }) => caseId));
  const left = here.filter(({ caseId, isOver }) => !isOver && !ids.has(caseId));
  const alone = callingAlone(incident, pack);
  const calling = left.filter(({ isWanted, level }) => isWanted && level !== undefined && !alone.includes(level));
  const turns = giveTurns(
    [...calling, ...gone],
    (name) => {
      const team = pack.teams.find(({ id }) => id === name);
      return team === undefined ? '' : personForTeam(team, pack, from).person;
    },
    from,
    pack.afterIncident.callsPerMinute,
  );
  const given = left.map(({ caseId }) => {
    const callsFrom = turns.get(caseId);
    return { caseId, ...(callsFrom === undefined ? {} : { callsFrom }) };
  });
  // Those who call first are let go first.
  const inOrder = given.toSorted((one, other) => (one.callsFrom ?? '').localeCompare(other.callsFrom ?? ''));
  return Array.from({ length: Math.ceil(inOrder.length / PAGE) }, (_unused, page) => ({
    do: 'let_go',
    incidentId: incident.id,
    turns: inOrder.slice(page * PAGE, (page + 1) * PAGE),
    traceparent,
  }));
}
