import type { Case, ChildPage, JournalEntry, PolicyPack } from '../contracts/index.ts';
import { windowStart } from './find-incident.ts';

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
