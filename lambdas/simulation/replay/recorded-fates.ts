import type { JournalEntry } from '../../contracts/index.ts';
import type { CaseFate, Fates, IncidentFate, ReportFate } from './fates.ts';
import type { History, RecordedCase } from './history.ts';
import type { SlimEntry } from './slim-entries.ts';

/** What has become of the reports, as their cases tell. */
export function recordedFates({ arrivals, cases, notKept }: History): Fates {
  const left = new Set(notKept);
  const kept = [...cases.values()].filter(({ record }) => record.cause === undefined && !left.has(record.id));
  const openers = new Set(
    kept.flatMap(({ entries }) =>
      entries.flatMap(({ happening }) => (happening.what === 'CaseOpened' ? [happening.signalId] : [])),
    ),
  );
  const reports = new Map(
    arrivals.flatMap(({ signal, caseId }): [string, ReportFate][] => {
      if (signal.kind === 'retraction') return [];
      const type = signal.kind === 'progress' ? undefined : signal.type;
      if (caseId === undefined) return [[signal.id, { type, place: 'timeline' }]];
      return [[signal.id, { type, caseId, place: openers.has(signal.id) ? 'opens' : 'joins' }]];
    }),
  );
  return {
    reports,
    cases: new Map(kept.map((one) => [one.record.id, caseFate(one)])),
    incidents: incidents(kept, cases),
  };
}

function caseFate({ record, entries }: RecordedCase): CaseFate {
  const times = (is: (entry: SlimEntry) => boolean): number => entries.filter(is).length;
  return {
    title: record.title,
    settled: times(isSettling),
    reopened: times(({ happening, actor }) => happening.what === 'CaseReopened' && actor.id === 'intake'),
    flaps: times(({ happening }) => happening.what === 'FlappingBegan') > 0,
  };
}

/** That it has settled itself: it is over, or quiet where it comes and goes. */
export function isSettling({ happening, actor, cause }: JournalEntry): boolean {
  if (actor.id !== 'intake' || cause.kind !== 'signal') return false;
  return happening.what === 'CaseResolved' || (happening.what === 'TroubleQuieted' && happening.takenBack !== true);
}

/** By the first that a case has joined by itself: what people have moved since is none of the policy's. */
function incidents(kept: readonly RecordedCase[], cases: History['cases']): readonly IncidentFate[] {
  const joined = kept.flatMap(({ record, entries }) => {
    const first = entries.find(
      ({ happening, actor }) => happening.what === 'JoinedIncident' && actor.kind !== 'person',
    );
    return first?.happening.what === 'JoinedIncident' ? [{ id: record.id, at: first.at, ...first.happening }] : [];
  });
  return [...Map.groupBy(joined, ({ incidentId }) => incidentId)].flatMap(([incidentId, children]) => {
    const [first] = children;
    if (first === undefined) return [];
    const { title, openedAt } = cases.get(incidentId)?.record ?? { title: first.cause.title, openedAt: first.at };
    const cause = `${first.cause.kind} ${first.cause.value}`;
    return [{ cause, title, at: openedAt, cases: children.map(({ id }) => id) }];
  });
}
