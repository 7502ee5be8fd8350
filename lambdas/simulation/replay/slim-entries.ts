import type { Happening, JournalEntry } from '../../contracts/index.ts';
import { WITH_INCIDENT } from '../../incident/membership.ts';

/** An entry of a journal without what a replay does not look at. */
export type SlimEntry = JournalEntry & {
  /** What intake and storms decide: a replay decides it anew. */
  readonly isByReports: boolean;
};

type What = Happening['what'];

/** What changes whether a report finds a case, or whether a case can be part of an incident. */
const LOOKED_AT: ReadonlySet<What> = new Set<What>([
  'CaseOpened',
  'SignalAttached',
  'SignalRetracted',
  'CaseTriaged',
  'CaseAcknowledged',
  'WorkStarted',
  'AcknowledgementTimedOut',
  'CaseHandedBack',
  'CaseResolved',
  'CaseReopened',
  'CaseMerged',
  'CaseWithdrawn',
  'CaseSilenced',
  'SilenceEnded',
  'TookOver',
  'FlappingBegan',
  'TroubleQuieted',
  'JoinedIncident',
  'EscalationStepClaimed',
]);

/** At most one call after each opening: whether a case was called is all that storms ask. */
export function slimEntries(entries: readonly JournalEntry[]): readonly SlimEntry[] {
  let isCalled = false;
  return entries.flatMap((entry): readonly SlimEntry[] => {
    const { what } = entry.happening;
    if (!LOOKED_AT.has(what)) return [];
    if (what === 'EscalationStepClaimed' && isCalled) return [];
    if (what === 'EscalationStepClaimed') isCalled = true;
    if (what === 'CaseReopened') isCalled = false;
    return [{ ...entry, happening: withoutFacts(entry.happening), isByReports: isByReports(entry) }];
  });
}

function withoutFacts(happening: Happening): Happening {
  if (happening.what === 'CaseTriaged') return { ...happening, facts: [] };
  return happening.what === 'EscalationStepClaimed' ? { ...happening, notices: [] } : happening;
}

const BY_REPORTS: ReadonlySet<What> = new Set<What>([
  'CaseOpened',
  'SignalAttached',
  'SignalRetracted',
  'FlappingBegan',
  'TroubleQuieted',
  'JoinedIncident',
]);

function isByReports({ happening, actor }: JournalEntry): boolean {
  if (BY_REPORTS.has(happening.what)) return true;
  if (actor.kind === 'person') return false;
  if (happening.what === 'CaseResolved') return happening.resolution !== WITH_INCIDENT;
  return happening.what === 'CaseReopened' || happening.what === 'CaseWithdrawn';
}
