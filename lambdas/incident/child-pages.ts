import { addDuration } from '../case/duration.ts';
import type { Case, ChildPage, JournalEntry, PolicyPack } from '../contracts/index.ts';

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
  const { cause, id: incidentId } = incident;
  if (cause === undefined) return [];
  switch (happening.what) {
    case 'CaseOpened':
    case 'CaseReopened': {
      const window = pack.grouping.find(({ id }) => id === cause.rule)?.window ?? 'PT1H';
      const since = new Date(2 * Date.parse(at) - Date.parse(addDuration(at, window))).toISOString();
      return shards.ofCause.map((shard) => ({ do: 'gather', incidentId, shard, since, traceparent }));
    }
    case 'CaseResolved':
    case 'CaseWithdrawn':
      return shards.ofChildren.map((shard) => ({ do: 'release', incidentId, shard, traceparent }));
    default:
      return [];
  }
}
